//! A line a diagnostic, as editors' error lists read it.

use std::fmt::Write;

use driver::{Diagnostic, Sources};

use super::{clean, place, word};

pub(super) fn render(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let at = place(sources, diagnostic.primary.span);
        let message = diagnostic.message.replace('\n', " ");
        let (severity, code) = (word(diagnostic.severity), diagnostic.code);
        let _ = writeln!(out, "{}:{}:{}: {severity}[{code}]: {}", at.file, at.start.0, at.start.1, clean(&message));
    }
    out
}
