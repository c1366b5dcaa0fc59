//! Judgement of values by the catalog's facts, each refusal at the spec's line.

use catalog::{Fault, Shape};

use crate::fragment::Writer;
use crate::problem::Problem;

impl<'a> Writer<'_, 'a> {
    pub(crate) fn judge_text(&mut self, text: &str, shape: Option<Shape<'a>>) {
        if let Some(Err(fault)) = shape.map(|shape| shape.judge_text(text)) {
            self.report_fault(&fault);
        }
    }

    pub(crate) fn judge_number(&mut self, number: &str, shape: Option<Shape<'a>>) {
        if let Some(Err(fault)) = shape.map(|shape| shape.judge_number(number)) {
            self.report_fault(&fault);
        }
    }

    fn report_fault(&mut self, fault: &Fault) {
        let said = format!("expected {}, found {}", fault.expected, fault.found);
        self.refused(said, fault.nearest.clone());
    }

    /// Says that a consumer would refuse the value at hand.
    pub(crate) fn refused(&mut self, fault: String, nearest: Option<String>) {
        let (span, realization) = self.spans();
        let attribute = self.attribute();
        self.stage.diagnostics.push(Problem::Refused { span, attribute, fault, nearest, realization }.diagnostic());
    }
}
