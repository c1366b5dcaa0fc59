//! The files of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file.
pub struct Source {
    /// Its path below the root.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl Source {
    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Folders that hold nothing that was written here.
const SKIPPED: [&str; 4] = [".git", "target", "out", "node_modules"];

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder of the repository can be listed");
    for entry in entries {
        let path = entry.expect("an entry of the repository can be read").path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                walk(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

fn below(folders: &[&str], wanted: impl Fn(&str) -> bool) -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in folders {
        if root().join(folder).exists() {
            walk(&root().join(folder), &mut paths);
        }
    }
    paths.sort();
    let named = paths.into_iter().map(|path| {
        let shown = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().into_owned();
        (path, shown)
    });
    let wanted = named.filter(|(_, shown)| wanted(shown));
    // What is no text isn't read by people either.
    wanted.filter_map(|(path, shown)| Some(Source { path: shown, text: fs::read_to_string(path).ok()? })).collect()
}

/// All Rust files that were written by hand.
pub fn rust_sources() -> Vec<Source> {
    below(&["compiler", "tests"], |path| path.ends_with(".rs"))
}

/// All text files that people read or a machine runs.
pub fn texts() -> Vec<Source> {
    let endings = [".rs", ".infra", ".md", ".toml", ".sh", ".yml", ".yaml", ".jinja", "run"];
    below(&["."], |path| endings.iter().any(|ending| path.ends_with(ending)))
}

/// Each folder below one, with how many entries it has.
pub fn folders(top: &str) -> Vec<(String, usize)> {
    let mut counts = Vec::new();
    let mut open = vec![root().join(top)];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).expect("a folder of the repository can be listed");
        let entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        let shown = folder.strip_prefix(root()).unwrap_or(&folder).to_string_lossy().into_owned();
        // A module and the folder with its parts are one thing to find; goldens are data.
        let stems: std::collections::BTreeSet<_> = entries
            .iter()
            .filter(|path| path.extension().is_none_or(|ending| ending != "toml"))
            .map(|path| path.file_stem())
            .collect();
        if !shown.ends_with("/golden") {
            counts.push((shown, stems.len()));
        }
        open.extend(entries.into_iter().filter(|path| path.is_dir()));
    }
    counts.sort();
    counts
}
