//! Terms: what a consumer evaluates, so what the compiler only spells.

use crate::{Entries, Node, Str};

/// A term in an arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermId(pub(crate) u32);

/// An expression of Terraform, a hole of Compose, or a document that is itself text.
///
/// All but `Hole` and `Document` stand in Terraform units only, `Hole` in Compose units only, `Document` anywhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// The head of a reference.
    Reference {
        /// What kind of thing is named.
        root: Root,
        /// Its type; empty where the root has none.
        ty: Str,
        /// Its name.
        name: Str,
    },
    /// `of.name`.
    Attribute {
        /// The whole.
        of: Node,
        /// An identifier.
        name: Str,
    },
    /// `of[key]`; the key is text, a number or a term, never a bool.
    Index {
        /// The collection.
        of: Node,
        /// The key.
        key: Node,
    },
    /// `function(args)`.
    Call {
        /// The function's name, `provider::` prefixes included.
        function: Str,
        /// The arguments.
        args: Entries,
    },
    /// `op of`.
    Unary {
        /// The operator.
        op: Unary,
        /// The operand.
        of: Node,
    },
    /// `left op right`.
    Binary {
        /// The operator.
        op: Binary,
        /// The left operand.
        left: Node,
        /// The right operand.
        right: Node,
    },
    /// `test ? then : otherwise`.
    If(Box<Choice>),
    /// A list or map made of another.
    For(Box<Comprehension>),
    /// A variable of Compose, `${NAME…}`.
    Hole {
        /// The variable, `[A-Za-z_][A-Za-z0-9_]*`.
        name: Str,
        /// What happens when it isn't set.
        fallback: Fallback,
    },
    /// The text of a document: `jsonencode(…)` in Terraform, the text itself elsewhere.
    Document {
        /// How it is spelled.
        format: Format,
        /// The document: plain data, outside Terraform without terms other than documents.
        of: Node,
    },
}

/// What a reference starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// `TYPE.NAME`.
    Resource,
    /// `data.TYPE.NAME`.
    Data,
    /// `ephemeral.TYPE.NAME`.
    Ephemeral,
    /// `var.NAME`.
    Variable,
    /// `local.NAME`.
    Local,
    /// A word as it stands: a comprehension's variable, `null`, `string`, a provider's name, an attribute to ignore.
    Bare,
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// `-`
    Minus,
    /// `!`
    Not,
}

/// An operator between its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

/// The parts of a conditional.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// What is asked.
    pub test: Node,
    /// The value if it holds.
    pub then: Node,
    /// The value if not.
    pub otherwise: Node,
}

/// The parts of a comprehension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comprehension {
    /// The variable of the key or position, if one is named.
    pub key: Option<Str>,
    /// The variable of the value.
    pub value: Str,
    /// What is gone through.
    pub over: Node,
    /// What is made of each.
    pub result: Yield,
    /// Which ones count.
    pub test: Option<Node>,
}

/// What a comprehension makes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Yield {
    /// A list of these.
    Items(Node),
    /// A map of these keys and values.
    Pairs(Node, Node),
    /// A map of lists, `value...`.
    Groups(Node, Node),
}

/// What a hole of Compose means when its variable isn't set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// `${NAME}`: empty, with a warning.
    Empty,
    /// `${NAME:?why}`: an error; the reason may be empty.
    Required(Str),
    /// `${NAME:-text}`.
    Default(Str),
}

/// How a document is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}
