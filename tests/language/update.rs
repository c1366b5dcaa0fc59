//! Rewrites the expectations of a page with what is found now. What still holds stays as it is written.

use std::collections::BTreeMap;

use crate::cases::{Case, DIAGNOSTIC, Expected, FACT};
use crate::{Run, facts, fits};

/// How wide a line may become before an expectation goes below it.
const WIDTH: usize = 120;

/// The page with its expectations as they are now.
pub fn page(text: &str, cases: &[Case]) -> String {
    let mut rewritten: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for case in cases {
        let run = Run::new(case, |_| {});
        let kept = case.expected();
        for file in &case.files {
            let mut found = run.found();
            found.retain(|one| one.path == file.path);
            let above: Vec<String> = found.iter().filter(|one| one.line == 0).map(|one| spelled(one, &kept)).collect();
            for (at, line) in file.text.lines().enumerate() {
                let here: Vec<&Expected> = found.iter().filter(|one| one.line == at + 1).collect();
                let mut lines = lines(line, &here, &kept, &run);
                if at == 0 {
                    lines.splice(0..0, above.iter().cloned());
                }
                rewritten.insert(file.line + at, lines);
            }
        }
    }
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        match rewritten.get(&at) {
            None => out.push_str(&format!("{line}\n")),
            Some(lines) => lines.iter().for_each(|line| out.push_str(&format!("{line}\n"))),
        }
    }
    out
}

/// A line with what is found on it.
fn lines(line: &str, here: &[&Expected], kept: &[Expected], run: &Run) -> Vec<String> {
    let code = line.split(DIAGNOSTIC).next().unwrap_or(line);
    let mut facts = code.split(FACT);
    let code = facts.next().unwrap_or(code).trim_end();
    let facts: Vec<String> = facts.map(|fact| renewed(fact.trim(), run)).collect();
    if code.is_empty() && !line.is_empty() && facts.is_empty() {
        // A line of expectations alone: they are written again below the line they are about.
        return Vec::new();
    }
    let said: Vec<String> = here.iter().map(|one| spelled(one, kept)).collect();
    let joined = [&[code.to_owned()][..], &said, &facts].concat().join(" ");
    if joined.chars().count() <= WIDTH || here.is_empty() {
        return vec![joined.trim_start_matches(if code.is_empty() { " " } else { "" }).to_owned()];
    }
    let indent = " ".repeat(code.len() - code.trim_start().len());
    let below = said.into_iter().chain(facts).map(|one| format!("{indent}{one}"));
    std::iter::once(code.to_owned()).chain(below).collect()
}

fn spelled(found: &Expected, kept: &[Expected]) -> String {
    let part = kept.iter().find(|expected| fits(found, expected)).map_or(&found.part, |expected| &expected.part);
    let part = if part.is_empty() { String::new() } else { format!(": {part}") };
    format!("{DIAGNOSTIC} {} {}{part}", found.severity, found.code)
}

fn renewed(fact: &str, run: &Run) -> String {
    match facts::parse(fact) {
        Some((question, _)) => {
            let subject = fact.split(" = ").next().unwrap_or(fact);
            format!("{FACT} {subject} = {}", run.answer(&question))
        }
        None => format!("{FACT} {fact}"),
    }
}
