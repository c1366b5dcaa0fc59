//! Views of strings: their parts, with escapes and indentation taken out.

use source::Span;

use crate::views::exprs::Expr;
use crate::{Element, SyntaxKind};

views! {
    /// A string with its holes.
    StringExpr {}
    /// One `${ … }`.
    Hole { expr }
}

/// A piece of a string.
#[derive(Clone)]
pub enum StringPart<'t> {
    /// Text as it is meant, and where it is written.
    Text(String, Span),
    /// The expression of a hole.
    Hole(Expr<'t>),
}

impl<'t> StringExpr<'t> {
    /// Its parts in order: text without escapes and indentation, and holes.
    pub fn parts(self) -> impl Iterator<Item = StringPart<'t>> {
        let mut parts = self.raw_parts();
        if self.is_block() {
            strip_indentation(&mut parts);
        } else {
            for part in &mut parts {
                if let StringPart::Text(text, _) = part {
                    *text = unescape(text);
                }
            }
        }
        parts.into_iter().filter(|part| !matches!(part, StringPart::Text(text, _) if text.is_empty()))
    }

    /// Its text, if it has no holes.
    pub fn plain(self) -> Option<String> {
        let mut plain = String::new();
        for part in self.parts() {
            match part {
                StringPart::Text(text, _) => plain.push_str(&text),
                StringPart::Hole(_) => return None,
            }
        }
        self.0.child(SyntaxKind::Hole).is_none().then_some(plain)
    }

    /// The holes, in order.
    pub fn holes(self) -> impl Iterator<Item = Hole<'t>> {
        self.0.children().filter_map(Hole::cast)
    }

    /// Whether it is written with `"""`.
    pub fn is_block(self) -> bool {
        self.0.token(SyntaxKind::StringOpen).is_some_and(|open| open.text.len() == 3)
    }

    fn raw_parts(self) -> Vec<StringPart<'t>> {
        let parts = self.0.elements().filter_map(|element| match element {
            Element::Token(token) if token.kind == SyntaxKind::StringText => {
                Some(StringPart::Text(token.text.to_owned(), token.span))
            }
            Element::Node(node) => Hole::cast(node)?.expr().map(StringPart::Hole),
            Element::Token(_) => None,
        });
        parts.collect()
    }
}

/// Text between quotes without its escapes; a broken escape stays as written.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '$']) {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (decoded, length) = decode(escape);
        match decoded {
            Some(found) => out.push(found),
            None => out.push_str(escape.get(..length).unwrap_or("")),
        }
        rest = escape.get(length..).unwrap_or("");
        // `$${` stands for `${`, of which `decode` gave the first character.
        if decoded == Some('$') && length == 3 {
            out.push('{');
        }
    }
    out.push_str(rest);
    out
}

/// The character that an escape at the start of `text` means, and the bytes it takes.
pub(crate) fn decode(text: &str) -> (Option<char>, usize) {
    if text.starts_with("$${") {
        return (Some('$'), 3);
    }
    let mut chars = text.chars();
    if chars.next() != Some('\\') {
        return (None, 1);
    }
    let simple = match chars.next() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('r') => '\r',
        Some('"') => '"',
        Some('\\') => '\\',
        Some('$') => '$',
        Some('u') => return decode_unicode(text),
        Some(other) => return (None, 1 + other.len_utf8()),
        None => return (None, 1),
    };
    (Some(simple), 2)
}

/// `\u{1F600}`.
fn decode_unicode(text: &str) -> (Option<char>, usize) {
    let digits = text.get(2..).and_then(|rest| rest.strip_prefix('{')).and_then(|rest| rest.split_once('}'));
    match digits {
        Some((digits, _)) if digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            (u32::from_str_radix(digits, 16).ok().and_then(char::from_u32), digits.len() + 4)
        }
        _ => (None, 2),
    }
}

/// Takes the indentation out of a `"""` string, and its first and last line break.
///
/// The lines that count are those with text or a hole, and the last one, on which the closing quotes stand.
fn strip_indentation(parts: &mut [StringPart<'_>]) {
    for part in &mut *parts {
        if let StringPart::Text(text, _) = part {
            *text = text.replace("\r\n", "\n");
        }
    }
    let indentation = common_indentation(parts);
    let last = parts.len().saturating_sub(1);
    for (at, part) in parts.iter_mut().enumerate() {
        let StringPart::Text(text, _) = part else { continue };
        let mut stripped = String::with_capacity(text.len());
        for (line_at, line) in text.split('\n').enumerate() {
            if line_at > 0 {
                stripped.push('\n');
            }
            let starts_line = line_at > 0;
            stripped.push_str(if starts_line { without(line, &indentation) } else { line });
        }
        if at == last {
            drop_last_line(&mut stripped);
        }
        if at == 0 && let Some((first, rest)) = stripped.split_once('\n') {
            // Blanks after the opening quotes are no text.
            if first.trim().is_empty() {
                stripped = rest.to_owned();
            }
        }
        *text = stripped.replace("$${", "${");
    }
}

/// Takes away a last line of blanks, on which the closing quotes stand, and the break before it.
fn drop_last_line(text: &mut String) {
    if let Some((body, last)) = text.rsplit_once('\n')
        && last.trim().is_empty()
    {
        // The text may be the break after `"""` alone; then nothing is left either way.
        let length = body.len();
        let keeps_break = body.is_empty() && last.is_empty() && text.len() == 1;
        text.truncate(if keeps_break { 1 } else { length });
    }
}

fn without<'a>(line: &'a str, indentation: &str) -> &'a str {
    match line.strip_prefix(indentation) {
        Some(rest) => rest,
        None if line.trim().is_empty() => "",
        None => line,
    }
}

/// The blanks that all counting lines share.
fn common_indentation(parts: &[StringPart<'_>]) -> String {
    let mut common: Option<String> = None;
    for (at, part) in parts.iter().enumerate() {
        let StringPart::Text(text, _) = part else { continue };
        let count = text.split('\n').count();
        for (line_at, line) in text.split('\n').enumerate().skip(1) {
            let ends_part = line_at + 1 == count;
            if line.trim().is_empty() && !ends_part {
                continue;
            }
            let _ = at;
            let blanks: String = line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
            common = Some(match common {
                None => blanks,
                Some(before) => before.chars().zip(blanks.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect(),
            });
        }
    }
    common.unwrap_or_default()
}
