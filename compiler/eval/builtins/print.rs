//! `json`, `yaml` and `digest`: values as text. What waits for a target stays an operation.

use std::fmt::Write;

use program::Builtin;
use values::{Slot, Value, spell};

use super::Call;
use super::digest::sha256;
use crate::machine::{Eval, Machine};

/// How many characters of a digest are kept: enough to tell versions apart, short enough for a name.
const DIGEST_LENGTH: usize = 16;

/// A short digest of a text.
pub fn digest(text: &str) -> String {
    let mut whole = sha256(text.as_bytes());
    whole.truncate(DIGEST_LENGTH);
    whole
}

impl Machine<'_> {
    pub(super) fn print_function(&mut self, call: Call<'_>) -> Eval {
        let value = self.settle_deep(call.arg(0))?;
        if self.has_pending(value) {
            return match call.builtin {
                // Once all is placed, whoever writes it knows the names that are still open here.
                Builtin::Digest if self.is_placed => Ok(self.pending_call(call)),
                Builtin::Digest => Err(self.unfit_argument(call, 0, "a value that is known here")),
                _ => Ok(self.pending_call(call)),
            };
        }
        let mut text = String::new();
        match call.builtin {
            Builtin::Yaml => self.write_yaml(&mut text, value, 0),
            Builtin::Json => {
                let indent = match call.arg(1) {
                    Value::Int(width) => usize::try_from(width).ok().filter(|width| (1..=8).contains(width)),
                    _ => None,
                };
                self.write_json(&mut text, value, Layout { indent, depth: 0 });
            }
            _ => self.write_json(&mut text, value, Layout { indent: None, depth: 0 }),
        }
        if call.builtin == Builtin::Digest {
            text = digest(&text);
        }
        Ok(self.new_text(&text))
    }

    /// A value with all outputs in it that are known by now.
    pub(super) fn settle_deep(&mut self, value: Value) -> Eval {
        if !self.is_placed || !self.has_pending(value) {
            return Ok(value);
        }
        match value {
            Value::List(slice) => {
                let mut slots = self.values.slice(slice).to_vec();
                for slot in &mut slots {
                    slot.value = self.settle_deep(slot.value)?;
                }
                Ok(Value::List(self.values.push(&slots)))
            }
            Value::Map(slice) => {
                let mut entries = self.values.map(slice).to_vec();
                for entry in &mut entries {
                    entry.slot.value = self.settle_deep(entry.slot.value)?;
                }
                Ok(Value::Map(self.values.push_entries(&entries)))
            }
            other => self.settle(other),
        }
    }

    /// The named parts of a record, a case with fields or a map; what is absent is left out.
    fn parts(&self, value: Value) -> Option<Vec<(String, Value)>> {
        let record = |record, start: u32| {
            let fields = self.program.record(record).fields.iter().enumerate();
            let parts = fields.map(|(at, field)| (self.owned(field.name), self.values.slot(start + at as u32).value));
            parts.filter(|(_, value)| !value.is_absent()).collect()
        };
        match value {
            Value::Record { record: of, start } => Some(record(of, start)),
            Value::Case { union, case, body } => {
                let known = self.program.union(union).case(case);
                let fields: Vec<(String, Value)> = record(known.record?, body);
                let kind = ("kind".to_owned(), Value::Str(known.name));
                Some(std::iter::once(kind).chain(fields).collect())
            }
            Value::Map(slice) => {
                let entries = self.values.map(slice).iter();
                Some(entries.map(|entry| (self.owned(entry.key), entry.slot.value)).collect())
            }
            _ => None,
        }
    }

    fn write_json(&self, text: &mut String, value: Value, layout: Layout) {
        if !self.spend(1) {
            return;
        }
        let inner = Layout { depth: layout.depth + 1, ..layout };
        if let Some(parts) = self.parts(value) {
            text.push('{');
            for (at, (key, value)) in parts.iter().enumerate() {
                inner.next(text, at);
                quote_json(text, key);
                text.push_str(if layout.indent.is_some() { ": " } else { ":" });
                self.write_json(text, *value, inner);
            }
            layout.end(text, parts.is_empty());
            return text.push('}');
        }
        match value {
            Value::List(slice) => {
                text.push('[');
                let elements: &[Slot] = self.values.slice(slice);
                for (at, slot) in elements.iter().enumerate() {
                    inner.next(text, at);
                    self.write_json(text, slot.value, inner);
                }
                layout.end(text, elements.is_empty());
                text.push(']');
            }
            value => self.write_scalar(text, value),
        }
    }

    fn write_scalar(&self, text: &mut String, value: Value) {
        // Writing to a string can't fail.
        _ = match value {
            Value::Bool(holds) => write!(text, "{holds}"),
            Value::Int(whole) => write!(text, "{whole}"),
            Value::Number { mantissa, scale } => write!(text, "{}", values::Decimal::new(mantissa, scale)),
            Value::None | Value::Unset => write!(text, "null"),
            Value::Quantity { kind, amount } => {
                quote_json(text, &spell(values::Quantity { kind, amount }));
                Ok(())
            }
            other => {
                let plain = self.plain_text(other).unwrap_or_else(|| self.shown(other));
                quote_json(text, &plain);
                Ok(())
            }
        };
    }

    /// Block style; strings that need quotes have those of JSON, which YAML reads the same way.
    fn write_yaml(&self, text: &mut String, value: Value, depth: usize) {
        if !self.spend(1) {
            return;
        }
        let indent = |text: &mut String| text.extend(std::iter::repeat_n(' ', depth * 2));
        if let Some(parts) = self.parts(value) {
            if parts.is_empty() {
                return text.push_str("{}\n");
            }
            for (key, value) in &parts {
                indent(text);
                if is_plain_key(key) {
                    text.push_str(key)
                } else {
                    quote_json(text, key)
                }
                text.push(':');
                self.write_yaml_value(text, *value, depth);
            }
            return;
        }
        match value {
            Value::List(slice) if slice.len > 0 => {
                let elements: &[Slot] = self.values.slice(slice);
                for slot in elements {
                    indent(text);
                    text.push_str("- ");
                    let from = text.len();
                    self.write_yaml(text, slot.value, depth + 1);
                    // The first line of what is nested stands beside the dash.
                    let nested = text.split_off(from);
                    text.push_str(nested.trim_start_matches(' '));
                }
            }
            Value::List(_) => text.push_str("[]\n"),
            value => {
                match value {
                    Value::Str(plain) if is_plain_text(self.name(plain)) => text.push_str(self.name(plain)),
                    Value::Str(plain) if reads_single_quoted(self.name(plain)) => {
                        text.extend(["'", self.name(plain), "'"]);
                    }
                    value => self.write_scalar(text, value),
                }
                text.push('\n');
            }
        }
    }

    fn write_yaml_value(&self, text: &mut String, value: Value, depth: usize) {
        let is_block = match value {
            Value::List(slice) | Value::Map(slice) => slice.len > 0,
            value => self.parts(value).is_some_and(|parts| !parts.is_empty()),
        };
        text.push(if is_block { '\n' } else { ' ' });
        self.write_yaml(text, value, depth + 1);
    }
}

