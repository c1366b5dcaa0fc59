//! What holds between fields of a block: conflicts, one of several, one that needs another.

use catalog::{Between, RuleKind};
use program::{Entry, EntryKind, Expr};
use source::Span;
use values::ExprId;

use crate::checker::Checker;
use crate::scope::Shape as Layering;
use crate::shapes::ShapeProblem;
use crate::shapes::body::Object;

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
    Missing(Vec<&'p str>),
}

/// What is set, each with where.
fn set<'p>(found: &[(&'p str, Presence)]) -> impl Iterator<Item = (Span, &'p str)> {
    found.iter().filter_map(|(path, presence)| match presence {
        Presence::Set(span) => Some((*span, *path)),
        _ => None,
    })
}

impl<'a> Checker<'a> {
    pub(in crate::shapes) fn check_rules(&mut self, object: &Object<'a>, span: Span) {
        let note = self.judge_cases(object);
        let own = object.block.rules().map(|rule| {
            let paths = rule.paths().map(str::to_owned).collect();
            (Between { kind: rule.kind(), paths }, String::new())
        });
        let added = self.notes.rules(&self.program.refined, note);
        let all: Vec<(Between, String)> =
            own.chain(added.map(|(rule, when)| (rule.clone(), when.to_owned()))).collect();
        for (rule, when) in all {
            if self.check_rule_of(object, &rule, (&when, span)) {
                return;
            }
        }
    }

    /// Whether the rule was broken, in the case that it holds in; one broken rule is enough to mend.
    fn check_rule_of(&mut self, object: &Object<'a>, rule: &Between, (when, span): (&str, Span)) -> bool {
        let presence = |path: &String| {
            let found = self.presence(object, path);
            let is_beneath = || object.is_root && self.is_beneath(&self.trail_text(), path);
            if found == Presence::Unset && rule.kind == RuleKind::Required && is_beneath() {
                Presence::Maybe
            } else {
                found
            }
        };
        let found: Vec<(&str, Presence)> = rule.paths.iter().map(|path| (path.as_str(), presence(path))).collect();
        let Some(broken) = self.broken_rule(rule.kind, &found) else { return false };
        let names = || found.iter().map(|(path, _)| (*path).to_owned()).collect();
        let of = self.trail_text();
        let problem = match broken {
            Broken::Exclusive((first, one), (span, two)) => {
                ShapeProblem::Exclusive { span, of, first, one: one.to_owned(), two: two.to_owned(), all: names() }
            }
            Broken::OneOf { exactly } => ShapeProblem::OneOf { span, of, names: names(), exactly },
            Broken::Needs((span, name), missing) => {
                let missing = missing.into_iter().map(str::to_owned).collect();
                ShapeProblem::Needs { span, of, name: name.to_owned(), missing }
            }
            Broken::Missing(missing) => {
                let missing = missing.into_iter().map(str::to_owned).collect();
                ShapeProblem::Missing { span, of, missing }
            }
        };
        self.report_shape_where(problem, when);
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
            RuleKind::Required => {
                let unset = found.iter().filter(|(_, presence)| *presence == Presence::Unset);
                let missing: Vec<&str> = unset.map(|(path, _)| *path).collect();
                (is_whole && !missing.is_empty()).then_some(Broken::Missing(missing))
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
