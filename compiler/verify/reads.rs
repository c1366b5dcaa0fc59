//! Paths into a component's fields, and which of them were read.

use std::collections::BTreeSet;

use values::Symbol;

/// The names from a field down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path(pub(crate) Vec<Symbol>);

impl Path {
    pub(crate) fn then(&self, name: Symbol) -> Self {
        Self(self.0.iter().copied().chain([name]).collect())
    }

    /// Whether it lies at or below another.
    pub(crate) fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Whether it lies strictly below another.
    pub(crate) fn is_below(&self, other: &Self) -> bool {
        self.0.len() > other.0.len() && self.starts_with(other)
    }
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reads {
    /// Paths whose value goes somewhere, with all that lies below them.
    pub(crate) used: BTreeSet<Path>,
    /// Unions of which it was asked what case they are.
    pub(crate) cases: BTreeSet<Path>,
}
