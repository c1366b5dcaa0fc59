//! Functions on lists and maps.

use program::Builtin;
use values::{Slot, Value};

use super::Call;
use crate::expr::operand;
use crate::machine::{Eval, Machine};
use crate::problem::Problem;

/// More than this many elements is a mistake, not a list.
const LONGEST_COUNT: i64 = 10_000;

impl Machine<'_> {
    /// `all` and `any` over a list of conditions.
    pub(super) fn quantify(&mut self, call: Call<'_>) -> Eval {
        let is_all = call.builtin == Builtin::All;
        let Value::List(slice) = call.arg(0) else { return Err(self.unfit_argument(call, 0, "a list of conditions")) };
        let mut holds = is_all;
        for at in slice.range() {
            let element = self.values.slot(at as u32).value;
            match self.settle(element)? {
                Value::Bool(one) => holds = if is_all { holds && one } else { holds || one },
                _ => return Err(self.unfit_argument(call, 0, "conditions that are known here")),
            }
        }
        Ok(Value::Bool(holds))
    }

    pub(super) fn list_function(&mut self, call: Call<'_>) -> Eval {
        match call.builtin {
            Builtin::Count => self.count(call),
            Builtin::Keys | Builtin::Values => self.sides(call),
            Builtin::Length => self.length(call),
            Builtin::Rest => self.stretch(call, 1, usize::MAX),
            Builtin::Take => match call.arg(1) {
                Value::Int(count) if count >= 0 => self.stretch(call, 0, count as usize),
                _ => Err(self.unfit_argument(call, 1, "a count of elements, zero or more")),
            },
            Builtin::One => self.one(call),
            Builtin::Find => self.find(call),
            _ => self.reorder(call),
        }
    }

    /// `count(3)` is `[1, 2, 3]`.
    fn count(&mut self, call: Call<'_>) -> Eval {
        match call.arg(0) {
            Value::Int(count) if (0..=LONGEST_COUNT).contains(&count) => {
                let slots: Vec<Slot> = (1..=count).map(|at| operand(Value::Int(at))).collect();
                Ok(Value::List(self.values.push(&slots)))
            }
            _ => Err(self.unfit_argument(call, 0, &format!("an int in 0..{LONGEST_COUNT}"))),
        }
    }

    /// `find(xs, "name", value)`; a target looks in a list that only it knows.
    fn find(&mut self, call: Call<'_>) -> Eval {
        if self.is_pending(call.arg(0)) {
            return Ok(self.pending_call(call));
        }
        let (Value::List(slice), Value::Str(name)) = (call.arg(0), call.arg(1)) else {
            return Err(self.unfit_argument(call, 0, "a list of records"));
        };
        for at in slice.range() {
            let element = self.values.slot(at as u32).value;
            let part = match element {
                Value::Record { record, start } => {
                    let field = self.program.record(record).find(name);
                    field.map(|field| self.values.slot(start + u32::from(field)).value)
                }
                Value::Map(map) => {
                    self.values.map(map).iter().find(|entry| entry.key == name).map(|entry| entry.slot.value)
                }
                _ => None,
            };
            if part.is_some_and(|part| self.equal(part, call.arg(2))) {
                return Ok(element);
            }
        }
        Err(self.unfit_argument(call, 2, "a value that an element has there"))
    }

    fn sides(&mut self, call: Call<'_>) -> Eval {
        let Value::Map(slice) = call.arg(0) else { return Err(self.unfit_argument(call, 0, "a map")) };
        let entries = self.values.map(slice).iter();
        let slots: Vec<Slot> = match call.builtin {
            Builtin::Keys => entries.map(|entry| operand(Value::Str(entry.key))).collect(),
            _ => entries.map(|entry| entry.slot).collect(),
        };
        Ok(Value::List(self.values.push(&slots)))
    }

    fn length(&mut self, call: Call<'_>) -> Eval {
        let count = match call.arg(0) {
            Value::List(slice) | Value::Map(slice) => slice.len as usize,
            Value::Str(text) => self.name(text).chars().count(),
            Value::None => 0,
            _ => return Err(self.unfit_argument(call, 0, "a list, a map or text that is known here")),
        };
        Ok(Value::Int(count as i64))
    }

    /// Elements from the start on, so many of them.
    fn stretch(&mut self, call: Call<'_>, start: usize, count: usize) -> Eval {
        let Value::List(slice) = call.arg(0) else { return Err(self.unfit_argument(call, 0, "a list")) };
        let start = (start as u32).min(slice.len);
        let len = u32::try_from(count).unwrap_or(u32::MAX).min(slice.len - start);
        Ok(Value::List(values::Slice { start: slice.start + start, len }))
    }

    /// The only element; absent where there is none.
    fn one(&mut self, call: Call<'_>) -> Eval {
        match call.arg(0) {
            Value::List(slice) if slice.len <= 1 => {
                Ok(self.values.slice(slice).first().map_or(Value::None, |s| s.value))
            }
            value if self.is_pending(value) => Ok(self.pending_call(call)),
            _ => Err(self.unfit_argument(call, 0, "a list of at most one element")),
        }
    }

    fn reorder(&mut self, call: Call<'_>) -> Eval {
        let Value::List(slice) = call.arg(0) else { return Err(self.unfit_argument(call, 0, "a list")) };
        let mut slots: Vec<Slot> = Vec::with_capacity(slice.len as usize);
        for at in slice.range() {
            let mut slot = self.values.slot(at as u32);
            if call.builtin == Builtin::Distinct {
                slot.value = self.settle(slot.value)?;
            }
            match (call.builtin, slot.value) {
                (Builtin::Flatten, Value::List(inner)) => slots.extend_from_slice(self.values.slice(inner)),
                (Builtin::Flatten, _) => slots.push(slot),
                _ => {
                    let is_known = slots.iter().any(|known| self.equal(known.value, slot.value));
                    if call.builtin != Builtin::Distinct || !is_known {
                        slots.push(slot);
                    }
                }
            }
        }
        if call.builtin == Builtin::Sort {
            for slot in &mut slots {
                slot.value = self.settle(slot.value)?;
            }
            let ordered = slots.windows(2).all(|pair| match pair {
                [a, b] => self.order(a.value, b.value).is_some(),
                _ => true,
            });
            if !ordered {
                return Err(self.unfit_argument(call, 0, "elements that have an order and are known here"));
            }
            slots.sort_by(|a, b| self.order(a.value, b.value).unwrap_or(std::cmp::Ordering::Equal));
        }
        Ok(Value::List(self.values.push(&slots)))
    }

    /// The elements of the only argument if it is a list, else all arguments.
    pub(super) fn spread_args(&self, call: Call<'_>) -> Vec<Value> {
        match call.args {
            [Value::List(slice)] => self.values.slice(*slice).iter().map(|slot| slot.value).collect(),
            args => args.to_vec(),
        }
    }

    /// Reports a list without an element that a function needs.
    pub(super) fn empty_list(&mut self, call: Call<'_>) -> crate::machine::Poisoned {
        let (span, function) = (self.span(call.id), super::name(call.builtin));
        let (expected, found) = ("at least one element".to_owned(), "[]".to_owned());
        self.report(Problem::BadArgument { span, function, expected, found })
    }
}
