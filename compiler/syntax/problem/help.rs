//! How a problem is mended: in words for people, as an edit for machines.

use source::Span;

use super::Problem;

/// One replacement.
pub(crate) struct Edit {
    pub(crate) title: String,
    pub(crate) span: Span,
    pub(crate) text: String,
}

impl Problem {
    /// How to mend it, where the message doesn't say it already.
    pub(crate) fn help(&self) -> Option<String> {
        Some(match self {
            Self::StrayCharacter('`') => "a string stands in `\"`, over several lines in `\"\"\"`".to_owned(),
            Self::StrayCharacter('$') => "a name stands bare; `${ … }` is for holes in a string".to_owned(),
            Self::StrayCharacter('\\') => "a line goes on by itself after an operator, `=`, `=>`".to_owned(),
            Self::StrayCharacter('\'') => "a string stands in double quotes".to_owned(),
            Self::BadEscape(_) => {
                r#"the escapes are `\n` `\t` `\r` `\"` `\\` `\$` `\u{…}`; `\\` is a backslash"#.to_owned()
            }
            Self::BadNumber(_) => {
                "write digits, perhaps a point and digits, and a unit of letters: `0.5`, `20GiB`".to_owned()
            }
            Self::UnclosedHole => "a literal `${` is written `$${`".to_owned(),
            Self::Unclosed(_) => "found by how the lines below are indented, or at the end of the file".to_owned(),
            Self::TooDeep => "give the inner parts names with `let`".to_owned(),
            Self::MissingEquals { key, .. } => {
                format!("write `{key} = …`; without `=` stand only bodies: `{key} {{ … }}`")
            }
            Self::ColonForEquals { key, .. } => format!("write `{key} = …`"),
            Self::MissingType => "write `name: TYPE`; a block of settings is written `name { … }`".to_owned(),
            Self::ConditionalInstance => {
                "an environment leaves it out with `without NAME`; a `for` over an empty list makes none".to_owned()
            }
            Self::DottedKey(key) => nested(key),
            Self::ReservedWord(_) => {
                "reserved are `if then else match for in true false none self`; as keys and after `.` they may stand"
                    .to_owned()
            }
            Self::ChainedComparison => "or, for a range of values, `b in a..c`".to_owned(),
            Self::BareRecord => "write `({ … })`".to_owned(),
            Self::Lambda => "write a comprehension: `[for x in xs : f(x)]`".to_owned(),
            Self::LeadingIf => "an instance that some environments leave out: `without NAME` there".to_owned(),
            Self::MissingName(word) if !is_keyword(word) => {
                "what an environment changes of an instance stands in `environment NAME { … }`".to_owned()
            }
            Self::FieldAtTop(key) => format!("a value of a name is written `let {key} = …`"),
            Self::ItemAtTop("a target's setting") => {
                "a target is declared with `target NAME via terraform { … }`".to_owned()
            }
            Self::UnknownStatement { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            Self::UnknownStatement { word, nearest: None } => {
                format!("a value is written `let NAME = …`, an instance `{word} NAME {{ … }}`")
            }
            _ => return None,
        })
    }

    /// The edit that mends it, where there is one.
    pub(crate) fn fix(&self, span: Span) -> Option<Edit> {
        let at = |offset: u32, length: u32| Span::new(span.file, offset, offset + length);
        let (title, span, text): (&str, Span, &str) = match self {
            Self::HashComment => ("write `//`", span, "//"),
            Self::BlockComment { with: Some(with) } => ("write `//`", span, with),
            Self::Semicolon { ends_line: true } => ("remove `;`", span, ""),
            Self::Semicolon { ends_line: false } => ("write a comma", span, ","),
            Self::SingleQuotes { double } => ("write double quotes", span, double),
            Self::StrayCharacter('“' | '”' | '„' | '«' | '»') => ("write `\"`", span, "\""),
            Self::StrayCharacter('\u{a0}') => ("write a space", span, " "),
            Self::BadEscape(escape) => return double_backslash(escape, span),
            Self::GroupedDigits(plain) | Self::LooseUnit(plain) => ("write it in one piece", span, plain),
            Self::UnquotedText(text) => return Some(edit("quote it", span, format!("\"{text}\""))),
            Self::ShortClock(_) => ("write two digits", at(span.start, 0), "0"),
            Self::WrongOperator { meant, .. } => ("write the operator that is meant", span, meant),
            Self::BraceOnNextLine { after: Some(after) } => {
                ("put it on the line before", at(*after, span.end - after), " {")
            }
            Self::MissingEquals { at: end, .. } => ("write `=`", at(*end, 0), " ="),
            Self::ColonForEquals { colon, .. } => ("write `=`", at(*colon, 1), " ="),
            Self::EqualsForCompare => ("write `==`", span, "=="),
            Self::CompareForEquals => ("write `=`", span, "="),
            Self::EqualsForArrow | Self::ColonForArrow => ("write `=>`", span, "=>"),
            Self::ComputedKey { equals } => ("write `=>`", at(*equals, 1), "=>"),
            Self::MissingSeparator { at: end, .. } => ("write a comma", at(*end, 0), ","),
            Self::Null(_) => ("write `none`", span, "none"),
            Self::DashedKey(key) => return Some(edit("quote the key", span, format!("\"{key}\""))),
            Self::DashedName(name) => {
                let better = name.replace('-', "_");
                return Some(edit(&format!("write `{better}`"), span, better));
            }
            Self::QuotedName(name) => ("take the quotes away", span, name),
            Self::FieldAtTop(_) => ("make it a `let`", at(span.start, 0), "let "),
            Self::UnknownStatement { nearest: Some(nearest), .. } => ("write the word that is near", span, nearest),
            _ => return None,
        };
        Some(edit(title, span, text.to_owned()))
    }
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "app"
            | "component"
            | "environment"
            | "handover"
            | "interface"
            | "layer"
            | "realize"
            | "refine"
            | "target"
            | "test"
    )
}

fn edit(title: &str, span: Span, text: String) -> Edit {
    Edit { title: title.to_owned(), span, text }
}

fn double_backslash(escape: &str, span: Span) -> Option<Edit> {
    escape.starts_with('\\').then(|| edit("write the backslash twice", span, format!("\\{escape}")))
}

/// `a.b.c` as `a { b { c = … } }`.
fn nested(key: &str) -> String {
    let parts: Vec<&str> = key.split('.').collect();
    let (last, outer) = parts.split_last().unwrap_or((&"", &[]));
    let open: String = outer.iter().map(|part| format!("{part} {{ ")).collect();
    format!("write `{open}{last} = …{}`; a key that has a dot in its name is quoted", " }".repeat(outer.len()))
}
