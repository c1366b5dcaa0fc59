//! Operators: exact arithmetic, `??`, `as`, ranges.

use std::cmp::Ordering;

use program::{BinaryOp, UnaryOp, UnitRef, unit};
use values::{Decimal, ExprId, Quantity, Slot, Value, spell};

use super::members::operand;
use crate::machine::{Eval, Frame, Machine};
use crate::problem::Problem;

impl Machine<'_> {
    /// An operator before its operand.
    pub(crate) fn unary(&mut self, op: UnaryOp, of: ExprId, id: ExprId, at: Frame) -> Eval {
        let value = self.eval(of, at)?;
        let value = self.settle(value)?;
        if self.is_pending(value) {
            return Ok(self.operation(prefix(op), &[value]));
        }
        let negated = match (op, value) {
            (UnaryOp::Not, Value::Bool(holds)) => Some(Value::Bool(!holds)),
            (UnaryOp::Negate, Value::Int(whole)) => whole.checked_neg().map(Value::Int),
            (UnaryOp::Negate, Value::Number { mantissa, scale }) => {
                mantissa.checked_neg().map(|mantissa| Value::Number { mantissa, scale })
            }
            (UnaryOp::Negate, Value::Quantity { kind, amount }) => {
                amount.checked_neg().map(|amount| Value::Quantity { kind, amount })
            }
            _ => None,
        };
        negated.ok_or_else(|| self.report_overflow(id))
    }

    fn report_overflow(&mut self, id: ExprId) -> crate::machine::Poisoned {
        let (span, what) = (self.span(id), self.spell(id));
        self.report(Problem::Overflow { span, what })
    }

    /// An operator between its operands.
    pub(crate) fn binary(&mut self, op: BinaryOp, sides: (ExprId, ExprId), id: ExprId, at: Frame) -> Eval {
        let (left, right) = sides;
        match op {
            BinaryOp::And | BinaryOp::Or => {
                let first = self.holds(left, at)?;
                let decided = first == (op == BinaryOp::Or);
                if decided { Ok(Value::Bool(first)) } else { self.holds(right, at).map(Value::Bool) }
            }
            BinaryOp::Coalesce => {
                let value = self.attempt(left, at)?;
                if self.is_absent(value)? { self.eval(right, at) } else { Ok(value) }
            }
            BinaryOp::Equal | BinaryOp::NotEqual => {
                let (a, b) = (self.eval(left, at)?, self.eval(right, at)?);
                let equal = self.equals(a, b, id)?;
                Ok(Value::Bool(equal == (op == BinaryOp::Equal)))
            }
            _ => {
                let (a, b) = (self.eval(left, at)?, self.eval(right, at)?);
                let (a, b) = (self.settle(a)?, self.settle(b)?);
                if self.is_pending(a) || self.is_pending(b) {
                    return Ok(self.operation(symbol(op), &[a, b]));
                }
                self.combine(op, (a, b), id)
            }
        }
    }

    fn combine(&mut self, op: BinaryOp, (a, b): (Value, Value), id: ExprId) -> Eval {
        match op {
            BinaryOp::In => self.contains(b, a, id).map(Value::Bool),
            BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => {
                match self.order(a, b) {
                    Some(order) => Ok(Value::Bool(match op {
                        BinaryOp::Less => order.is_lt(),
                        BinaryOp::LessEqual => order.is_le(),
                        BinaryOp::Greater => order.is_gt(),
                        _ => order.is_ge(),
                    })),
                    None => Err(self.report_unfit(op, (a, b), id)),
                }
            }
            BinaryOp::Divide => self.divide((a, b), id),
            BinaryOp::Remainder => self.remainder((a, b), id),
            _ => self.calculate(op, (a, b), id),
        }
    }

    pub(crate) fn report_unfit(
        &mut self,
        op: BinaryOp,
        (a, b): (Value, Value),
        id: ExprId,
    ) -> crate::machine::Poisoned {
        let span = self.span(id);
        if a.is_absent() || b.is_absent() {
            let what = self.spell(id);
            return self.report(Problem::Absent { span, what });
        }
        let (left, right) = (self.brief(a), self.brief(b));
        self.report(Problem::Unfit { span, op: symbol(op), left, right })
    }

    fn calculate(&mut self, op: BinaryOp, (a, b): (Value, Value), id: ExprId) -> Eval {
        let result = match (a, b) {
            (Value::Int(a), Value::Int(b)) => match op {
                BinaryOp::Add => a.checked_add(b),
                BinaryOp::Subtract => a.checked_sub(b),
                _ => a.checked_mul(b),
            }
            .map(Value::Int),
            (Value::List(_), Value::List(_)) if op == BinaryOp::Add => return Ok(self.concat(a, b)),
            (Value::Str(_), _) | (_, Value::Str(_)) if op == BinaryOp::Add => return Ok(self.concat_text(a, b)),
            _ => match (a.to_quantity(), b.to_quantity(), a.to_decimal(), b.to_decimal()) {
                (Some(a), Some(b), ..) => match op {
                    BinaryOp::Add => a.add(b),
                    BinaryOp::Subtract => a.sub(b),
                    _ if share(b).is_some() => return self.scale(a, share(b).unwrap_or(ONE), id),
                    _ => return Err(self.report_unfit(op, (a.into(), b.into()), id)),
                }
                .map(Value::from),
                (_, Some(part), Some(number), _) if op == BinaryOp::Multiply && share(part).is_some() => {
                    share(part).and_then(|part| number.mul(part)).map(Value::from)
                }
                (Some(quantity), _, _, Some(factor)) | (_, Some(quantity), Some(factor), _)
                    if op == BinaryOp::Multiply =>
                {
                    return self.scale(quantity, factor, id);
                }
                (_, _, Some(a), Some(b)) => match op {
                    BinaryOp::Add => a.add(b),
                    BinaryOp::Subtract => a.sub(b),
                    _ => a.mul(b),
                }
                .map(Value::from),
                _ => return Err(self.report_unfit(op, (a, b), id)),
            },
        };
        result.ok_or_else(|| self.report_overflow(id))
    }

    fn scale(&mut self, quantity: Quantity, factor: Decimal, id: ExprId) -> Eval {
        match quantity.times(factor) {
            Some(scaled) => Ok(scaled.into()),
            None if Decimal::from(quantity.amount).mul(factor).is_some() => {
                let (span, what) = (self.span(id), self.spell(id));
                let found = format!("{} * {factor}", spell(quantity));
                Err(self.report(Problem::Inexact { span, what, found }))
            }
            None => Err(self.report_overflow(id)),
        }
    }

    fn concat(&mut self, a: Value, b: Value) -> Value {
        let mark = self.scratch.len();
        for value in [a, b] {
            if let Value::List(slice) = value {
                self.scratch.extend_from_slice(self.values.slots.get(slice.range()).unwrap_or(&[]));
            }
        }
        Value::List(self.keep_slots(mark))
    }

    fn concat_text(&mut self, a: Value, b: Value) -> Value {
        let mark = self.scratch.len();
        self.scratch.extend([operand(a), operand(b)]);
        let value = self.join_scratch(mark);
        self.scratch.truncate(mark);
        value
    }

    fn divide(&mut self, (a, b): (Value, Value), id: ExprId) -> Eval {
        let zero = b.to_decimal().map(|b| b.mantissa).or(b.to_quantity().map(|b| b.amount)) == Some(0);
        if zero {
            let (span, what) = (self.span(id), self.spell(id));
            return Err(self.report(Problem::DividedByZero { span, what }));
        }
        if has_no_opposite(a, b) {
            return Err(self.report_overflow(id));
        }
        let exact = match (a.to_quantity(), b.to_quantity(), a.to_decimal(), b.to_decimal()) {
            (Some(a), Some(b), ..) => quotient(a, b).map(Value::from),
            (Some(a), None, _, Some(b)) => {
                let amount = Decimal::from(a.amount).div(b).and_then(Decimal::to_int);
                amount.map(|amount| Value::Quantity { kind: a.kind, amount })
            }
            (None, None, Some(a), Some(b)) => {
                let quotient = a.div(b);
                // Whole numbers stay whole: an `int` that isn't exact has to say how it rounds.
                let is_whole = a.to_int().is_some() && b.to_int().is_some();
                quotient.filter(|quotient| !is_whole || quotient.to_int().is_some()).map(Value::from)
            }
            _ => return Err(self.report_unfit(BinaryOp::Divide, (a, b), id)),
        };
        match exact {
            Some(value) => Ok(value),
            None => {
                let (span, what) = (self.span(id), self.spell(id));
                let found = format!("{} / {}", self.shown(a), self.shown(b));
                Err(self.report(Problem::Inexact { span, what, found }))
            }
        }
    }

    fn remainder(&mut self, (a, b): (Value, Value), id: ExprId) -> Eval {
        match (a, b) {
            (_, Value::Int(0)) => {
                let (span, what) = (self.span(id), self.spell(id));
                Err(self.report(Problem::DividedByZero { span, what }))
            }
            (Value::Int(a), Value::Int(b)) => {
                a.checked_rem_euclid(b).map(Value::Int).ok_or_else(|| self.report_overflow(id))
            }
            _ => match (a.to_quantity(), b.to_quantity()) {
                (Some(a), Some(b)) if a.kind == b.kind && b.amount != 0 => {
                    let amount = a.amount.checked_rem_euclid(b.amount);
                    let rest = amount.map(|amount| Value::Quantity { kind: a.kind, amount });
                    rest.ok_or_else(|| self.report_overflow(id))
                }
                _ => Err(self.report_unfit(BinaryOp::Remainder, (a, b), id)),
            },
        }
    }

    /// A range from one to the other.
    pub(crate) fn range(&mut self, low: ExprId, high: ExprId, id: ExprId, at: Frame) -> Eval {
        let (a, b) = (self.eval(low, at)?, self.eval(high, at)?);
        let (a, b) = (self.settle(a)?, self.settle(b)?);
        match (a, b) {
            (Value::None, _) | (_, Value::None) => return Ok(Value::None),
            (Value::Clock(from), Value::Clock(to)) => return Ok(Value::Window(values::Window { from, to })),
            _ => {}
        }
        if self.order(a, b).is_some_and(Ordering::is_gt) {
            let (span, low, high) = (self.span(id), self.shown(a), self.shown(b));
            return Err(self.report(Problem::BackwardRange { span, low, high }));
        }
        let ends = [(low, a), (high, b)];
        let slots = ends.map(|(expr, value)| Slot { value, origin: values::Origin { expr, layer: at.layer } });
        Ok(Value::Range(self.values.push(&slots).start))
    }

    /// A scalar that stands for the range from it to itself.
    pub(crate) fn widen(&mut self, of: ExprId, at: Frame) -> Eval {
        let value = self.eval(of, at)?;
        let value = self.settle(value)?;
        if value.is_absent() {
            return Ok(Value::None);
        }
        let slot = Slot { value, origin: values::Origin { expr: of, layer: at.layer } };
        Ok(Value::Range(self.values.push(&[slot, slot]).start))
    }

    /// A quantity as a number of units.
    pub(crate) fn in_unit(&mut self, of: ExprId, reference: UnitRef, id: ExprId, at: Frame) -> Eval {
        let value = self.eval(of, at)?;
        let value = self.settle(value)?;
        let unit = unit(reference);
        if self.is_pending(value) {
            let name = Value::Str(self.symbols.intern(unit.name));
            return Ok(self.operation("as", &[value, name]));
        }
        let since_midnight = |clock: values::Clock| i64::from(clock.0) * 60_000;
        let quantity = match value {
            Value::Clock(clock) => {
                Some(Quantity { kind: values::QuantityKind::Duration, amount: since_midnight(clock) })
            }
            other => other.to_quantity(),
        };
        let Some(quantity) = quantity else {
            return if value.is_absent() { Ok(Value::None) } else { Err(self.report_overflow(id)) };
        };
        let number = quantity.in_unit(unit);
        match number {
            Some(number) if unit.fraction || number.to_int().is_some() => Ok(number.into()),
            _ => {
                let (span, what) = (self.span(id), self.spell(of));
                let near = nearest(quantity, unit);
                let found = spell(quantity);
                Err(self.report(Problem::InexactUnit { span, what, found, unit: unit.name, near }))
            }
        }
    }
}

