//! Views of strings: their parts, with escapes and indentation taken out.

use std::borrow::Cow;

use source::Span;

use crate::views::blocks::without_indentation;
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
        let parts = self.raw_parts();
        let parts = if self.is_block() { without_indentation(parts) } else { without_escapes(parts) };
        parts.into_iter().filter(|part| !matches!(part, StringPart::Text(text, _) if text.is_empty()))
    }

    /// Its text, if it has no holes.
    pub fn plain(self) -> Option<Cow<'t, str>> {
        if let Some(text) = self.bare() {
            return Some(Cow::Borrowed(text));
        }
        let mut plain = String::new();
        for part in self.parts() {
            match part {
                StringPart::Text(text, _) => plain.push_str(&text),
                StringPart::Hole(_) => return None,
            }
        }
        self.0.child(SyntaxKind::Hole).is_none().then_some(Cow::Owned(plain))
    }

    /// What stands between its quotes, if it means just that.
    fn bare(self) -> Option<&'t str> {
        let text = self.0.text().strip_prefix('"')?.strip_suffix('"')?;
        (!text.bytes().any(|byte| matches!(byte, b'"' | b'\\' | b'$'))).then_some(text)
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

fn without_escapes(mut parts: Vec<StringPart<'_>>) -> Vec<StringPart<'_>> {
    for part in &mut parts {
        if let StringPart::Text(text, _) = part
            && text.contains(['\\', '$'])
        {
            *text = unescape(text);
        }
    }
    parts
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
