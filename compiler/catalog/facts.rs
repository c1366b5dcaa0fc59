//! Facts: what is known of values beyond their shape, and the rules that hold between fields.

use crate::catalog::Catalog;
use crate::layout::{rule, scalar, slot};
use bitcode::{Decode, Encode};

/// A plain value of a schema; a number in its own spelling, since no machine number holds them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar<'a> {
    /// Text.
    Text(&'a str),
    /// A number as it is spelled.
    Number(&'a str),
    /// True or false.
    Bool(bool),
    /// A list or object, as JSON.
    Json(&'a str),
}

impl std::fmt::Display for Scalar<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Scalar::Text(text) => write!(f, "{text:?}"),
            Scalar::Number(text) | Scalar::Json(text) => f.write_str(text),
            Scalar::Bool(value) => write!(f, "{value}"),
        }
    }
}

/// Facts about the values of one shape or field; an absent fact is `None` or empty.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) id: u32,
}

impl std::fmt::Debug for Facts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", crate::describe::facts(*self))
    }
}

impl<'a> Facts<'a> {
    /// Whether nothing is known.
    pub fn is_empty(self) -> bool {
        self.mask() == 0
    }

    /// The values that are allowed; empty where any are.
    pub fn values(self) -> impl ExactSizeIterator<Item = Scalar<'a>> {
        let list = self.list(slot::ENUM);
        (0..list.count).map(move |at| self.scalar(list.at(at)).unwrap_or(Scalar::Text("")))
    }

    /// Whether other values than the listed ones pass, too.
    pub fn values_open(self) -> bool {
        self.has(slot::ENUM_OPEN)
    }

    /// The formats of other texts that pass beside the listed values or characters.
    pub fn also(self) -> impl ExactSizeIterator<Item = &'a str> {
        self.texts(slot::ALSO)
    }

    /// Whether upper and lower case are the same.
    pub fn ignore_case(self) -> bool {
        self.has(slot::IGNORE_CASE)
    }

    /// The least number, as it is spelled.
    pub fn min(self) -> Option<&'a str> {
        self.text(slot::MIN)
    }

    /// The greatest number, as it is spelled.
    pub fn max(self) -> Option<&'a str> {
        self.text(slot::MAX)
    }

    /// Whether the number must be greater than `min`, not equal to it.
    pub fn above_min(self) -> bool {
        self.has(slot::ABOVE_MIN)
    }

    /// Whether the number must be less than `max`, not equal to it.
    pub fn below_max(self) -> bool {
        self.has(slot::BELOW_MAX)
    }

    /// The ranges of which a number must be in one, both ends included; `None` is an open end.
    pub fn ranges(self) -> impl ExactSizeIterator<Item = (Option<&'a str>, Option<&'a str>)> {
        let list = self.list(slot::RANGES);
        let end = move |at: u32| match list.at(at) {
            scalar::NONE => None,
            id => Some(self.catalog.text(id)),
        };
        (0..list.count / 2).map(move |at| (end(at * 2), end(at * 2 + 1)))
    }

    /// What a number must be a multiple of.
    pub fn step(self) -> Option<&'a str> {
        self.text(slot::STEP)
    }

    /// The least number of characters.
    pub fn min_length(self) -> Option<u32> {
        self.slot(slot::MIN_LENGTH)
    }

    /// The greatest number of characters.
    pub fn max_length(self) -> Option<u32> {
        self.slot(slot::MAX_LENGTH)
    }

    /// The least number of elements, entries or fields.
    pub fn min_items(self) -> Option<u32> {
        self.slot(slot::MIN_ITEMS)
    }

    /// The greatest number of elements, entries or fields.
    pub fn max_items(self) -> Option<u32> {
        self.slot(slot::MAX_ITEMS)
    }

    /// Whether elements must differ.
    pub fn unique(self) -> bool {
        self.has(slot::UNIQUE)
    }

    /// The format of a text; several kinds are separated by `|`.
    pub fn format(self) -> Option<&'a str> {
        self.text(slot::FORMAT)
    }

    /// Whether the format was found by trying words, so that others may pass.
    pub fn format_guessed(self) -> bool {
        self.has(slot::GUESSED)
    }

    /// Regular expressions that a text must match; one that begins with `not:` it must not match.
    pub fn patterns(self) -> impl ExactSizeIterator<Item = &'a str> {
        self.texts(slot::PATTERNS)
    }

    /// The characters a text is made of, as a class without brackets.
    pub fn chars(self) -> Option<&'a str> {
        self.text(slot::CHARS)
    }

    /// The characters a text begins with, where they are fewer.
    pub fn first(self) -> Option<&'a str> {
        self.text(slot::FIRST)
    }

    /// The characters a text ends with, where they are fewer.
    pub fn last(self) -> Option<&'a str> {
        self.text(slot::LAST)
    }

    /// Characters that may not stand twice in a row.
    pub fn not_twice(self) -> Option<&'a str> {
        self.text(slot::NOT_TWICE)
    }

    /// The keys that identify the elements of a list of objects.
    pub fn merge_keys(self) -> impl ExactSizeIterator<Item = &'a str> {
        self.texts(slot::MERGE_KEYS)
    }

    /// A regular expression for the keys of a map.
    pub fn key_pattern(self) -> Option<&'a str> {
        self.text(slot::KEY_PATTERN)
    }

    /// A text that passes.
    pub fn example(self) -> Option<&'a str> {
        self.text(slot::EXAMPLE)
    }

    /// The value where none is set.
    pub fn default(self) -> Option<Scalar<'a>> {
        self.slot(slot::DEFAULT).and_then(|word| self.scalar(word))
    }

    /// Why it is not known whether a change replaces.
    pub fn replace_why(self) -> Option<&'a str> {
        self.text(slot::REPLACE_WHY)
    }

    /// Changes from one value to another whose direction decides whether the resource is replaced.
    pub fn replace_pairs(self) -> impl ExactSizeIterator<Item = (Scalar<'a>, Scalar<'a>, bool)> {
        let list = self.list(slot::REPLACE_PAIRS);
        let value = move |at: u32| self.scalar(list.at(at)).unwrap_or(Scalar::Text(""));
        (0..list.count / 3).map(move |at| (value(at * 3), value(at * 3 + 1), list.at(at * 3 + 2) == 1))
    }

    fn mask(self) -> u32 {
        self.catalog.word(self.id)
    }

    fn has(self, bit: u32) -> bool {
        self.mask() & bit != 0
    }

    fn slot(self, slot: u32) -> Option<u32> {
        let mask = self.mask();
        let before = (mask & ((1 << slot) - 1)).count_ones();
        (mask & (1 << slot) != 0).then(|| self.catalog.word(self.id.saturating_add(1 + before)))
    }

    fn text(self, slot: u32) -> Option<&'a str> {
        self.slot(slot).map(|id| self.catalog.text(id))
    }

    fn list(self, slot: u32) -> List<'a> {
        List::new(self.catalog, self.slot(slot).unwrap_or(0))
    }

    fn texts(self, slot: u32) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let list = self.list(slot);
        (0..list.count).map(move |at| list.catalog.text(list.at(at)))
    }

    fn scalar(self, word: u32) -> Option<Scalar<'a>> {
        let text = self.catalog.text(word & ((1 << scalar::SHIFT) - 1));
        match word >> scalar::SHIFT {
            _ if word == scalar::NONE => None,
            scalar::TEXT => Some(Scalar::Text(text)),
            scalar::NUMBER => Some(Scalar::Number(text)),
            scalar::BOOL => Some(Scalar::Bool(text == "true")),
            _ => Some(Scalar::Json(text)),
        }
    }
}

