//! Functions on text.

use program::Builtin;
use values::{Slot, Symbol, Value};

use super::Call;
use crate::expr::operand;
use crate::machine::{Eval, Machine};

impl Machine<'_> {
    pub(super) fn text_function(&mut self, call: Call<'_>) -> Eval {
        match call.builtin {
            Builtin::Join => match call.arg(1) {
                Value::Str(between) => self.join(call, between),
                _ => Err(self.unfit_argument(call, 1, "text that is known here")),
            },
            Builtin::Lines => {
                let between = self.symbols.intern("\n");
                self.join(call, between)
            }
            _ if call.args.iter().any(|arg| self.is_pending(*arg)) => Ok(self.pending_call(call)),
            Builtin::Split => self.split(call),
            Builtin::Replace => {
                let (text, from, to) = (self.known(call, 0)?, self.known(call, 1)?, self.known(call, 2)?);
                if !self.spend_text(text.matches(&from).count().saturating_mul(to.len())) {
                    return Err(self.exhausted(self.span(call.id)));
                }
                Ok(self.new_text(&text.replace(&from, &to)))
            }
            _ => {
                let text = match call.arg(0) {
                    Value::None => return Ok(Value::None),
                    _ => self.known(call, 0)?,
                };
                let made = match call.builtin {
                    Builtin::Lower => text.to_lowercase(),
                    Builtin::Upper => text.to_uppercase(),
                    Builtin::Trim => text.trim().to_owned(),
                    _ => text.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_owned(),
                };
                Ok(self.new_text(&made))
            }
        }
    }

    /// The text of an argument.
    pub(super) fn known(&mut self, call: Call<'_>, at: usize) -> Eval<String> {
        match self.plain_text(call.arg(at)) {
            Some(text) => Ok(text),
            None => Err(self.unfit_argument(call, at, "text that is known here")),
        }
    }

    pub(super) fn new_text(&mut self, text: &str) -> Value {
        Value::Str(self.symbols.intern(text))
    }

    /// Elements with text between them; those that wait for a target stay pieces.
    fn join(&mut self, call: Call<'_>, between: Symbol) -> Eval {
        let list = call.arg(0);
        let Value::List(slice) = list else {
            return if self.is_pending(list) {
                Ok(self.pending_call(call))
            } else {
                Err(self.unfit_argument(call, 0, "a list"))
            };
        };
        let mark = self.scratch.len();
        for at in slice.range() {
            let slot = self.values.slot(at as u32);
            if slot.value.is_absent() {
                continue;
            }
            if self.scratch.len() > mark {
                self.scratch.push(operand(Value::Str(between)));
            }
            self.scratch.push(slot);
        }
        let value = self.join_scratch(mark);
        self.scratch.truncate(mark);
        Ok(value)
    }

    fn split(&mut self, call: Call<'_>) -> Eval {
        let (text, between) = (self.known(call, 0)?, self.known(call, 1)?);
        if between.is_empty() {
            return Err(self.unfit_argument(call, 1, "text to split at, not an empty one"));
        }
        let parts: Vec<Slot> = text.split(&between).map(|part| operand(self.new_text(part))).collect();
        Ok(Value::List(self.values.push(&parts)))
    }
}