const ONE: Decimal = Decimal { mantissa: 1, scale: 0 };

/// The share of a whole that a percentage is.
pub(crate) fn share(quantity: Quantity) -> Option<Decimal> {
    (quantity.kind == values::QuantityKind::Percent).then(|| Decimal::new(quantity.amount, 5))
}

/// The exact multiples of a unit on both sides of a quantity.
fn nearest(quantity: Quantity, unit: values::Unit) -> Option<(String, String)> {
    let below = quantity.amount.div_euclid(unit.base).checked_mul(unit.base)?;
    let above = below.checked_add(unit.base)?;
    let show = |amount| spell(Quantity { kind: quantity.kind, amount });
    (quantity.kind == unit.kind).then(|| (show(below), show(above)))
}

/// How often one quantity goes into another.
fn quotient(a: Quantity, b: Quantity) -> Option<Decimal> {
    let zero = Quantity { kind: b.kind, amount: 0 };
    // Adding zero brings rates to the finer of the two units of time.
    let (a, b) = (a.add(zero)?, b.add(Quantity { kind: a.kind, amount: 0 })?);
    Decimal::from(a.amount).div(Decimal::from(b.amount))
}

/// An operator before its operand, as it is written.
pub(crate) fn prefix(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Not => "!",
        UnaryOp::Negate => "-",
    }
}

/// An operator between its operands, as it is written.
pub(crate) fn symbol(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Remainder => "%",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEqual => ">=",
        BinaryOp::And => "&&",
        BinaryOp::Or => "||",
        BinaryOp::Coalesce => "??",
        BinaryOp::In => "in",
    }
}

/// Whether the least whole number is divided by -1.
fn has_no_opposite(a: Value, b: Value) -> bool {
    matches!(a, Value::Int(i64::MIN) | Value::Quantity { amount: i64::MIN, .. }) && matches!(b, Value::Int(-1))
}
