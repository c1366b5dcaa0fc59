//! How far a check goes: how deep it follows what is nested, how large types may be, how long it looks for the name
//! that was meant.

use source::Span;
use syntax::Decl;

use crate::checker::{Checker, Entry};
use crate::problem::Problem;

/// How deep expressions, and declarations that read each other, may nest.
const DEEPEST: u32 = 4_000;

/// How many fields a record and how many cases a union may have.
pub(crate) const MOST_PARTS: usize = 10_000;

/// Names that are compared with misspelt ones in all. In a spec with more mistakes than that the later ones are told
/// without a guess.
const MOST_GUESSES: usize = 10_000_000;

/// How far the check has gone.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    depth: u32,
    is_too_deep: bool,
    guesses: usize,
}

impl<'a> Checker<'a> {
    /// Goes one level deeper; where that is too deep it says so once, and the caller must give up. Each success is
    /// followed by `higher`.
    pub(crate) fn deeper(&mut self, span: impl FnOnce() -> Span) -> bool {
        if self.limits.depth < DEEPEST {
            self.limits.depth += 1;
            return true;
        }
        if !std::mem::replace(&mut self.limits.is_too_deep, true) {
            self.report(Problem::TooDeep { span: span(), limit: DEEPEST });
        }
        false
    }

    /// Comes back from one level deeper.
    pub(crate) fn higher(&mut self) {
        self.limits.depth -= 1;
    }

    /// Whether it is worth the time to look among all names for the one that was meant.
    pub(crate) fn may_guess(&mut self) -> bool {
        self.limits.guesses = self.limits.guesses.saturating_add(self.names.iter().len());
        self.limits.guesses < MOST_GUESSES
    }

    /// The names that may be guessed, of those whose declaration is such, or what it became when it was looked at.
    pub(crate) fn guesses(&mut self, is_such: impl Fn(Option<Decl<'a>>, Option<Entry>) -> bool) -> Vec<&'a str> {
        if !self.may_guess() {
            return Vec::new();
        }
        let entry = |id| self.entries.get(&id).copied();
        let all = self.names.iter().filter(|(id, known)| is_such(known.decl, entry(*id)));
        all.map(|(_, known)| known.name).collect()
    }
}
