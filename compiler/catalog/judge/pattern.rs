//! Regular expressions of schemas, which are in the syntax of Go.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use values::Pattern;

use super::{Fault, FaultKind, fault, shown};

thread_local! {
    /// Hundreds of names are held against the same few patterns, and compiling one takes far longer than matching it.
    static COMPILED: RefCell<FxHashMap<String, Option<Pattern>>> = RefCell::default();
}

/// More patterns than all catalogs have that one spec could name; whoever asks for more starts anew.
const KEPT: usize = 1_000;

/// Classes of Unicode that a schema may name, and characters that hold at least as many.
const CLASSES: [(&str, &str); 6] = [
    ("\\p{L}", "a-zA-Z\\x{80}-\\x{10FFFF}"),
    ("\\p{N}", "0-9\\x{80}-\\x{10FFFF}"),
    ("\\p{Z}", " \\x{80}-\\x{10FFFF}"),
    ("\\p{P}", "!-/:-@\\[-`{-~\\x{80}-\\x{10FFFF}"),
    ("\\p{S}", "$+<->^`|~\\x{80}-\\x{10FFFF}"),
    ("\\p{M}", "\\x{80}-\\x{10FFFF}"),
];

/// A text against a pattern; one that begins with `not:` must not match, one that can't be read lets all pass.
pub(super) fn judge(written: &str, text: &str) -> Result<(), Fault> {
    let (wanted, written) = match written.strip_prefix("not:") {
        Some(rest) => (false, rest),
        None => (true, written),
    };
    if is_match(written, text).is_none_or(|found| found == wanted) {
        return Ok(());
    }
    let verb = if wanted { "matching" } else { "not matching" };
    Err(fault(FaultKind::Pattern, format!("a text {verb} `{written}`"), shown(text)))
}

/// Whether a text matches; nothing where the pattern can't be read.
fn is_match(written: &str, text: &str) -> Option<bool> {
    COMPILED.with_borrow_mut(|compiled| {
        if let Some(known) = compiled.get(written) {
            return known.as_ref().map(|pattern| pattern.is_match(text));
        }
        if compiled.len() == KEPT {
            compiled.clear();
        }
        let pattern = Pattern::new(&plain(written));
        let found = pattern.as_ref().map(|pattern| pattern.is_match(text));
        compiled.insert(written.to_owned(), pattern);
        found
    })
}

/// The pattern with names of Unicode classes replaced; inside of brackets they stand as they are.
fn plain(written: &str) -> String {
    if !written.contains("\\p{") {
        return written.to_owned();
    }
    let mut out = String::with_capacity(written.len() * 2);
    let (mut rest, mut inside) = (written, false);
    while let Some(next) = rest.chars().next() {
        if let Some((name, class)) = CLASSES.iter().find(|(name, _)| rest.starts_with(name)) {
            out.push_str(&if inside { (*class).to_owned() } else { format!("[{class}]") });
            rest = rest.strip_prefix(name).unwrap_or("");
            continue;
        }
        let length = if next == '\\' {
            next.len_utf8() + rest.chars().nth(1).map_or(0, char::len_utf8)
        } else {
            next.len_utf8()
        };
        inside = next != '\\' && (next == '[' || (inside && next != ']'));
        let (head, tail) = rest.split_at(length);
        out.push_str(head);
        rest = tail;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn classes_of_unicode_hold_letters_of_all_scripts() {
        let pattern = "^([\\p{L}\\p{Z}\\p{N}_.:\\*\\/=+\\-@%]*)$";
        assert!(judge(pattern, "Größe 7").is_ok());
        assert!(judge(pattern, "a#b").is_err());
        assert!(judge("^\\p{L}+$", "a1").is_err());
        assert!(judge("not:^a", "b").is_ok());
        assert!(judge("not:^a", "ab").is_err());
    }
}
