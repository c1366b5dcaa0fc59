//! Patterns that texts are held against. Most are made of characters, classes, groups and alternatives alone: those are
//! places, a bit each, of which one pass over the text follows all at once. The others are left to the general engine.

use regex_lite::Regex;

/// A compiled pattern.
#[derive(Debug)]
pub struct Pattern {
    written: String,
    engine: Engine,
}

#[derive(Debug)]
enum Engine {
    Places(Box<Places>),
    General(Regex),
}

impl Pattern {
    /// Compiles a regular expression; none if it is none.
    pub fn new(written: &str) -> Option<Self> {
        let engine = match Places::new(written) {
            Some(places) => Engine::Places(Box::new(places)),
            None => Engine::General(Regex::new(written).ok()?),
        };
        Some(Self { written: written.to_owned(), engine })
    }

    /// Whether a text matches.
    pub fn is_match(&self, text: &str) -> bool {
        match &self.engine {
            Engine::Places(places) if text.is_ascii() && text.len() <= places.longest => {
                places.is_match(text.as_bytes())
            }
            // Places know ASCII only and don't count, and another text is rare.
            Engine::Places(_) => Regex::new(&self.written).is_ok_and(|regex| regex.is_match(text)),
            Engine::General(regex) => regex.is_match(text),
        }
    }
}

/// Some of the places of a pattern, a bit each.
type Set = u128;

/// How deep groups may be nested here.
const DEEPEST: u32 = 20;

/// What stands for one character each, and which of them may follow which.
#[derive(Debug)]
struct Places {
    /// For each character the places that it may stand at.
    fits: [Set; 128],
    /// For each place those that may come next.
    next: Vec<Set>,
    whole: Part,
    /// How long a text may be: `{0,61}` is no other than `*` for one that has no more characters.
    longest: usize,
    is_from_start: bool,
    is_to_end: bool,
}

/// A part of a pattern: where it may begin and end, and whether it may be left out.
#[derive(Clone, Copy, Debug)]
struct Part {
    first: Set,
    last: Set,
    is_optional: bool,
}

/// Nothing at all.
const EMPTY: Part = Part { first: 0, last: 0, is_optional: true };

impl Places {
    fn new(pattern: &str) -> Option<Self> {
        let (is_from_start, rest) = pattern.strip_prefix('^').map_or((false, pattern), |rest| (true, rest));
        let end = rest.strip_suffix('$').filter(|rest| !rest.ends_with('\\'));
        let (next, is_to_end) = (Vec::new(), end.is_some());
        let mut places = Self { fits: [0; 128], next, whole: EMPTY, longest: usize::MAX, is_from_start, is_to_end };
        let (whole, rest) = places.row(end.unwrap_or(rest), 0)?;
        places.whole = whole;
        // Beside an alternative, `^` and `$` would belong to one side alone.
        match rest.is_empty() {
            true => Some(places),
            false if is_from_start || places.is_to_end => None,
            false => {
                let (whole, rest) = places.alternatives((whole, rest), 0)?;
                places.whole = whole;
                rest.is_empty().then_some(places)
            }
        }
    }

    fn is_match(&self, text: &[u8]) -> bool {
        let Part { first, last, is_optional } = self.whole;
        let mut may_come = first;
        let mut has_ended = is_optional;
        for byte in text {
            if has_ended && !self.is_to_end {
                return true;
            }
            let mut at = may_come & self.fits.get(usize::from(*byte)).copied().unwrap_or(0);
            has_ended = at & last != 0 || (is_optional && !self.is_from_start);
            may_come = if self.is_from_start { 0 } else { first };
            while at != 0 {
                may_come |= self.next.get(at.trailing_zeros() as usize).copied().unwrap_or(0);
                at &= at - 1;
            }
            if may_come == 0 && !has_ended {
                return false;
            }
        }
        has_ended
    }

