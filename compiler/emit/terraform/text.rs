//! Texts of HCL: quoted with escapes by a scan of our own, or as a heredoc where that keeps every character.

use resources::{Arena, Node};

use super::term;
use crate::chars::{self, Short, is_single, is_visible};
use crate::out::indent_by;

/// The word that ends a heredoc.
const END: &str = "EOT";

/// Writes a text in quotes.
pub(super) fn quoted(text: &str, buf: &mut String) {
    buf.push('"');
    escaped(text, (is_visible, Next::Text), buf);
    buf.push('"');
}

/// Writes the key of an object, bare where it may be; how many columns it takes.
pub(super) fn key(text: &str, buf: &mut String) -> usize {
    let start = buf.len();
    if is_word(text) {
        buf.push_str(text);
    } else {
        buf.push('"');
        escaped(text, (is_single, Next::Text), buf);
        buf.push('"');
    }
    let written = buf.get(start..).unwrap_or("");
    if written.is_ascii() { written.len() } else { written.chars().count() }
}

/// Whether a key may stand without quotes and still be a key.
fn is_word(text: &str) -> bool {
    let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    first
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !matches!(text, "for" | "in" | "if" | "null" | "true" | "false")
}

/// Writes text with holes in quotes.
pub(super) fn template(arena: &Arena, node: Node, buf: &mut String) {
    let Node::Template(run) = node else { return };
    let parts = arena.entries(run);
    buf.push('"');
    for (at, part) in parts.iter().enumerate() {
        let next = parts.get(at + 1).map_or(Next::Text, |next| Next::of(next.node));
        piece(arena, part.node, next, buf);
    }
    buf.push('"');
}

/// Writes one part of a template between quotes.
fn piece(arena: &Arena, part: Node, next: Next, buf: &mut String) {
    match part {
        Node::Text(text) => escaped(arena.str(text), (is_visible, next), buf),
        // A static hole reads as the text it becomes.
        Node::Bool(_) | Node::Int(_) | Node::Decimal { .. } => term::spell(arena, part, buf),
        _ => hole(arena, part, buf),
    }
}

fn hole(arena: &Arena, part: Node, buf: &mut String) {
    buf.push_str("${");
    let start = buf.len();
    term::spell_after_word(arena, part, buf);
    // The formatter keeps two braces apart.
    if buf.get(start..).is_some_and(|written| written.starts_with('{')) {
        buf.insert(start, ' ');
    }
    buf.push_str(if buf.ends_with('}') { " }" } else { "}" });
}

/// What follows a literal part of a template. Literal parts don't follow each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Nothing, or what is written as text.
    Text,
    /// `${`
    Hole,
}

impl Next {
    fn of(node: Node) -> Self {
        match node {
            Node::Bool(_) | Node::Int(_) | Node::Decimal { .. } => Next::Text,
            _ => Next::Hole,
        }
    }
}

/// Writes text as it stands between quotes; `raw` says which characters stay.
fn escaped(text: &str, (raw, next): (fn(char) -> bool, Next), buf: &mut String) {
    let special = |byte: u8| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'\\' | b'$' | b'%');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(special) {
        let (plain, tail) = rest.split_at(at);
        buf.push_str(plain);
        let mut tail = tail.chars();
        let Some(c) = tail.next() else { break };
        rest = tail.as_str();
        match c {
            '"' => buf.push_str("\\\""),
            '\\' => buf.push_str("\\\\"),
            '\n' => buf.push_str("\\n"),
            '\r' => buf.push_str("\\r"),
            '\t' => buf.push_str("\\t"),
            '$' | '%' if rest.starts_with('{') => buf.extend([c, c]),
            // Before a hole the sign would make an escape of what isn't one.
            '$' if rest.is_empty() && next == Next::Hole => chars::escape(buf, c, Short::None),
            _ if raw(c) => buf.push(c),
            _ => chars::escape(buf, c, Short::None),
        }
    }
    buf.push_str(rest);
}

/// How a text of several lines may stand as a heredoc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heredoc {
    /// It ends in a newline, as heredocs do.
    Whole,
    /// It doesn't: `chomp` takes the newline away.
    Chomped,
}

