//! Cases of refinements: what holds for an object where one of its values is such.

use catalog::{Block, Case};
use program::{Entry, EntryKind, Expr};
use values::{ExprId, Value};

use crate::checker::Checker;
use crate::shapes::body::Object;

impl<'a> Checker<'a> {
    /// Judges what is written by the cases of an object that surely apply; gives the note with what holds in them.
    pub(super) fn judge_cases(&mut self, object: &Object<'a>) -> u32 {
        let known = object.block.note();
        let applies = |case: &Case| self.is_such(&object.entries, &case.path, case);
        let Some(places) = self.notes.applied(&self.program.refined, known, applies) else { return known };
        let note = self.notes.number(places);
        self.judge_entries(&object.entries, object.block.noted(note));
        note
    }

    /// Whether a value that is written out is what a case asks; of many one is enough.
    fn is_such(&self, entries: &[Entry], path: &str, case: &Case) -> bool {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let symbol = self.program.symbols.find(name);
        let of_name = |entry: &&Entry| matches!(entry.kind, EntryKind::Key(key, _) if Some(key) == symbol);
        let mut found = entries.iter().filter(of_name).filter(|entry| entry.condition.is_none());
        found.any(|entry| self.is_value_such(entry.value, rest, case))
    }

    fn is_value_such(&self, value: ExprId, rest: Option<&str>, case: &Case) -> bool {
        match (self.program.exprs.get(value), rest) {
            (Expr::Map(slice), Some(rest)) => self.is_such(self.program.exprs.entry_list(slice), rest, case),
            (Expr::List(slice), _) => {
                let entries = self.program.exprs.entry_list(slice).iter();
                let mut items = entries.filter(|entry| matches!(entry.kind, EntryKind::Item));
                items.any(|entry| entry.condition.is_none() && self.is_value_such(entry.value, rest, case))
            }
            (Expr::Text(inner), None) => self.is_value_such(inner, rest, case),
            (Expr::Value(value), None) => {
                let text = match value {
                    Value::Str(text) => Some(self.program.text(text).to_owned()),
                    Value::Bool(holds) => Some(holds.to_string()),
                    other => other.to_decimal().map(|number| number.to_string()),
                };
                text.is_some_and(|text| case.of.iter().all(|demand| demand.judge_text(&text).is_ok()))
            }
            _ => false,
        }
    }

    fn judge_entries(&mut self, entries: &[Entry], block: Block<'a>) {
        for entry in entries {
            let EntryKind::Key(key, _) = entry.kind else { continue };
            let Some(field) = block.field(self.program.text(key)) else { continue };
            let shape = self.field_shape(field);
            self.trail.steps.push(key);
            self.judge(entry.value, shape);
            self.judge_inside(entry.value, shape.block());
            self.trail.steps.pop();
        }
    }

    fn judge_inside(&mut self, value: ExprId, block: Option<Block<'a>>) {
        let Some(block) = block else { return };
        match self.program.exprs.get(value) {
            Expr::Map(slice) => {
                let entries = self.program.exprs.entry_list(slice).to_vec();
                self.judge_entries(&entries, block);
            }
            Expr::List(slice) => {
                let entries = self.program.exprs.entry_list(slice).to_vec();
                entries.into_iter().for_each(|entry| self.judge_inside(entry.value, Some(block)));
            }
            _ => {}
        }
    }
}
