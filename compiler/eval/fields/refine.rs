//! Refinements: `in`, `step`, `matching`, `length`, `unique`, on values that are known here.

use program::Refinement;
use values::{Pattern, Symbol, Value};

use crate::machine::{Eval, Machine};

impl Machine<'_> {
    /// What was expected of a value that doesn't satisfy a refinement; on a range it holds for both ends, on a list
    /// or a map for each element.
    pub(crate) fn refusal(&mut self, value: Value, rule: Refinement) -> Eval<Option<String>> {
        let value = self.settle(value)?;
        if self.is_pending(value) || value.is_absent() {
            return Ok(None);
        }
        match (rule, value) {
            (Refinement::Length(low, high), value) => Ok(self.length_refusal(value, low, high)),
            (Refinement::Unique, Value::List(slice)) => {
                let slots = self.values.slice(slice);
                let twice = slots
                    .iter()
                    .enumerate()
                    .find(|(at, slot)| slots.iter().take(*at).any(|other| self.equal(other.value, slot.value)));
                Ok(twice.map(|(_, slot)| format!("each element once; {} is there twice", self.brief(slot.value))))
            }
            (_, Value::Range(at)) => {
                let low = self.refusal(self.values.slot(at).value, rule)?;
                if low.is_some() { Ok(low) } else { self.refusal(self.values.slot(at + 1).value, rule) }
            }
            (_, Value::List(slice)) => {
                for at in slice.range() {
                    let refused = self.refusal(self.values.slot(at as u32).value, rule)?;
                    if refused.is_some() {
                        return Ok(refused);
                    }
                }
                Ok(None)
            }
            (_, Value::Map(slice)) => {
                for at in slice.range() {
                    let Some(entry) = self.values.entries.get(at).copied() else { continue };
                    let refused = self.refusal(entry.slot.value, rule)?;
                    if refused.is_some() {
                        return Ok(refused);
                    }
                }
                Ok(None)
            }
            (rule, value) => Ok(self.scalar_refusal(value, rule)),
        }
    }

    fn scalar_refusal(&mut self, value: Value, rule: Refinement) -> Option<String> {
        match rule {
            Refinement::In(low, high) => {
                let is_in = self.order(low, value).is_some_and(std::cmp::Ordering::is_le)
                    && self.order(value, high).is_some_and(std::cmp::Ordering::is_le);
                (!is_in).then(|| format!("{}..{}", self.shown(low), self.shown(high)))
            }
            Refinement::Step(step) => {
                let is_multiple = match (value.to_quantity(), step.to_quantity()) {
                    (Some(value), Some(step)) => step.amount != 0 && value.amount % step.amount == 0,
                    _ => match (value.to_decimal(), step.to_decimal()) {
                        (Some(value), Some(step)) => value.div(step).is_some_and(|count| count.to_int().is_some()),
                        _ => true,
                    },
                };
                (!is_multiple).then(|| format!("a multiple of {}", self.shown(step)))
            }
            Refinement::Matching(pattern) => {
                let matches = match value {
                    Value::Str(text) => self.matches(pattern, text),
                    value => {
                        let text = self.plain_text(value)?;
                        let text = self.symbols.intern(&text);
                        self.matches(pattern, text)
                    }
                };
                (!matches).then(|| format!("text that matches {}", self.shown(Value::Str(pattern))))
            }
            Refinement::Length(..) | Refinement::Unique => None,
        }
    }

    fn length_refusal(&self, value: Value, low: u32, high: u32) -> Option<String> {
        let (count, what) = match value {
            Value::List(slice) => (slice.len as usize, "elements"),
            Value::Map(slice) => (slice.len as usize, "entries"),
            other => (self.plain_text(other)?.chars().count(), "characters"),
        };
        let is_in = (low as usize..=high as usize).contains(&count);
        let expected = if low == high { low.to_string() } else { format!("{low}..{high}") };
        (!is_in).then(|| format!("{expected} {what}, not {count}"))
    }

    /// Whether a text matches a pattern; each pattern is compiled once.
    fn matches(&mut self, pattern: Symbol, text: Symbol) -> bool {
        let program = self.program;
        let compiled = self.patterns.entry(pattern).or_insert_with(|| Pattern::new(program.text(pattern)));
        // A pattern that doesn't compile was reported where it is declared.
        compiled.as_ref().is_none_or(|compiled| compiled.is_match(self.symbols.get(text)))
    }
}
