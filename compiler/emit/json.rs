//! JSON: indented for files, on one line inside other texts.

use resources::{Arena, Entries, Node};

use crate::chars;
use crate::out::indent_by;
use crate::yaml::{Dollars, spelled, text_of};

/// A document in a file of its own: two blanks an indent, a newline at the end.
pub(crate) fn pretty(arena: &Arena, node: Node, buf: &mut String) {
    write(arena, node, buf, (Some(0), Dollars::Kept));
    buf.push('\n');
}

/// A document on one line, inside a text whose reader fills in what it does.
pub(crate) fn compact(arena: &Arena, node: Node, dollars: Dollars, buf: &mut String) {
    write(arena, node, buf, (None, dollars));
}

fn write(arena: &Arena, node: Node, buf: &mut String, (indent, dollars): (Option<usize>, Dollars)) {
    match node {
        Node::Bool(value) => buf.push_str(if value { "true" } else { "false" }),
        Node::Int(value) => chars::int(buf, value),
        Node::Decimal { mantissa, scale } => chars::decimal(buf, mantissa, scale),
        Node::Text(text) => string(&spelled(arena.str(text), dollars), buf),
        Node::Template(_) | Node::Term(_) => {
            let mut text = String::new();
            text_of(arena, node, dollars, &mut text);
            string(&text, buf);
        }
        Node::List(run) => container(arena, run, buf, (indent, dollars, ['[', ']'])),
        Node::Map(run) | Node::Block(run) => container(arena, run, buf, (indent, dollars, ['{', '}'])),
    }
}

/// How a container is written: how far in, for which reader, in which brackets.
type Layout = (Option<usize>, Dollars, [char; 2]);

/// A list or a map, as its brackets say.
fn container(arena: &Arena, run: Entries, buf: &mut String, (indent, dollars, [open, close]): Layout) {
    buf.push(open);
    let inner = indent.map(|indent| indent + 2);
    for (at, entry) in arena.entries(run).iter().enumerate() {
        if at > 0 {
            buf.push(',');
        }
        break_line(buf, inner);
        if open == '{' {
            string(&spelled(arena.str(entry.key), dollars), buf);
            buf.push_str(if inner.is_some() { ": " } else { ":" });
        }
        write(arena, entry.node, buf, (inner, dollars));
    }
    if !run.is_empty() {
        break_line(buf, indent);
    }
    buf.push(close);
}

fn break_line(buf: &mut String, indent: Option<usize>) {
    if let Some(indent) = indent {
        buf.push('\n');
        indent_by(buf, indent);
    }
}

fn string(text: &str, buf: &mut String) {
    buf.push('"');
    for c in text.chars() {
        match c {
            '"' => buf.push_str("\\\""),
            '\\' => buf.push_str("\\\\"),
            '\n' => buf.push_str("\\n"),
            '\r' => buf.push_str("\\r"),
            '\t' => buf.push_str("\\t"),
            _ if chars::is_visible(c) => buf.push(c),
            _ => escape(c, buf),
        }
    }
    buf.push('"');
}

/// JSON's escapes hold 16 bits each.
fn escape(c: char, buf: &mut String) {
    use std::fmt::Write;

    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing into a `String` can't fail.
        let _ = write!(buf, "\\u{unit:04x}");
    }
}
