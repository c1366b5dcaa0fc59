//! Bodies of resources against catalogs: the cases of `shapes/*.md`, each a piece of a realization with what is said
//! of it at the end of its lines. `UPDATE=1` writes down what is said now.

#[path = "support/fences.rs"]
mod fences;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use driver::{MemoryHost, Request, Severity};
use fences::{Fence, under_headings};

/// What marks that something is said of a line.
const MARK: &str = "  //! ";

/// Headings of cases of which nothing is said.
const FINE: &str = "Fine";

/// Codes of what a realization leaves out, which is the business of other tests.
const LEFT_OUT: [&str; 2] = ["missing-out", "unused-field"];

/// What every case may speak of.
const PRELUDE: &str = r#"
app test { domain = "test.example.com" }

component thing {
  size: size = 20GiB
  pause: duration = 10s
  power: cpu = 250m
  share: percent = 25%
  port: port = 5432
  count_of: int = 3
  ratio: number = 0.5
  on: bool = true
  image: deferred string = "nginx"
  title: string?
  block: cidr = "10.0.0.0/16"
  host_name: domain = "a.example.com"
  night: window = 03:00..04:00
  sunday: weekly_window = sun 04:00..05:00
  color: red | green = red
  names: list(string) = ["a", "b"]
  labels_of: map(string) = { app = "x" }
  scale: range(int) = 1..3
  token: secret string
  peer: thing?

  out host: string
  out key: secret string
}
"#;

/// A fenced block of a page.
struct Case {
    name: String,
    /// The line of the page before its first one.
    at: usize,
    lines: Vec<String>,
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shapes");
    let mut paths: Vec<_> = fs::read_dir(&folder).expect("the folder").map(|it| it.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    paths
}

fn cases(page: &str) -> Vec<Case> {
    let blocks = under_headings(page).filter(|(_, fence)| fence.info == "infra");
    let case = |(name, fence): (&str, Fence<'_>)| {
        let lines = fence.text.lines().map(str::to_owned).collect();
        Case { name: name.to_owned(), at: fence.line, lines }
    };
    blocks.map(case).collect()
}

/// A line without what is said of it.
fn bare(line: &str) -> &str {
    line.split_once(MARK.trim_end()).map_or(line, |(code, _)| code).trim_end()
}

/// The spec of a case, and the line of it before the case's first one. Declarations stand outside of the realization.
fn spec(case: &Case, target: &str) -> (String, usize) {
    let lines: Vec<&str> = case.lines.iter().map(|line| bare(line)).collect();
    let is_own = |line: &&str| ["realize ", "refine ", "fn "].iter().any(|word| line.starts_with(word));
    let is_own = lines.iter().any(is_own);
    let before = if is_own { PRELUDE.to_owned() } else { format!("{PRELUDE}realize thing on {target} {{\n") };
    let after = if is_own { "" } else { "\n}\n" };
    (format!("{before}{}{after}", lines.join("\n")), before.lines().count())
}

/// What is said of the lines of a case, by line.
fn said(case: &Case, target: &str) -> BTreeMap<usize, Vec<String>> {
    let (text, before) = spec(case, target);
    let host = MemoryHost::new([("/spec/app.infra", text.as_str())]);
    let checked = driver::check(&host, &Request::new("/spec", "/spec", &[]));
    let mut said: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for diagnostic in checked.diagnostics.iter().filter(|found| !LEFT_OUT.contains(&found.code)) {
        let source = checked.project.sources.get(diagnostic.primary.span.file);
        let line = driver::LineIndex::new(&source.text).line(diagnostic.primary.span.start) as usize;
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Lint => "lint",
        };
        let line = line.checked_sub(before).filter(|line| *line < case.lines.len() && !source.embedded);
        let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
        let words = format!("{severity} {}: {}{help}", diagnostic.code, diagnostic.message);
        match line {
            Some(line) => said.entry(line).or_default().push(words),
            // A library that is broken says nothing of the case, and saying it once is enough.
            None if diagnostic.is_error() && source.embedded => {
                said.entry(0).or_insert_with(|| vec![format!("in {}: {}", source.name, diagnostic.code)]);
            }
            None => {}
        }
    }
    said
}

/// The page as it would stand with what is said now, and what is wrong with its cases.
fn renewed(page: &str, target: &str) -> (String, Vec<String>) {
    let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
    let mut wrong = Vec::new();
    for case in cases(page) {
        let said = said(&case, target);
        let count: usize = said.values().map(Vec::len).sum();
        let expected = usize::from(!case.name.starts_with(FINE));
        if count != expected {
            wrong.push(format!("{}: {count} diagnostics: {said:?}", case.name));
        }
        for (at, line) in case.lines.iter().enumerate() {
            let mut new = bare(line).to_owned();
            said.get(&at).into_iter().flatten().for_each(|words| new.push_str(&format!("{MARK}{words}")));
            if let Some(line) = lines.get_mut(case.at + at) {
                *line = new;
            }
        }
    }
    (lines.join("\n") + "\n", wrong)
}

#[test]
fn each_case_says_what_it_said() {
    let mut wrong = Vec::new();
    for path in pages() {
        let page = fs::read_to_string(&path).expect("a page");
        let target = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let (new, complaints) = renewed(&page, &target);
        wrong.extend(complaints.into_iter().map(|complaint| format!("{target}: {complaint}")));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &new).expect("a page can be written");
        } else {
            let pairs = new.lines().zip(page.lines()).enumerate().filter(|(_, (new, old))| new != old);
            wrong.extend(pairs.map(|(at, (new, _))| format!("{}:{}: now {new}", path.display(), at + 1)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_target_has_its_mistakes() {
    for path in pages() {
        let page = fs::read_to_string(&path).expect("a page");
        let broken = cases(&page).iter().filter(|case| !case.name.starts_with(FINE)).count();
        assert!(broken >= 15, "{}: {broken} mistakes", path.display());
    }
}

/// A catalog beside the spec counts as one of the binary does; what is none is said.
#[test]
fn catalogs_lie_beside_the_spec() {
    let whole =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("stdlib/catalogs/keda.catalog")).expect("a catalog");
    let mut damaged = whole.clone();
    damaged.truncate(whole.len() - 1);
    let spec = "app test\ncomponent thing {}\ntarget own via kubernetes { catalog keda }\n\
                realize thing on own { resource ScaledObject main { spec { scaleTargetRef { name = \"x\" }, triggers = [] } } }\n";
    for (bytes, expected) in [(whole, None), (damaged, Some("bad-catalog")), (b"{}".to_vec(), Some("bad-catalog"))] {
        let host = MemoryHost::new([("/spec/app.infra", spec)]).with("/spec/catalogs/keda.catalog", bytes);
        let checked = driver::check(&host, &Request::new("/spec", "/spec", &[]));
        let found: Vec<&str> = checked.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(found, Vec::from_iter(expected));
    }
}
