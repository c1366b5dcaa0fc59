//! What the language means, as pages: `names/`, `types/`, `eval/` and `place/` hold specs with what is expected of
//! them in comments, `//! error code: part of the message` and `//= db.storage = 20GiB`. `UPDATE=1` rewrites both.

#![allow(unreachable_pub, clippy::panic, reason = "a test's own modules; a broken case must stop the test")]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/facts.rs"]
mod facts;
#[path = "support/fences.rs"]
mod fences;
#[path = "language/properties.rs"]
mod properties;
#[path = "language/reads.rs"]
mod reads;
#[path = "language/update.rs"]
mod update;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cases::{Case, Expected};
use driver::{Checked, Diagnostic, MemoryHost, Request, Severity, Span};
use facts::Asked;

const PAGES: [&str; 4] = ["tests/names", "tests/types", "tests/eval", "tests/place"];

/// Codes that no case gives: what types find out first wherever it can be written down, what takes a spec too large to
/// read, and what a spec without an app says, since each case is given one.
const ELSEWHERE: [&str; 7] =
    ["absent-value", "no-app", "no-arm", "not-known", "too-deep", "too-much", "unfit-operands"];

/// A component that has no realization on its target: only cases that speak of it are asked.
const UNBUILT: &str = "no-realization";

/// A case with what the compiler makes of it.
pub struct Run {
    /// Its files.
    pub host: MemoryHost,
    /// What was asked of the driver.
    pub request: Request,
    /// What it found.
    pub checked: Checked,
    paths: Vec<String>,
    tells_unbuilt: bool,
}

impl Run {
    /// Checks the files of a case, as `edit` leaves them.
    pub fn new(case: &Case, edit: impl FnOnce(&mut Vec<(String, String)>)) -> Self {
        let mut sources = case.sources();
        edit(&mut sources);
        let mut host = MemoryHost::default();
        for (path, text) in &sources {
            host = host.with(&format!("/spec/{path}"), text.as_bytes());
        }
        let request = Request::new("/spec", "/spec", &case.sets);
        let checked = driver::check(&host, &request);
        let paths = case.files.iter().map(|file| file.path.clone()).collect();
        let tells_unbuilt = case.expected().iter().any(|expected| expected.code == UNBUILT);
        Self { host, request, checked, paths, tells_unbuilt }
    }

    /// All diagnostics as a page would expect them: one that stands for several at each of its places, one outside of
    /// the case's files above the first line of the first of them.
    pub fn found(&self) -> Vec<Expected> {
        let mut all = Vec::new();
        // Whether the library can build a component is no matter of the language.
        let ours = self.checked.diagnostics.iter().filter(|found| found.code != UNBUILT || self.tells_unbuilt);
        for found in ours {
            let more = found.secondary.iter().filter(|label| label.text.starts_with("also here"));
            let places = std::iter::once(found.primary.span).chain(more.map(|label| label.span));
            all.extend(places.map(|span| self.expectation(found, span)));
        }
        all
    }

    fn expectation(&self, found: &Diagnostic, span: Span) -> Expected {
        let sources = &self.checked.project.sources;
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Lint => "lint",
        };
        let path = sources.get(span.file).name.clone();
        let (path, line) = match self.paths.contains(&path) {
            true => (path, sources.position(span).line as usize),
            false => (self.paths.first().cloned().unwrap_or_default(), 0),
        };
        let (severity, code, part) = (severity.to_owned(), found.code.to_owned(), found.message.clone());
        Expected { path, line, severity, code, part }
    }

    /// The answer to a fact's question.
    pub fn answer(&self, question: &facts::Question) -> String {
        Asked { host: &self.host, request: &self.request, checked: &self.checked }.answer(question)
    }
}

#[test]
fn names_are_as_the_pages_say() {
    hold("tests/names");
}

#[test]
fn types_are_as_the_pages_say() {
    hold("tests/types");
}

#[test]
fn evaluation_is_as_the_pages_say() {
    hold("tests/eval");
}

