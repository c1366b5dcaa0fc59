//! Targets and realizations: what a component means in one place.

use source::Span;
use values::{ComponentId, ExprId, OutId, RecordId, Symbol, TargetId};

use crate::{Header, LetId};

/// The text format that a target is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// A declared target.
#[derive(Clone, Debug)]
pub struct TargetDecl {
    /// Its name.
    pub name: Symbol,
    /// Its format.
    pub sink: Sink,
    /// Its settings.
    pub settings: RecordId,
    /// The catalogs its resources come from.
    pub catalogs: Vec<Symbol>,
    /// What it is for.
    pub doc: Option<Symbol>,
    /// Where its name is declared.
    pub span: Span,
}

/// Whether a resource is made, read, or made and forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ResourceClass {
    Resource,
    Data,
    Ephemeral,
}

/// A resource of a realization.
#[derive(Clone, Debug)]
pub struct LocalResource {
    /// What becomes of it.
    pub class: ResourceClass,
    /// Its type, as the catalog names it.
    pub type_name: Symbol,
    /// Its name in the realization.
    pub local: Symbol,
    /// Whether it holds state that must not be lost.
    pub stateful: bool,
    /// One for each element.
    pub header: Option<Header>,
    /// Whether it is there.
    pub condition: Option<ExprId>,
    /// Its body, of type data.
    pub body: ExprId,
    /// Where its local name stands.
    pub span: Span,
}

/// What an `ignore` names.
#[derive(Clone, Debug)]
pub struct Ignored {
    /// The field, and the names below it.
    pub path: Vec<Symbol>,
    /// Where it stands.
    pub span: Span,
}

/// `ignore a, b when c because "…"`
#[derive(Clone, Debug)]
pub struct LossRule {
    /// What isn't used.
    pub ignored: Vec<Ignored>,
    /// When that is a loss; always, where it is left out.
    pub condition: Option<ExprId>,
    /// Why.
    pub because: Symbol,
}

/// An item of a realization, in the order written.
#[derive(Clone, Debug)]
pub enum RealizationItem {
    /// A named value; evaluated when it is read.
    Let(LetId),
    /// A resource.
    Resource(LocalResource),
    /// An output of the component.
    Out(OutId, ExprId),
    /// What it doesn't use.
    Ignore(LossRule),
}

/// What a component means on a target.
#[derive(Clone, Debug)]
pub struct Realization {
    /// The component.
    pub component: ComponentId,
    /// The target.
    pub target: TargetId,
    /// Its settings.
    pub settings: RecordId,
    /// What it is made of.
    pub items: Vec<RealizationItem>,
    /// Where it is declared.
    pub span: Span,
}
