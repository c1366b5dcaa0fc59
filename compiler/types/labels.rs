//! The one rule of labels: a value fits where at least as much is allowed as it may be.

use program::{Labels, Ty, Type};
use source::Span;

use crate::checker::Checker;
use crate::problem::Problem;

impl Checker<'_> {
    /// Whether a value with the labels of `found` may stand where `bound` is allowed; reports it if not.
    pub(crate) fn labels_fit(&mut self, found: Labels, bound: Labels, expected: Ty, span: Span) -> bool {
        if found.fits(bound) || (!found.is_secret() && self.knows_all()) {
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

    /// Whether the place at hand belongs to a target that knows nothing later than the compiler: there each value shows
    /// when it is realized whether it is known.
    fn knows_all(&self) -> bool {
        let Some((target, _)) = self.context.home.place() else { return false };
        self.program.target(target).sink != program::Sink::Terraform
    }

    /// What a comparison in a realization is known by, where its target may carry it out.
    pub(crate) fn carried(&self, labels: Labels) -> Labels {
        let is_carried = self.context.home.is_realizing() && labels.is_deferred() && !self.knows_all();
        if is_carried { Labels::DEFERRED } else { Labels::NONE }
    }

    /// Reports what only a target knows where it would decide what a realization makes.
    pub(crate) fn decides_static(&mut self, labels: Labels, what: &'static str, span: Span) {
        if labels.is_deferred() && !labels.is_secret() && self.target_here().is_some() {
            self.report(Problem::DeferredIn { span, what });
        }
    }

    /// The labels of a value and of all that is in it.
    pub(crate) fn deep_labels(&self, ty: Ty) -> Labels {
        let fields = |record| {
            let fields = self.program.record(record).fields.iter();
            fields.fold(Labels::NONE, |labels, field| labels.and(self.deep_labels(field.ty)))
        };
        let inside = match self.program.types.of(ty) {
            Type::Optional(of) | Type::List(of) | Type::Map(of) => self.deep_labels(of),
            Type::Record(record) => fields(record),
            Type::Union(union) => {
                let records = self.program.union(union).cases.iter().filter_map(|case| case.record);
                records.fold(Labels::NONE, |labels, record| labels.and(fields(record)))
            }
            _ => Labels::NONE,
        };
        ty.labels.and(inside)
    }

    /// The labels of a value and of the elements in it.
    pub(crate) fn element_labels(&self, ty: Ty) -> Labels {
        match self.program.types.of(ty) {
            Type::Optional(of) | Type::List(of) | Type::Map(of) => ty.labels.and(self.element_labels(of)),
            _ => ty.labels,
        }
    }

    /// Reports a label that may not reach a condition, a count, a key, a comparison; gives the type without it, since
    /// one message is enough.
    pub(crate) fn static_part(&mut self, ty: Ty, what: &'static str, span: Span) -> Ty {
        let reports = self.diagnostics.len();
        self.must_be_static(ty.labels, what, span);
        if self.diagnostics.len() > reports { Self::unlabelled(ty) } else { ty }
    }

    /// Reports a label that may not reach a condition, a count, a key, a comparison.
    pub(crate) fn must_be_static(&mut self, labels: Labels, what: &'static str, span: Span) {
        if self.context.home.is_realizing() && !labels.is_secret() {
            return;
        }
        if labels.is_secret() {
            self.report(Problem::SecretIn { span, what });
        } else if labels.is_deferred() {
            self.report(Problem::DeferredIn { span, what });
        }
    }
}
