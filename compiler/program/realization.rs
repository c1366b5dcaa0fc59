//! Targets and realizations: what a component means in one place.

use bitcode::{Decode, Encode};
use source::Span;
use values::{ComponentId, ExprId, OutId, RecordId, Symbol, TargetId};

use crate::{DeclId, EnvironmentId, Header, LetId, RequireId, ShapeRef, Ty};

/// The text format that a target is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Sink {
    Terraform,
    Kubernetes,
    Compose,
}

impl Sink {
    /// The word of the language, and the folder of the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Kubernetes => "kubernetes",
            Self::Compose => "compose",
        }
    }

    /// Reads the word of the language.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Terraform, Self::Kubernetes, Self::Compose].into_iter().find(|sink| sink.name() == text)
    }
}

/// What instances on a target show others: `export`, `peer`, `ready`.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Face {
    /// Its name.
    pub name: Symbol,
    /// Its type.
    pub ty: Ty,
    /// What an instance shows whose realization says nothing.
    pub default: Option<ExprId>,
    /// What it is for.
    pub doc: Option<Symbol>,
    /// Where its name is declared.
    pub span: Span,
}

/// `every resource [TYPE] { … }`: what lies beneath the bodies of a target's resources.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Every {
    /// Which type of resource; all of them, where it is left out.
    pub type_name: Option<Symbol>,
    /// Whether it counts.
    pub condition: Option<ExprId>,
    /// A body, of type data.
    pub body: ExprId,
    /// Where it stands.
    pub span: Span,
}

/// A declared target.
#[derive(Clone, Debug, Encode, Decode)]
pub struct TargetDecl {
    /// Its name.
    pub name: Symbol,
    /// Its format.
    pub sink: Sink,
    /// Its settings.
    pub settings: RecordId,
    /// The catalogs its resources come from.
    pub catalogs: Vec<Symbol>,
    /// What its instances show others.
    pub faces: Vec<Face>,
    /// What a capability turns into there.
    pub grant: Option<Ty>,
    /// What it shares: resources, files, lets; made where something refers to them.
    pub items: Vec<RealizationItem>,
    /// What lies beneath its resources.
    pub every: Vec<Every>,
    /// What it makes of secrets and of what other targets read; nothing where it has no store.
    pub handover: Option<Handover>,
    /// What it says of itself and of the unit: `names`, `project`, `provider`, `backend`, …
    pub given: Vec<(Symbol, ExprId)>,
    /// What it is for.
    pub doc: Option<Symbol>,
    /// Where its name is declared.
    pub span: Span,
}

impl TargetDecl {
    /// What it says of itself under a name.
    pub fn given(&self, name: Symbol) -> Option<ExprId> {
        self.given.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// The face of a name.
    pub fn face(&self, name: Symbol) -> Option<u16> {
        self.faces.iter().position(|face| face.name == name).map(|at| at as u16)
    }
}

/// `handover TARGET { … }`: how entries of the store are made, kept and read back on a target.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Handover {
    /// What a realization says of an entry that it keeps: `path` and `text`, then the settings.
    pub stated: RecordId,
    /// What stands bare in it: `name`, `path`, `doc` and `text`, then the settings.
    pub entry: RecordId,
    /// What `kept` gives: its exports.
    pub kept: RecordId,
    /// The value of each export.
    pub exports: Vec<ExprId>,
    /// What it makes of an entry.
    pub items: Vec<RealizationItem>,
    /// Where it is declared.
    pub span: Span,
}

/// Whether a resource is made, read, or made and forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ResourceClass {
    Resource,
    Data,
    Ephemeral,
}

/// A resource of a realization.
#[derive(Clone, Debug, Encode, Decode)]
pub struct LocalResource {
    /// What becomes of it.
    pub class: ResourceClass,
    /// Its type, as the catalog names it.
    pub type_name: Symbol,
    /// Its name in the realization.
    pub local: Symbol,
    /// What its catalog says of it; nothing where the type is not known.
    pub shape: Option<ShapeRef>,
    /// Whether it holds state that must not be lost.
    pub stateful: bool,
    /// How long its name in its unit may be, where that is less than elsewhere.
    pub longest: Option<u32>,
    /// One for each element.
    pub header: Option<Header>,
    /// Whether it is there.
    pub condition: Option<ExprId>,
    /// Its body: a map of what its shape has.
    pub body: ExprId,
    /// Where its local name stands.
    pub span: Span,
}

