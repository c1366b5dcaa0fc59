//! What can be wrong with a text, as data, and how it is said.

mod code;
mod help;
mod message;

pub use code::CODES;

use source::{Diagnostic, FileId, Span};

/// A problem and the bytes that it is about.
#[derive(Clone, Debug)]
pub(crate) struct Mistake {
    pub(crate) problem: Problem,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What is wrong; each variant holds what its message needs.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    // Characters.
    /// `# text`
    HashComment,
    /// `/* text */`, and the same with `//` if it was closed.
    BlockComment {
        with: Option<String>,
    },
    /// `;`
    Semicolon {
        ends_line: bool,
    },
    /// `'text'`, and the same in double quotes.
    SingleQuotes {
        double: String,
    },
    StrayCharacter(char),
    ControlCharacter(char),
    /// A name with letters beyond ASCII.
    ForeignLetters(String),
    BadEscape(String),
    /// `1_000`, and the same without `_`.
    GroupedDigits(String),
    BadNumber(String),
    /// `10.0.0.0/16` without quotes.
    UnquotedText(String),
    BadClock(String),
    /// `3:00`
    ShortClock(String),
    /// An operator of another language, and ours.
    WrongOperator {
        found: String,
        meant: &'static str,
    },
    /// `20 GiB`, and the same tight.
    LooseUnit(String),

    // Strings and brackets.
    UnclosedString {
        block: bool,
    },
    UnclosedHole,
    EmptyHole,
    /// A hole in a key, a pattern, a name.
    MisplacedHole(&'static str),
    Unclosed(char),
    StrayClose(String),
    TooDeep,
    /// `{` on the line after its header, and where that header ends.
    BraceOnNextLine {
        after: Option<u32>,
    },

    // Things that stand for others.
    /// `port 8080`
    MissingEquals {
        key: String,
        at: u32,
    },
    /// `port =`
    MissingValue(String),
    /// `port: 8080`, with the place of the colon.
    ColonForEquals {
        key: String,
        colon: u32,
    },
    /// `a = b` where a condition or a value stands.
    EqualsForCompare,
    /// `a == b` where a field is set.
    CompareForEquals,
    /// `=` where `=>` makes an entry.
    EqualsForArrow,
    /// `:` where `=>` makes an arm.
    ColonForArrow,
    MissingSeparator {
        found: String,
        at: u32,
    },
    MissingType,
    /// `service a if c { … }`
    ConditionalInstance,
    /// `c ? a : b`
    Ternary,
    /// `null`
    Null(String),
    ReservedWord(String),
    /// `a.b = c`
    DottedKey(String),
    /// `a-b = c`
    DashedKey(String),
    /// `service a-b`
    DashedName(String),
    /// `"a${b}" = c`, with the place of the operator.
    ComputedKey {
        equals: u32,
    },
    /// `resource "a" "b"`: a name in quotes, and the name.
    QuotedName(String),
    /// `a < b < c`
    ChainedComparison,
    /// A record or a case before the brace of a header.
    BareRecord,
    Lambda,
    /// `[e for x in xs]`
    ForBehind,
    /// `x if c { … }` at the start of an item.
    LeadingIf,
    /// A value where an item stands.
    BareValue(String),
    /// `if c { a } else { b }`
    BracedIf,

    // Declarations and items.
    /// `postgres { … }` at the top of a file.
    MissingName(String),
    /// `a = b` at the top of a file.
    FieldAtTop(String),
    /// An item that stands in a body only.
    ItemAtTop(&'static str),
    /// A declaration that stands at the top only.
    DeclInBody(String),
    /// `lett x = 3`, and the nearest word that starts a statement.
    UnknownStatement {
        word: String,
        nearest: Option<String>,
    },
    /// Something else stands where this was expected.
    Expected {
        what: &'static str,
        found: String,
    },
}

impl Mistake {
    /// The mistake as a diagnostic of a file.
    pub(crate) fn diagnostic(&self, file: FileId) -> Diagnostic {
        let span = Span::new(file, self.start, self.end);
        let mut diagnostic = Diagnostic::error(self.problem.code(), span, self.problem.message());
        if let Some(help) = self.problem.help() {
            diagnostic = diagnostic.help(help);
        }
        match self.problem.fix(span) {
            Some(fix) => diagnostic.fix(fix.title, fix.span, fix.text),
            None => diagnostic,
        }
    }
}
