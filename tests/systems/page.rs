//! What a page shows: whether it stands in a file, and the spec that it speaks of.

use std::fs;
use std::path::Path;

/// The files of a spec, by their names.
pub(crate) fn sources(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten();
    let mut files: Vec<(String, String)> = entries
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "infra"))
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), text_of(&entry.path())))
        .collect();
    files.sort();
    files
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What of a fence isn't in a file: its lines, further in by as much as the first one, `…` for any lines between.
pub(crate) fn missing(path: &Path, shown: &str) -> Option<String> {
    let text = text_of(path);
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    for run in shown.split("…\n") {
        let run: Vec<&str> = run.lines().collect();
        let starts = at..lines.len().saturating_sub(run.len()) + 1;
        match starts.into_iter().find(|start| lines.get(*start..start + run.len()).is_some_and(|has| fits(has, &run))) {
            Some(start) => at = start + run.len(),
            None => return Some(format!("{} doesn't hold\n{}", path.display(), run.join("\n"))),
        }
    }
    None
}

/// Whether lines are the same but for spaces that stand before all of them.
fn fits(has: &[&str], shown: &[&str]) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let further = has.first().map_or(0, |line| indent(line)).checked_sub(shown.first().map_or(0, |line| indent(line)));
    further.is_some_and(|further| {
        has.iter().zip(shown).all(|(has, shown)| match shown.is_empty() {
            true => has.is_empty(),
            false => {
                has.get(..further).is_some_and(|start| start.trim().is_empty()) && has.get(further..) == Some(shown)
            }
        })
    })
}

/// A line that stands in a file, or in one below a folder, and mustn't.
pub(crate) fn present(path: &Path, absent: &str) -> Option<String> {
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("a folder can be read").flatten();
        return entries.filter_map(|entry| present(&entry.path(), absent)).next();
    }
    let text = text_of(path);
    let found = absent.lines().find(|line| text.contains(line.trim()));
    found.map(|line| format!("{} holds `{}`", path.display(), line.trim()))
}