/// A list of the pool: its length, then its words.
#[derive(Clone, Copy)]
pub(crate) struct List<'a> {
    catalog: &'a Catalog,
    id: u32,
    pub(crate) count: u32,
}

impl<'a> List<'a> {
    pub(crate) fn new(catalog: &'a Catalog, id: u32) -> List<'a> {
        List { catalog, id, count: catalog.word(id).min(catalog.room(id)) }
    }

    pub(crate) fn at(self, index: u32) -> u32 {
        self.catalog.word(self.id.saturating_add(index).saturating_add(1))
    }
}

/// What a rule asks of the fields that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
pub enum RuleKind {
    /// They conflict: one of them at most.
    AtMostOne,
    /// One of them, and no other.
    ExactlyOne,
    /// One of them or more.
    AtLeastOne,
    /// Where the first is set, the others must be, too.
    Needs,
    /// All of them.
    Required,
}

/// A rule between fields of a block and of the blocks below it; it holds in each element of a list alone.
#[derive(Clone, Copy)]
pub struct Rule<'a> {
    list: List<'a>,
}

impl<'a> Rule<'a> {
    /// What the rule asks.
    pub fn kind(self) -> RuleKind {
        match self.list.catalog.word(self.list.id.saturating_sub(1)) {
            rule::EXACTLY_ONE => RuleKind::ExactlyOne,
            rule::AT_LEAST_ONE => RuleKind::AtLeastOne,
            rule::NEEDS => RuleKind::Needs,
            _ => RuleKind::AtMostOne,
        }
    }

    /// The fields, as paths from the block with a dot between names.
    pub fn paths(self) -> impl ExactSizeIterator<Item = &'a str> {
        let list = self.list;
        (0..list.count).map(move |at| list.catalog.text(list.at(at)))
    }
}

impl std::fmt::Debug for Rule<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}{:?}", self.kind(), self.paths().collect::<Vec<_>>())
    }
}

/// The rules of a block.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    list: List<'a>,
    at: u32,
}

impl<'a> Rules<'a> {
    pub(crate) fn new(catalog: &'a Catalog, id: u32) -> Rules<'a> {
        Rules { list: List::new(catalog, id), at: 0 }
    }
}

impl<'a> Iterator for Rules<'a> {
    type Item = Rule<'a>;

    fn next(&mut self) -> Option<Rule<'a>> {
        (self.at < self.list.count).then(|| {
            let id = self.list.at(self.at);
            self.at += 1;
            // The kind stands in the word before the list of the paths.
            Rule { list: List::new(self.list.catalog, id.saturating_add(1)) }
        })
    }
}
