//! The arena of a fragment: text in one buffer, entries and terms in one table each.

mod build;
mod copy;
mod terms;

use crate::{Entries, Entry, Node, Origin, OriginId, Str, Term, TermId};

pub use build::Mark;

/// What the nodes of a fragment stand in. Children are made before their parents and may be shared between them.
#[derive(Clone, Debug, Default)]
pub struct Arena {
    text: String,
    entries: Vec<Entry>,
    terms: Vec<Term>,
    origins: Vec<Origin>,
    /// The entries of containers that are still open, innermost last.
    open: Vec<Entry>,
}

impl Arena {
    /// The text of a piece.
    pub fn str(&self, piece: Str) -> &str {
        let start = piece.start as usize;
        self.text.get(start..start + piece.len as usize).unwrap_or("")
    }

    /// The entries of a run.
    pub fn entries(&self, run: Entries) -> &[Entry] {
        let start = run.start as usize;
        self.entries.get(start..start + run.len as usize).unwrap_or(&[])
    }

    /// A term.
    pub fn term(&self, id: TermId) -> &Term {
        self.terms.get(id.0 as usize).expect("a TermId comes from the arena it is asked of")
    }

    /// An origin; none for `OriginId::NONE`.
    pub fn origin(&self, id: OriginId) -> Option<&Origin> {
        self.origins.get(id.0 as usize)
    }

    /// The last entry with a key, since what is written later holds.
    pub fn find(&self, run: Entries, key: &str) -> Option<&Entry> {
        self.entries(run).iter().rev().find(|entry| self.str(entry.key) == key)
    }

    /// What stands under a key of a map or block.
    pub fn field(&self, node: Node, key: &str) -> Option<Node> {
        match node {
            Node::Map(run) | Node::Block(run) => self.find(run, key).map(|entry| entry.node),
            _ => None,
        }
    }

    /// The text of a text node.
    pub fn as_text(&self, node: Node) -> Option<&str> {
        match node {
            Node::Text(piece) => Some(self.str(piece)),
            _ => None,
        }
    }
}
