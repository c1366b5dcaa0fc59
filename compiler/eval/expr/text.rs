//! Text: templates, whose references stay pieces, and the canonical spelling of what becomes text.

use values::{Deferred, ExprId, Slice, Slot, Symbol, Value, spell};

use super::members::operand;
use crate::machine::{Eval, Frame, Machine};

impl Machine<'_> {
    /// Pieces, joined; what waits for a target stays a piece of its own.
    pub(crate) fn template(&mut self, pieces: Slice, at: Frame) -> Eval {
        let mark = self.scratch.len();
        let mut failed = None;
        for piece in self.program.exprs.list(pieces) {
            match self.eval(*piece, at) {
                Ok(value) => {
                    let origin = values::Origin { expr: *piece, layer: at.layer };
                    self.scratch.push(Slot { value, origin });
                }
                Err(poisoned) => failed = Some(poisoned),
            }
        }
        let result = match failed {
            Some(poisoned) => Err(poisoned),
            None => Ok(self.join_scratch(mark)),
        };
        self.scratch.truncate(mark);
        result
    }

    /// The pieces in the scratch from `mark` on as one text; they stay there for the caller to remove.
    pub(crate) fn join_scratch(&mut self, mark: usize) -> Value {
        let end = self.scratch.len();
        let is_plain = self.scratch.iter().skip(mark).all(|slot| !self.stays_piece(slot.value));
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        for at in mark..end {
            let Some(slot) = self.scratch.get(at).copied() else { continue };
            if self.stays_piece(slot.value) {
                self.flush_piece(&mut text);
                self.push_pieces(slot, &mut text);
            } else if self.spend_text(text.len()) {
                self.write_plain(&mut text, slot.value);
            }
        }
        let value = if is_plain {
            Value::Str(self.symbols.intern(&text))
        } else {
            self.flush_piece(&mut text);
            let pieces = self.values.push(self.scratch.get(end..).unwrap_or(&[]));
            self.scratch.truncate(end);
            self.values.defer(Deferred::Text(pieces))
        };
        self.text = text;
        value
    }

    /// Text that is itself made of pieces gives them, so that text never nests in text.
    fn push_pieces(&mut self, slot: Slot, text: &mut String) {
        let Value::Deferred(id) = slot.value else { return self.scratch.push(slot) };
        let Deferred::Text(pieces) = self.values.deferred(id) else { return self.scratch.push(slot) };
        for at in pieces.range() {
            let piece = self.values.slot(at as u32);
            if self.stays_piece(piece.value) {
                self.flush_piece(text);
                self.scratch.push(piece);
            } else {
                self.write_plain(text, piece.value);
            }
        }
    }

    fn flush_piece(&mut self, text: &mut String) {
        if !text.is_empty() {
            let value = Value::Str(self.symbols.intern(text));
            self.scratch.push(operand(value));
            text.clear();
        }
    }

    fn stays_piece(&self, value: Value) -> bool {
        matches!(value, Value::Output { .. } | Value::Deferred(_) | Value::Instance(_))
    }

    /// A number, a bool, a case or a reference as text.
    pub(crate) fn as_text(&mut self, of: ExprId, at: Frame) -> Eval {
        let value = self.eval(of, at)?;
        match value {
            Value::Str(_) | Value::None | Value::Unset => Ok(value),
            value if self.stays_piece(value) => Ok(value),
            value => Ok(Value::Str(self.text_symbol(value))),
        }
    }

    /// The text of a value that is known.
    pub(crate) fn text_symbol(&mut self, value: Value) -> Symbol {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        self.write_plain(&mut text, value);
        let symbol = self.symbols.intern(&text);
        self.text = text;
        symbol
    }

    /// The text of a value, if it has one that is known.
    pub(crate) fn plain_text(&self, value: Value) -> Option<String> {
        let is_text = matches!(
            value,
            Value::Str(_)
                | Value::Int(_)
                | Value::Number { .. }
                | Value::Bool(_)
                | Value::Case { .. }
                | Value::Quantity { .. }
                | Value::Clock(_)
                | Value::Window(_)
                | Value::WeeklyWindow(_)
        );
        is_text.then(|| {
            let mut text = String::new();
            self.write_plain(&mut text, value);
            text
        })
    }

    /// Writes a scalar as text has it: without quotes.
    fn write_plain(&self, text: &mut String, value: Value) {
        use std::fmt::Write;
        // Writing to a string can't fail.
        _ = match value {
            Value::Str(symbol) => write!(text, "{}", self.name(symbol)),
            Value::Int(whole) => write!(text, "{whole}"),
            Value::Bool(holds) => write!(text, "{holds}"),
            Value::Number { mantissa, scale } => write!(text, "{}", values::Decimal::new(mantissa, scale)),
            Value::Case { union, case, .. } => {
                write!(text, "{}", self.program.text(self.program.union(union).case(case).name))
            }
            Value::Clock(clock) => write!(text, "{clock}"),
            Value::Window(window) => write!(text, "{window}"),
            Value::WeeklyWindow(window) => write!(text, "{window}"),
            other => match other.to_quantity() {
                Some(quantity) => write!(text, "{}", spell(quantity)),
                None => Ok(()),
            },
        };
    }
}
