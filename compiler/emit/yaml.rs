//! YAML as people write it: two blanks an indent, lists indented under their key, one buffer and no tree between.

mod scalar;

use std::borrow::Cow;

use resources::{Arena, Entries, Entry, Fallback, Format, Node, OriginId, Term, TermId};

use crate::out::{At, Out, indent_by};
use crate::{chars, json, terraform};

/// What becomes of a `$` that is meant as it stands, and of the holes that a reader fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dollars {
    /// It stays: the reader fills in nothing, so that a hole is what it falls back to.
    Kept,
    /// It is doubled, since the reader fills in variables.
    Doubled,
}

/// How a document is laid out.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    /// What becomes of a `$` in a value.
    pub(crate) dollars: Dollars,
    /// What becomes of a `$` in a key.
    pub(crate) keys: Dollars,
    /// Keys whose lists stand on one line when they are short.
    pub(crate) flow: fn(&str) -> bool,
}

/// What writes an entry from where the line stands.
type Writer = fn(At<'_>, &Entry, Style, &mut Out);

/// The longest list on one line, in bytes.
const FLOW: usize = 100;

/// Writes a document without knowledge of its format.
pub(crate) fn document(at: At<'_>, node: Node, out: &mut Out) {
    encoded(at, node, Dollars::Kept, out);
}

/// The same inside a text, where the reader of that fills in what it does.
fn encoded(at: At<'_>, node: Node, dollars: Dollars, out: &mut Out) {
    let style = Style { dollars, keys: dollars, flow: |_| false };
    match node {
        Node::Map(run) | Node::Block(run) if !run.is_empty() => entries(at, run, style, out),
        Node::List(run) if !run.is_empty() => items(at, run, style, out),
        _ => value(at, node, style, &mut out.buf),
    }
}

/// Writes the entries of a map.
pub(crate) fn entries(at: At<'_>, run: Entries, style: Style, out: &mut Out) {
    for one in at.arena.entries(run) {
        entry(at, one, style, out);
    }
}

/// Writes one entry of a map.
pub(crate) fn entry(at: At<'_>, one: &Entry, style: Style, out: &mut Out) {
    let at = at.child(one);
    out.line(at);
    field(at, one, style, out);
}

/// Writes the items of a list.
pub(crate) fn items(at: At<'_>, run: Entries, style: Style, out: &mut Out) {
    for one in at.arena.entries(run) {
        let at = at.child(one);
        out.line(at);
        item(at, one, style, out);
    }
}

/// Writes a line `KEY:` under which a map follows.
pub(crate) fn heading(at: At<'_>, key: &str, out: &mut Out) {
    out.line(at);
    scalar::key(key, at.indent, &mut out.buf);
    out.buf.push_str(":\n");
}

/// Writes a text as the value of a key or an item, with the end of its line.
pub(crate) fn text(text: &str, out: &mut Out) {
    scalar::value(text, 0, &mut out.buf);
}

/// Writes a key and its value, from where the line stands.
fn field(at: At<'_>, one: &Entry, style: Style, out: &mut Out) {
    let key = at.str(one.key);
    scalar::key(&spelled(key, style.keys), at.indent, &mut out.buf);
    out.buf.push(':');
    match one.node {
        Node::Map(run) | Node::Block(run) if !run.is_empty() => {
            out.buf.push('\n');
            entries(at.inner(), run, style, out);
        }
        Node::List(run) if !run.is_empty() => {
            if !((style.flow)(key) && flow(at, run, style, &mut out.buf)) {
                out.buf.push('\n');
                items(at.inner(), run, style, out);
            }
        }
        _ => {
            out.buf.push(' ');
            value(at, one.node, style, &mut out.buf);
        }
    }
}

/// Writes an item of a list, from where the line stands: what it holds begins on the line of its dash.
fn item(at: At<'_>, one: &Entry, style: Style, out: &mut Out) {
    out.buf.push_str("- ");
    let (run, write): (Entries, Writer) = match one.node {
        Node::Map(run) | Node::Block(run) if !run.is_empty() => (run, field),
        Node::List(run) if !run.is_empty() => (run, item),
        _ => return value(at, one.node, style, &mut out.buf),
    };
    for (nth, one) in at.arena.entries(run).iter().enumerate() {
        let at = at.inner().child(one);
        if nth > 0 {
            out.line(at);
        }
        write(at, one, style, out);
    }
}

/// Writes a value that doesn't break into entries, with the end of its line.
fn value(at: At<'_>, node: Node, style: Style, buf: &mut String) {
    match node {
        Node::List(_) => buf.push_str("[]"),
        Node::Map(_) | Node::Block(_) => buf.push_str("{}"),
        Node::Text(_) | Node::Template(_) | Node::Term(_) => {
            return scalar::value(&whole(at.arena, node, style), at.indent, buf);
        }
        Node::Bool(_) | Node::Int(_) | Node::Decimal { .. } => text_of(at.arena, node, Dollars::Kept, buf),
    }
    buf.push('\n');
}

/// Writes a short list of plain values on the line; whether it could.
fn flow(at: At<'_>, run: Entries, style: Style, buf: &mut String) -> bool {
    let start = buf.len();
    buf.push_str(" [");
    for (nth, one) in at.arena.entries(run).iter().enumerate() {
        if nth > 0 {
            buf.push_str(", ");
        }
        match one.node {
            Node::List(_) | Node::Map(_) | Node::Block(_) => {
                buf.truncate(start);
                return false;
            }
            Node::Bool(_) | Node::Int(_) | Node::Decimal { .. } => text_of(at.arena, one.node, Dollars::Kept, buf),
            Node::Text(_) | Node::Template(_) | Node::Term(_) => {
                scalar::quoted(&whole(at.arena, one.node, style), buf);
            }
        }
        if buf.len() - start > FLOW {
            buf.truncate(start);
            return false;
        }
    }
    buf.push_str("]\n");
    true
}

/// The text of a node, borrowed where it needs no change.
fn whole(arena: &Arena, node: Node, style: Style) -> Cow<'_, str> {
    let keeps = |text: &&str| style.dollars == Dollars::Kept || !text.contains('$');
    if let Some(text) = arena.as_text(node).filter(keeps) {
        return Cow::Borrowed(text);
    }
    let mut text = String::new();
    text_of(arena, node, style.dollars, &mut text);
    Cow::Owned(text)
}

