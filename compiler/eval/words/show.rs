//! Values in the language's canonical spelling.

use std::fmt::Write;

use graph::{ComponentGraph, Instance};
use program::Program;
use values::{Decimal, Deferred, InstanceId, OutId, RecordId, Slice, Slot, Symbol, Symbols, Value, Values, spell};

use crate::machine::Machine;

/// How many characters of a value a message shows.
const BRIEF: usize = 160;

/// What it takes to spell a value.
struct View<'a> {
    program: &'a Program,
    symbols: &'a Symbols,
    values: &'a Values,
    instances: &'a [Instance],
}

/// A value of a graph as its author would write it: `{ a = 1 }`, cases, references by path, `"${db.url}"`.
pub fn show(program: &Program, graph: &ComponentGraph, value: Value) -> String {
    let view = View { program, symbols: &graph.symbols, values: &graph.values, instances: &graph.instances };
    let mut text = String::new();
    view.write(&mut text, value);
    text
}

impl Machine<'_> {
    /// A value as its author would write it.
    pub(crate) fn shown(&self, value: Value) -> String {
        let view =
            View { program: self.program, symbols: &self.symbols, values: &self.values, instances: &self.instances };
        let mut text = String::new();
        view.write(&mut text, value);
        text
    }

    /// The same for a message, which shows the start of what is long.
    pub(crate) fn brief(&self, value: Value) -> String {
        let text = self.shown(value);
        match text.char_indices().nth(BRIEF) {
            Some((at, _)) => format!("{}… ({} characters)", text.get(..at).unwrap_or(""), text.chars().count()),
            None => text,
        }
    }
}

