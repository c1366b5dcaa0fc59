//! Systems point by point: a page of `systems/` says what must come out of a spec, and shows where it stands.
//!
//! In a page, a fence that names a file of `snapshots/` (` ```yaml clan/staging/compose/compose.yaml `) holds lines that
//! stand there one after the other, as far apart as `…` says; ` ```absent PATH ` what stands nowhere in a file or folder.
//! The spec is the one of the page's name. ` ```change ENVIRONMENT ` rewrites lines of it, and the fence ` ```diff `
//! behind it is what that changes in the output; ` ```files ` lists what is built then, and ` ```handed ` the secrets
//! that one target puts into the store and another one fetches; with an environment behind the word, of the spec as it
//! stands. ` ```losses ENVIRONMENT ` is what has no effect there. `UPDATE=1` rewrites those four.

#![allow(clippy::panic, reason = "a broken promise must stop the test")]

#[path = "support/fences.rs"]
mod fences;
#[path = "systems/output.rs"]
mod output;
#[path = "systems/page.rs"]
mod page;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use fences::{Fence, Part, parts};
use output::{Files, built, difference, handed, losses};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What a page speaks of while it is read: its spec, as it was changed last, and the files before and after.
struct Subject {
    spec: Vec<(String, String)>,
    changed: Vec<(String, String)>,
    environment: String,
}

impl Subject {
    /// The spec of a page: the one of its name among the examples, or among those that are judged.
    fn of(path: &Path) -> Self {
        let name = path.file_stem().expect("a page has a name").to_string_lossy().into_owned();
        let folders = ["examples", "tests/conformance"].map(|folder| here(folder).join(&name));
        let folder = folders.iter().find(|folder| folder.is_dir());
        let spec = page::sources(folder.unwrap_or_else(|| panic!("there is no spec `{name}`")));
        Self { changed: spec.clone(), spec, environment: String::new() }
    }

    /// Rewrites lines: each that a `-` names is there once, and the `+` behind it takes its place.
    fn change(&mut self, environment: &str, text: &str) {
        environment.clone_into(&mut self.environment);
        self.changed.clone_from(&self.spec);
        let mut lines = text.lines();
        while let Some(old) = lines.next() {
            let old = old.strip_prefix('-').unwrap_or_else(|| panic!("`{old}` takes out no line"));
            let new =
                lines.next().and_then(|line| line.strip_prefix('+')).unwrap_or_else(|| panic!("nothing for `{old}`"));
            let is_old = |line: &str| line.trim() == old.trim();
            let count: usize = self.spec.iter().map(|(_, text)| text.lines().filter(|line| is_old(line)).count()).sum();
            assert_eq!(count, 1, "`{}` stands {count} times in the spec", old.trim());
            for (_, text) in &mut self.changed {
                let replaced = text.lines().map(|line| if is_old(line) { new } else { line });
                *text = replaced.fold(String::new(), |all, line| all + line + "\n");
            }
        }
    }

    fn files(&self) -> Files {
        built(&self.changed, &self.environment)
    }
}

/// A page as it should be, and what it promises in vain.
fn judged(path: &Path, page: &str) -> (String, Vec<String>) {
    let mut subject = Subject::of(path);
    let (mut out, mut broken) = (String::new(), Vec::new());
    for part in parts(page) {
        let Fence { info, text, .. } = match part {
            Part::Fence(fence) => fence,
            Part::Prose(text) => {
                out += text;
                continue;
            }
        };
        let (kind, rest) = info.split_once(' ').unwrap_or((info, ""));
        let shown = here("snapshots").join(rest);
        let mut text = text.to_owned();
        match kind {
            "change" => subject.change(rest, &text),
            "files" | "handed" => {
                if !rest.is_empty() {
                    subject.change(rest, "");
                }
                text = list(kind, &subject.files());
            }
            "losses" => text = losses(&subject.spec, rest),
            "diff" => text = difference(&built(&subject.spec, &subject.environment), &subject.files()),
            "absent" => broken.extend(page::present(&shown, &text)),
            _ => broken.extend(page::missing(&shown, &text)),
        }
        write!(out, "```{info}\n{text}```\n").expect("a text takes all");
    }
    (out, broken)
}

/// What a fence lists of an output.
fn list(kind: &str, files: &Files) -> String {
    match kind {
        "files" => files.keys().fold(String::new(), |all, path| all + path + "\n"),
        _ => handed(files),
    }
}

#[test]
fn systems_come_out_as_their_pages_say() {
    let mut wrong = Vec::new();
    let folder = fs::read_dir(here("tests/systems")).expect("the pages are there").flatten();
    let mut pages: Vec<PathBuf> =
        folder.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    pages.sort();
    assert!(!pages.is_empty(), "no page is there");
    for path in pages {
        let text = fs::read_to_string(&path).expect("a page is a text");
        let (right, broken) = judged(&path, &text);
        wrong.extend(broken.iter().map(|what| format!("{}: {what}", path.display())));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, right).expect("a page can be written");
        } else if right != text {
            let line = text.lines().zip(right.lines()).take_while(|(old, new)| old == new).count() + 1;
            wrong.push(format!("{}:{line}: comes out otherwise; UPDATE=1 shows how", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
