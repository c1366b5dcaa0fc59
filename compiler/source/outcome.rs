//! The answer of a phase: a value always, with what was found wrong beside it.

use crate::Diagnostic;

/// A value and the diagnostics that making it gave rise to.
#[derive(Clone, Debug, Default)]
pub struct Outcome<T> {
    /// What the phase made; usable even when there are errors.
    pub value: T,
    /// What it found, in the order found.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Outcome<T> {
    /// A value with diagnostics.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// A value with nothing wrong.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Moves the diagnostics into `sink` and gives the value.
    pub fn into_value(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }
}