#[test]
fn placing_is_as_the_pages_say() {
    hold("tests/place");
}

/// Each code of names, evaluation and placing stands in a case.
#[test]
fn every_code_has_a_case() {
    let mut seen = BTreeSet::new();
    for (_, case) in all_cases() {
        seen.extend(case.expected().into_iter().map(|expected| expected.code));
        let answers = case.facts().into_iter().filter_map(|(_, fact)| Some(facts::parse(&fact)?.1));
        seen.extend(answers.filter_map(|answer| Some(answer.split_once(": ")?.0.to_owned())));
    }
    let explained = eval::CODES.iter().chain(place::CODES).map(|(code, _)| *code);
    let codes = names::CODES.iter().copied().chain(explained);
    let missing: Vec<&str> = codes.filter(|code| !seen.contains(*code) && !ELSEWHERE.contains(code)).collect();
    assert!(missing.is_empty(), "no case in {PAGES:?} gives {missing:?}");
}

/// Compares all pages of a folder, or rewrites them. `gaps.txt` beside them names the cases that don't hold yet, as
/// `page.md: heading`; one that holds has to leave it.
fn hold(folder: &str) {
    let mut complaints = Vec::new();
    let gaps = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("gaps.txt"));
    let gaps: BTreeSet<String> = gaps.unwrap_or_default().lines().map(str::to_owned).collect();
    for (path, text) in pages(folder) {
        let cases = cases::cases(&text);
        if std::env::var_os("UPDATE").is_some() {
            let updated = update::page(&text, &cases);
            if updated != text {
                fs::write(&path, updated).expect("a page can be written");
            }
            continue;
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for case in &cases {
            let title = format!("{name}: {}", case.name);
            match (complaint(case), gaps.contains(&title)) {
                (Some(said), false) => complaints.push(format!("{folder}/{title}{said}")),
                (None, true) => complaints.push(format!("{folder}/{title}\n    holds: take it out of gaps.txt")),
                _ => {}
            }
        }
    }
    assert!(complaints.is_empty(), "{}\n{} cases differ", complaints.join("\n"), complaints.len());
}

/// What differs in a case.
fn complaint(case: &Case) -> Option<String> {
    let run = Run::new(case, |_| {});
    let mut found = run.found();
    let mut said = String::new();
    for expected in case.expected() {
        match found.iter().position(|one| fits(one, &expected)) {
            Some(at) => _ = found.remove(at),
            None => said += &format!("\n    expected {}", spelled(&expected)),
        }
    }
    for one in found {
        said += &format!("\n    found    {}", spelled(&one));
    }
    for (line, fact) in case.facts() {
        match facts::parse(&fact) {
            None => said += &format!("\n    line {line}: `{fact}` is no fact: write `subject = answer`"),
            Some((question, expected)) => {
                let answer = run.answer(&question);
                if answer != expected {
                    let subject = question.subject;
                    said +=
                        &format!("\n    line {line}: {subject}\n      expected {expected}\n      found    {answer}");
                }
            }
        }
    }
    (!said.is_empty()).then_some(said)
}

/// Whether a diagnostic is the one that is expected.
pub fn fits(found: &Expected, expected: &Expected) -> bool {
    let place = |one: &Expected| (one.path.clone(), one.line, one.severity.clone(), one.code.clone());
    place(found) == place(expected) && found.part.contains(&expected.part)
}

fn spelled(one: &Expected) -> String {
    format!("{}:{} {} {}: {}", one.path, one.line, one.severity, one.code, one.part)
}

/// The pages of a folder, by name.
fn pages(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("a page is a text"))).collect()
}

/// All cases with the names of their pages.
pub fn all_cases() -> Vec<(String, Case)> {
    let mut all = Vec::new();
    for folder in PAGES {
        for (path, text) in pages(folder) {
            let name = path.to_string_lossy().into_owned();
            all.extend(cases::cases(&text).into_iter().map(|case| (name.clone(), case)));
        }
    }
    all
}