    /// The further alternatives behind a first one, and what follows them.
    fn alternatives<'p>(&mut self, (mut all, mut rest): (Part, &'p str), depth: u32) -> Option<(Part, &'p str)> {
        while let Some(other) = rest.strip_prefix('|') {
            let part;
            (part, rest) = self.row(other, depth)?;
            all.first |= part.first;
            all.last |= part.last;
            all.is_optional |= part.is_optional;
        }
        Some((all, rest))
    }

    /// One thing after the other.
    fn row<'p>(&mut self, mut rest: &'p str, depth: u32) -> Option<(Part, &'p str)> {
        let mut row = EMPTY;
        while !rest.is_empty() && !rest.starts_with(['|', ')']) {
            let part;
            (part, rest) = self.repeated(rest, depth)?;
            row = self.joined(row, part);
        }
        Some((row, rest))
    }

    fn joined(&mut self, left: Part, right: Part) -> Part {
        self.follow(left.last, right.first);
        Part {
            first: left.first | if left.is_optional { right.first } else { 0 },
            last: right.last | if right.is_optional { left.last } else { 0 },
            is_optional: left.is_optional && right.is_optional,
        }
    }

    /// Says that each of the first may be followed by each of the second.
    fn follow(&mut self, first: Set, second: Set) {
        for (at, next) in self.next.iter_mut().enumerate() {
            *next |= if first >> at & 1 == 1 { second } else { 0 };
        }
    }

    /// A thing with how often it may stand.
    fn repeated<'p>(&mut self, pattern: &'p str, depth: u32) -> Option<(Part, &'p str)> {
        let (part, rest) = self.single(pattern, depth)?;
        let (mark, rest) = match upto(rest) {
            Some((mark, most, rest)) => {
                self.longest = self.longest.min(most);
                (Some(mark), rest)
            }
            None => {
                let mark = rest.chars().next().filter(|c| matches!(c, '*' | '+' | '?'));
                (mark, mark.and_then(|c| rest.strip_prefix(c)).unwrap_or(rest))
            }
        };
        // Other counts, and what is lazy, are for the general engine.
        if rest.starts_with(['*', '+', '?', '{']) {
            return None;
        }
        if matches!(mark, Some('*' | '+')) {
            self.follow(part.last, part.first);
        }
        Some((Part { is_optional: part.is_optional || matches!(mark, Some('*' | '?')), ..part }, rest))
    }

    /// A group, a class or a character.
    fn single<'p>(&mut self, pattern: &'p str, depth: u32) -> Option<(Part, &'p str)> {
        if let Some(group) = pattern.strip_prefix('(') {
            // A mark behind the bracket makes it a group of another sort.
            if depth == DEEPEST || group.starts_with('?') {
                return None;
            }
            let first = self.row(group, depth + 1)?;
            let (all, rest) = self.alternatives(first, depth + 1)?;
            return Some((all, rest.strip_prefix(')')?));
        }
        let (set, rest) = match pattern.strip_prefix('[') {
            Some(class) => class_of(class)?,
            None => {
                let special = ['.', '^', '$', '*', '+', '?', '(', ')', '{', '}', '[', ']', '|'];
                let (c, rest) = character(pattern, &special)?;
                // No text that is all ASCII has another character.
                (if c.is_ascii() { 1 << u32::from(c) } else { 0 }, rest)
            }
        };
        Some((self.place(set)?, rest))
    }

    /// A new place for any of a set of characters.
    fn place(&mut self, characters: u128) -> Option<Part> {
        let place = 1u128.checked_shl(self.next.len() as u32)?;
        self.next.push(0);
        for (at, fits) in self.fits.iter_mut().enumerate() {
            *fits |= if characters >> at & 1 == 1 { place } else { 0 };
        }
        Some(Part { first: place, last: place, is_optional: false })
    }
}

/// `{0,61}` or `{1,61}`: the mark that it is without its end, its end, and what follows it.
fn upto(rest: &str) -> Option<(char, usize, &str)> {
    let (counts, rest) = rest.strip_prefix('{')?.split_once('}')?;
    let (least, most) = counts.split_once(',')?;
    let mark = match least {
        "0" => '*',
        "1" => '+',
        _ => return None,
    };
    Some((mark, most.parse().ok().filter(|most| *most > 0)?, rest))
}

