//! Judgement of values by the catalog's facts, each refusal at the spec's line.

use catalog::{Block, Demand, Fault, Field, ResourceType, Shape};

use crate::fragment::Writer;
use crate::problem::Problem;

impl<'a> Writer<'_, 'a> {
    /// The shape of a field, with what packages add to it.
    pub(crate) fn field_shape(&mut self, field: Field<'a>) -> Shape<'a> {
        let (program, catalogs) = (self.stage.program, self.stage.catalogs);
        self.stage.notes.field(&program.refined, catalogs, field)
    }

    /// The fields of a whole type, with what packages add to it.
    pub(crate) fn whole_block(&mut self, of: ResourceType<'a>) -> Option<Block<'a>> {
        let (program, catalogs) = (self.stage.program, self.stage.catalogs);
        let shape = self.stage.notes.whole(&program.refined, catalogs, of);
        of.block().and_then(|_| shape.block())
    }

    pub(crate) fn judge_text(&mut self, text: &str, shape: Option<Shape<'a>>) {
        let Some(shape) = shape else { return };
        let fault = shape.judge_text(text).and_then(|()| self.added(shape, |demand| demand.judge_text(text)));
        fault.unwrap_or_else(|fault| self.report_fault(&fault));
    }

    pub(crate) fn judge_number(&mut self, number: &str, shape: Option<Shape<'a>>) {
        let Some(shape) = shape else { return };
        let fault = shape.judge_number(number).and_then(|()| self.added(shape, |demand| demand.judge_number(number)));
        fault.unwrap_or_else(|fault| self.report_fault(&fault));
    }

    /// The verdict of what packages add.
    fn added(&self, shape: Shape<'a>, judge: impl Fn(&Demand) -> Result<(), Fault>) -> Result<(), Fault> {
        self.stage.notes.demands(&self.stage.program.refined, shape.note()).try_for_each(judge)
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