/// Whether a text or template reads back from a heredoc as it is.
///
/// The indent that `<<-` takes away is the smallest of all lines that aren't empty, so one of them must have none of its
/// own, and none may be blank without being empty or start with what could join the indent.
pub(super) fn heredoc(arena: &Arena, node: Node) -> Option<Heredoc> {
    let whole = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count() >= 2;
    match node {
        Node::Text(text) if whole(arena.str(text)) => {}
        Node::Template(run) => {
            let texts = || arena.entries(run).iter().filter_map(|part| arena.as_text(part.node));
            if texts().map(|text| text.matches('\n').count()).sum::<usize>() < 2 {
                return None;
            }
        }
        _ => return None,
    }
    let mut lines = Lines::default();
    match node {
        Node::Template(run) => {
            let parts = arena.entries(run);
            for (at, part) in parts.iter().enumerate() {
                let next = parts.get(at + 1).map_or(Next::Text, |next| Next::of(next.node));
                match arena.as_text(part.node) {
                    Some(text) => lines.take(text, next)?,
                    None => lines.content(),
                }
            }
        }
        _ => lines.take(arena.as_text(node)?, Next::Text)?,
    }
    lines.verdict()
}

/// What is known of the lines of a heredoc to be.
#[derive(Default)]
struct Lines {
    indent: usize,
    in_content: bool,
    flush: bool,
}

impl Lines {
    /// Reads on; none if a character can't stand.
    fn take(&mut self, text: &str, next: Next) -> Option<()> {
        if text.contains(END) || next == Next::Hole && text.ends_with('$') {
            return None;
        }
        for c in text.chars() {
            match c {
                '\n' if self.indent > 0 && !self.in_content => return None,
                '\n' => (self.indent, self.in_content) = (0, false),
                ' ' | '\t' if !self.in_content => self.indent += 1,
                '\t' => {}
                _ if !(if self.in_content { is_visible(c) } else { is_single(c) }) => return None,
                _ => self.content(),
            }
        }
        Some(())
    }

    fn content(&mut self) {
        self.flush |= !self.in_content && self.indent == 0;
        self.in_content = true;
    }

    fn verdict(self) -> Option<Heredoc> {
        match (self.flush, self.in_content, self.indent) {
            (true, true, _) => Some(Heredoc::Chomped),
            (true, false, 0) => Some(Heredoc::Whole),
            _ => None,
        }
    }
}

/// Writes a heredoc from `<<-` to its end, whose line lies at `indent` and isn't ended.
pub(super) fn write_heredoc(arena: &Arena, node: Node, indent: usize, buf: &mut String) {
    buf.extend(["<<-", END]);
    let mut fresh = true;
    buf.push('\n');
    match node {
        Node::Template(run) => {
            for part in arena.entries(run) {
                match arena.as_text(part.node) {
                    Some(text) => lines(text, indent + 2, &mut fresh, buf),
                    None => {
                        start(indent + 2, &mut fresh, buf);
                        piece(arena, part.node, Next::Text, buf);
                    }
                }
            }
        }
        _ => lines(arena.as_text(node).unwrap_or(""), indent + 2, &mut fresh, buf),
    }
    if !fresh {
        buf.push('\n');
    }
    indent_by(buf, indent);
    buf.push_str(END);
}

fn start(indent: usize, fresh: &mut bool, buf: &mut String) {
    if std::mem::take(fresh) {
        indent_by(buf, indent);
    }
}

fn lines(text: &str, indent: usize, fresh: &mut bool, buf: &mut String) {
    for line in text.split_inclusive('\n') {
        if line != "\n" {
            start(indent, fresh, buf);
        }
        let mut rest = line;
        while let Some(at) = rest.find("${").into_iter().chain(rest.find("%{")).min() {
            let (plain, tail) = rest.split_at(at + 1);
            // The sign is doubled: in a heredoc nothing else keeps it from opening a hole.
            buf.extend([plain, if plain.ends_with('%') { "%" } else { "$" }]);
            rest = tail;
        }
        buf.push_str(rest);
        *fresh = line.ends_with('\n');
    }
}
