//! Cases in Markdown: a heading, prose, a spec in one or more fenced blocks, and what is expected in its comments.

use crate::fences::{Fence, under_headings};

/// A spec with what is expected of it.
pub struct Case {
    /// Its heading.
    pub name: String,
    /// Its files: the root's first, which is called `app.infra` unless it says otherwise.
    pub files: Vec<File>,
    /// Inputs set from outside: `infra set=stage=local`.
    pub sets: Vec<String>,
}

/// A file of a case.
pub struct File {
    /// Its path below the root of the spec.
    pub path: String,
    /// The line of the page before its first one.
    pub line: usize,
    /// What stands in it.
    pub text: String,
}

/// A diagnostic that is expected: `//! error code: part of its message`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The file it is in.
    pub path: String,
    /// The line of its primary place, from one.
    pub line: usize,
    /// `error`, `warning` or `lint`.
    pub severity: String,
    /// Its code.
    pub code: String,
    /// What its message contains.
    pub part: String,
}

/// What marks an expected diagnostic, on the line it is about or below that line.
pub const DIAGNOSTIC: &str = "//!";
/// What marks an expected fact of an environment.
pub const FACT: &str = "//=";

/// The cases of a page, in their order: its blocks of a spec or of a file that it reads.
pub fn cases(page: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let is_ours = |fence: &Fence<'_>| matches!(fence.words().next(), Some("infra" | "text"));
    for (name, fence) in under_headings(page).filter(|(_, fence)| is_ours(fence)) {
        let said = |key: &str| fence.words().filter_map(|word| word.strip_prefix(key)).map(str::to_owned).collect();
        let (sets, paths): (Vec<String>, Vec<String>) = (said("set="), said("file="));
        let path = paths.into_iter().next().unwrap_or_else(|| "app.infra".to_owned());
        enter(&mut cases, name, File { path, line: fence.line, text: fence.text.to_owned() }, sets);
    }
    cases
}

fn enter(cases: &mut Vec<Case>, name: &str, file: File, sets: Vec<String>) {
    match cases.last_mut() {
        Some(case) if case.name == name => {
            let taken = case.files.iter().any(|other| other.path == file.path);
            assert!(!taken, "two blocks under `{name}` are both `{}`: give each case a heading", file.path);
            case.files.push(file);
            case.sets.extend(sets);
        }
        _ => cases.push(Case { name: name.to_owned(), files: vec![file], sets }),
    }
}

impl Case {
    /// Its files as they are compiled: with an app at the end of the root's file where none of them declares one.
    pub fn sources(&self) -> Vec<(String, String)> {
        let declares = |file: &File| file.text.lines().any(|line| line.starts_with("app"));
        let has_app = self.files.iter().any(declares);
        let mut sources: Vec<(String, String)> = Vec::new();
        for file in &self.files {
            let lacks_app = !has_app && !file.path.contains('/') && sources.is_empty();
            let app = if lacks_app { "\napp test { domain = \"test.example.com\" }\n" } else { "" };
            sources.push((file.path.clone(), format!("{}{app}", file.text)));
        }
        sources
    }

    /// The diagnostics that its comments expect. A line of comments alone is about the line above it.
    pub fn expected(&self) -> Vec<Expected> {
        let mut all = Vec::new();
        for file in &self.files {
            let mut about = 0;
            for (at, line) in file.text.lines().enumerate() {
                let mut parts = line.split(DIAGNOSTIC);
                if parts.next().is_some_and(|code| !code.trim().is_empty()) {
                    about = at + 1;
                }
                let before_facts = |part: &str| part.split(FACT).next().unwrap_or(part).trim().to_owned();
                all.extend(parts.map(before_facts).map(|part| expected(&file.path, about, &part)));
            }
        }
        all
    }

    /// The facts that its comments expect, with their lines on the page.
    pub fn facts(&self) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        for file in &self.files {
            for (at, line) in file.text.lines().enumerate() {
                let code = line.split(DIAGNOSTIC).next().unwrap_or(line);
                let facts = code.split(FACT).skip(1).map(|fact| fact.trim().to_owned());
                all.extend(facts.map(|fact| (file.line + at + 1, fact)));
            }
        }
        all
    }
}

fn expected(path: &str, line: usize, written: &str) -> Expected {
    let (head, part) = written.split_once(": ").unwrap_or((written, ""));
    let (severity, code) = head.split_once(' ').unwrap_or((head, ""));
    let (path, severity, code, part) = (path.to_owned(), severity.to_owned(), code.to_owned(), part.trim().to_owned());
    Expected { path, line, severity, code, part }
}
