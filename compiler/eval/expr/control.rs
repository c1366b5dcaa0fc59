//! Conditions, patterns, calls.

use program::{Exprs, FnId, Pattern};
use values::{CaseId, ExprId, Slice, Value};

use crate::machine::{Eval, Frame, Machine};
use crate::problem::Problem;

impl Machine<'_> {
    /// Whether a condition holds; it has to be known here.
    pub(crate) fn holds(&mut self, condition: ExprId, at: Frame) -> Eval<bool> {
        let value = self.eval(condition, at)?;
        if let Value::Bool(holds) = value {
            return Ok(holds);
        }
        match self.settle(value)? {
            Value::Bool(holds) => Ok(holds),
            _ => {
                let (span, what) = (self.span(condition), self.spell(condition));
                Err(self.report(Problem::NotKnown { span, what, purpose: "a condition" }))
            }
        }
    }

    /// Whether a value is of a case.
    pub(crate) fn is_case(&mut self, of: ExprId, case: CaseId, at: Frame) -> Eval {
        let value = self.eval(of, at)?;
        let value = self.settle(value)?;
        Ok(Value::Bool(matches!(value, Value::Case { case: known, .. } if known == case)))
    }

    /// The value of the first arm that fits.
    pub(crate) fn pick(&mut self, subject: ExprId, arms: Slice, id: ExprId, at: Frame) -> Eval {
        let program = self.program;
        let value = self.eval(subject, at)?;
        let value = self.settle(value)?;
        for arm in program.exprs.arm_list(arms) {
            let patterns = program.exprs.pattern_list(arm.patterns);
            let mut fits = false;
            for pattern in patterns {
                fits = self.fits(value, *pattern, subject, at)?;
                if fits {
                    break;
                }
            }
            let guarded = match arm.guard {
                Some(guard) if fits => self.holds(Exprs::open(guard), at)?,
                _ => fits,
            };
            if guarded {
                return self.eval(arm.value, at);
            }
        }
        let (span, found) = (self.span(id), self.brief(value));
        let what = self.spell(subject);
        Err(self.report(Problem::NoArm { span, what, found }))
    }

    fn fits(&mut self, value: Value, pattern: Pattern, subject: ExprId, at: Frame) -> Eval<bool> {
        match pattern {
            Pattern::Any => Ok(true),
            Pattern::None => self.is_absent(value),
            Pattern::Value(expected) => {
                let expected = self.eval(expected, at)?;
                self.equals(value, expected, subject)
            }
            Pattern::Case(case, bindings) => {
                let Value::Case { case: known, body, .. } = value else { return Ok(false) };
                if known != case {
                    return Ok(false);
                }
                for (field, local) in self.program.exprs.binding_list(bindings) {
                    let bound = known_value(self.values.slot(body + u32::from(*field)).value);
                    self.bind(at, *local, bound);
                }
                Ok(true)
            }
        }
    }

    /// A call of a declared function: its parameters are the first locals of a frame of its own.
    pub(crate) fn call(&mut self, function: FnId, args: Slice, at: Frame) -> Eval {
        let program = self.program;
        let declared = program.function(function);
        // Arguments are evaluated where the call stands, before the new frame starts.
        let mark = self.scratch.len();
        for arg in program.exprs.list(args) {
            let value = self.eval(*arg, at);
            match value {
                Ok(value) => self.scratch.push(values::Slot { value, origin: values::Origin::NONE }),
                Err(poisoned) => {
                    self.scratch.truncate(mark);
                    return Err(poisoned);
                }
            }
        }
        // A function sees no instance, but what it is asked of secrets depends on who asks.
        let frame = Frame { me: at.me, near: at.near, ..self.bare_frame(at.layer) };
        let count = self.scratch.len() - mark;
        for local in 0..count {
            let value = self.scratch.get(mark + local).map_or(Value::None, |slot| slot.value);
            self.bind(frame, local as u16, value);
        }
        self.scratch.truncate(mark);
        self.within(frame, |machine, frame| {
            for (local, param) in declared.params.iter().enumerate().skip(count) {
                let value = param.default.map_or(Ok(Value::None), |default| machine.eval(default, frame))?;
                machine.bind(frame, local as u16, value);
            }
            machine.eval(declared.body, frame)
        })
    }
}

/// A slot as a value that may be read: what nobody wrote is absent.
pub(crate) fn known_value(value: Value) -> Value {
    if value == Value::Unset { Value::None } else { value }
}
