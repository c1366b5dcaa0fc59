//! What holds between fields of a block: conflicts, one of several, one that needs another.

use catalog::RuleKind;
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

/// How a rule is broken, by the paths that it names.
enum Broken<'p> {
    Exclusive((Span, &'p str), (Span, &'p str)),
    OneOf { exactly: bool },
    Needs((Span, &'p str), Vec<&'p str>),
}

/// What is set, each with where.
fn set<'p>(found: &[(&'p str, Presence)]) -> impl Iterator<Item = (Span, &'p str)> {
    found.iter().filter_map(|(path, presence)| match presence {
        Presence::Set(span) => Some((*span, *path)),
        _ => None,
    })
}

impl<'a> Checker<'a> {
    pub(super) fn check_rules(&mut self, object: &Object<'a>, span: Span) {
        let own = object.block.rules().map(|rule| (rule.kind(), rule.paths().map(str::to_owned).collect()));
        let added = self.notes.rules(&self.program.refined, object.block.note());
        let all: Vec<(RuleKind, Vec<String>)> = own.chain(added.map(|rule| (rule.kind, rule.paths.clone()))).collect();
        for (kind, names) in all {
            if self.check_rule_of(object, (kind, names), span) {
                return;
            }
        }
    }

    /// Whether the rule was broken; one broken rule is enough to mend.
    fn check_rule_of(&mut self, object: &Object<'a>, (kind, paths): (RuleKind, Vec<String>), span: Span) -> bool {
        let found: Vec<(&str, Presence)> =
            paths.iter().map(|path| (path.as_str(), self.presence(object, path))).collect();
        let Some(broken) = self.broken_rule(kind, &found) else { return false };
        let names = || found.iter().map(|(path, _)| (*path).to_owned()).collect();
        let of = self.trail_text();
        self.report_shape(match broken {
            Broken::Exclusive((first, one), (span, two)) => {
                ShapeProblem::Exclusive { span, of, first, one: one.to_owned(), two: two.to_owned(), all: names() }
            }
            Broken::OneOf { exactly } => ShapeProblem::OneOf { span, of, names: names(), exactly },
            Broken::Needs((span, name), missing) => {
                let missing = missing.into_iter().map(str::to_owned).collect();
                ShapeProblem::Needs { span, of, name: name.to_owned(), missing }
            }
        });
        true
    }

    fn broken_rule<'p>(&self, kind: RuleKind, found: &[(&'p str, Presence)]) -> Option<Broken<'p>> {
        let is_whole = self.context.shape == Layering::Whole;
        let none = || is_whole && found.iter().all(|(_, presence)| *presence == Presence::Unset);
        match kind {
            RuleKind::AtMostOne | RuleKind::ExactlyOne if set(found).nth(1).is_some() => {
                let mut set: Vec<(Span, &str)> = set(found).collect();
                set.sort_by_key(|(span, _)| *span);
                let [first, second, ..] = set.as_slice() else { return None };
                Some(Broken::Exclusive(*first, *second))
            }
            RuleKind::ExactlyOne => none().then_some(Broken::OneOf { exactly: true }),
            RuleKind::AtLeastOne => none().then_some(Broken::OneOf { exactly: false }),
            RuleKind::Needs => {
                let ((name, Presence::Set(span)), others) = found.split_first()? else { return None };
                let unset = others.iter().filter(|(_, presence)| *presence == Presence::Unset);
                let missing: Vec<&str> = unset.map(|(path, _)| *path).collect();
                (is_whole && !missing.is_empty()).then_some(Broken::Needs((*span, *name), missing))
            }
            RuleKind::AtMostOne => None,
        }
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
