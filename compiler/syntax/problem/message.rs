//! What is wrong, in one sentence.

use super::Problem;

impl Problem {
    /// The message: the thing, what was expected, what was found.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::HashComment => "a comment starts with `//`, not with `#`".to_owned(),
            Self::BlockComment { .. } => "a comment starts with `//` on each of its lines, not with `/*`".to_owned(),
            Self::Semicolon { .. } => "a newline or a comma separates, not `;`".to_owned(),
            Self::SingleQuotes { double } => format!("a string stands in double quotes: {double}"),
            Self::StrayCharacter(found) => stray(*found),
            Self::ControlCharacter(found) => {
                format!("the control character U+{:04X} stands in the text", u32::from(*found))
            }
            Self::ForeignLetters(name) => {
                format!("the name `{name}` has a letter that is not one of `a-z`, `A-Z`, `0-9`, `_`")
            }
            Self::BadEscape(escape) => format!("`{escape}` is no escape of a string"),
            Self::GroupedDigits(plain) => format!("the digits of a number stand together: `{plain}`"),
            Self::BadNumber(found) => format!("`{found}` is neither a number nor a number with a unit"),
            Self::UnquotedText(found) => format!("`{found}` is no number: addresses and versions are quoted"),
            Self::BadClock(found) => format!("`{found}` is no time of day: from `00:00` to `23:59`, without seconds"),
            Self::ShortClock(found) => format!("the hour of a time has two digits: `0{found}`"),
            Self::WrongOperator { found, meant } => format!("`{found}` is no operator here: write `{meant}`"),
            Self::LooseUnit(tight) => format!("a number and its unit stand together: `{tight}`"),
            Self::UnclosedString { block: false } => "the string isn't closed: `\"` is missing on its line".to_owned(),
            Self::UnclosedString { block: true } => {
                "the string isn't closed: its second `\"\"\"` is missing".to_owned()
            }
            Self::UnclosedHole => "the hole `${` isn't closed: `}` is missing".to_owned(),
            Self::EmptyHole => "the hole `${}` is empty: an expression stands in it".to_owned(),
            Self::MisplacedHole(place) => format!("{place} is plain text, without `${{ … }}`"),
            Self::Unclosed(open) => format!("this `{open}` isn't closed: `{}` is missing", closing(*open)),
            Self::StrayClose(found) => format!("`{found}` closes nothing"),
            Self::TooDeep => {
                "this nests too deep: at most 256 brackets in each other, 500 operators in a row".to_owned()
            }
            Self::BraceOnNextLine { .. } => "`{` stands on the line of what it belongs to".to_owned(),
            Self::MissingEquals { key, .. } => format!("`=` is missing after `{key}`"),
            Self::MissingValue(after) => format!("a value is missing after `{after}`"),
            Self::ColonForEquals { key, .. } => format!("`:` gives `{key}` a type; a value is set with `=`"),
            Self::EqualsForCompare => "`=` sets a field; two values are compared with `==`".to_owned(),
            Self::CompareForEquals => "`==` compares two values; a field is set with `=`".to_owned(),
            Self::EqualsForArrow => "an entry whose key is computed is written `key => value`".to_owned(),
            Self::ColonForArrow => "an arm of a `match` is written `pattern => value`".to_owned(),
            Self::MissingSeparator { found, .. } => format!("a comma or a new line is missing before {found}"),
            Self::MissingType => "a type is missing here".to_owned(),
            Self::ConditionalInstance => "an instance has no condition of its own".to_owned(),
            Self::Ternary => "a choice is written `if c then a else b`, not `c ? a : b`".to_owned(),
            Self::Null(found) => format!("the absent value is `none`, not `{found}`"),
            Self::ReservedWord(word) => format!("`{word}` is reserved and can't be a name"),
            Self::DottedKey(key) => format!("`{key}` is no key: a key has no dots"),
            Self::DashedName(name) => format!("a name has no dashes: `{name}` would be a difference"),
            Self::DashedKey(key) => format!("a key with a dash is quoted: `\"{key}\"`"),
            Self::ComputedKey { .. } => {
                "a key of `=` is plain text; a computed one is written `key => value`".to_owned()
            }
            Self::QuotedName(name) => format!("the name `{name}` is written without quotes"),
            Self::ChainedComparison => "comparisons don't chain: write `a < b && b < c`".to_owned(),
            Self::BareRecord => "a record stands in parentheses before the `{` of a header".to_owned(),
            Self::Lambda => "there are no functions as values: `=>` stands in maps and in `match`".to_owned(),
            Self::ForBehind => "in a comprehension the loop stands in front: `[for x in xs if c : e]`".to_owned(),
            Self::LeadingIf => "a condition stands at the end of an entry: `key = value if condition`".to_owned(),
            Self::BareValue(found) => format!("{found} stands alone; an item of a body has a key: `key = value`"),
            Self::BracedIf => "a choice is written `if c then a else b`, without braces around the branches".to_owned(),
            Self::MissingName(word) => format!("a name is missing: `{word} NAME {{ … }}`"),
            Self::FieldAtTop(key) => format!("`{key}` stands outside of any body"),
            Self::ItemAtTop(what) => format!("{what} stands in a body, not at the top of a file"),
            Self::DeclInBody(word) => format!("`{word} …` stands at the top of a file, not in a body"),
            Self::UnknownStatement { word, nearest: Some(_) } => format!("no statement starts with `{word}`"),
            Self::UnknownStatement { word, nearest: None } => format!("`{word} NAME = …` is no statement"),
            Self::Expected { what, found } => format!("expected {what}, found {found}"),
        }
    }
}

fn stray(found: char) -> String {
    match found {
        '“' | '”' | '„' | '«' | '»' => format!("`{found}` is no quote of a string: write `\"`"),
        '\u{a0}' => "a no-break space stands in the text: write a plain space".to_owned(),
        '\u{feff}' => "a byte order mark stands inside the text".to_owned(),
        '\u{fffd}' => "the text is not UTF-8 here".to_owned(),
        c if c.is_whitespace() || c.is_control() => {
            format!("the character U+{:04X} stands in the text: write a plain space", u32::from(c))
        }
        c => format!("the character `{c}` means nothing here"),
    }
}

fn closing(open: char) -> char {
    match open {
        '{' => '}',
        '[' => ']',
        _ => ')',
    }
}
