//! Patterns of refinements. Most are a plain row of characters and classes, which a word of bits matches in one pass;
//! the others are left to the general engine.

use regex_lite::Regex;

/// A compiled pattern.
pub(crate) enum Pattern {
    /// Anchored at the start, without groups or alternatives.
    Row(Box<Row>),
    /// Anything else.
    General(Regex),
}

/// Items one after the other, a bit each.
pub(crate) struct Row {
    /// For each byte the items that it may be.
    fits: [u64; 128],
    /// Items that may be left out.
    optional: u64,
    /// Items that may follow themselves.
    repeated: u64,
    /// Items that may be the last.
    last: u64,
    /// Whether nothing at all is a match.
    takes_nothing: bool,
    /// Whether the text must end where the row does.
    is_whole: bool,
}

impl Pattern {
    /// Compiles a pattern; none if it is no regular expression.
    pub(crate) fn new(pattern: &str) -> Option<Self> {
        match Row::new(pattern) {
            Some(row) => Some(Self::Row(Box::new(row))),
            None => Regex::new(pattern).ok().map(Self::General),
        }
    }

    /// Whether a text matches this, which was compiled from `pattern`.
    pub(crate) fn is_match(&self, pattern: &str, text: &str) -> bool {
        match self {
            Self::Row(row) if text.is_ascii() => row.is_match(text.as_bytes()),
            // A row knows bytes only, and such a text is rare.
            Self::Row(_) => Regex::new(pattern).is_ok_and(|regex| regex.is_match(text)),
            Self::General(regex) => regex.is_match(text),
        }
    }
}

impl Row {
    fn new(pattern: &str) -> Option<Self> {
        let mut rest = pattern.strip_prefix('^')?;
        let is_whole = rest.ends_with('$') && !rest.ends_with("\\$");
        rest = if is_whole { rest.strip_suffix('$')? } else { rest };
        let mut row = Self { fits: [0; 128], optional: 0, repeated: 0, last: 0, takes_nothing: true, is_whole };
        let mut bit = 1u64;
        while !rest.is_empty() {
            let set;
            (set, rest) = item(rest)?;
            for (byte, fits) in row.fits.iter_mut().enumerate() {
                *fits |= if set >> byte & 1 == 1 { bit } else { 0 };
            }
            let quantifier = rest.chars().next().filter(|c| matches!(c, '*' | '+' | '?'));
            rest = quantifier.and_then(|c| rest.strip_prefix(c)).unwrap_or(rest);
            // Counts, and what is lazy or nested, is for the general engine.
            if rest.starts_with(['*', '+', '?', '{']) {
                return None;
            }
            row.add(bit, quantifier);
            bit = bit.checked_mul(2)?;
        }
        Some(row)
    }

    fn add(&mut self, bit: u64, quantifier: Option<char>) {
        if matches!(quantifier, Some('*' | '+')) {
            self.repeated |= bit;
        }
        if matches!(quantifier, Some('*' | '?')) {
            self.optional |= bit;
            self.last |= bit;
        } else {
            self.last = bit;
            self.takes_nothing = false;
        }
    }

    fn is_match(&self, text: &[u8]) -> bool {
        // The items that the next byte may be.
        let mut next = self.skip(1);
        let mut has_ended = self.takes_nothing;
        for byte in text {
            if has_ended && !self.is_whole {
                return true;
            }
            let at = next & self.fits.get(usize::from(*byte)).copied().unwrap_or(0);
            next = self.skip(at << 1) | (at & self.repeated);
            has_ended = at & self.last != 0;
            if at == 0 {
                return false;
            }
        }
        has_ended
    }

    /// The items that may come next, with those behind what may be left out.
    fn skip(&self, mut next: u64) -> u64 {
        loop {
            let further = next | (next & self.optional) << 1;
            if further == next {
                return next;
            }
            next = further;
        }
    }
}

/// The characters that the first item may be, a bit each, and what follows it.
fn item(pattern: &str) -> Option<(u128, &str)> {
    if let Some(class) = pattern.strip_prefix('[') {
        return set(class);
    }
    let (c, rest) = character(pattern, &['.', '^', '$', '*', '+', '?', '(', ')', '{', '}', '[', ']', '|'])?;
    Some((1 << c, rest))
}

/// A class up to its closing bracket.
fn set(class: &str) -> Option<(u128, &str)> {
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
        for c in from..=to {
            all |= 1 << c;
        }
    }
    Some((if is_negated { !all } else { all }, rest.strip_prefix(']')?))
}

/// A character that stands for itself, or behind a backslash; none that means something here, and no letter behind
/// a backslash.
fn character<'p>(pattern: &'p str, special: &[char]) -> Option<(u8, &'p str)> {
    let mut chars = pattern.chars();
    let c = match chars.next()? {
        '\\' => chars.next().filter(char::is_ascii_punctuation)?,
        c if special.contains(&c) => return None,
        c => c,
    };
    c.is_ascii().then_some((c as u8, chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATTERNS: [&str; 14] = [
        "^[a-z0-9][a-z0-9._/:-]*$",
        "^/",
        "^[^@ ]+@[^@ ]+$",
        "^[a-z_][a-z0-9_]*$",
        "^[4-8]\\.[0-9]$",
        "^db\\.[a-z0-9]+\\.[a-z0-9]+$",
        "^vpc-[0-9a-f]+$",
        "^/[A-Za-z0-9/_.-]+$",
        "^a?b?c?$",
        "^a*a$",
        "^[ab]+b?a",
        "^$",
        "^",
        "^a+a?b*$",
    ];

    #[test]
    fn a_row_says_what_the_general_engine_says() {
        let letters: Vec<char> = "aabbc04.@/-_v p".chars().collect();
        let mut seed = 7usize;
        for pattern in PATTERNS {
            let row = Pattern::new(pattern).unwrap();
            assert!(matches!(row, Pattern::Row(_)), "{pattern}");
            let regex = Regex::new(pattern).unwrap();
            for length in 0..4_000 {
                let mut next = || {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    letters[(seed >> 33) % letters.len()]
                };
                let text: String = (0..length % 9).map(|_| next()).collect();
                assert_eq!(row.is_match(pattern, &text), regex.is_match(&text), "{pattern} {text:?}");
            }
        }
    }

    #[test]
    fn what_is_no_row_is_left_to_the_general_engine() {
        for pattern in ["a", "^a{2}$", "^(a|b)$", "^\\d+$", "^a|b$", "^.$", "^a+?b$", "^[[:alpha:]]$"] {
            assert!(matches!(Pattern::new(pattern), Some(Pattern::General(_))), "{pattern}");
        }
        assert!(Pattern::new("^[^/]+$").unwrap().is_match("^[^/]+$", "ü"));
    }
}
