//! Characters that a text may hold, begin and end with.

use super::{Fault, FaultKind, fault, shown};
use crate::facts::Facts;

/// A text against the classes of its facts.
pub(super) fn judge(facts: Facts<'_>, text: &str) -> Result<(), Fault> {
    let inner = facts.chars();
    let (first, last) = (facts.first().or(inner), facts.last().or(inner));
    let has_class = [first, inner, last].iter().any(Option::is_some);
    let length = if has_class { text.chars().count() } else { 0 };
    for (at, c) in text.chars().enumerate().take(length) {
        let (class, place) = match at {
            0 => (first, "as the first character"),
            _ if at + 1 == length => (last, "as the last character"),
            _ => (inner, "here"),
        };
        if let Some(class) = class.filter(|class| !holds(class, c)) {
            return Err(fault(
                FaultKind::Character,
                format!("one of [{class}] {place}"),
                format!("{c:?} in {}", shown(text)),
            ));
        }
    }
    if let Some(class) = facts.not_twice()
        && let Some((c, _)) = text.chars().zip(text.chars().skip(1)).find(|(a, b)| a == b && class.contains(*a))
    {
        return Err(fault(FaultKind::Character, format!("no {c:?} twice in a row"), shown(text)));
    }
    Ok(())
}

/// Whether a class such as `\-0-9A-Za-z` holds a character. Only what is printed of ASCII was tried: the rest passes
/// where nearly all of that does, which is free text.
pub(super) fn holds(class: &str, c: char) -> bool {
    if !(' '..='~').contains(&c) {
        return [' ', '"', '~'].into_iter().all(|c| holds(class, c));
    }
    let mut parts = members(class).peekable();
    while let Some((from, _)) = parts.next() {
        // A bare dash stands between two ends, or at the end for itself.
        let dash = parts.next_if_eq(&('-', false)).is_some();
        let to = if dash { parts.next() } else { None };
        let is_last = dash && to.is_none() && c == '-';
        if is_last || (from..=to.map_or(from, |(to, _)| to)).contains(&c) {
            return true;
        }
    }
    false
}

/// The characters of a class, each with whether it was escaped.
fn members(class: &str) -> impl Iterator<Item = (char, bool)> {
    let mut chars = class.chars();
    std::iter::from_fn(move || match chars.next()? {
        '\\' => Some((chars.next().unwrap_or('\\'), true)),
        c => Some((c, false)),
    })
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn classes_hold_ranges_and_escaped_characters() {
        let class = "\\-0-9A-Z_a-z";
        assert!("-7Kz_".chars().all(|c| holds(class, c)));
        assert!(!".^ é".chars().any(|c| holds(class, c)));
        assert!(holds("()\\--9", '.') && !holds("()\\--9", '+'));
        assert!(holds("@_-", '-') && holds("@_-", '_') && !holds("@_-", '+'));
        assert!(holds(" -~", 'é') && !holds(" a-z", 'é'));
    }
}
