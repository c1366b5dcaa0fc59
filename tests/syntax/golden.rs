//! Trees and messages, compared with what was read and found right.

use std::collections::BTreeSet;
use std::fmt::Write;

use source::{Diagnostic, FileId, LineIndex};

use crate::corpus::{Spec, check, specs};

#[test]
fn trees_are_as_written_down() {
    let mut complaints = Vec::new();
    for spec in specs("tests/syntax/ok") {
        let parse = syntax::parse(FileId(0), &spec.text);
        let found: Vec<&String> = parse.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
        if !found.is_empty() {
            complaints.push(format!("{}: {found:?}", spec.name()));
        }
        check(&spec.path.with_extension("tree"), &syntax::print(parse.root(&spec.text)), &mut complaints);
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn mistakes_are_as_written_down() {
    let mut complaints = Vec::new();
    for spec in specs("tests/syntax/err") {
        check(&spec.path.with_extension("txt"), &mistakes(&spec), &mut complaints);
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let specs = specs("tests/syntax/err");
    let parses = specs.iter().map(|spec| syntax::parse(FileId(0), &spec.text));
    let seen: BTreeSet<&str> = parses.flat_map(|parse| parse.diagnostics).map(|found| found.code).collect();
    let known: BTreeSet<&str> = syntax::CODES.iter().copied().collect();
    assert_eq!(seen, known);
}

#[test]
fn every_fix_mends() {
    for spec in specs("tests/syntax/err") {
        let before = syntax::parse(FileId(0), &spec.text).diagnostics;
        for (at, found) in before.iter().enumerate().filter(|(_, found)| !found.fixes.is_empty()) {
            let after = syntax::parse(FileId(0), &mended(&spec.text, found)).diagnostics;
            let count = |all: &[Diagnostic]| all.iter().filter(|other| other.code == found.code).count();
            assert!(count(&after) < count(&before), "{}: mistake {at}: {:?}", spec.name(), found.fixes);
        }
    }
}

fn mended(text: &str, found: &Diagnostic) -> String {
    let mut text = text.to_owned();
    for edit in found.fixes.iter().flat_map(|fix| &fix.edits) {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    text
}

/// The mistakes of a spec as people read them.
fn mistakes(spec: &Spec) -> String {
    let lines = LineIndex::new(&spec.text);
    let place = |offset: u32| {
        let position = lines.position(&spec.text, offset);
        format!("{}:{}", position.line, position.column)
    };
    let mut out = String::new();
    for found in syntax::parse(FileId(0), &spec.text).diagnostics {
        let span = found.primary.span;
        let (from, to) = (place(span.start), place(span.end));
        writeln!(out, "{from}-{to} {}: {}", found.code, found.message).expect("a string takes any text");
        if let Some(help) = &found.help {
            writeln!(out, "  help: {help}").expect("a string takes any text");
        }
        for edit in found.fixes.iter().flat_map(|fix| fix.edits.iter().map(move |edit| (&fix.title, edit))) {
            let (title, edit) = edit;
            let (from, to) = (place(edit.span.start), place(edit.span.end));
            writeln!(out, "  fix: {title}: {from}-{to} {:?}", edit.text).expect("a string takes any text");
        }
    }
    out
}
