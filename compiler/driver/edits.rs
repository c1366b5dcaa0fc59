//! Changes of texts: applying the fixes that diagnostics carry, and showing what changed.

use std::collections::BTreeMap;

use source::{Diagnostic, Edit, FileId, Fix, Sources};

/// A file after its fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Which.
    pub file: FileId,
    /// Its text with the fixes.
    pub text: String,
    /// What was done, in the order of the file.
    pub titles: Vec<String>,
}

/// Applies what can be applied at once: of a diagnostic that offers just one fix, that one; of fixes that overlap,
/// the first. Files of the standard library are nobody's to fix.
pub fn apply(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<Fixed> {
    let mut accepted: BTreeMap<FileId, Vec<(&Edit, &str)>> = BTreeMap::new();
    for fix in diagnostics.iter().filter_map(|diagnostic| match diagnostic.fixes.as_slice() {
        [fix] => Some(fix),
        _ => None,
    }) {
        if fits(sources, &accepted, fix) {
            for edit in &fix.edits {
                accepted.entry(edit.span.file).or_default().push((edit, &fix.title));
            }
        }
    }
    accepted.into_iter().map(|(file, edits)| rewrite(sources, file, edits)).collect()
}

fn fits(sources: &Sources, accepted: &BTreeMap<FileId, Vec<(&Edit, &str)>>, fix: &Fix) -> bool {
    let free = |edit: &Edit| {
        let others = accepted.get(&edit.span.file).map_or(&[][..], Vec::as_slice);
        others.iter().all(|(other, _)| {
            let (a, b) = (edit.span, other.span);
            a.end < b.start
                || b.end < a.start
                || (a.end == b.start || b.end == a.start) && !a.is_empty() && !b.is_empty()
        })
    };
    let text = |edit: &Edit| sources.get(edit.span.file).text.get(edit.span.start as usize..edit.span.end as usize);
    !fix.edits.is_empty()
        && fix.edits.iter().all(|edit| !sources.get(edit.span.file).embedded && text(edit).is_some() && free(edit))
}

fn rewrite(sources: &Sources, file: FileId, mut edits: Vec<(&Edit, &str)>) -> Fixed {
    edits.sort_by_key(|(edit, _)| edit.span);
    let old = &sources.get(file).text;
    let (mut text, mut titles, mut done) = (String::with_capacity(old.len()), Vec::new(), 0);
    for (edit, title) in edits {
        text.push_str(old.get(done..edit.span.start as usize).unwrap_or(""));
        text.push_str(&edit.text);
        titles.push(title.to_owned());
        done = edit.span.end as usize;
    }
    text.push_str(old.get(done..).unwrap_or(""));
    Fixed { file, text, titles }
}

/// A stretch of lines that differ: its first line in the old text, from one, the old lines and the new ones.
pub type Change<'a> = (usize, Vec<&'a str>, Vec<&'a str>);

/// How far ahead a line is looked for before both sides count as different.
const AHEAD: usize = 200;

/// The stretches in which two texts differ, in order. They are found greedily, not shortest: enough to show them.
pub fn line_changes<'a>(old: &'a str, new: &'a str) -> Vec<Change<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let (mut i, mut j) = (0, 0);
    let mut changes = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && old.get(i) == new.get(j) {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (di, dj) = meet(old.get(i..).unwrap_or(&[]), new.get(j..).unwrap_or(&[]));
        let stretch = |lines: &[&'a str], at: usize, len: usize| lines.iter().skip(at).take(len).copied().collect();
        changes.push((i + 1, stretch(&old, i, di), stretch(&new, j, dj)));
        (i, j) = (i + di, j + dj);
    }
    changes
}

/// How many lines to pass on each side until both go on alike.
fn meet(old: &[&str], new: &[&str]) -> (usize, usize) {
    let last = (old.len() + new.len()).min(2 * AHEAD);
    let pairs = (1..=last).flat_map(|sum| (0..=sum).map(move |di| (di, sum - di)));
    let mut within = pairs.filter(|(di, dj)| *di <= AHEAD && *dj <= AHEAD);
    let alike = |di: usize, dj: usize| match (old.get(di), new.get(dj)) {
        (Some(a), Some(b)) => a == b && !a.trim().is_empty(),
        _ => di == old.len() && dj == new.len(),
    };
    within.find(|(di, dj)| alike(*di, *dj)).unwrap_or((old.len(), new.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use source::Span;

    #[test]
    fn of_overlapping_fixes_the_first_wins() {
        let mut sources = Sources::default();
        let file = sources.add("app.infra", "one two three");
        let error = |start, end, text: &str| {
            let span = Span::new(file, start, end);
            Diagnostic::error("x", span, "x").fix("write it", span, text)
        };
        let fixed = apply(&sources, &[error(0, 3, "1"), error(2, 7, "?"), error(8, 13, "3")]);
        assert_eq!(fixed.first().map(|fixed| fixed.text.as_str()), Some("1 two 3"));
    }

    #[test]
    fn changes_are_stretches_of_lines() {
        let found = line_changes("a\nb\nc\nd\n", "a\nB\nc\nd\ne\n");
        assert_eq!(found, vec![(2, vec!["b"], vec!["B"]), (5, vec![], vec!["e"])]);
        assert_eq!(line_changes("x\n", "x\n"), vec![]);
    }
}
