//! Judgement of values by the catalog's facts, each refusal at the spec's line.

use catalog::{Block, Demand, Fault, Field, ResourceType, Shape};
use values::Slice;

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
        let own = shape.judge_text(text).err();
        let fault = own.or_else(|| self.added(shape, |demand| demand.judge_text(text)));
        fault.into_iter().for_each(|fault| self.report_fault(&fault));
    }

    pub(crate) fn judge_number(&mut self, number: &str, shape: Option<Shape<'a>>) {
        let Some(shape) = shape else { return };
        let own = shape.judge_number(number).err();
        let fault = own.or_else(|| self.added(shape, |demand| demand.judge_number(number)));
        fault.into_iter().for_each(|fault| self.report_fault(&fault));
    }

    /// Judges a truth value by what packages add: the catalog says nothing of these.
    pub(crate) fn judge_bool(&mut self, holds: bool, shape: Option<Shape<'a>>) {
        let Some(shape) = shape.filter(|shape| shape.note() != 0) else { return };
        let fault = self.added(shape, |demand| demand.judge_bool(holds));
        fault.into_iter().for_each(|fault| self.report_fault(&fault));
    }

    /// Judges the keys of a map, each at the entry that it is of.
    pub(crate) fn judge_keys(&mut self, map: Slice, shape: Option<Shape<'a>>) {
        let Some(shape) = shape.filter(|shape| shape.note() != 0 || shape.facts().key_pattern().is_some()) else {
            return;
        };
        for entry in self.map_entries(map) {
            let key = self.stage.realizer.text(entry.key);
            let own = shape.facts().judge_key(key).err();
            let fault = own.or_else(|| self.stage.notes.key_fault(&self.stage.program.refined, shape.note(), key));
            if let Some(fault) = fault {
                self.within(entry.slot.origin, |writer| writer.report_fault(&fault));
            }
        }
    }

    /// What packages say against a value.
    fn added(&self, shape: Shape<'a>, judge: impl Fn(&Demand) -> Result<(), Fault>) -> Option<Fault> {
        self.stage.notes.fault(&self.stage.program.refined, shape.note(), judge)
    }

    fn report_fault(&mut self, fault: &Fault) {
        let said = format!("expected {}, found {}", fault.expected, fault.found);
        self.refused(said, fault.nearest.clone());
    }

    /// Says that a consumer would refuse the value at hand.
    pub(crate) fn refused(&mut self, fault: String, nearest: Option<String>) {
        let (span, realization) = self.spans();
        // The same value in several resources is one mistake.
        if self.stage.refused.insert((span, realization, fault.clone())) {
            let attribute = self.attribute();
            let problem = Problem::Refused { span, attribute, fault, nearest, realization };
            self.stage.diagnostics.push(problem.diagnostic());
        }
    }
}
