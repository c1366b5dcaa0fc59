//! Values of several lines: objects, long lists, documents and texts that a function trims.

use resources::{Arena, Entries, Node, Term};

use super::body::Layout;
use super::term;
use super::text::{self, Heredoc};
use crate::out::{At, Out, indent_by};

/// Whether a value takes several lines however short it is: it holds an object.
pub(super) fn must_break(arena: &Arena, node: Node) -> bool {
    match node {
        Node::Map(run) => !run.is_empty(),
        Node::List(run) => arena.entries(run).iter().any(|item| must_break(arena, item.node)),
        Node::Term(_) => tail(arena, node).is_some_and(|last| must_break(arena, last)),
        _ => false,
    }
}

/// Whether a value may take several lines.
pub(super) fn can_break(arena: &Arena, node: Node) -> bool {
    match node {
        Node::Map(run) | Node::List(run) => !run.is_empty(),
        Node::Term(_) => tail(arena, node).is_some_and(|last| can_break(arena, last)),
        _ => false,
    }
}

/// The argument that a call may break at: its last, when the others hold no object.
fn tail(arena: &Arena, node: Node) -> Option<Node> {
    let Node::Term(id) = node else { return None };
    match arena.term(id) {
        Term::Document { of, .. } => Some(*of),
        Term::Call { args, .. } => {
            let (last, others) = arena.entries(*args).split_last()?;
            others.iter().all(|arg| !has_object(arena, arg.node)).then_some(last.node)
        }
        _ => None,
    }
}

/// Whether an `=` would stand in the value: on a line that goes on, the formatter would align it.
fn has_object(arena: &Arena, node: Node) -> bool {
    let has = |node: &Node| has_object(arena, *node);
    match node {
        Node::Map(run) => !run.is_empty(),
        Node::List(run) | Node::Template(run) => arena.entries(run).iter().any(|item| has(&item.node)),
        Node::Term(id) => match arena.term(id) {
            Term::Attribute { of, .. } | Term::Unary { of, .. } | Term::Document { of, .. } => has(of),
            Term::Index { of, key } => has(of) || has(key),
            Term::Binary { left, right, .. } => has(left) || has(right),
            Term::Call { args, .. } => arena.entries(*args).iter().any(|arg| has(&arg.node)),
            Term::If(it) => [it.test, it.then, it.otherwise].iter().any(has),
            Term::For(_) => true,
            Term::Reference { .. } | Term::Hole { .. } => false,
        },
        _ => false,
    }
}

/// Writes a value over several lines, from where the line stands and without ending the last one.
pub(super) fn broken<'a>(layout: &mut Layout<'a>, at: At<'a>, node: Node, out: &mut Out) {
    match node {
        Node::Map(run) => {
            out.buf.push_str("{\n");
            layout.object(at.inner(), run, out);
            out.line(at);
            out.buf.push('}');
        }
        Node::List(run) => list(layout, at, run, out),
        Node::Term(id) => match at.arena.term(id) {
            Term::Document { format, of } => {
                out.buf.extend([term::encoder(*format), "("]);
                broken(layout, at, *of, out);
                out.buf.push(')');
            }
            Term::Call { function, args } => {
                out.buf.extend([at.str(*function), "("]);
                arguments(layout, at, *args, out);
                out.buf.push(')');
            }
            _ => term::spell(at.arena, node, &mut out.buf),
        },
        _ => heredoc(at, node, &mut out.buf),
    }
}

/// Writes arguments of which the last takes several lines.
fn arguments<'a>(layout: &mut Layout<'a>, at: At<'a>, args: Entries, out: &mut Out) {
    let Some((last, others)) = at.arena.entries(args).split_last() else { return };
    for arg in others {
        term::spell(at.arena, arg.node, &mut out.buf);
        out.buf.push_str(", ");
    }
    broken(layout, at, last.node, out);
}

fn heredoc(at: At<'_>, node: Node, buf: &mut String) {
    match text::heredoc(at.arena, node) {
        Some(Heredoc::Whole) => text::write_heredoc(at.arena, node, at.indent, buf),
        Some(Heredoc::Chomped) => {
            buf.push_str("chomp(");
            text::write_heredoc(at.arena, node, at.indent, buf);
            // A heredoc ends its own line, so the bracket has one to itself.
            buf.push('\n');
            indent_by(buf, at.indent);
            buf.push(')');
        }
        None => term::spell(at.arena, node, buf),
    }
}

fn list<'a>(layout: &mut Layout<'a>, at: At<'a>, run: Entries, out: &mut Out) {
    let items = at.arena.entries(run);
    if let [only] = items
        && matches!(only.node, Node::Map(_))
    {
        out.buf.push('[');
        broken(layout, at.child(only), only.node, out);
        return out.buf.push(']');
    }
    out.buf.push_str("[\n");
    for item in items {
        let at = at.inner().child(item);
        out.line(at);
        if !layout.fits(at, item.node, out) {
            broken(layout, at, item.node, out);
        }
        out.buf.push_str(",\n");
    }
    out.line(at);
    out.buf.push(']');
}
