//! What holds between fields of a block: conflicts, one of several, one that needs another.

use catalog::{Rule, RuleKind};
use program::{Entry, EntryKind, Expr};
use source::Span;
use values::ExprId;

use super::body::Object;
use super::problem::ShapeProblem;
use crate::checker::Checker;
use crate::scope::Shape as Layering;

/// Whether something is set, as far as the body shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Set(Span),
    Maybe,
    Unset,
}

impl<'a> Checker<'a> {
    pub(super) fn check_rules(&mut self, object: &Object<'a>, span: Span) {
        for rule in object.block.rules() {
            if self.check_rule_of(object, rule, span) {
                return;
            }
        }
    }

    /// Whether the rule was broken; one broken rule is enough to mend.
    fn check_rule_of(&mut self, object: &Object<'a>, rule: Rule<'a>, span: Span) -> bool {
        let paths: Vec<&str> = rule.paths().collect();
        let found: Vec<Presence> = paths.iter().map(|path| self.presence(object, path)).collect();
        let mut set: Vec<(Span, &str)> = Vec::new();
        for (presence, path) in found.iter().zip(&paths) {
            if let Presence::Set(span) = presence {
                set.push((*span, *path));
            }
        }
        set.sort_by_key(|(span, _)| *span);
        let names: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        let of = self.trail_text();
        let none = found.iter().all(|presence| *presence == Presence::Unset) && self.context.shape == Layering::Whole;
        let problem = match (rule.kind(), set.as_slice()) {
            (RuleKind::AtMostOne | RuleKind::ExactlyOne, [(first, one), (span, two), ..]) => {
                let (one, two) = ((*one).to_owned(), (*two).to_owned());
                ShapeProblem::Exclusive { span: *span, of, first: *first, one, two, all: names }
            }
            (RuleKind::ExactlyOne, _) if none => ShapeProblem::OneOf { span, of, names, exactly: true },
            (RuleKind::AtLeastOne, _) if none => ShapeProblem::OneOf { span, of, names, exactly: false },
            (RuleKind::Needs, _) => {
                let mut each = found.iter().zip(names);
                let Some((Presence::Set(span), name)) = each.next() else { return false };
                let missing: Vec<String> =
                    each.filter(|(presence, _)| **presence == Presence::Unset).map(|(_, name)| name).collect();
                if missing.is_empty() || self.context.shape == Layering::Layer {
                    return false;
                }
                ShapeProblem::Needs { span: *span, of, name, missing }
            }
            _ => return false,
        };
        self.report_shape(problem);
        true
    }

    fn presence(&self, object: &Object<'a>, path: &str) -> Presence {
        let found = self.presence_in(&object.entries, path);
        if found == Presence::Unset && object.open { Presence::Maybe } else { found }
    }

    fn presence_in(&self, entries: &[Entry], path: &str) -> Presence {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let symbol = self.program.symbols.find(name);
        let mut found = Presence::Unset;
        for entry in entries {
            match entry.kind {
                EntryKind::Key(key, _) if Some(key) == symbol => {
                    if entry.condition.is_some() || self.maybe.contains(&entry.value) {
                        found = Presence::Maybe;
                    } else {
                        let inner = rest.map(|rest| self.presence_within(entry.value, rest));
                        return inner.unwrap_or(Presence::Set(entry.span));
                    }
                }
                EntryKind::Key(..) | EntryKind::Field(..) | EntryKind::Item => {}
                _ => found = Presence::Maybe,
            }
        }
        found
    }

    /// In a list the rules of a block hold for each element alone, so only one that is alone says something here.
    fn presence_within(&self, value: ExprId, path: &str) -> Presence {
        match self.program.exprs.get(value) {
            Expr::Map(slice) => self.presence_in(self.program.exprs.entry_list(slice), path),
            Expr::List(slice) => match self.program.exprs.entry_list(slice) {
                [] => Presence::Unset,
                [only] if matches!(only.kind, EntryKind::Item) && only.condition.is_none() => {
                    self.presence_within(only.value, path)
                }
                _ => Presence::Maybe,
            },
            _ => Presence::Maybe,
        }
    }
}
