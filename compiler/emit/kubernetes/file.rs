//! One file of manifests: documents apart by `---`, each with its type, its name and then the rest.

use resources::{Entry, Node};

use super::text::STYLE;
use crate::out::{At, Out};
use crate::output::Slot;
use crate::yaml;

/// What stands first in every document, in this order; the rest keeps the order of the realization.
const FIRST: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// What stands first in `metadata`.
const NAMES: [&str; 4] = ["name", "namespace", "labels", "annotations"];

/// Writes the documents of a file.
pub(super) fn file(slots: &[Slot<'_>], out: &mut Out) {
    for (at, slot) in slots.iter().enumerate() {
        if at > 0 {
            out.unmark();
            out.buf.push_str("---\n");
        }
        let at = slot.at();
        in_order(at, slot.entries(), &FIRST, |one| match (at.str(one.key), one.node) {
            ("metadata", Node::Map(run)) if !run.is_empty() => metadata(at.child(one), at.arena.entries(run), out),
            _ => yaml::entry(at, one, STYLE, out),
        });
    }
}

fn metadata(at: At<'_>, entries: &[Entry], out: &mut Out) {
    yaml::heading(at, "metadata", out);
    in_order(at, entries, &NAMES, |one| yaml::entry(at.inner(), one, STYLE, out));
}

/// Visits the entries with these keys first.
fn in_order(at: At<'_>, entries: &[Entry], first: &[&str], mut visit: impl FnMut(&Entry)) {
    let key = |one: &Entry| at.str(one.key);
    for name in first {
        entries.iter().filter(|one| key(one) == *name).for_each(&mut visit);
    }
    entries.iter().filter(|one| !first.contains(&key(one))).for_each(&mut visit);
}
