//! What an evaluation may cost: a spec that grows without end stops with a message, before time and memory do.

use source::Span;

use crate::machine::{Machine, Poisoned};
use crate::problem::Problem;

/// Steps that the evaluation of one environment may take. An expression is one, so is an element of a list that is
/// kept or looked at; an instance is a hundred.
pub(crate) const LIMIT: u64 = 20_000_000;

/// Steps that an instance costs.
pub(crate) const INSTANCE: usize = 100;

/// Bytes of text that cost a step.
const BYTES: usize = 16;

impl Machine<'_> {
    /// Counts steps; says whether any are left.
    pub(crate) fn spend(&self, steps: usize) -> bool {
        let left = self.left.get().saturating_sub(steps as u64);
        self.left.set(left);
        left > 0
    }

    /// Counts text that is made; says whether any steps are left.
    pub(crate) fn spend_text(&self, bytes: usize) -> bool {
        self.spend(bytes / BYTES)
    }

    /// Whether the steps ran out, so that what came out means nothing.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.left.get() == 0
    }

    /// Gives up where the steps ran out.
    pub(crate) fn exhausted(&mut self, span: Span) -> Poisoned {
        self.exhausted_at.get_or_insert(span);
        Poisoned
    }

    /// Says once that the steps ran out.
    pub(crate) fn report_effort(&mut self) {
        // What walks values without evaluating them only stops.
        if self.is_exhausted() {
            let span = self.exhausted_at.unwrap_or(self.environment_span);
            self.report(Problem::TooMuch { span, limit: LIMIT });
        }
    }
}
