//! The typed program: what a spec and the library mean, with every name resolved and every expression checked.
//!
//! Takes nothing, gives the data that `types` fills and all later phases walk: expressions in one arena, types in
//! tables, declarations in lists. Promises that nothing here refers to syntax. It evaluates nothing.

mod component;
mod display;
mod environment;
mod expr;
mod realization;
mod shape;
mod spec;
mod types;

use bitcode::{Decode, Encode};
use std::sync::Arc;

use source::Span;
use values::{ComponentId, ExprId, RecordId, Symbol, Symbols, TargetId, UnionId};

pub use component::{Capability, Component, Inner, Interface, Member, Out, Owner};
pub use environment::{Environment, EnvironmentKind, InputValue, Override, Place, PlaceWhat, TargetUse, Without};
pub use expr::{
    Arm, BinaryOp, Builtin, Entry, EntryKind, Expr, ExprRef, Exprs, FieldOp, InstanceFilter, LinkPart, LinkSide,
    Pattern, SelfPart, UnaryOp, UnitRef, unit,
};
pub use realization::{
    Every, Face, Handover, Ignored, LocalFile, LocalResource, LossRule, Patch, Patched, RawResource, Realization,
    RealizationItem, ResourceClass, Sink, TargetDecl,
};
pub use shape::{ShapeEntry, ShapeRef, ShapeTable};
pub use spec::{
    App, Expose, FileKind, FileRead, Function, Header, Input, InstanceDecl, Let, OnTarget, Param, Require, Test,
    TestStep,
};
pub use types::{Case, Field, Labels, Record, Refinement, Ty, Type, TypeId, TypeTable, Union};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        pub struct $name(pub u32);

        impl $name {
            /// Its place in the list it numbers.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// An interface.
    InterfaceId;
    /// A declared instance; a `for` or an environment may make many or none of it.
    DeclId;
    /// A `let`.
    LetId;
    /// An input.
    InputId;
    /// A function.
    FnId;
    /// A declared environment or layer.
    EnvironmentId;
    /// A rule.
    RequireId;
    /// A realization.
    RealizationId;
}

/// Everything that was declared and is used, checked.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct Program {
    /// All names and constant strings.
    #[bitcode(skip)]
    pub symbols: Arc<Symbols>,
    /// The system, if the spec declares one.
    #[bitcode(skip)]
    pub app: Option<App>,
    /// What `handover(…)` gives, where a test asks: `name`, `producer` and `consumers`.
    pub hand_over: Option<values::RecordId>,
    /// Types, record types, unions.
    pub types: TypeTable,
    /// Shapes of catalogs that types and resources speak of.
    pub shapes: ShapeTable,
    /// What packages add to catalogs, as far as the types are named.
    pub refined: catalog::Refined,
    /// Expressions.
    pub exprs: Exprs,
    /// Components that something names.
    pub components: Vec<Component>,
    /// Interfaces that something names.
    pub interfaces: Vec<Interface>,
    /// Targets that something names.
    pub targets: Vec<TargetDecl>,
    /// Realizations of those components on those targets.
    pub realizations: Vec<Realization>,
    /// What specs change in resources that realizations make.
    #[bitcode(skip)]
    pub patches: Vec<Patch>,
    /// Resources that specs write themselves.
    #[bitcode(skip)]
    pub raws: Vec<RawResource>,
    /// Functions that something calls.
    pub functions: Vec<Function>,
    /// Lets.
    pub lets: Vec<Let>,
    /// Inputs of the root package.
    #[bitcode(skip)]
    pub inputs: Vec<Input>,
    /// Declared instances: of packages, of environments, and inside composites.
    pub instances: Vec<InstanceDecl>,
    /// Environments and layers, parents before children.
    #[bitcode(skip)]
    pub environments: Vec<Environment>,
    /// Rules of packages; those of components and environments are listed there.
    pub requires: Vec<Require>,
    /// The rules that hold in every environment.
    pub rules: Vec<RequireId>,
    /// Outputs of the whole.
    #[bitcode(skip)]
    pub exposes: Vec<Expose>,
    /// Tests.
    #[bitcode(skip)]
    pub tests: Vec<Test>,
    /// Calls that stand for what files hold, by their ids.
    pub files: Vec<FileRead>,
}

macro_rules! lookups {
    ($($(#[$doc:meta])* $name:ident($id:ty) -> $out:ty, $list:ident;)*) => {
        impl Program {$(
            $(#[$doc])*
            pub fn $name(&self, id: $id) -> &$out {
                self.$list.get(id.index()).expect("an id comes from the program it is asked of")
            }
        )*}
    };
}

lookups! {
    /// The component of an id.
    component(ComponentId) -> Component, components;
    /// The interface of an id.
    interface(InterfaceId) -> Interface, interfaces;
    /// The target of an id.
    target(TargetId) -> TargetDecl, targets;
    /// The function of an id.
    function(FnId) -> Function, functions;
    /// The let of an id.
    binding(LetId) -> Let, lets;
    /// The input of an id.
    input(InputId) -> Input, inputs;
    /// The declared instance of an id.
    instance(DeclId) -> InstanceDecl, instances;
    /// The environment of an id.
    environment(EnvironmentId) -> Environment, environments;
    /// The rule of an id.
    require(RequireId) -> Require, requires;
    /// The realization of an id.
    realization(RealizationId) -> Realization, realizations;
}

impl Program {
    /// The text of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.symbols.get(symbol)
    }

    /// The symbol of a text, made if need be; only while the program is being made.
    pub fn intern(&mut self, text: &str) -> Symbol {
        Arc::make_mut(&mut self.symbols).intern(text)
    }

    /// A record type.
    pub fn record(&self, id: RecordId) -> &Record {
        self.types.record(id)
    }

    /// A union type.
    pub fn union(&self, id: UnionId) -> &Union {
        self.types.union(id)
    }

    /// What components mean on targets, without what other realizations stand in for.
    pub fn realized(&self) -> impl Iterator<Item = (RealizationId, &Realization)> {
        let all = self.realizations.iter().enumerate().filter(|(_, known)| !known.is_replaced);
        all.map(|(at, known)| (RealizationId(at as u32), known))
    }

    /// What a component means on a target.
    pub fn realization_of(&self, component: ComponentId, target: TargetId) -> Option<RealizationId> {
        self.realized().find(|(_, known)| (known.component, known.target) == (component, target)).map(|(id, _)| id)
    }

    /// Whether a realization declares settings and says nothing else: it isn't written yet. An empty one says that
    /// nothing is made.
    pub fn is_unwritten(&self, realization: &Realization) -> bool {
        realization.items.is_empty() && !self.record(realization.settings).fields.is_empty()
    }

    /// Where an expression stands.
    pub fn span(&self, expr: ExprId) -> Span {
        self.exprs.span(expr)
    }

    /// What was read for a call; nothing where it couldn't be.
    pub fn content(&self, call: ExprId) -> Option<ExprId> {
        let at = self.files.binary_search_by_key(&call, |read| read.call).ok()?;
        self.files.get(at)?.content
    }

    /// Whether instances of `component` do what `interface` promises.
    pub fn provides(&self, component: ComponentId, interface: InterfaceId) -> bool {
        self.component(component).provides.contains(&interface)
    }
}
