//! Functions on numbers and quantities: rounding, the largest, the smallest, sums.

use program::{BinaryOp, Builtin, Expr, unit};
use values::{Decimal, ExprId, Quantity, Value};

use super::Call;
use crate::machine::{Eval, Frame, Machine};

impl Machine<'_> {
    /// `floor` and `ceil`, which make of an inexact `/`, `*` or `as` right beneath them an exact value.
    pub(super) fn round(&mut self, builtin: Builtin, written: &[ExprId], id: ExprId, at: Frame) -> Eval {
        let Some(arg) = written.first().copied() else { return Ok(Value::None) };
        let rounded = match self.program.exprs.get(arg) {
            Expr::Binary(op @ (BinaryOp::Divide | BinaryOp::Multiply), left, right) => {
                let (a, b) = (self.eval(left, at)?, self.eval(right, at)?);
                let (a, b) = (self.settle(a)?, self.settle(b)?);
                if op == BinaryOp::Divide { round_quotient(builtin, a, b) } else { round_product(builtin, a, b) }
            }
            Expr::As(of, reference) => {
                let value = self.eval(of, at)?;
                let value = self.settle(value)?;
                let base = unit(reference);
                let base = Value::Quantity { kind: base.kind, amount: base.base };
                round_quotient(builtin, value, base)
            }
            _ => None,
        };
        if let Some(rounded) = rounded {
            return Ok(rounded);
        }
        let value = self.eval(arg, at)?;
        let value = self.settle(value)?;
        match value.to_decimal() {
            Some(number) => {
                Ok(Value::Int(rounded_ratio(builtin, number.mantissa.into(), ten(number.scale)).unwrap_or(0)))
            }
            None if value.is_absent() => Ok(Value::None),
            None if value.to_quantity().is_some() => Ok(value),
            None => Err(self.unfit_argument(Call { builtin, args: &[value], written, id }, 0, "a number")),
        }
    }

    pub(super) fn number_function(&mut self, call: Call<'_>) -> Eval {
        let values = self.spread_args(call);
        let mut best: Option<Value> = None;
        for value in values {
            let value = self.settle(value)?;
            best = Some(match best {
                None => value,
                Some(known) => {
                    let next = match call.builtin {
                        Builtin::Sum => add(known, value),
                        builtin => self.order(value, known).map(|order| {
                            let wins = if builtin == Builtin::Max { order.is_gt() } else { order.is_lt() };
                            if wins { value } else { known }
                        }),
                    };
                    match next {
                        Some(next) => next,
                        None => return Err(self.unfit_argument(call, 0, "values of one kind that are known here")),
                    }
                }
            });
        }
        match best {
            Some(best) => Ok(best),
            None if call.builtin == Builtin::Sum => Ok(Value::Int(0)),
            None => Err(self.empty_list(call)),
        }
    }
}

fn add(a: Value, b: Value) -> Option<Value> {
    match (a.to_quantity(), b.to_quantity()) {
        (Some(a), Some(b)) => a.add(b).map(Value::from),
        _ => a.to_decimal()?.add(b.to_decimal()?).map(Value::from),
    }
}

fn ten(scale: u8) -> i128 {
    10i128.saturating_pow(u32::from(scale))
}

/// A fraction as the whole number below or above it.
fn rounded_ratio(builtin: Builtin, top: i128, bottom: i128) -> Option<i64> {
    let (top, bottom) = if bottom < 0 { (-top, -bottom) } else { (top, bottom) };
    let below = top.checked_div_euclid(bottom)?;
    let up = builtin == Builtin::Ceil && top.checked_rem_euclid(bottom)? != 0;
    i64::try_from(below + i128::from(up)).ok()
}

fn round_quotient(builtin: Builtin, a: Value, b: Value) -> Option<Value> {
    match (a.to_quantity(), b.to_quantity()) {
        (Some(a), Some(b)) => {
            let zero = |kind| Quantity { kind, amount: 0 };
            let (a, b) = (a.add(zero(b.kind))?, b.add(zero(a.kind))?);
            rounded_ratio(builtin, a.amount.into(), b.amount.into()).map(Value::Int)
        }
        (Some(a), None) => {
            let b = b.to_decimal()?;
            let top = i128::from(a.amount).checked_mul(ten(b.scale))?;
            let amount = rounded_ratio(builtin, top, b.mantissa.into())?;
            Some(Value::Quantity { kind: a.kind, amount })
        }
        _ => {
            let (a, b) = (a.to_decimal()?, b.to_decimal()?);
            let top = i128::from(a.mantissa).checked_mul(ten(b.scale))?;
            rounded_ratio(builtin, top, i128::from(b.mantissa).checked_mul(ten(a.scale))?).map(Value::Int)
        }
    }
}

fn round_product(builtin: Builtin, a: Value, b: Value) -> Option<Value> {
    let (quantity, factor): (Quantity, Decimal) = match (a.to_quantity(), b.to_quantity()) {
        (Some(quantity), None) => (quantity, b.to_decimal()?),
        (None, Some(quantity)) => (quantity, a.to_decimal()?),
        (None, None) => {
            let product = a.to_decimal()?.mul(b.to_decimal()?)?;
            return rounded_ratio(builtin, product.mantissa.into(), ten(product.scale)).map(Value::Int);
        }
        _ => return None,
    };
    let top = i128::from(quantity.amount).checked_mul(factor.mantissa.into())?;
    let amount = rounded_ratio(builtin, top, ten(factor.scale))?;
    Some(Value::Quantity { kind: quantity.kind, amount })
}
