//! Diagnostics as text: for people, for editors' error lists, for machines.

mod github;
mod graphical;
pub(crate) mod json;
mod sarif;
mod short;
mod snippet;

use driver::{Diagnostic, Severity, Sources, Span};

use crate::terminal::Style;

/// The shape of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// The source with labels under it.
    #[default]
    Terminal,
    /// A line each: `path:line:column: error[code]: message`.
    Short,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands that annotate a pull request.
    Github,
}

impl Format {
    /// Whether people read it; a summary line follows then.
    pub(crate) fn is_for_people(self) -> bool {
        matches!(self, Self::Terminal | Self::Short)
    }
}

/// The diagnostics in a format, each line of it ended.
pub(crate) fn render(format: Format, sources: &Sources, diagnostics: &[Diagnostic], style: Style) -> String {
    match format {
        Format::Terminal => graphical::render(sources, diagnostics, style),
        Format::Short => short::render(sources, diagnostics),
        Format::Json => json::render(sources, diagnostics),
        Format::Sarif => sarif::render(sources, diagnostics),
        Format::Github => github::render(sources, diagnostics),
    }
}

/// How many there are of what: `2 errors, 1 warning in 3 files`; nothing when there is nothing.
pub(crate) fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let counted = |severity, one, many| {
        let count = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        (count > 0).then(|| count_of(count, one, many))
    };
    let parts = [
        counted(Severity::Error, "error", "errors"),
        counted(Severity::Warning, "warning", "warnings"),
        counted(Severity::Lint, "lint", "lints"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let files = file_count(diagnostics);
    (!parts.is_empty()).then(|| format!("{} in {}", parts.join(", "), count_of(files, "file", "files")))
}

fn file_count(diagnostics: &[Diagnostic]) -> usize {
    let mut files: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.primary.span.file).collect();
    files.sort_unstable();
    files.dedup();
    files.len()
}

/// `1 file`, `2 files`.
pub(crate) fn count_of(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A severity as people read it.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Lint => "lint",
    }
}

/// A span as people count: the file, then line and column of its start and of its end, from one.
struct Place<'a> {
    file: &'a str,
    start: (u32, u32),
    end: (u32, u32),
}

fn place(sources: &Sources, span: Span) -> Place<'_> {
    let end = sources.position(Span::at(span.file, span.end));
    let start = sources.position(span);
    Place { file: &sources.get(span.file).name, start: (start.line, start.column), end: (end.line, end.column) }
}

/// Text of a spec or a message without what would steer a terminal. Keeps the length in bytes.
fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.chars().any(steers) {
        return text.into();
    }
    let stand_in = |c: char| match (steers(c), c.len_utf8()) {
        (false, _) => c,
        (true, 1) => '?',
        (true, 2) => '¿',
        (true, _) => char::REPLACEMENT_CHARACTER,
    };
    text.chars().map(stand_in).collect::<String>().into()
}

/// Control characters, and those that turn the direction of writing.
fn steers(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn cleaning_keeps_lengths() {
        let text = "a\u{1b}[31mb\u{85}\u{202e}c\td";
        let cleaned = clean(text);
        assert_eq!(cleaned, "a?[31mb¿\u{fffd}c\td");
        assert_eq!(cleaned.len(), text.len());
    }
}
