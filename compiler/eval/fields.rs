//! Fields of holders, on demand: layers are folded from the lowest that counts, and what comes out is finished
//! against the field's type.

pub(crate) mod defaults;
pub(crate) mod finish;
pub(crate) mod holders;
pub(crate) mod layers;
pub(crate) mod refine;

use program::{EntryKind, Expr, ExprRef, Exprs, FieldOp, Refinement, Type};
use source::Span;
use values::{ExprId, LayerId, Origin, Slice, Slot, Value};

use crate::faces::Whence;
use crate::fields::defaults::FieldDefault;
use crate::fields::holders::{HolderId, State, Whose, Writer};
use crate::machine::{Eval, Frame, Machine, Poisoned, Segment, Step, Unit};
use crate::problem::Problem;

/// What writes a field in one layer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    layer: LayerId,
    value: ExprId,
    condition: Option<ExprRef>,
    op: FieldOp,
    home: Home,
    is_off: bool,
}

/// Whose expression a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    Declaration,
    Override,
    /// A `let` that is spread.
    Let,
    /// The field of a value that is spread.
    Spread,
}

/// All layers.
pub(crate) const TOP: LayerId = LayerId(u16::MAX);

impl Machine<'_> {
    /// The final value of a field; `read` is where it is asked for.
    pub(crate) fn field(&mut self, id: HolderId, field: u16, read: Span) -> Eval {
        match self.state(id, field) {
            State::Constant | State::Done => Ok(self.field_slot(id, field).value),
            State::Failed => Err(Poisoned),
            State::Running => Err(self.report_cycle(Unit::Field(id, field), read)),
            State::Open | State::Written | State::Missing => self.compute_field(id, field, read),
        }
    }

    fn compute_field(&mut self, id: HolderId, field: u16, read: Span) -> Eval {
        self.set_state(id, field, State::Running);
        self.stack.push(Step { unit: Unit::Field(id, field), read });
        let path = self.path.len();
        let result = self.fold(id, field, TOP).and_then(|slot| self.finish_field(id, field, slot));
        self.path.truncate(path);
        self.stack.pop();
        let (slot, state) = match result {
            Ok(slot) => (slot, State::Done),
            Err(Poisoned) => (Slot { value: Value::None, origin: Origin::NONE }, State::Failed),
        };
        self.set_slot(id, field, slot);
        self.set_state(id, field, state);
        result.map(|slot| slot.value)
    }

    /// Evaluates all fields. Settings for a realization keep what nobody writes unset: their defaults are its business.
    pub(crate) fn evaluate_holders(&mut self) {
        for at in 0..self.holders.len() {
            let id = HolderId(at as u32);
            let holder = self.holder(id);
            let is_partial = matches!(holder.whose, Whose::Settings(..));
            for field in 0..self.field_count(id) {
                match self.state(id, field) {
                    State::Written => _ = self.field(id, field, self.holder_span(id)),
                    State::Constant if is_partial => self.set_slot(id, field, Slot::UNSET),
                    State::Open | State::Missing if !is_partial => _ = self.field(id, field, self.holder_span(id)),
                    _ => {}
                }
            }
        }
    }

    /// Where the holder of a field is declared.
    pub(crate) fn holder_span(&self, id: HolderId) -> Span {
        match self.holder(id).whose {
            Whose::Instance(instance) | Whose::Settings(instance, _) => self.instance(instance).span,
            Whose::Entry(entry) => {
                self.owner_of(Whence::Entry(entry)).map_or(self.environment_span, |owner| self.instance(owner).span)
            }
            Whose::Target(at) => self.targets.get(usize::from(at)).map_or(self.environment_span, |slot| slot.span),
        }
    }

    /// A field as the layers up to `top` leave it, before defaults within it.
    pub(crate) fn fold(&mut self, id: HolderId, field: u16, top: LayerId) -> Eval<Slot> {
        let mark = self.sources.len();
        self.gather(id, field, top);
        let result = self.fold_sources(id, field, mark);
        self.sources.truncate(mark);
        result
    }

    /// Where the highest layer that says something of a field says it.
    pub(crate) fn written_at(&self, id: HolderId, field: u16) -> Option<Span> {
        let writers = self.holder(id).writers.range().rev().filter_map(|at| self.writers.get(at));
        let mut entries = writers.filter_map(|writer| match self.program.exprs.get(writer.body) {
            Expr::Record(_, entries) => Some(self.program.exprs.entry_list(entries)),
            _ => None,
        });
        entries.find_map(|entries| {
            let own = entries.iter().rfind(|entry| matches!(entry.kind, EntryKind::Field(at, _) if at == field))?;
            Some(self.span(own.value))
        })
    }

    fn gather(&mut self, id: HolderId, field: u16, top: LayerId) {
        for at in self.holder(id).writers.range() {
            let Some(Writer { layer, body, is_declaration }) = self.writers.get(at).copied() else { continue };
            if layer <= top {
                let home = if is_declaration { Home::Declaration } else { Home::Override };
                self.gather_body(body, field, layer, home);
            }
        }
    }

    /// What a body says of a field: what it spreads lies beneath what it writes itself.
    fn gather_body(&mut self, body: ExprId, field: u16, layer: LayerId, home: Home) {
        let program = self.program;
        let Expr::Record(_, entries) = program.exprs.get(body) else { return };
        let entries = program.exprs.entry_list(entries);
        for entry in entries.iter().filter(|entry| matches!(entry.kind, EntryKind::Spread)) {
            match self.spread_body(entry.value).filter(|_| entry.condition.is_none()) {
                Some(body) => self.gather_body(body, field, layer, Home::Let),
                None => {
                    let (value, condition) = (entry.value, entry.condition);
                    let home = if home == Home::Let { Home::Let } else { Home::Spread };
                    self.sources.push(Source { layer, value, condition, op: FieldOp::Set, home, is_off: false });
                }
            }
        }
        for entry in entries {
            if let EntryKind::Field(at, op) = entry.kind
                && at == field
            {
                let (value, condition) = (entry.value, entry.condition);
                self.sources.push(Source { layer, value, condition, op, home, is_off: false });
            }
        }
    }

    fn fold_sources(&mut self, id: HolderId, field: u16, mark: usize) -> Eval<Slot> {
        let start = self.first_that_counts(id, mark)?;
        let mut slot = match start {
            Some(_) => Slot::UNSET,
            None => self.default_slot(id, field)?,
        };
        for at in start.unwrap_or(mark)..self.sources.len() {
            let Some(source) = self.sources.get(at).copied().filter(|source| !source.is_off) else { continue };
            let (below, uppers) = (slot, self.uppers.len());
            let Some(frame) = self.frame_beneath(id, source, at) else { continue };
            let value = self.within(frame, |machine, frame| match source.home {
                Home::Spread => machine.spread_field(id, field, source, below, frame),
                _ => machine
                    .apply(source.op, source.value, below.value, frame)
                    .map(|value| Slot { value, origin: Origin { expr: source.value, layer: source.layer } }),
            });
            self.uppers.truncate(uppers);
            slot = value?;
        }
        Ok(slot)
    }

    /// The frame of a source, with the literals that lie over it; none where one of them leaves nothing of it.
    fn frame_beneath(&mut self, id: HolderId, source: Source, at: usize) -> Option<Frame> {
        let start = self.uppers.len() as u32;
        for place in at + 1..self.sources.len() {
            let Some(upper) = self.sources.get(place).filter(|upper| !upper.is_off) else { continue };
            if upper.op != FieldOp::Set || upper.home == Home::Spread {
                continue;
            }
            if source.home != Home::Spread && self.replaces(upper.value, source.value) {
                self.uppers.truncate(start as usize);
                return None;
            }
            self.uppers.push(upper.value);
        }
        let len = self.uppers.len() as u32 - start;
        Some(Frame { uppers: Slice { start, len }, ..self.source_frame(id, source) })
    }

    /// The highest source that replaces all below it; conditions from there up are decided on the way.
    fn first_that_counts(&mut self, id: HolderId, mark: usize) -> Eval<Option<usize>> {
        for at in (mark..self.sources.len()).rev() {
            let Some(source) = self.sources.get(at).copied() else { continue };
            if let Some(condition) = source.condition {
                let frame = self.source_frame(id, source);
                if !self.within(frame, |machine, frame| machine.holds(Exprs::open(condition), frame))? {
                    if let Some(source) = self.sources.get_mut(at) {
                        source.is_off = true;
                    }
                    continue;
                }
            }
            let merges =
                matches!(self.program.exprs.get(source.value), Expr::Record(..) | Expr::Map(..) | Expr::Case(..));
            if source.op == FieldOp::Set && source.home != Home::Spread && !merges {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    fn source_frame(&mut self, id: HolderId, source: Source) -> Frame {
        match source.home {
            Home::Let => self.bare_frame(source.layer),
            home => self.writer_frame(id, source.layer, home != Home::Override),
        }
    }

    /// What a spread value says of a field, over what lies beneath.
    fn spread_field(&mut self, id: HolderId, field: u16, source: Source, below: Slot, at: Frame) -> Eval<Slot> {
        let known = self.spreads.get(&(id, source.value)).copied();
        let value = match known {
            Some(known) => known?,
            None => {
                let value = self.eval(source.value, at);
                self.spreads.insert((id, source.value), value);
                value?
            }
        };
        let record = self.holder(id).record;
        match value {
            Value::Record { record: of, start } if of == record => {
                let over = self.values.slot(start + u32::from(field));
                Ok(self.merge(below, over))
            }
            _ => Ok(below),
        }
    }

    fn default_slot(&mut self, id: HolderId, field: u16) -> Eval<Slot> {
        let record = self.holder(id).record;
        match self.default_of(record, field) {
            FieldDefault::Constant(slot) => Ok(slot),
            FieldDefault::Required => Ok(Slot::UNSET),
            FieldDefault::Open(default) => {
                let frame = self.default_frame(id);
                let value = self.within(frame, |machine, frame| machine.eval(default, frame))?;
                Ok(Slot { value, origin: Origin { expr: default, layer: frame.layer } })
            }
        }
    }

    /// Fills in what the layers left open and checks the whole.
    pub(crate) fn finish_field(&mut self, id: HolderId, field: u16, slot: Slot) -> Eval<Slot> {
        let program = self.program;
        let Some(known) = program.record(self.holder(id).record).fields.get(usize::from(field)) else {
            return Ok(slot);
        };
        self.path.push(Segment::Root(id));
        self.path.push(Segment::Field(known.name));
        let mut slot = slot;
        let is_optional = matches!(program.types.of(known.ty), Type::Optional(_));
        if slot.value.is_absent() && !is_optional {
            let default = self.default_slot(id, field)?;
            if default.value.is_absent() {
                let span = self.holder_span(id);
                return Err(self.report_missing(known, span));
            }
            slot = default;
        }
        let frame = self.default_frame(id);
        let span = self.origin_span(slot, self.holder_span(id));
        slot.value = self.finish(slot.value, known.ty, frame, span)?;
        self.refine(slot, known, span)?;
        Ok(slot)
    }

    /// Reports a field that nobody writes.
    pub(crate) fn report_missing(&mut self, field: &program::Field, span: Span) -> Poisoned {
        let path = self.spell_path();
        let ty = self.program.type_name(field.ty);
        let doc = field.doc.map(|doc| self.owned(doc));
        let example = self.example(field.ty);
        let name = self.owned(field.name);
        self.report(Problem::MissingField { span, path, name, ty, doc, example, declared: field.span })
    }

    /// Checks what a field's values must satisfy beside their type.
    pub(crate) fn refine(&mut self, slot: Slot, field: &program::Field, span: Span) -> Eval<()> {
        for refinement in &field.refinements {
            self.check_refinement(slot, *refinement, field, span)?;
        }
        Ok(())
    }

    fn check_refinement(&mut self, slot: Slot, rule: Refinement, field: &program::Field, span: Span) -> Eval<()> {
        if slot.value.is_absent() {
            return Ok(());
        }
        let Some(refusal) = self.refusal(slot.value, rule)? else { return Ok(()) };
        let path = self.spell_path();
        let found = self.brief(slot.value);
        let environment = self.layer_name(slot.origin.layer);
        let declared = field.span;
        // What a default or a realization says is shown at the words of the spec that led to it.
        let is_derived = slot.origin.layer == layers::DEFAULT && slot.origin != Origin::NONE;
        let (span, derived) = if is_derived { (self.blame(span), Some(span)) } else { (span, None) };
        let derived = derived.filter(|derived| *derived != span);
        Err(self.report(Problem::Refused { span, path, found, refusal, environment, derived, declared }))
    }
}
