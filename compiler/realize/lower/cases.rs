//! What holds between the values of an object: cases of refinements, and rules of what is set beside what.

use catalog::{Between, Block, Case, RuleKind};
use resources::{Entries, Node};
use values::Value;

use crate::fragment::Writer;

impl<'a> Writer<'_, 'a> {
    /// The fields of an object with what holds for them in those of their cases that apply.
    pub(crate) fn in_cases(&mut self, block: Option<Block<'a>>, object: Value) -> Option<Block<'a>> {
        let Some(known) = block.filter(|block| block.note() != 0) else { return block };
        // Settling values takes the whole stage, but none of its notes.
        let notes = std::mem::take(&mut self.stage.notes);
        let refined = &self.stage.program.refined;
        let places = notes.applied(refined, known.note(), |case| self.is_such(object, &case.path, case));
        self.stage.notes = notes;
        places.map(|places| known.noted(self.stage.notes.number(places))).or(block)
    }

    /// Whether a value of an object is what a case asks; of many one is enough.
    fn is_such(&mut self, object: Value, path: &str, case: &Case) -> bool {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let value = self.value_in(object, name).and_then(|value| self.settled(value));
        value.is_some_and(|value| self.is_value_such(value, rest, case))
    }

    fn is_value_such(&mut self, value: Value, rest: Option<&str>, case: &Case) -> bool {
        match (value, rest) {
            (value, _) if value.is_absent() => false,
            (Value::List(slice), _) => {
                let all = self.stage.realizer.values().slice(slice).to_vec();
                let mut all =
                    all.into_iter().filter_map(|slot| self.settled(slot.value)).collect::<Vec<_>>().into_iter();
                all.any(|value| self.is_value_such(value, rest, case))
            }
            (value, Some(rest)) => self.is_such(value, rest, case),
            (value, None) => match self.stage.realizer.plain_text(value) {
                Some(text) => case.of.iter().all(|demand| demand.judge_text(&text).is_ok()),
                None => case.of.is_empty(),
            },
        }
    }

    fn value_in(&self, object: Value, name: &str) -> Option<Value> {
        let realizer = &self.stage.realizer;
        match object {
            Value::Map(map) => {
                let entries = realizer.values().map(map);
                entries.iter().find(|entry| realizer.text(entry.key) == name).map(|entry| entry.slot.value)
            }
            Value::Record { record, start } => {
                let fields = &self.stage.program.record(record).fields;
                let at = fields.iter().position(|field| realizer.text(field.name) == name)?;
                Some(realizer.values().slot(start + at as u32).value)
            }
            _ => None,
        }
    }

    /// Says which rule of what is set beside what an object breaks.
    pub(crate) fn judge_rules(&mut self, entries: Entries, block: Option<Block<'a>>) {
        let Some(block) = block.filter(|_| !self.is_partial) else { return };
        for rule in block.rules() {
            if let Some(fault) = self.broken(rule.kind(), &Vec::from_iter(rule.paths()), entries) {
                return self.refused(&fault.clone(), fault, None);
            }
        }
        let refined = &self.stage.program.refined;
        let broken = self.stage.notes.rules(refined, block.note()).find_map(|(Between { kind, paths }, when)| {
            let fault = self.broken(*kind, &Vec::from_iter(paths.iter().map(String::as_str)), entries)?;
            Some(if when.is_empty() { fault } else { format!("{fault} where {when}") })
        });
        if let Some(fault) = broken {
            self.refused(&fault.clone(), fault, None);
        }
    }

    /// How a rule is broken.
    fn broken(&self, kind: RuleKind, paths: &[&str], entries: Entries) -> Option<String> {
        let found: Vec<Option<bool>> = paths.iter().map(|path| self.is_set(entries, path)).collect();
        let count = |wanted: bool| found.iter().filter(|found| **found == Some(wanted)).count();
        let named = |wanted: bool, between: &str| {
            let of = paths.iter().zip(&found).filter(|(_, found)| **found == Some(wanted));
            of.map(|(path, _)| format!("`{path}`")).collect::<Vec<_>>().join(between)
        };
        let (all, none) = (count(false) == 0, count(false) == paths.len());
        match kind {
            RuleKind::AtMostOne | RuleKind::ExactlyOne if count(true) > 1 => {
                Some(format!("{} exclude each other", named(true, " and ")))
            }
            RuleKind::ExactlyOne if none => Some(format!("needs exactly one of {}", named(false, ", "))),
            RuleKind::AtLeastOne if none => Some(format!("needs at least one of {}", named(false, ", "))),
            RuleKind::Needs if found.first() == Some(&Some(true)) && !all => {
                Some(format!("`{}` needs {}", paths.first()?, named(false, ", ")))
            }
            RuleKind::Required if !all => Some(format!("needs {}", named(false, ", "))),
            _ => None,
        }
    }

    /// Whether something stands at a path; nothing where that may be so in one of several and not in another.
    fn is_set(&self, entries: Entries, path: &str) -> Option<bool> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let arena = &self.fragment.arena;
        let mut named = arena.entries(entries).iter().filter(|entry| arena.str(entry.key) == name);
        match (named.next(), named.next(), rest) {
            (None, _, _) => Some(false),
            (Some(_), _, None) => Some(true),
            (Some(one), None, Some(rest)) => self.is_set_within(one.node, rest),
            (Some(_), Some(_), Some(_)) => None,
        }
    }

    fn is_set_within(&self, node: Node, path: &str) -> Option<bool> {
        match node {
            Node::Block(inner) | Node::Map(inner) => self.is_set(inner, path),
            Node::List(items) => match self.fragment.arena.entries(items) {
                [] => Some(false),
                [only] => self.is_set_within(only.node, path),
                _ => None,
            },
            _ => None,
        }
    }
}
