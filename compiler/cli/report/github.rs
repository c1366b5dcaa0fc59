//! Workflow commands: a line a diagnostic, which annotates the changed line of a pull request.

use std::fmt::Write;

use driver::{Diagnostic, Severity, Sources};

use super::place;

pub(super) fn render(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let at = place(sources, diagnostic.primary.span);
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Lint => "notice",
        };
        let text = match &diagnostic.help {
            Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
            None => diagnostic.message.clone(),
        };
        let (line, column) = at.start;
        let _ = write!(out, "::{command} file={},line={line},endLine={}", property(at.file), at.end.0);
        // Columns say something only within one line.
        if at.end.0 == line {
            let _ = write!(out, ",col={column},endColumn={}", at.end.1);
        }
        let _ = writeln!(out, ",title={}::{}", property(diagnostic.code), data(&text));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
