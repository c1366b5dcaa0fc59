//! The specs of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// A file with its text.
pub(crate) struct Spec {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// What stands in it.
    pub(crate) text: String,
}

impl Spec {
    /// Its path below the root, as messages show it.
    pub(crate) fn name(&self) -> String {
        self.path.strip_prefix(root()).unwrap_or(&self.path).to_string_lossy().into_owned()
    }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The specs below a folder, by path; none if there is no such folder.
pub(crate) fn specs(folder: &str) -> Vec<Spec> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    let read = |path: PathBuf| Spec { text: fs::read_to_string(&path).expect("a spec is text"), path };
    paths.into_iter().map(read).collect()
}

/// All specs: those of the tests, the examples and the standard library.
pub(crate) fn all() -> Vec<Spec> {
    ["tests", "examples", "stdlib"].into_iter().flat_map(specs).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "infra") {
            found.push(path);
        }
    }
}

/// Compares a text with the file that should hold it; `UPDATE=1` writes the file.
pub(crate) fn check(path: &Path, found: &str, complaints: &mut Vec<String>) {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, found).expect("the expectation can be written");
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected != found {
        let line = expected.lines().zip(found.lines()).take_while(|(a, b)| a == b).count();
        let at = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_owned();
        let shown = path.strip_prefix(root()).unwrap_or(path).display();
        complaints.push(format!("{shown}:{}\n    expected {}\n    found    {}", line + 1, at(&expected), at(found)));
    }
}
