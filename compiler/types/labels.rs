//! The one rule of labels: a value fits where at least as much is allowed as it may be.

use program::{Labels, Ty};
use source::Span;

use crate::checker::Checker;
use crate::problem::Problem;

impl Checker<'_> {
    /// Whether a value with the labels of `found` may stand where `bound` is allowed; reports it if not.
    pub(crate) fn labels_fit(&mut self, found: Labels, bound: Labels, expected: Ty, span: Span) -> bool {
        if found.fits(bound) {
            return true;
        }
        let expected = self.show(expected);
        let problem = match found.is_secret() && !bound.is_secret() {
            true => Problem::SecretHere { span, expected },
            false => Problem::DeferredHere { span, expected },
        };
        self.report(problem);
        false
    }

    /// What a comparison in a realization is known by, where its target may carry it out.
    pub(crate) fn carried(&self, labels: Labels) -> Labels {
        let is_carried = matches!(self.context.home, crate::scope::Home::Realization { .. }) && labels.is_deferred();
        if is_carried { Labels::DEFERRED } else { Labels::NONE }
    }

    /// Reports what only a target knows where it would decide what a realization makes.
    pub(crate) fn decides_static(&mut self, labels: Labels, what: &'static str, span: Span) {
        if labels.is_deferred() && !labels.is_secret() && self.target_here().is_some() {
            self.report(Problem::DeferredIn { span, what });
        }
    }

    /// Reports a label that may not reach a condition, a count, a key, a comparison.
    pub(crate) fn must_be_static(&mut self, labels: Labels, what: &'static str, span: Span) {
        if matches!(self.context.home, crate::scope::Home::Realization { .. }) && !labels.is_secret() {
            return;
        }
        if labels.is_secret() {
            self.report(Problem::SecretIn { span, what });
        } else if labels.is_deferred() {
            self.report(Problem::DeferredIn { span, what });
        }
    }
}
