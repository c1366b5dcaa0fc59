//! From what the phases found to what people should read: in order, each mistake once, many of one cause as one.

use rustc_hash::{FxHashMap, FxHashSet};
use source::{Diagnostic, Fix, Label, Span};

/// How many places a diagnostic shows beside the first.
const SHOWN: usize = 3;

/// What was found in each of the environments, as one list: a mistake that several of them share is one, and says
/// where it holds if not everywhere.
pub(crate) fn merge_environments(found: Vec<(String, Vec<Diagnostic>)>) -> Vec<Diagnostic> {
    let total = found.len();
    let mut merged: Vec<(Diagnostic, Vec<String>)> = Vec::new();
    let mut places: FxHashMap<(&'static str, Span, String), usize> = FxHashMap::default();
    for (environment, diagnostics) in found {
        for diagnostic in diagnostics {
            let key = (diagnostic.code, diagnostic.primary.span, diagnostic.message.clone());
            let at = *places.entry(key).or_insert(merged.len());
            match merged.get_mut(at) {
                Some((_, seen)) if seen.last() == Some(&environment) => {}
                Some((_, seen)) => seen.push(environment.clone()),
                None => merged.push((diagnostic, vec![environment.clone()])),
            }
        }
    }
    let name = |(mut diagnostic, environments): (Diagnostic, Vec<String>)| {
        let told = environments.iter().all(|name| diagnostic.message.contains(&format!("`{name}`")));
        if environments.len() < total && !told {
            diagnostic.message.push_str(&format!(" (in {})", names_of(&environments)));
        }
        diagnostic
    };
    merged.into_iter().map(name).collect()
}

fn names_of(environments: &[String]) -> String {
    let quoted: Vec<String> = environments.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let shown = quoted.join(", ");
    match (environments.len(), environments.len().saturating_sub(SHOWN)) {
        (1, _) => format!("environment {shown}"),
        (_, 0) => format!("environments {shown}"),
        (_, more) => format!("environments {shown} and {more} more"),
    }
}

/// Sorted by place, without repetitions, with one diagnostic for many of one cause.
pub(crate) fn tidy(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.primary.span, d.severity, d.code);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup();
    group(diagnostics)
}

fn group(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut groups: Vec<Vec<Diagnostic>> = Vec::new();
    let mut places: FxHashMap<(&'static str, String), usize> = FxHashMap::default();
    for diagnostic in diagnostics {
        let key = (diagnostic.code, diagnostic.message.clone());
        let at = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(diagnostic),
            None => groups.push(vec![diagnostic]),
        }
    }
    let mut out: Vec<Diagnostic> = Vec::new();
    for group in groups {
        if is_one_cause(&group) {
            out.extend(join(group));
        } else {
            out.extend(group);
        }
    }
    out.sort_by_key(|diagnostic| diagnostic.primary.span);
    out
}

/// Two that miss the same name have one cause; of others only a crowd has.
fn is_one_cause(group: &[Diagnostic]) -> bool {
    match group {
        [] | [_] => false,
        [first, ..] if first.code.starts_with("unknown-") => true,
        _ => group.len() > SHOWN + 1,
    }
}

fn join(group: Vec<Diagnostic>) -> Option<Diagnostic> {
    let fixes = common_fix(&group);
    let mut group = group.into_iter();
    let mut first = group.next()?;
    first.fixes = fixes.unwrap_or(first.fixes);
    let mut seen = FxHashSet::from_iter([first.primary.span]);
    let rest: Vec<Span> = group.map(|other| other.primary.span).filter(|span| seen.insert(*span)).collect();
    let more = rest.len().saturating_sub(SHOWN);
    for (at, span) in rest.iter().take(SHOWN).enumerate() {
        let text = match more {
            0 => "also here".to_owned(),
            1 if at + 1 == SHOWN => "also here, and in one more place".to_owned(),
            _ if at + 1 == SHOWN => format!("also here, and in {more} more places"),
            _ => "also here".to_owned(),
        };
        first.secondary.push(Label { span: *span, text });
    }
    Some(first)
}

/// The fix of all of them at once, if each has the same one.
fn common_fix(group: &[Diagnostic]) -> Option<Vec<Fix>> {
    let title = &group.first()?.fixes.first()?.title;
    let mut edits = Vec::new();
    for diagnostic in group {
        match diagnostic.fixes.as_slice() {
            [fix] if &fix.title == title => edits.extend(fix.edits.iter().cloned()),
            _ => return None,
        }
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    Some(vec![Fix { title: title.clone(), edits }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use source::FileId;

    fn unknown(at: u32) -> Diagnostic {
        let span = Span::new(FileId(0), at, at + 2);
        Diagnostic::error("unknown-name", span, "there is no `dbb`").fix("write `db`", span, "db")
    }

    #[test]
    fn two_hundred_of_one_cause_are_one() {
        let found = tidy((0..200).map(|at| unknown(at * 10)).rev().collect());
        let [one] = found.as_slice() else { panic!("expected one, found {}", found.len()) };
        assert_eq!(one.primary.span.start, 0);
        let texts: Vec<&str> = one.secondary.iter().map(|label| label.text.as_str()).collect();
        assert_eq!(texts, ["also here", "also here", "also here, and in 196 more places"]);
        assert_eq!(one.fixes.first().map(|fix| fix.edits.len()), Some(200));
    }

    #[test]
    fn environments_are_named_where_not_all_agree() {
        let found = vec![
            ("a".to_owned(), vec![unknown(1), unknown(9)]),
            ("b".to_owned(), vec![unknown(1)]),
            ("c".to_owned(), vec![unknown(1), unknown(9)]),
        ];
        let merged = merge_environments(found);
        let messages: Vec<&str> = merged.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(messages, ["there is no `dbb`", "there is no `dbb` (in environments `a`, `c`)"]);
    }
}
