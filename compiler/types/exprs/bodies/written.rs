//! The entries of a body as far as they are written: each field and each key once.

use program::{Entry, EntryKind, FieldOp};
use rustc_hash::FxHashMap;
use values::Symbol;

/// As many entries are looked through one by one; more than that are looked up.
const FEW: usize = 16;

/// What an entry sets.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Slot {
    Field(u16),
    Key(Symbol),
}

/// Entries so far.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) entries: Vec<Entry>,
    /// The first entry of each slot, among as many entries as were looked at.
    first: FxHashMap<Slot, usize>,
    looked_at: usize,
    /// Fields that were meant where a name is misspelt, each with where that is.
    pub(crate) meant: Vec<(u16, source::Span)>,
}

impl Written {
    /// The first entry that sets what another one would set, too.
    pub(crate) fn first_of(&mut self, kind: EntryKind) -> Option<Entry> {
        let slot = slot_of(kind)?;
        if self.entries.len() <= FEW {
            return first_among(&self.entries, slot);
        }
        for (at, entry) in self.entries.iter().enumerate().skip(self.looked_at) {
            if let Some(slot) = slot_of(entry.kind) {
                self.first.entry(slot).or_insert(at);
            }
        }
        self.looked_at = self.entries.len();
        self.first.get(&slot).and_then(|at| self.entries.get(*at)).copied()
    }

    /// Whether a field is set.
    pub(crate) fn has_field(&self, field: u16) -> bool {
        self.entries.iter().any(|entry| matches!(entry.kind, EntryKind::Field(at, _) if at == field))
    }
}

/// The first of a few entries that sets what another one would set, too.
pub(crate) fn first_of(entries: &[Entry], kind: EntryKind) -> Option<Entry> {
    first_among(entries, slot_of(kind)?)
}

fn first_among(entries: &[Entry], slot: Slot) -> Option<Entry> {
    entries.iter().find(|entry| slot_of(entry.kind) == Some(slot)).copied()
}

fn slot_of(kind: EntryKind) -> Option<Slot> {
    match kind {
        EntryKind::Field(at, FieldOp::Set) => Some(Slot::Field(at)),
        EntryKind::Key(key, FieldOp::Set) => Some(Slot::Key(key)),
        _ => None,
    }
}