/// A file of a realization, whose text the compiler writes.
#[derive(Clone, Debug, Encode, Decode)]
pub struct LocalFile {
    /// Its name in the realization.
    pub local: Symbol,
    /// One for each element.
    pub header: Option<Header>,
    /// Where it is written, below the unit's folder.
    pub path: ExprId,
    /// Whether it is there.
    pub condition: Option<ExprId>,
    /// What stands in it.
    pub text: ExprId,
    /// Where its local name stands.
    pub span: Span,
}

/// What an `ignore` names.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Ignored {
    /// The field, and the names below it.
    pub path: Vec<Symbol>,
    /// Where it stands.
    pub span: Span,
}

/// `ignore a, b when c because "…"`
#[derive(Clone, Debug, Encode, Decode)]
pub struct LossRule {
    /// What isn't used.
    pub ignored: Vec<Ignored>,
    /// When that is a loss; always, where it is left out.
    pub condition: Option<ExprId>,
    /// Why.
    pub because: Symbol,
}

/// An item of a realization, in the order written.
#[derive(Clone, Debug, Encode, Decode)]
pub enum RealizationItem {
    /// A named value; evaluated when it is read.
    Let(LetId),
    /// A resource.
    Resource(LocalResource),
    /// A file.
    File(LocalFile),
    /// An output of the component.
    Out(OutId, ExprId),
    /// What it shows others, by its place among the target's faces.
    Face(u16, ExprId),
    /// What a capability turns into.
    Grant(Symbol, ExprId),
    /// What it adds to what its target says of the unit as a whole.
    Given(Symbol, ExprId),
    /// The entries of the store that are its own.
    Keeps(ExprId),
    /// What must hold for it.
    Require(RequireId),
    /// What it doesn't use.
    Ignore(LossRule),
}

/// What makes the resource that a patch changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patched {
    /// The realization of an instance.
    Realization(DeclId),
    /// The hand-over, of each entry that an instance owns.
    Handover(DeclId),
    /// The target, for all.
    Target,
}

/// `patch x on T { TYPE LOCAL { … } }`, `patch T { … }`: a layer over the body of a resource that is made there.
#[derive(Clone, Debug)]
pub struct Patch {
    /// What makes it.
    pub of: Patched,
    /// The target it stands on.
    pub target: TargetId,
    /// The environment that says so; all of them where a package does.
    pub environment: Option<EnvironmentId>,
    /// The resource's name in what makes it.
    pub local: Symbol,
    /// What changes: a body of which anything may be left out.
    pub body: ExprId,
    /// Where the resource is named.
    pub span: Span,
}

/// `resource TYPE NAME on TARGET { … }`: a resource that a spec writes itself, the last way out.
#[derive(Clone, Debug)]
pub struct RawResource {
    /// The target it stands on.
    pub target: TargetId,
    /// The environment that says so; all that have the target where a package does.
    pub environment: Option<EnvironmentId>,
    /// What is made: always a `RealizationItem::Resource`.
    pub item: RealizationItem,
}

/// What a component means on a target.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Realization {
    /// The component.
    pub component: ComponentId,
    /// The target.
    pub target: TargetId,
    /// Its settings.
    pub settings: RecordId,
    /// Whose realization there does its work, by reading its instances.
    pub by: Option<ComponentId>,
    /// Whether it stands in for another package's.
    pub replaces: bool,
    /// Whether another package's stands in for it.
    pub is_replaced: bool,
    /// What it is made of.
    pub items: Vec<RealizationItem>,
    /// Whether it comes from the standard library.
    pub embedded: bool,
    /// Where it is declared.
    pub span: Span,
}
