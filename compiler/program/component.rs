//! Components and interfaces: what an instance has, offers and promises.

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;
use source::Span;
use values::{ComponentId, ExprId, OutId, RecordId, Symbol};

use crate::{DeclId, InterfaceId, RequireId, Ty};

/// What declares an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Owner {
    /// A package: it is there in every environment that doesn't leave it out.
    Package,
    /// An environment or a layer: it is there in that one and in those that extend it.
    Environment(crate::EnvironmentId),
    /// A composite component: it is there once an instance of that.
    Component(ComponentId),
    /// A realization made of instances: it is there once an instance realized by it.
    Realization(crate::RealizationId),
}

/// An output of a component.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Out {
    /// Its name.
    pub name: Symbol,
    /// Its type; deferred unless it is declared static.
    pub ty: Ty,
    /// Whether the compiler knows it on every target.
    pub is_static: bool,
    /// What it comes to where a realization says nothing.
    pub default: Option<ExprId>,
    /// What it is for.
    pub doc: Option<Symbol>,
    /// Where it is declared.
    pub span: Span,
}

/// Something that an instance lets others do.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Capability {
    /// Its name.
    pub name: Symbol,
    /// When it is offered.
    pub condition: Option<ExprId>,
    /// The outputs whose reading asks for it.
    pub via: Vec<OutId>,
    /// Where it is declared.
    pub span: Span,
}

/// What a name after an instance's dot means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Member {
    /// A field.
    Field(u16),
    /// An output.
    Out(OutId),
    /// A capability, by its place.
    Capability(u16),
    /// An instance inside a composite.
    Inner(DeclId),
}

/// The instances inside a composite.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct Inner {
    /// Their declarations, in order.
    pub instances: Vec<DeclId>,
}

/// A component.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Component {
    /// Its name, qualified by its package unless it is the root's or the library's.
    pub name: Symbol,
    /// What it is for.
    pub doc: Option<Symbol>,
    /// Where its name is declared.
    pub span: Span,
    /// The interfaces it provides, those they extend included.
    pub provides: Vec<InterfaceId>,
    /// Its fields; the first ones are those that every instance has.
    pub fields: RecordId,
    /// Its outputs.
    pub outs: Vec<Out>,
    /// What it lets others do.
    pub capabilities: Vec<Capability>,
    /// Whether it holds state that must not be lost.
    pub stateful: bool,
    /// Whether it lies in the store of secrets.
    pub stored: bool,
    /// What its fields must satisfy together.
    pub requires: Vec<RequireId>,
    /// Its instances, if it is a composite.
    pub inner: Inner,
    /// Fields, outputs, capabilities and inner instances by name.
    pub members: FxHashMap<Symbol, Member>,
    /// Whether it comes from the standard library.
    pub embedded: bool,
}

impl Component {
    /// What a name after an instance's dot means.
    pub fn member(&self, name: Symbol) -> Option<Member> {
        self.members.get(&name).copied()
    }

    /// An output by its number.
    pub fn out(&self, id: OutId) -> &Out {
        self.outs.get(id.index()).expect("an output's number comes from its own component")
    }

    /// The capability of a name.
    pub fn capability(&self, name: Symbol) -> Option<&Capability> {
        self.capabilities.iter().find(|capability| capability.name == name)
    }
}

/// An interface.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Interface {
    /// Its name.
    pub name: Symbol,
    /// What it is for.
    pub doc: Option<Symbol>,
    /// Where its name is declared.
    pub span: Span,
    /// The interfaces it extends, all the way up.
    pub extends: Vec<InterfaceId>,
    /// The fields it asks of a component, inherited ones included.
    pub fields: Vec<(Symbol, Ty)>,
    /// The outputs it asks of a component, inherited ones included.
    pub outs: Vec<(Symbol, Ty)>,
    /// The capabilities it asks of a component, inherited ones included.
    pub capabilities: Vec<Symbol>,
    /// Whether its instances hold state that must not be lost.
    pub stateful: bool,
}
