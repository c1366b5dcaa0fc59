//! What a spec declares beside environments: the app, inputs, instances, lets, functions, rules, tests.

use bitcode::{Decode, Encode};
use source::Span;
use values::{ComponentId, ExprId, Symbol, TargetId};

use crate::{EnvironmentId, InputValue, Override, Owner, Ty};

/// The system as a whole.
#[derive(Clone, Debug)]
pub struct App {
    /// Its name.
    pub name: Symbol,
    /// What it is.
    pub doc: Option<Symbol>,
    /// Its fields.
    pub fields: Vec<(Symbol, ExprId)>,
    /// Where its name is declared.
    pub span: Span,
}

/// A value that environments set.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name.
    pub name: Symbol,
    /// Its type.
    pub ty: Ty,
    /// Its value where no environment sets one.
    pub default: Option<ExprId>,
    /// What it is for.
    pub doc: Option<Symbol>,
    /// Where its name is declared.
    pub span: Span,
}

/// A named value.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Let {
    /// Its name.
    pub name: Symbol,
    /// Its type.
    pub ty: Ty,
    /// Its value.
    pub value: ExprId,
    /// Whether it belongs to a component or a realization and may read the instance at hand.
    pub local: bool,
    /// Where its name is declared.
    pub span: Span,
}

/// A parameter.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Param {
    /// Its name.
    pub name: Symbol,
    /// Its type.
    pub ty: Ty,
    /// Its value where a call gives none.
    pub default: Option<ExprId>,
}

/// A function; its parameters are the first locals of its frame.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Function {
    /// Its name.
    pub name: Symbol,
    /// Its parameters.
    pub params: Vec<Param>,
    /// What it gives.
    pub result: Ty,
    /// How.
    pub body: ExprId,
    /// Where its name is declared.
    pub span: Span,
}

/// The `for` of an instance, an environment or a resource: one for each element.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Header {
    /// Where the element or the key goes.
    pub first: u16,
    /// Where the index or the value goes.
    pub second: Option<u16>,
    /// The elements.
    pub source: ExprId,
    /// The key of each; the element itself where it is left out.
    pub key: Option<ExprId>,
    /// Which elements count.
    pub filter: Option<ExprId>,
}

/// Settings of a realization, given by an instance.
#[derive(Clone, Debug, Encode, Decode)]
pub struct OnTarget {
    /// The target.
    pub target: TargetId,
    /// A record of the realization's settings.
    pub settings: ExprId,
    /// Where.
    pub span: Span,
}

/// A declared instance.
#[derive(Clone, Debug, Encode, Decode)]
pub struct InstanceDecl {
    /// Its name, qualified by its package where that isn't the root.
    pub name: Symbol,
    /// Its component.
    pub component: ComponentId,
    /// Who declares it.
    pub owner: Owner,
    /// One for each element, if there are many.
    pub header: Option<Header>,
    /// What it writes: an `Expr::Record` of the component's fields.
    pub body: ExprId,
    /// Settings for realizations.
    pub on: Vec<OnTarget>,
    /// What its documentation says.
    pub doc: Option<Symbol>,
    /// Where its name stands.
    pub span: Span,
}

/// A rule.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Require {
    /// What must hold.
    pub condition: ExprId,
    /// What is said where it doesn't.
    pub message: Option<ExprId>,
    /// Where.
    pub span: Span,
}

/// An output of the whole.
#[derive(Clone, Debug)]
pub struct Expose {
    /// Its name.
    pub name: Symbol,
    /// Its value.
    pub value: ExprId,
    /// Where its name stands.
    pub span: Span,
}

/// A step of a test.
#[derive(Clone, Debug)]
pub enum TestStep {
    /// Something that must hold.
    Assert(Require),
    /// A mistake that must be found once the overrides apply.
    Expect {
        /// Its code.
        code: Symbol,
        /// What is changed for it.
        overrides: Vec<Override>,
        /// Inputs that are changed for it.
        inputs: Vec<InputValue>,
        /// Where.
        span: Span,
    },
}

/// A test.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it says of itself.
    pub name: Symbol,
    /// The environment it runs in.
    pub environment: EnvironmentId,
    /// What it does.
    pub steps: Vec<TestStep>,
    /// Where its name stands.
    pub span: Span,
}

/// A call that stands for what files hold, such as `read("notes.txt")`.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub struct FileRead {
    /// The call.
    pub call: ExprId,
    /// The path or the pattern, as written, below the folder of the file that the call stands in.
    pub path: Symbol,
    /// Where it stands.
    pub span: Span,
    /// What is read.
    pub kind: FileKind,
    /// A text, or a map of texts; nothing until the files are read.
    pub content: Option<ExprId>,
}

/// Which files a call stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum FileKind {
    /// The text of one file.
    One,
    /// The texts of all files that fit a pattern, by path.
    Many,
    /// A template: the text of one file, which is a source of its own, since mistakes are found in it.
    Template,
}
