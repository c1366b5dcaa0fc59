//! Judgement of values by the catalog's facts, each refusal at the spec's line.

use catalog::{Block, Demand, Fault, Field, ResourceType, Shape};
use eval::Whence;
use source::Span;
use values::Slice;

use crate::fragment::Writer;
use crate::problem::Problem;

/// A value that a consumer would refuse, as it was reported.
pub(crate) struct Refused {
    whence: Whence,
    value: String,
    span: Span,
    /// Whether the place is that of words of the spec, not of the instance as a whole.
    is_blamed: bool,
    /// Which of the diagnostics it is.
    at: usize,
}

impl Refused {
    /// Whether it is the same mistake: the same words, or text that is made of the same.
    fn is_of(&self, value: &str, span: Span, is_blamed: bool) -> bool {
        match self.is_blamed && is_blamed {
            true => self.span == span && (self.value.contains(value) || value.contains(&self.value)),
            false => self.value == value,
        }
    }
}

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
        fault.into_iter().for_each(|fault| self.report_fault(&fault, text));
    }

    pub(crate) fn judge_number(&mut self, number: &str, shape: Option<Shape<'a>>) {
        let Some(shape) = shape else { return };
        let own = shape.judge_number(number).err();
        let fault = own.or_else(|| self.added(shape, |demand| demand.judge_number(number)));
        fault.into_iter().for_each(|fault| self.report_fault(&fault, number));
    }

    /// Judges a truth value by what packages add: the catalog says nothing of these.
    pub(crate) fn judge_bool(&mut self, holds: bool, shape: Option<Shape<'a>>) {
        let Some(shape) = shape.filter(|shape| shape.note() != 0) else { return };
        let fault = self.added(shape, |demand| demand.judge_bool(holds));
        fault.into_iter().for_each(|fault| self.report_fault(&fault, &holds.to_string()));
    }

    /// Judges the keys of a map, each at the entry that it is of.
    pub(crate) fn judge_keys(&mut self, map: Slice, shape: Option<Shape<'a>>) {
        let Some(shape) = shape.filter(|shape| shape.note() != 0 || shape.facts().key_pattern().is_some()) else {
            return;
        };
        for entry in self.map_entries(map) {
            let key = self.stage.realizer.text(entry.key).to_owned();
            let own = shape.facts().judge_key(&key).err();
            let fault = own.or_else(|| self.stage.notes.key_fault(&self.stage.program.refined, shape.note(), &key));
            if let Some(fault) = fault {
                self.within(entry.slot.origin, |writer| writer.report_fault(&fault, &key));
            }
        }
    }

    /// What packages say against a value.
    fn added(&self, shape: Shape<'a>, judge: impl Fn(&Demand) -> Result<(), Fault>) -> Option<Fault> {
        self.stage.notes.fault(&self.stage.program.refined, shape.note(), judge)
    }

    fn report_fault(&mut self, fault: &Fault, value: &str) {
        let said = format!("expected {}, found {}", fault.expected, fault.found);
        self.refused(value, said, fault.nearest.clone());
    }

    /// Says that a consumer would refuse the value at hand; once, however many places it goes to.
    pub(crate) fn refused(&mut self, value: &str, fault: String, nearest: Option<String>) {
        let (span, realization) = self.spans();
        let is_blamed = span != self.stage.whence_span(self.whence);
        let at = self.stage.diagnostics.len();
        let (whence, attribute) = (self.whence, self.attribute());
        let found = Problem::Refused { span, attribute, fault, nearest, realization }.diagnostic();
        let mut all = self.stage.refused.iter_mut();
        let known = all.find(|known| known.whence == whence && known.is_of(value, span, is_blamed));
        match known {
            None => {
                let value = value.to_owned();
                self.stage.refused.push(Refused { whence, value, span, is_blamed, at });
                self.stage.diagnostics.push(found);
            }
            // The words that it comes from are a better place than the instance.
            Some(known) if is_blamed && !known.is_blamed => {
                (known.span, known.is_blamed) = (span, true);
                if let Some(place) = self.stage.diagnostics.get_mut(known.at) {
                    *place = found;
                }
            }
            Some(_) => {}
        }
    }
}