impl View<'_> {
    fn write(&self, text: &mut String, value: Value) {
        // Writing to a string can't fail.
        _ = match value {
            Value::Unset | Value::None => write!(text, "none"),
            Value::Bool(holds) => write!(text, "{holds}"),
            Value::Int(whole) => write!(text, "{whole}"),
            Value::Number { mantissa, scale } => write!(text, "{}", Decimal::new(mantissa, scale)),
            Value::Clock(clock) => write!(text, "{clock}"),
            Value::Window(window) => write!(text, "{window}"),
            Value::WeeklyWindow(window) => write!(text, "{window}"),
            Value::Quantity { kind, amount } => write!(text, "{}", spell(values::Quantity { kind, amount })),
            other => {
                self.write_compound(text, other);
                Ok(())
            }
        };
    }

    fn write_compound(&self, text: &mut String, value: Value) {
        match value {
            Value::Str(symbol) => quote(text, self.symbols.get(symbol)),
            Value::Range(at) => self.write_range(text, at),
            Value::Case { union, case, body } => {
                let case = self.program.union(union).case(case);
                text.push_str(self.program.text(case.name));
                if let Some(record) = case.record {
                    text.push(' ');
                    self.write_record(text, record, body);
                }
            }
            Value::Record { record, start } => self.write_record(text, record, start),
            Value::List(slice) => self.write_list(text, "[", slice, "]"),
            Value::Map(slice) => {
                let entries = self.values.map(slice).iter();
                let entries = entries.map(|entry| (self.symbols.get(entry.key), entry.slot.value));
                self.write_body(text, entries);
            }
            Value::Instance(id) => text.push_str(self.path(id)),
            Value::Output { instance, output } => self.write_output(text, instance, output),
            Value::Deferred(id) => self.write_deferred(text, self.values.deferred(id)),
            _ => {}
        }
    }

    fn path(&self, id: InstanceId) -> &str {
        self.instances.get(id.index()).map_or("", |instance| self.symbols.get(instance.path))
    }

    fn write_output(&self, text: &mut String, id: InstanceId, output: OutId) {
        text.push_str(self.path(id));
        let component = self.instances.get(id.index()).map(|instance| instance.component);
        if let Some(out) = component.and_then(|id| self.program.component(id).outs.get(output.index())) {
            text.push('.');
            text.push_str(self.program.text(out.name));
        }
    }

    /// A range of one value is that value, since a scalar widens.
    fn write_range(&self, text: &mut String, at: u32) {
        let (low, high) = (self.values.slot(at).value, self.values.slot(at + 1).value);
        self.write(text, low);
        if low != high {
            text.push_str("..");
            self.write(text, high);
        }
    }

    fn write_record(&self, text: &mut String, record: RecordId, start: u32) {
        let fields = self.program.record(record).fields.iter().enumerate();
        let fields =
            fields.map(|(at, field)| (self.program.text(field.name), self.values.slot(start + at as u32).value));
        self.write_body(text, fields.filter(|(_, value)| !value.is_absent()));
    }

    fn write_body<'v>(&self, text: &mut String, entries: impl Iterator<Item = (&'v str, Value)>) {
        let start = text.len();
        for (key, value) in entries {
            text.push_str(if text.len() == start { "{ " } else { ", " });
            if is_word(key) {
                text.push_str(key)
            } else {
                quote(text, key)
            }
            text.push_str(" = ");
            self.write(text, value);
        }
        text.push_str(if text.len() == start { "{}" } else { " }" });
    }

    fn write_list(&self, text: &mut String, open: &str, slice: Slice, close: &str) {
        text.push_str(open);
        for (at, slot) in self.values.slice(slice).iter().enumerate() {
            text.push_str(if at > 0 { ", " } else { "" });
            self.write(text, slot.value);
        }
        text.push_str(close);
    }

    fn write_deferred(&self, text: &mut String, node: Deferred) {
        match node {
            Deferred::Text(pieces) => {
                text.push('"');
                for piece in self.values.slice(pieces) {
                    self.write_piece(text, *piece);
                }
                text.push('"');
            }
            Deferred::Input { name, .. } => text.push_str(self.symbols.get(name)),
            Deferred::Operation { name, operands } => self.write_operation(text, name, operands),
            Deferred::Attribute { name, .. } => text.push_str(self.symbols.get(name)),
            Deferred::Entry { owner, name } => {
                text.push_str(self.path(owner));
                text.push('/');
                text.push_str(self.symbols.get(name));
            }
            Deferred::Name(of) => text.push_str(of.map_or("", |of| self.path(of))),
        }
    }

    fn write_piece(&self, text: &mut String, piece: Slot) {
        match piece.value {
            Value::Str(symbol) => escape(text, self.symbols.get(symbol)),
            other => {
                text.push_str("${");
                self.write(text, other);
                text.push('}');
            }
        }
    }

    fn write_operation(&self, text: &mut String, name: Symbol, operands: Slice) {
        let slots = self.values.slice(operands);
        let name = self.symbols.get(name);
        match (slots, name.starts_with(|c: char| c.is_alphabetic())) {
            // A capability that is asked by name.
            ([Slot { value: Value::Instance(id), .. }], true) => {
                _ = write!(text, "{}.{name}", self.path(*id));
            }
            ([of, index], true) if name == "index" => {
                self.write(text, of.value);
                text.push('[');
                self.write(text, index.value);
                text.push(']');
            }
            ([of, Slot { value: Value::Str(unit), .. }], true) if name == "as" => {
                self.write(text, of.value);
                _ = write!(text, " as {}", self.symbols.get(*unit));
            }
            ([of], false) => {
                text.push_str(name);
                self.write(text, of.value);
            }
            ([left, right], false) => {
                self.write(text, left.value);
                _ = write!(text, " {name} ");
                self.write(text, right.value);
            }
            _ => {
                text.push_str(name);
                self.write_list(text, "(", operands, ")");
            }
        }
    }
}

/// Whether a key needs no quotes.
pub(crate) fn is_word(key: &str) -> bool {
    let starts = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Text in quotes.
pub(crate) fn quote(text: &mut String, plain: &str) {
    text.push('"');
    escape(text, plain);
    text.push('"');
}

fn escape(text: &mut String, plain: &str) {
    let mut rest = plain.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            '$' if rest.peek() == Some(&'{') => text.push_str("$$"),
            c => text.push(c),
        }
    }
}
