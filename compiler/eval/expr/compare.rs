//! Comparison: order, equality, `in`.

use std::cmp::Ordering;

use program::BinaryOp;
use values::{Deferred, ExprId, Slot, Value};

use crate::machine::{Eval, Machine};
use crate::problem::Problem;

impl Machine<'_> {
    /// How two known values compare, if they do.
    pub(crate) fn order(&self, a: Value, b: Value) -> Option<Ordering> {
        match (a, b) {
            (Value::Int(a), Value::Int(b)) => Some(a.cmp(&b)),
            (Value::Clock(a), Value::Clock(b)) => Some(a.cmp(&b)),
            (Value::Str(a), Value::Str(b)) => Some(self.name(a).cmp(self.name(b))),
            (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(&b)),
            (Value::Case { union, case: a, .. }, Value::Case { union: of, case: b, .. }) if union == of => {
                Some(a.cmp(&b))
            }
            _ => match (a.to_quantity(), b.to_quantity()) {
                (Some(a), Some(b)) => a.compare(b),
                _ => Some(a.to_decimal()?.cmp(&b.to_decimal()?)),
            },
        }
    }

    /// Whether two values are equal, where that is known here.
    pub(crate) fn equals(&mut self, a: Value, b: Value, id: ExprId) -> Eval<bool> {
        if b == Value::None || a == Value::None {
            let other = if b == Value::None { a } else { b };
            return self.is_absent(other);
        }
        let (a, b) = (self.settle(a)?, self.settle(b)?);
        // Two reads of one output are equal whatever it comes to.
        if (self.is_pending(a) || self.is_pending(b)) && a != b {
            let (span, what) = (self.span(id), self.spell(id));
            return Err(self.report(Problem::NotKnown { span, what, purpose: "a comparison" }));
        }
        Ok(self.equal(a, b))
    }

    /// Whether two values are the same all the way down.
    pub(crate) fn equal(&self, a: Value, b: Value) -> bool {
        let all =
            |a: &[Slot], b: &[Slot]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.equal(a.value, b.value));
        let slots = |record, start| self.values.slice(self.record_slice(record, start));
        match (a, b) {
            _ if !self.spend(1) => false,
            (Value::List(a), Value::List(b)) => all(self.values.slice(a), self.values.slice(b)),
            (Value::Map(a), Value::Map(b)) => {
                let (a, b) = (self.values.map(a), self.values.map(b));
                let has = |key, value| b.iter().any(|other| other.key == key && self.equal(value, other.slot.value));
                a.len() == b.len() && a.iter().all(|entry| has(entry.key, entry.slot.value))
            }
            (Value::Record { record, start }, Value::Record { record: of, start: other }) if record == of => {
                all(slots(record, start), slots(of, other))
            }
            (Value::Case { union, case, body }, Value::Case { union: of, case: known, body: other }) => {
                let record = self.program.union(union).case(case).record;
                (union, case) == (of, known)
                    && record.is_none_or(|record| all(slots(record, body), slots(record, other)))
            }
            (Value::Range(a), Value::Range(b)) => {
                let ends = |at: u32| [self.values.slot(at).value, self.values.slot(at + 1).value];
                ends(a).into_iter().zip(ends(b)).all(|(a, b)| self.equal(a, b))
            }
            (Value::Quantity { .. }, Value::Quantity { .. }) | (Value::Int(_) | Value::Number { .. }, _) => {
                self.order(a, b).is_some_and(Ordering::is_eq)
            }
            (Value::Deferred(a), Value::Deferred(b)) => {
                a == b
                    || match (self.values.deferred(a), self.values.deferred(b)) {
                        (Deferred::Text(a), Deferred::Text(b)) => all(self.values.slice(a), self.values.slice(b)),
                        (
                            Deferred::Operation { name, operands },
                            Deferred::Operation { name: of, operands: others },
                        ) => name == of && all(self.values.slice(operands), self.values.slice(others)),
                        (a, b) => a == b,
                    }
            }
            (a, b) => a == b || (a.is_absent() && b.is_absent()),
        }
    }

    /// Whether `whole` has `part`: an element of a list, a key of a map, a value of a range, a time of a window.
    pub(crate) fn contains(&mut self, whole: Value, part: Value, id: ExprId) -> Eval<bool> {
        match (whole, part) {
            (Value::List(slice), part) => {
                for at in slice.range() {
                    let element = self.values.slot(at as u32).value;
                    if self.equals(element, part, id)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (Value::Map(slice), Value::Str(key)) => Ok(self.values.map(slice).iter().any(|entry| entry.key == key)),
            (Value::Range(at), part) => {
                let (low, high) = (self.values.slot(at).value, self.values.slot(at + 1).value);
                match (self.order(low, part), self.order(part, high)) {
                    (Some(low), Some(high)) => Ok(low.is_le() && high.is_le()),
                    _ => Err(self.report_unfit(BinaryOp::In, (part, whole), id)),
                }
            }
            (Value::Window(window), Value::Clock(clock)) => Ok(match window.from <= window.to {
                true => window.from <= clock && clock <= window.to,
                false => window.from <= clock || clock <= window.to,
            }),
            (Value::Str(whole), Value::Str(part)) => Ok(self.name(whole).contains(self.name(part))),
            _ => Err(self.report_unfit(BinaryOp::In, (part, whole), id)),
        }
    }
}