/// The text that a text, a template, a number or an encoded document stands for.
pub(crate) fn text_of(arena: &Arena, node: Node, dollars: Dollars, buf: &mut String) {
    match node {
        Node::Text(text) => buf.push_str(&spelled(arena.str(text), dollars)),
        Node::Bool(value) => buf.push_str(if value { "true" } else { "false" }),
        Node::Int(value) => chars::int(buf, value),
        Node::Decimal { mantissa, scale } => chars::decimal(buf, mantissa, scale),
        Node::Template(parts) => arena.entries(parts).iter().for_each(|part| text_of(arena, part.node, dollars, buf)),
        Node::Term(id) => term(arena, id, dollars, buf),
        Node::List(_) | Node::Map(_) | Node::Block(_) => json::compact(arena, node, dollars, buf),
    }
}

fn term(arena: &Arena, id: TermId, dollars: Dollars, buf: &mut String) {
    match arena.term(id) {
        Term::Hole { name, fallback } if dollars == Dollars::Doubled => hole(arena, (arena.str(*name), *fallback), buf),
        Term::Hole { fallback, .. } => match fallback {
            Fallback::Default(text) => buf.push_str(arena.str(*text)),
            Fallback::Empty | Fallback::Required(_) => {}
        },
        Term::Document { format: Format::Json, of } => json::compact(arena, *of, dollars, buf),
        Term::Document { format: Format::Yaml, of } => {
            let mut inner = Out::default();
            encoded(At::new(arena, 0, OriginId::NONE), *of, dollars, &mut inner);
            buf.push_str(&inner.buf);
        }
        // No set holds an expression of Terraform here; were there one, it should be seen, not vanish.
        _ => terraform::spell(arena, Node::Term(id), buf),
    }
}

fn hole(arena: &Arena, (name, fallback): (&str, Fallback), buf: &mut String) {
    let (mark, text) = match fallback {
        Fallback::Empty => ("", ""),
        Fallback::Required(why) => (":?", arena.str(why)),
        Fallback::Default(text) => (":-", arena.str(text)),
    };
    buf.extend(["${", name, mark, text, "}"]);
}

/// A literal text, borrowed where it needs no change.
pub(crate) fn spelled(text: &str, dollars: Dollars) -> Cow<'_, str> {
    match dollars {
        Dollars::Doubled if text.contains('$') => Cow::Owned(text.replace('$', "$$")),
        _ => Cow::Borrowed(text),
    }
}

/// Starts a line of text inside a block scalar.
fn block_line(line: &str, indent: usize, buf: &mut String) {
    if !line.is_empty() {
        indent_by(buf, indent);
        buf.push_str(line);
    }
    buf.push('\n');
}
