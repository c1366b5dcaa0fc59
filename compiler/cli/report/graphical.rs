//! Diagnostics for people: the source lines with labels under them.

use std::fmt;

use driver::{Diagnostic, Severity, Sources};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use textwrap::{WordSeparator, WordSplitter};

use super::snippet::{Snippet, Texts};
use super::{clean, word};
use crate::terminal::Style;

pub(super) fn render(sources: &Sources, diagnostics: &[Diagnostic], style: Style) -> String {
    let theme = match (style.unicode, style.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme { styles: miette::ThemeStyles::ansi(), ..GraphicalTheme::ascii() },
        (false, false) => GraphicalTheme::none(),
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(style.width).without_syntax_highlighting();
    // A code or an option is no text to hyphenate.
    let handler =
        handler.with_word_splitter(WordSplitter::NoHyphenation).with_word_separator(WordSeparator::AsciiSpace);
    let texts = Texts::new(sources);
    let mut out = String::new();
    for diagnostic in diagnostics {
        let view = View { diagnostic, snippet: Snippet::new(&texts, diagnostic) };
        // A report that can't be drawn is still told in a line: nothing may be lost.
        let mut drawn = String::new();
        match handler.render_report(&mut drawn, &view) {
            Ok(()) => out.push_str(&drawn),
            Err(_) => out.push_str(&super::short::render(sources, std::slice::from_ref(diagnostic))),
        }
        out.push('\n');
    }
    out
}

/// A diagnostic as the drawing library sees it.
#[derive(Debug)]
struct View<'a> {
    diagnostic: &'a Diagnostic,
    snippet: Snippet<'a>,
}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean(&self.diagnostic.message))
    }
}

impl std::error::Error for View<'_> {}

impl miette::Diagnostic for View<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(format!("{}[{}]", word(self.diagnostic.severity), self.diagnostic.code)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Lint => miette::Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let fix = match self.diagnostic.fixes.as_slice() {
            [fix] => Some(format!("`infra fix` can {}", fix.title)),
            _ => None,
        };
        let parts: Vec<String> = self.diagnostic.help.iter().cloned().chain(fix).collect();
        (!parts.is_empty()).then(|| Box::new(clean(&parts.join("\n")).into_owned()) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.snippet.labels(self.diagnostic);
        (!labels.is_empty()).then(|| Box::new(labels.into_iter()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}
