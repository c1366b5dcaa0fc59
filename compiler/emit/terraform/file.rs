//! One file: its top-level blocks, a blank line before each.

use resources::Kind;

use super::body::{Gap, Layout};
use super::text;
use crate::out::{At, Out};
use crate::output::Slot;

/// Writes the blocks of a file; its locals share one, where the first of them stands.
pub(super) fn file(slots: &[Slot<'_>], out: &mut Out) {
    let mut layout = Layout::default();
    let mut locals = slots.iter().filter(|slot| slot.is(Kind::Locals)).peekable();
    for slot in slots {
        if !slot.is(Kind::Locals) {
            head(slot, &mut layout, out);
        } else if locals.peek().is_some() {
            blank(slot.at(), out);
            out.buf.push_str("locals {\n");
            let mut gap = Gap::default();
            for one in locals.by_ref() {
                layout.body(one.at().inner(), one.resource.body, &mut gap, out);
            }
            layout.flush(out);
            out.unmark();
            out.buf.push_str("}\n");
        }
    }
}

fn blank(at: At<'_>, out: &mut Out) {
    out.unmark();
    out.buf.push('\n');
    out.line(at);
}

/// Writes a block: its type, its labels and its body.
fn head<'a>(slot: &Slot<'a>, layout: &mut Layout<'a>, out: &mut Out) {
    let (word, labels): (&str, &[&str]) = match slot.resource.kind {
        Kind::Managed => ("resource", &[slot.ty(), slot.label()]),
        Kind::Data => ("data", &[slot.ty(), slot.label()]),
        Kind::Ephemeral => ("ephemeral", &[slot.ty(), slot.label()]),
        Kind::Provider => ("provider", &[slot.ty()]),
        Kind::Variable => ("variable", &[slot.label()]),
        Kind::Output => ("output", &[slot.label()]),
        Kind::Moved => ("moved", &[]),
        Kind::Import => ("import", &[]),
        Kind::Backend => return backend(slot, layout, out),
        // The other kinds belong to other formats; the set of a unit has none of them.
        _ => ("terraform", &[]),
    };
    blank(slot.at(), out);
    opening(word, labels, out);
    layout.block(slot.at(), slot.resource.body, out);
    out.buf.push('\n');
}

fn opening(word: &str, labels: &[&str], out: &mut Out) {
    out.buf.push_str(word);
    for label in labels {
        out.buf.push(' ');
        text::quoted(label, &mut out.buf);
    }
    out.buf.push(' ');
}

/// A backend stands in a `terraform` block of its own, since its file is its own.
fn backend<'a>(slot: &Slot<'a>, layout: &mut Layout<'a>, out: &mut Out) {
    let at = slot.at();
    blank(at, out);
    out.buf.push_str("terraform {\n");
    out.line(at.inner());
    opening("backend", &[slot.ty()], out);
    layout.block(at.inner(), slot.resource.body, out);
    out.buf.push('\n');
    out.line(at);
    out.buf.push_str("}\n");
}