/// How JSON is laid out: on one line, or indented.
#[derive(Clone, Copy)]
struct Layout {
    indent: Option<usize>,
    depth: usize,
}

impl Layout {
    /// Goes on to the next part.
    fn next(self, text: &mut String, at: usize) {
        text.push_str(if at > 0 { "," } else { "" });
        self.line(text);
    }

    /// Goes back to the closing bracket.
    fn end(self, text: &mut String, is_empty: bool) {
        if !is_empty {
            self.line(text);
        }
    }

    fn line(self, text: &mut String) {
        if let Some(width) = self.indent {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', width * self.depth));
        }
    }
}

/// Whether YAML reads a key as this very text without quotes.
fn is_plain_key(key: &str) -> bool {
    is_plain_text(key) && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
}

/// Whether YAML reads a text as this very text without quotes: words, paths, addresses.
fn is_plain_text(text: &str) -> bool {
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_'))
        && text.chars().all(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | ' ' | '(' | ')' | '+' | '=' | '@')
        })
        && !text.contains(": ")
        && !text.ends_with([':', ' ']);
    let reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    is_span_of_time(text) || is_word && !reserved.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether a text is easier to read in single quotes: it has double ones of its own.
fn reads_single_quoted(text: &str) -> bool {
    text.contains('"') && !text.contains(|c: char| c == '\'' || c == '\\' || c.is_control())
}

/// Whether a text is a count of some unit of time, such as `30s`.
fn is_span_of_time(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < text.len() && ["ms", "s", "m", "h", "d", "w", "y"].contains(&unit)
}

/// Text as JSON quotes it.
fn quote_json(text: &mut String, plain: &str) {
    text.push('"');
    for c in plain.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if (c as u32) < 0x20 || (0x7f..0xa0).contains(&(c as u32)) || matches!(c, '\u{2028}' | '\u{2029}') => {
                _ = write!(text, "\\u{:04x}", c as u32);
            }
            c => text.push(c),
        }
    }
    text.push('"');
}
