//! Values as the language writes them, on one line.

use graph::ComponentGraph;
use program::Program;
use values::{Decimal, Deferred, Quantity, RecordId, Slice, Slot, Value, spell};

/// Spells values of one environment.
#[derive(Clone, Copy)]
pub(crate) struct Speller<'a> {
    pub(crate) program: &'a Program,
    pub(crate) graph: &'a ComponentGraph,
}

impl Speller<'_> {
    /// A value in the words of the language. What only a target knows is spelled as its reference.
    pub(crate) fn spell(self, value: Value) -> String {
        match value {
            Value::Unset | Value::None => "none".to_owned(),
            Value::Bool(yes) => yes.to_string(),
            Value::Int(whole) => whole.to_string(),
            Value::Number { mantissa, scale } => Decimal::new(mantissa, scale).to_string(),
            Value::Quantity { kind, amount } => spell(Quantity { kind, amount }),
            Value::Str(text) => quoted(self.graph.text(text)),
            Value::Clock(clock) => clock.to_string(),
            Value::Window(window) => window.to_string(),
            Value::WeeklyWindow(window) => window.to_string(),
            Value::Range(start) => self.range(start),
            Value::Case { union, case, body } => {
                let case = self.program.union(union).case(case);
                let name = self.program.text(case.name);
                case.record.map_or(name.to_owned(), |record| format!("{name} {}", self.record(record, body)))
            }
            Value::Record { record, start } => self.record(record, start),
            Value::List(slice) => format!("[{}]", self.each(slice).join(", ")),
            Value::Map(slice) => {
                let entries = self.graph.values.map(slice).iter();
                let entries = entries.map(|entry| (self.graph.text(entry.key), entry.slot.value));
                braced(entries.map(|(key, value)| format!("{} = {}", key_of(key), self.spell(value))).collect())
            }
            Value::Instance(id) => self.graph.text(self.graph.instance(id).path).to_owned(),
            Value::Output { instance, output } => {
                let instance = self.graph.instance(instance);
                let out = self.program.component(instance.component).out(output);
                format!("{}.{}", self.graph.text(instance.path), self.program.text(out.name))
            }
            Value::Deferred(id) => self.deferred(self.graph.values.deferred(id)),
        }
    }

    fn range(self, start: u32) -> String {
        let (from, to) = (self.graph.values.slot(start).value, self.graph.values.slot(start + 1).value);
        if from == to { self.spell(from) } else { format!("{}..{}", self.spell(from), self.spell(to)) }
    }

    fn record(self, record: RecordId, start: u32) -> String {
        let fields = self.program.record(record).fields.iter().enumerate();
        let slots = fields.map(|(at, field)| (field.name, self.graph.values.slot(start + at as u32).value));
        let present = slots.filter(|(_, value)| !value.is_absent());
        braced(present.map(|(name, value)| format!("{} = {}", self.program.text(name), self.spell(value))).collect())
    }

    fn each(self, slice: Slice) -> Vec<String> {
        self.graph.values.slice(slice).iter().map(|slot: &Slot| self.spell(slot.value)).collect()
    }

    fn deferred(self, node: Deferred) -> String {
        match node {
            Deferred::Text(slice) => {
                let pieces = self.graph.values.slice(slice).iter().map(|slot| match slot.value {
                    Value::Str(text) => escaped(self.graph.text(text)),
                    hole => format!("${{{}}}", self.spell(hole)),
                });
                format!("\"{}\"", pieces.collect::<String>())
            }
            Deferred::Input { name, .. } => self.graph.text(name).to_owned(),
            Deferred::Operation { name, operands } => {
                format!("{}({})", self.graph.text(name), self.each(operands).join(", "))
            }
            Deferred::Attribute { path, .. } => self.graph.text(path).to_owned(),
        }
    }
}

fn braced(entries: Vec<String>) -> String {
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}

/// A key as it is written: quoted where it is no word.
pub(crate) fn key_of(key: &str) -> String {
    let is_word = !key.is_empty()
        && !key.starts_with(|c: char| c.is_ascii_digit())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_word { key.to_owned() } else { quoted(key) }
}

/// A string as it is written.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let plain = text.replace('\\', "\\\\").replace('"', "\\\"").replace("${", "$${");
    plain.replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r")
}
