//! What holds for a check of any text: nothing panics, what is said lies in the text and is said once, the same input
//! gets the same answer, and time grows with the size of a spec and no faster.

#![allow(clippy::disallowed_methods, reason = "a test reads the examples and measures time")]

#[path = "../compiler/driver/examples/support/spec.rs"]
mod generated;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use driver::{Checked, Diagnostic, FileId, MemoryHost, Request, Status, check};
use source::Span;

/// Changed texts of each example; all of them in a release build with `--ignored`.
const SAMPLE: usize = 120;

/// An example: its files by name.
struct System {
    name: String,
    files: Vec<(String, String)>,
}

fn examples() -> Vec<System> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let listed = |folder: &Path| {
        let mut paths: Vec<_> = fs::read_dir(folder).expect("examples are there").flatten().map(|e| e.path()).collect();
        paths.sort();
        paths
    };
    let system = |folder: &Path| {
        let specs = listed(folder).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "infra"));
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let files = specs.map(|path| (name(&path), fs::read_to_string(&path).expect("a spec is text"))).collect();
        System { name: name(folder), files }
    };
    listed(&root).iter().filter(|path| path.is_dir()).map(|folder| system(folder)).collect()
}

/// Checks files that lie in one folder.
fn check_files(files: &[(String, String)]) -> Checked {
    let paths: Vec<(String, &str)> =
        files.iter().map(|(name, text)| (format!("/spec/{name}"), text.as_str())).collect();
    let host = MemoryHost::new(paths.iter().map(|(path, text)| (path.as_str(), *text)));
    check(&host, &Request::new("/spec", "/", &[]))
}

/// Checks files, and that what is said of them can be shown and is said once.
fn sound(files: &[(String, String)], what: &str) -> Checked {
    let checked = check_files(files);
    let sources = &checked.project.sources;
    let known: Vec<FileId> = sources.iter().map(|(id, _)| id).collect();
    for found in &checked.diagnostics {
        for span in spans(found) {
            let is_known = known.contains(&span.file) || span.file.in_library().is_some();
            assert!(is_known, "{what}: {} names no file", found.code);
            let text = &sources.get(span.file).text;
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{what}: {} at {span:?}", found.code);
        }
    }
    let mut told: Vec<_> = checked.diagnostics.iter().map(|found| (found.primary.span, &found.message)).collect();
    let count = told.len();
    told.sort();
    told.dedup();
    assert_eq!(told.len(), count, "{what}: something is told twice");
    checked
}

fn spans(found: &Diagnostic) -> impl Iterator<Item = Span> {
    let labels = found.secondary.iter().map(|label| label.span);
    let edits = found.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
    std::iter::once(found.primary.span).chain(labels).chain(edits)
}

/// Where each token of a text starts and ends.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let parse = syntax::parse(FileId(0), text);
    let all = (0..parse.tree.token_count()).filter_map(|at| parse.tree.token(text, at));
    let wanted = all.filter(|token| !token.text.trim().is_empty());
    wanted.map(|token| (token.span.start as usize, token.span.end as usize)).collect()
}

/// Checks each example with one of its files changed at some token, at so many places spread over it.
fn change(sample: usize, what: &str, changed: impl Fn(&str, (usize, usize)) -> String) {
    for system in examples() {
        for at in 0..system.files.len() {
            let text = system.files.get(at).map(|(_, text)| text.clone()).unwrap_or_default();
            let tokens = tokens(&text);
            let step = (tokens.len() * system.files.len() / sample).max(1);
            for (place, token) in tokens.iter().enumerate().skip(place_of(&text) % step).step_by(step) {
                let mut files = system.files.clone();
                if let Some((_, other)) = files.get_mut(at) {
                    *other = changed(&text, *token);
                }
                sound(&files, &format!("{}, {what} token {place} of file {at}", system.name));
            }
        }
    }
}

/// A number that changes with the text, so that each change of an example takes another sample.
fn place_of(text: &str) -> usize {
    text.bytes().fold(7, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)))
}

fn without(text: &str, (start, end): (usize, usize)) -> String {
    format!("{}{}", &text[..start], &text[end..])
}

fn prefix(text: &str, (start, _): (usize, usize)) -> String {
    text[..start].to_owned()
}

fn doubled(text: &str, (start, end): (usize, usize)) -> String {
    format!("{} {}", &text[..end], &text[start..])
}

#[test]
fn prefixes_are_checked() {
    change(SAMPLE, "up to", prefix);
}

#[test]
fn specs_without_a_token_are_checked() {
    change(SAMPLE, "without", without);
}

#[test]
fn specs_with_a_token_twice_are_checked() {
    change(SAMPLE, "twice", doubled);
}

#[test]
#[ignore = "slow: every token of every example"]
fn every_change_is_checked() {
    change(usize::MAX / 4, "up to", prefix);
    change(usize::MAX / 4, "without", without);
    change(usize::MAX / 4, "twice", doubled);
}

#[test]
fn the_same_input_gets_the_same_answer() {
    for system in examples() {
        let mut files = system.files.clone();
        for _ in 0..2 {
            let (first, second) = (sound(&files, &system.name), sound(&files, &system.name));
            assert_eq!(first.diagnostics, second.diagnostics, "{}", system.name);
            let graphs = |checked: &Checked| {
                checked.environments.iter().map(|each| format!("{:?}", each.graph.instances)).collect::<Vec<_>>()
            };
            assert_eq!(graphs(&first), graphs(&second), "{}", system.name);
            // Once as it is, once with a mistake in each line that sets something.
            files.iter_mut().for_each(|(_, text)| *text = text.replace(" = ", " = nothing_such."));
        }
    }
}

/// How long the fastest of some checks takes.
fn time(services: usize) -> Duration {
    let files = [("app.infra".to_owned(), generated::generate(services))];
    let run = || {
        let start = Instant::now();
        let checked = check_files(&files);
        assert_eq!(checked.status(), Status::Fine, "{:?}", checked.diagnostics.first());
        start.elapsed()
    };
    (0..3).map(|_| run()).min().unwrap_or_default()
}

#[test]
fn time_grows_with_the_size_of_a_spec() {
    let factor = || time(4_000).as_secs_f64() / time(1_000).as_secs_f64();
    // Four times the size may take six times as long: the larger one misses the caches more. On a busy machine one
    // measurement tells little, while what grows with the square is never below ten.
    let factors: Vec<f64> = std::iter::repeat_with(factor).take(5).collect();
    assert!(factors.iter().any(|factor| *factor < 6.0), "4,000 services take {factors:?} times what 1,000 take");
}
