//! `for`: what it runs over, and the entries it makes.

use program::{Entry, EntryKind, Exprs};
use values::{ExprId, Slice, Slot, Symbol, Value};

use crate::machine::{Eval, Frame, Machine, Poisoned};
use crate::problem::Problem;

impl Machine<'_> {
    /// Runs the body of a `for` entry once for each element that counts.
    pub(crate) fn for_entries(
        &mut self,
        entry: &Entry,
        at: Frame,
        mut body: impl FnMut(&mut Self, Slice) -> Eval<()>,
    ) -> Eval<()> {
        let EntryKind::For { first, second, filter, body: entries } = entry.kind else { return Ok(()) };
        if !self.counts(entry, at)? {
            return Ok(());
        }
        let source = self.eval(entry.value, at)?;
        let count = self.turn_count(source, entry.value)?;
        let mut failed = false;
        for turn in 0..count {
            let (one, two) = self.turn(source, turn, second.is_some());
            self.bind(at, first, one);
            if let Some(second) = second {
                self.bind(at, second.get(), two);
            }
            let counts = match filter {
                Some(filter) => self.holds(Exprs::open(filter), at),
                None => Ok(true),
            };
            failed |= match counts {
                Ok(true) => body(self, entries).is_err(),
                Ok(false) => false,
                Err(Poisoned) => true,
            };
        }
        if failed { Err(Poisoned) } else { Ok(()) }
    }

    /// How many elements a list or a map has.
    pub(crate) fn turn_count(&mut self, source: Value, written: ExprId) -> Eval<u32> {
        match source {
            Value::List(slice) | Value::Map(slice) => Ok(slice.len),
            Value::None | Value::Unset => Ok(0),
            Value::Record { record, .. } => Ok(self.program.record(record).fields.len() as u32),
            _ => {
                let (span, what) = (self.span(written), self.spell(written));
                Err(self.report(Problem::NotKnown { span, what, purpose: "a `for`" }))
            }
        }
    }

    /// What a turn binds: an element and its index, or a key and its value; the value alone for one name.
    pub(crate) fn turn(&self, source: Value, turn: u32, is_pair: bool) -> (Value, Value) {
        match source {
            Value::Map(slice) => {
                let entry = self.values.map(slice).get(turn as usize);
                let (key, value) = entry.map_or((Symbol(0), Value::None), |entry| (entry.key, entry.slot.value));
                if is_pair { (Value::Str(key), value) } else { (value, Value::None) }
            }
            Value::List(slice) => (self.values.slot(slice.start + turn).value, Value::Int(i64::from(turn))),
            Value::Record { record, start } => {
                let field = self.program.record(record).fields.get(turn as usize);
                let value = self.values.slot(start + turn).value;
                let name = field.map_or(Symbol(0), |field| field.name);
                if is_pair { (Value::Str(name), value) } else { (value, Value::None) }
            }
            _ => (Value::None, Value::None),
        }
    }

    /// The text of a key.
    pub(crate) fn key_text(&mut self, value: Value, written: ExprId) -> Eval<Symbol> {
        let settled = self.settle(value)?;
        match settled {
            Value::Str(key) => Ok(key),
            Value::Instance(id) => Ok(self.instance(id).path),
            other => match self.plain_text(other) {
                Some(text) => Ok(self.symbols.intern(&text)),
                None => {
                    let (span, what) = (self.span(written), self.spell(written));
                    Err(self.report(Problem::NotKnown { span, what, purpose: "a key" }))
                }
            },
        }
    }

    /// The elements of a list.
    pub(crate) fn items(&self, value: Value) -> &[Slot] {
        match value {
            Value::List(slice) => self.values.slice(slice),
            _ => &[],
        }
    }
}
