//! Scalars: numbers, words and quantities as each format spells them.

use catalog::{Shape, ShapeKind};
use resources::{Node, Sink};
use values::{Quantity, QuantityKind, Value, Weekday, WeeklyWindow};

use super::wants_text;
use crate::fragment::Writer;

/// Bytes in a kibibyte.
const KIB: i64 = 1024;

impl<'a> Writer<'_, 'a> {
    /// A scalar where a shape is expected.
    pub(super) fn scalar(&mut self, value: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        match value {
            Value::Bool(holds) if !wants_text(shape) => {
                self.judge_bool(holds, shape);
                Some(Node::Bool(holds))
            }
            Value::Int(whole) if !wants_text(shape) => {
                self.judge_number(&whole.to_string(), shape);
                Some(Node::Int(whole))
            }
            Value::Number { mantissa, scale } if !wants_text(shape) => {
                let text = self.stage.realizer.plain_text(value).unwrap_or_default();
                self.judge_number(&text, shape);
                Some(Node::Decimal { mantissa, scale })
            }
            Value::Quantity { kind, amount } => {
                let text = self.quantity(Quantity { kind, amount }, shape);
                self.text_node(&text, shape)
            }
            Value::Window(window) if self.sink == Sink::Terraform => {
                self.text_node(&format!("{}-{}", window.from, window.to), shape)
            }
            Value::WeeklyWindow(weekly) if self.sink == Sink::Terraform => self.text_node(&dashed(weekly), shape),
            other => match self.stage.realizer.plain_text(other) {
                Some(text) => self.text_node(&text, shape),
                None => {
                    self.not_writable(other, "it is neither text nor a number");
                    None
                }
            },
        }
    }

    /// A text that the format can hold and the catalog allows.
    pub(crate) fn text_node(&mut self, text: &str, shape: Option<Shape<'a>>) -> Option<Node> {
        if let Some(refusal) = resources::refuses(self.sink, text) {
            self.refused(text, refusal.message(), None);
            return None;
        }
        self.judge_text(text, shape);
        Some(self.fragment.arena.text(text))
    }

    /// A quantity as the format spells it.
    fn quantity(&self, quantity: Quantity, shape: Option<Shape<'a>>) -> String {
        let is_quantity = shape.is_some_and(|shape| shape.kind() == ShapeKind::Quantity);
        match (quantity.kind, self.sink) {
            (QuantityKind::Size, Sink::Kubernetes) if is_quantity => {
                binary(quantity.amount, ["", "Ki", "Mi", "Gi", "Ti", "Pi"])
            }
            (QuantityKind::Size, Sink::Compose) => binary(quantity.amount, ["b", "k", "m", "g", "", ""]),
            (QuantityKind::Cpu, Sink::Compose) => cores(quantity.amount),
            (QuantityKind::Cpu, Sink::Kubernetes) if quantity.amount % 1000 == 0 => {
                (quantity.amount / 1000).to_string()
            }
            (QuantityKind::Cpu, Sink::Kubernetes) => format!("{}m", quantity.amount),
            (QuantityKind::Duration, _) => duration(quantity.amount),
            _ => values::spell(quantity),
        }
    }
}

/// A window of the week with the day at both ends; one that wraps midnight ends on the next.
fn dashed(WeeklyWindow { day, window }: WeeklyWindow) -> String {
    let days = Weekday::ALL;
    let at = days.iter().position(|known| *known == day).unwrap_or(0);
    let end = if window.to < window.from { (at + 1) % days.len() } else { at };
    let end = days.get(end).map_or("", |day| day.name());
    format!("{}:{}-{end}:{}", day.name(), window.from, window.to)
}

/// A size in the largest unit that holds it exactly.
fn binary(bytes: i64, units: [&str; 6]) -> String {
    let mut amount = bytes;
    let mut unit = 0;
    while amount != 0 && amount % KIB == 0 && units.get(unit + 1).is_some_and(|unit| !unit.is_empty()) {
        amount /= KIB;
        unit += 1;
    }
    format!("{amount}{}", units.get(unit).copied().unwrap_or_default())
}

/// Thousandths of a core as cores.
fn cores(milli: i64) -> String {
    let text = format!("{}.{:03}", milli / 1000, milli % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A duration as Go reads it; its base unit is a millisecond.
fn duration(milliseconds: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(3_600_000, "h"), (60_000, "m"), (1_000, "s"), (1, "ms")];
    let mut rest = milliseconds;
    let mut text = String::new();
    for (size, unit) in UNITS {
        if rest / size > 0 {
            text.push_str(&format!("{}{unit}", rest / size));
            rest %= size;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}
