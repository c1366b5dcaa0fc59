//! What is not known yet: outputs that stand whole, inputs a target will know, and the text made of them.

use program::Type;
use source::Span;
use values::{Deferred, InstanceId, OutId, Slice, Slot, Value};

use crate::machine::{Eval, Machine, Step, Unit};

impl Machine<'_> {
    /// A value as far as it is known here: a static output gives what it comes to, all else stays as it is.
    pub(crate) fn settle(&mut self, value: Value) -> Eval {
        match value {
            Value::Output { instance, output } => match self.static_out(instance, output)? {
                Some(known) => self.settle(known),
                None => Ok(value),
            },
            Value::Deferred(id) => match self.values.deferred(id) {
                Deferred::Text(pieces) => self.settle_text(value, pieces),
                _ => Ok(value),
            },
            other => Ok(other),
        }
    }

    fn settle_text(&mut self, value: Value, pieces: Slice) -> Eval {
        let mut text = String::new();
        for at in pieces.range() {
            let piece = self.values.slot(at as u32).value;
            let piece = self.settle(piece)?;
            match self.plain_text(piece) {
                Some(piece) => text.push_str(&piece),
                None => return Ok(value),
            }
        }
        Ok(Value::Str(self.symbols.intern(&text)))
    }

    /// What an output comes to, if every target knows it.
    fn static_out(&mut self, instance: InstanceId, output: OutId) -> Eval<Option<Value>> {
        let out = self.program.component(self.instance(instance).component).out(output);
        match (self.is_placed, out.is_static) {
            (true, _) => self.placed_out(instance, output, out.span),
            (false, true) => self.out_default(instance, output, out.span),
            (false, false) => Ok(None),
        }
    }

    /// What a component says that an output comes to.
    pub(crate) fn out_default(&mut self, instance: InstanceId, output: OutId, read: Span) -> Eval<Option<Value>> {
        let out = self.program.component(self.instance(instance).component).out(output);
        let Some(default) = out.default else { return Ok(None) };
        let unit = Unit::Out(instance, output);
        if self.stack.iter().any(|step| step.unit == unit) {
            return Err(self.report_cycle(unit, read));
        }
        self.stack.push(Step { unit, read });
        let at = self.own_frame(instance);
        let value = self.within(at, |machine, at| machine.eval(default, at));
        self.stack.pop();
        value.map(Some)
    }

    /// Whether a value is absent; an output that may be says so where its component does.
    pub(crate) fn is_absent(&mut self, value: Value) -> Eval<bool> {
        let Value::Output { instance, output } = value else { return Ok(value.is_absent()) };
        let out = self.program.component(self.instance(instance).component).out(output);
        if !matches!(self.program.types.of(out.ty), Type::Optional(_)) {
            return Ok(false);
        }
        let known = match self.is_placed {
            true => self.placed_out(instance, output, out.span)?,
            false => self.out_default(instance, output, out.span)?,
        };
        known.map_or(Ok(false), |known| self.is_absent(known))
    }

    /// Whether a value waits for a target.
    pub(crate) fn is_pending(&self, value: Value) -> bool {
        matches!(value, Value::Output { .. } | Value::Deferred(_))
    }

    /// Whether a value or anything in it waits for a target.
    pub(crate) fn has_pending(&self, value: Value) -> bool {
        let any = |slots: &[Slot]| slots.iter().any(|slot| self.has_pending(slot.value));
        match value {
            _ if !self.spend(1) => false,
            Value::Output { .. } | Value::Deferred(_) => true,
            Value::List(slice) => any(self.values.slice(slice)),
            Value::Map(slice) => self.values.map(slice).iter().any(|entry| self.has_pending(entry.slot.value)),
            Value::Record { record, start } => any(self.values.slice(self.record_slice(record, start))),
            Value::Case { union, case, body } => {
                let record = self.program.union(union).case(case).record;
                record.is_some_and(|record| any(self.values.slice(self.record_slice(record, body))))
            }
            _ => false,
        }
    }

    /// The slots of a record's fields.
    pub(crate) fn record_slice(&self, record: values::RecordId, start: u32) -> Slice {
        Slice { start, len: self.program.record(record).fields.len() as u32 }
    }

    /// Whether a value or anything in it is a secret, or made of one.
    pub(crate) fn is_secret(&self, value: Value) -> bool {
        let any = |slots: &[Slot]| slots.iter().any(|slot| self.is_secret(slot.value));
        match value {
            _ if !self.spend(1) => false,
            Value::Output { instance, output } => {
                let component = self.program.component(self.instance(instance).component);
                component.out(output).ty.labels.is_secret()
            }
            Value::Deferred(id) => match self.values.deferred(id) {
                Deferred::Text(pieces) | Deferred::Operation { operands: pieces, .. } => any(self.values.slice(pieces)),
                Deferred::Input { name, default } => {
                    let input = self.program.inputs.iter().find(|input| input.name == name);
                    input.is_some_and(|input| input.ty.labels.is_secret())
                        || self.is_secret(self.values.slot(default).value)
                }
                Deferred::Entry { .. } => true,
                Deferred::Attribute { .. } | Deferred::Name(_) => false,
            },
            Value::List(slice) => any(self.values.slice(slice)),
            Value::Map(slice) => self.values.map(slice).iter().any(|entry| self.is_secret(entry.slot.value)),
            Value::Record { record, start } => any(self.values.slice(self.record_slice(record, start))),
            Value::Case { union, case, body } => {
                let record = self.program.union(union).case(case).record;
                record.is_some_and(|record| any(self.values.slice(self.record_slice(record, body))))
            }
            _ => false,
        }
    }
}
