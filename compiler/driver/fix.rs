//! Applies the fixes that diagnostics carry to the texts they are about.

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
            a.end < b.start || b.end < a.start || (a.end == b.start || b.end == a.start) && !a.is_empty() && !b.is_empty()
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
}
