//! Finishing: what literals leave out is filled with the defaults of their types, and refinements are checked.

use program::{Ty, Type, TypeId};
use source::Span;
use values::{CaseId, MapSlot, Origin, RecordId, Slice, Slot, UnionId, Value};

use crate::fields::defaults::FieldDefault;
use crate::machine::{Eval, Frame, Machine, Poisoned, Segment};

impl Machine<'_> {
    /// A value with everything filled in that its type has defaults for. `span` is where it was written.
    pub(crate) fn finish(&mut self, value: Value, ty: Ty, at: Frame, span: Span) -> Eval {
        if value.is_absent() {
            return Ok(Value::None);
        }
        if !self.is_deep(ty.id) {
            return Ok(value);
        }
        if !self.spend(1) {
            return Err(self.exhausted(span));
        }
        match (self.program.types.of(ty), value) {
            (Type::Optional(of), value) => self.finish(value, of, at, span),
            (Type::Record(record), Value::Record { record: of, start }) if of == record => {
                let start = self.fill(record, start, at, span)?;
                Ok(Value::Record { record, start })
            }
            (Type::Union(_), Value::Case { union, case, body }) => self.finish_case(union, case, body, at, span),
            (Type::List(of), Value::List(slice)) => self.finish_list(slice, of, at, span),
            (Type::Map(of), Value::Map(slice)) => self.finish_map(slice, of, at, span),
            (_, value) => Ok(value),
        }
    }

    /// A literal that stands for itself, filled with the defaults of its own type.
    pub(crate) fn finish_whole(&mut self, value: Value, at: Frame, span: Span) -> Eval {
        let path = self.path.len();
        self.path.push(Segment::Literal);
        let result = match value {
            Value::Record { record, start } => {
                self.fill(record, start, at, span).map(|start| Value::Record { record, start })
            }
            Value::Case { union, case, body } => self.finish_case(union, case, body, at, span),
            _ => Ok(value),
        };
        self.path.truncate(path);
        result
    }

    fn finish_case(&mut self, union: UnionId, case: CaseId, body: u32, at: Frame, span: Span) -> Eval {
        let body = match self.program.union(union).case(case).record {
            Some(record) => self.fill(record, body, at, span)?,
            None => body,
        };
        Ok(Value::Case { union, case, body })
    }

    /// Fills the fields of a record; a record that lacks nothing stays where it is.
    fn fill(&mut self, record: RecordId, start: u32, at: Frame, span: Span) -> Eval<u32> {
        let fields = &self.program.record(record).fields;
        let mark = self.scratch.len();
        let (mut changed, mut failed) = (false, false);
        for (place, field) in fields.iter().enumerate() {
            let known = self.values.slot(start + place as u32);
            self.path.push(Segment::Field(field.name));
            match self.fill_field((record, place as u16), known, at, span) {
                Ok(slot) => {
                    changed |= slot.value != known.value;
                    self.scratch.push(slot);
                }
                Err(Poisoned) => failed = true,
            }
            self.path.pop();
        }
        let start = match (failed, changed) {
            (true, _) => Err(Poisoned),
            (_, true) => Ok(self.keep_slots(mark).start),
            _ => Ok(start),
        };
        self.scratch.truncate(mark);
        start
    }

    fn fill_field(&mut self, (record, place): (RecordId, u16), known: Slot, at: Frame, span: Span) -> Eval<Slot> {
        let program = self.program;
        let Some(field) = program.record(record).fields.get(usize::from(place)) else { return Ok(known) };
        let mut slot = known;
        let is_optional = matches!(program.types.of(field.ty), Type::Optional(_));
        if slot.value == Value::Unset || (slot.value == Value::None && !is_optional) {
            slot = match self.default_of(record, place) {
                FieldDefault::Constant(slot) => return Ok(slot),
                FieldDefault::Required => return Err(self.report_missing(field, span)),
                FieldDefault::Open(default) => {
                    let value = self.eval(default, Frame { layer: crate::fields::layers::DEFAULT, ..at })?;
                    Slot { value, origin: Origin { expr: default, layer: crate::fields::layers::DEFAULT } }
                }
            };
        }
        let span = self.origin_span(slot, span);
        slot.value = self.finish(slot.value, field.ty, at, span)?;
        self.refine(slot, field, span)?;
        Ok(slot)
    }

    fn finish_list(&mut self, slice: Slice, of: Ty, at: Frame, span: Span) -> Eval {
        let mark = self.scratch.len();
        let mut failed = false;
        for place in 0..slice.len {
            let mut slot = self.values.slot(slice.start + place);
            self.path.push(Segment::Index(place));
            let span = self.origin_span(slot, span);
            match self.finish(slot.value, of, at, span) {
                Ok(value) => slot.value = value,
                Err(Poisoned) => failed = true,
            }
            self.path.pop();
            self.scratch.push(slot);
        }
        let slice = self.keep_slots(mark);
        if failed { Err(Poisoned) } else { Ok(Value::List(slice)) }
    }

    fn finish_map(&mut self, slice: Slice, of: Ty, at: Frame, span: Span) -> Eval {
        let mark = self.scratch_entries.len();
        let mut failed = false;
        for place in slice.range() {
            let Some(MapSlot { key, mut slot }) = self.values.entries.get(place).copied() else { continue };
            self.path.push(Segment::Key(key));
            let span = self.origin_span(slot, span);
            match self.finish(slot.value, of, at, span) {
                Ok(value) => slot.value = value,
                Err(Poisoned) => failed = true,
            }
            self.path.pop();
            self.scratch_entries.push(MapSlot { key, slot });
        }
        let slice = self.keep_entries(mark);
        if failed { Err(Poisoned) } else { Ok(Value::Map(slice)) }
    }

    /// Moves scratch slots into the arena.
    pub(crate) fn keep_slots(&mut self, mark: usize) -> Slice {
        let slice = self.values.push(self.scratch.get(mark..).unwrap_or(&[]));
        self.scratch.truncate(mark);
        self.spend(slice.len as usize);
        slice
    }

    /// Moves scratch entries into the arena.
    pub(crate) fn keep_entries(&mut self, mark: usize) -> Slice {
        let slice = self.values.push_entries(self.scratch_entries.get(mark..).unwrap_or(&[]));
        self.scratch_entries.truncate(mark);
        self.spend(slice.len as usize);
        slice
    }

    /// Whether values of a type have records in them that may have to be filled.
    fn is_deep(&mut self, ty: TypeId) -> bool {
        let at = ty.0 as usize;
        if let Some(known) = self.defaults.deep.get(at).copied().flatten() {
            return known;
        }
        let deep = match self.program.types.get(ty) {
            Type::Record(_) => true,
            Type::Union(union) => self.program.union(union).cases.iter().any(|case| case.record.is_some()),
            Type::Optional(of) | Type::List(of) | Type::Map(of) => self.is_deep(of.id),
            _ => false,
        };
        if self.defaults.deep.len() <= at {
            self.defaults.deep.resize(at + 1, None);
        }
        if let Some(known) = self.defaults.deep.get_mut(at) {
            *known = Some(deep);
        }
        deep
    }
}
