//! Environments and layers: what each changes, adds, leaves out and places.

use source::Span;
use values::{ComponentId, ExprId, Symbol, TargetId};

use crate::{DeclId, EnvironmentId, Header, InputId, InterfaceId, OnTarget, RequireId};

/// Whether it is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvironmentKind {
    /// It is.
    Environment,
    /// Only others that extend it are.
    Layer,
}

/// A target with its settings.
#[derive(Clone, Debug)]
pub struct TargetUse {
    /// Which.
    pub target: TargetId,
    /// An `Expr::Record` of its settings.
    pub settings: ExprId,
    /// Where it is named.
    pub span: Span,
}

/// What a `place` places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceWhat {
    /// One declared instance, all its keys.
    Instance(DeclId),
    /// All of a component.
    Component(ComponentId),
    /// All that provide an interface.
    Interface(InterfaceId),
}

/// `place … on TARGET`
#[derive(Clone, Debug)]
pub struct Place {
    /// What.
    pub what: PlaceWhat,
    /// Where to.
    pub target: TargetId,
    /// Where it is written.
    pub span: Span,
}

/// `without X`
#[derive(Clone, Debug)]
pub struct Without {
    /// What is left out.
    pub instance: DeclId,
    /// Where it is written.
    pub span: Span,
}

/// `stage = production`
#[derive(Clone, Debug)]
pub struct InputValue {
    /// Which.
    pub input: InputId,
    /// Its value.
    pub value: ExprId,
    /// Where its name stands.
    pub span: Span,
}

/// `db { … }`, `worker["mail"] { … }`
#[derive(Clone, Debug)]
pub struct Override {
    /// Whose fields.
    pub instance: DeclId,
    /// Instances inside it, from the outside in, where an inner one is meant.
    pub inner: Vec<Symbol>,
    /// Which of many.
    pub key: Option<ExprId>,
    /// An `Expr::Record` of the fields it writes.
    pub body: ExprId,
    /// Settings for realizations.
    pub on: Vec<OnTarget>,
    /// Where the instance is named.
    pub span: Span,
}

/// An environment or a layer.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Its name.
    pub name: Symbol,
    /// Whether it is built.
    pub kind: EnvironmentKind,
    /// What it starts from.
    pub extends: Option<EnvironmentId>,
    /// One for each element, if there are many.
    pub header: Option<Header>,
    /// Its targets, in order.
    pub targets: Vec<TargetUse>,
    /// The inputs it sets.
    pub inputs: Vec<InputValue>,
    /// What it changes.
    pub overrides: Vec<Override>,
    /// Where it puts things.
    pub places: Vec<Place>,
    /// What it leaves out.
    pub withouts: Vec<Without>,
    /// What it adds.
    pub instances: Vec<DeclId>,
    /// What must hold in it.
    pub requires: Vec<RequireId>,
    /// What its documentation says.
    pub doc: Option<Symbol>,
    /// Where its name stands.
    pub span: Span,
}