/// The characters of a class, a bit each, up to its closing bracket, and what follows it.
fn class_of(class: &str) -> Option<(u128, &str)> {
    let is_negated = class.starts_with('^');
    let mut rest = class.strip_prefix('^').unwrap_or(class);
    let mut all = 0u128;
    while !rest.starts_with(']') || all == 0 {
        let from;
        (from, rest) = character(rest, &['[', ']', '^', '&', '~'])?;
        let mut to = from;
        if rest.starts_with('-') && !rest.starts_with("-]") {
            (to, rest) = character(rest.strip_prefix('-')?, &['[', ']', '^', '&', '~', '-'])?;
        }
        if !from.is_ascii() || !to.is_ascii() || from > to {
            return None;
        }
        for c in from..=to {
            all |= 1 << u32::from(c);
        }
    }
    Some((if is_negated { !all } else { all }, rest.strip_prefix(']')?))
}

/// A character that stands for itself, or behind a backslash; none that means something here, and no letter behind
/// a backslash.
fn character<'p>(pattern: &'p str, special: &[char]) -> Option<(char, &'p str)> {
    let mut chars = pattern.chars();
    let c = match chars.next()? {
        '\\' => chars.next().filter(char::is_ascii_punctuation)?,
        c if special.contains(&c) => return None,
        c => c,
    };
    Some((c, chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATTERNS: [&str; 33] = [
        "^[a-z0-9][a-z0-9._/:-]*$",
        "^/",
        "^[^@ ]+@[^@ ]+$",
        "^[0-9]\\.[0-9]$",
        "^b\\.[a-z0-9]+$",
        "^[abc]-[0-9a-f]+$",
        "^a?b?c?$",
        "^a*a$",
        "^[ab]+b?a",
        "^$",
        "^",
        "$",
        "",
        "^a+a?b*$",
        "a$",
        "a[bc]+a",
        "ab|b0|c+",
        "^(ab|b0|c+)$",
        "^([a-c]+(\\.[0-4]+)?(a|µ|b|ab))+$",
        "^(|a|b*)$",
        "^(a|b*)+0$",
        "^(a?b?)*c$",
        "^((a|b)(c|0)?)*$",
        "(ab)+",
        "^(no|a|b-c(:[0-9]+)?)$",
        "^[a-c]([a-c-]*[a-c])?(\\.[a-c]([a-c-]*[a-c])?)*$",
        "^(@a|@b [0-4]+|[^ @]+( +[^ ]+)+)$",
        "()",
        "^(a(b(c)?)?)?$",
        "a*",
        "^([a-c]([a-c0-4-]{0,3}[a-c])?/)?[a-c]([a-c_-]{0,2}[a-c])?$",
        "^a{1,2}b?$",
        "^(a{0,1}b){1,3}$",
    ];

    #[test]
    fn places_say_what_the_general_engine_says() {
        let letters: Vec<char> = "aabbcc04.@/-_:v pµ".chars().collect();
        let mut seed = 7usize;
        for pattern in PATTERNS {
            let places = Pattern::new(pattern).unwrap();
            assert!(matches!(places.engine, Engine::Places(_)), "{pattern}");
            let regex = Regex::new(pattern).unwrap();
            let mut matches = 0;
            for length in 0..4_000 {
                let mut next = || {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    letters[(seed >> 33) % letters.len().min(6 + length % 13)]
                };
                let text: String = (0..length % 9).map(|_| next()).collect();
                assert_eq!(places.is_match(&text), regex.is_match(&text), "{pattern} {text:?}");
                matches += usize::from(places.is_match(&text));
            }
            assert!(matches > 0, "{pattern} matched nothing");
        }
    }

    #[test]
    fn what_has_more_to_it_is_left_to_the_general_engine() {
        let deep = format!("^{}a{}$", "(".repeat(30), ")".repeat(30));
        let long = format!("^{}$", "a".repeat(129));
        for pattern in [
            "^a{2}$",
            "^a{2,}$",
            "^a{0,3}?$",
            "^a{0,3}+$",
            "^\\d+$",
            "^a|b$",
            "a$|b",
            "^.$",
            "^a+?b$",
            "^[[:alpha:]]$",
            "(?i)a",
            "(?:a)",
            "^(^a)$",
            &deep,
            &long,
        ] {
            assert!(matches!(Pattern::new(pattern), Some(Pattern { engine: Engine::General(_), .. })), "{pattern}");
        }
        assert!(Pattern::new("^[^/]+$").unwrap().is_match("ü"));
        for broken in ["(a", "a)", "[b-a]", "*a", "a|*", "[a"] {
            assert!(Pattern::new(broken).is_none(), "{broken}");
        }
    }
}
