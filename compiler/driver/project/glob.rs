//! Patterns of paths: `*` stands for any part of a name, `**` for any folders.

/// What stands for any folders.
pub(super) const ANY: &str = "**";

/// Whether a part of a pattern is no plain name.
pub(super) fn is_wild(part: &str) -> bool {
    part.contains('*')
}

/// Whether a path fits a pattern, both in parts.
pub(super) fn fits(pattern: &[&str], path: &[&str]) -> bool {
    matches(pattern, path, |part| *part == ANY, |part, name| name_fits(part, name))
}

/// Whether a name fits a part of a pattern.
pub(crate) fn name_fits(part: &str, name: &str) -> bool {
    let chars = |text: &str| text.chars().collect::<Vec<char>>();
    matches(&chars(part), &chars(name), |c| *c == '*', |c, found| c == found)
}

/// Whether items fit a pattern, in which some stand for any number of items. The last of those that was met takes one
/// more whenever what follows it doesn't fit, which is enough: an earlier one could take no other items than it.
fn matches<P, I>(pattern: &[P], items: &[I], is_any: impl Fn(&P) -> bool, same: impl Fn(&P, &I) -> bool) -> bool {
    let (mut at, mut next) = (0, 0);
    let mut last: Option<(usize, usize)> = None;
    while let Some(item) = items.get(next) {
        match (pattern.get(at), last) {
            (Some(part), _) if is_any(part) => {
                last = Some((at, next));
                at += 1;
            }
            (Some(part), _) if same(part, item) => (at, next) = (at + 1, next + 1),
            (_, Some((any, from))) => {
                (at, next) = (any + 1, from + 1);
                last = Some((any, next));
            }
            (_, None) => return false,
        }
    }
    pattern.get(at..).is_some_and(|rest| rest.iter().all(is_any))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn parts_fit_names_and_folders() {
        let fits = |pattern: &str, path: &str| {
            let parts = |text: &'static str| text.split('/').collect::<Vec<_>>();
            let leak = |text: &str| -> &'static str { String::leak(text.to_owned()) };
            fits(&parts(leak(pattern)), &parts(leak(path)))
        };
        for (pattern, path) in [
            ("**", "a"),
            ("**", "a/b/c"),
            ("a/**", "a/b"),
            ("**/c", "c"),
            ("**/c", "a/b/c"),
            ("a/**/c", "a/c"),
            ("**/b/**/b", "a/b/b/c/b"),
            ("*.sql", "one.sql"),
            ("a*b*c", "aXbbXc"),
            ("**/*.y*ml", "a/b.yaml"),
        ] {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("*", "a/b"),
            ("a/**", "b/a"),
            ("*.sql", "one.sq"),
            ("**/c", "c/d"),
            ("a*b", "abc"),
            ("a/*/c", "a/c"),
            ("**/b/**/b", "a/b/c"),
        ] {
            assert!(!fits(pattern, path), "{pattern} {path}");
        }
    }
}
