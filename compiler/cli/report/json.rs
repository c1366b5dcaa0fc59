//! One JSON document; `docs/diagnostics.md` describes its shape.

use driver::{Diagnostic, Fix, Label, Severity, Sources, Span};
use serde::Serialize;
use serde_json::Value;

use super::{file_count, place, word};

/// Raised when a reader of the old shape would misread the new one.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Item<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    primary: Marked<'a>,
    secondary: Vec<Marked<'a>>,
    help: Option<&'a str>,
    fixes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Marked<'a> {
    #[serde(flatten)]
    at: Range<'a>,
    label: &'a str,
}

#[derive(Serialize)]
struct Range<'a> {
    file: &'a str,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    at: Range<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    lints: usize,
    files: usize,
}

pub(super) fn render(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    print(&document(sources, diagnostics))
}

/// The report as a document that a command may add to.
pub(crate) fn document(sources: &Sources, diagnostics: &[Diagnostic]) -> Value {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let summary = Summary {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        lints: count(Severity::Lint),
        files: file_count(diagnostics),
    };
    let items = diagnostics.iter().map(|diagnostic| item(sources, diagnostic)).collect();
    let document = Document { version: VERSION, diagnostics: items, summary };
    serde_json::to_value(document).expect("plain structs with text keys are always JSON")
}

/// A document as text.
pub(crate) fn print(document: &Value) -> String {
    format!("{document:#}\n")
}

fn item<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Item<'a> {
    Item {
        code: diagnostic.code,
        severity: word(diagnostic.severity),
        message: &diagnostic.message,
        primary: marked(sources, &diagnostic.primary),
        secondary: diagnostic.secondary.iter().map(|label| marked(sources, label)).collect(),
        help: diagnostic.help.as_deref(),
        fixes: diagnostic.fixes.iter().map(|fix| change(sources, fix)).collect(),
    }
}

fn marked<'a>(sources: &'a Sources, label: &'a Label) -> Marked<'a> {
    Marked { at: range(sources, label.span), label: &label.text }
}

fn change<'a>(sources: &'a Sources, fix: &'a Fix) -> Change<'a> {
    let edits = fix.edits.iter().map(|edit| Replacement { at: range(sources, edit.span), text: &edit.text });
    Change { title: &fix.title, edits: edits.collect() }
}

fn range(sources: &Sources, span: Span) -> Range<'_> {
    let at = place(sources, span);
    let point = |(line, column), offset| Point { line, column, offset };
    Range { file: at.file, start: point(at.start, span.start), end: point(at.end, span.end) }
}
