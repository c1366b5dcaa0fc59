//! The source behind a diagnostic, found through the line tables: no text is walked to show a line of it.
//!
//! The files of one diagnostic lie one after the other in one range of offsets, so labels may stand in several.

use std::sync::OnceLock;

use driver::{Diagnostic, FileId, Label, LineIndex, Sources, Span};
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::clean;

/// Lines longer than this are shown in part.
const LONG: usize = 140;

/// How much of a long line is shown before and after the start of a label.
const BEFORE: usize = 25;
const AFTER: usize = 45;

/// A label that covers more lines than this is drawn at its first line.
const TALL: u32 = 4;

/// The texts of a run as a terminal may show them.
#[derive(Debug)]
pub(super) struct Texts<'a> {
    sources: &'a Sources,
    cleaned: Vec<OnceLock<std::borrow::Cow<'a, str>>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, cleaned: sources.iter().map(|_| OnceLock::new()).collect() }
    }

    fn get(&self, file: FileId) -> &str {
        let text: &'a str = &self.sources.get(file).text;
        self.cleaned.get(file.0 as usize).map_or(text, |cell| cell.get_or_init(|| clean(text)))
    }

    fn lines(&self, file: FileId) -> &LineIndex {
        self.sources.get(file).lines()
    }
}

/// The files of one diagnostic, the one of its primary label first.
#[derive(Debug)]
pub(super) struct Snippet<'a> {
    texts: &'a Texts<'a>,
    /// Each file with the offset that its first byte has here.
    files: Vec<(FileId, usize)>,
}

impl<'a> Snippet<'a> {
    pub(super) fn new(texts: &'a Texts<'a>, diagnostic: &Diagnostic) -> Self {
        let mut files: Vec<(FileId, usize)> = Vec::new();
        let mut next = 0;
        for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary) {
            let file = label.span.file;
            if files.iter().all(|(known, _)| *known != file) {
                files.push((file, next));
                // A gap, so that no offset belongs to two files.
                next += texts.get(file).len() + 2;
            }
        }
        Self { texts, files }
    }

    /// The labels in this snippet's offsets. A file without text has none: the message names it.
    pub(super) fn labels(&self, diagnostic: &Diagnostic) -> Vec<LabeledSpan> {
        let secondary = diagnostic.secondary.iter().filter_map(|label| {
            let (text, range) = self.label(label)?;
            Some(LabeledSpan::new_with_span(text, range))
        });
        let primary = self.label(&diagnostic.primary);
        let primary = primary.map(|(text, range)| LabeledSpan::new_primary_with_span(text, range));
        primary.into_iter().chain(secondary).collect()
    }

    fn label(&self, label: &Label) -> Option<(Option<String>, SourceSpan)> {
        let file = label.span.file;
        if self.texts.get(file).is_empty() {
            return None;
        }
        let (_, base) = self.files.iter().find(|(known, _)| *known == file)?;
        let span = self.shortened(label.span);
        let text = (!label.text.is_empty()).then(|| clean(&label.text).into_owned());
        Some((text, (base + span.start as usize, span.len() as usize).into()))
    }

    /// The part of a span that is drawn.
    fn shortened(&self, span: Span) -> Span {
        let (lines, text) = (self.texts.lines(span.file), self.texts.get(span.file));
        let end = span.end.min(text.len() as u32);
        let start = span.start.min(end);
        let (first, last) = (lines.line(start), lines.line(end));
        let line_end = if first + 1 < lines.count() { lines.start(first + 1) } else { text.len() as u32 };
        let end = if last - first >= TALL { line_end.saturating_sub(1).max(start) } else { end };
        let length = |line: u32| {
            let next = if line + 1 < lines.count() { lines.start(line + 1) as usize } else { text.len() };
            next - lines.start(line) as usize
        };
        // The lines around it are drawn, too.
        let drawn = first.saturating_sub(1)..=(last + 1).min(lines.count() - 1);
        let is_long = drawn.into_iter().any(|line| length(line) > LONG);
        let end = if is_long { end.min(start + (AFTER - BEFORE) as u32) } else { end };
        Span::new(span.file, start, floor(text, end as usize) as u32)
    }

    fn place(&self, offset: usize) -> Option<(FileId, usize)> {
        self.files.iter().rev().find(|(_, base)| *base <= offset).copied()
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let (file, base) = self.place(span.offset()).ok_or(MietteError::OutOfBounds)?;
        let (lines, text) = (self.texts.lines(file), self.texts.get(file));
        let start = span.offset() - base;
        let end = start + span.len();
        if end > text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let (at, last) = (lines.line(start as u32), lines.line(end as u32) + after as u32);
        let first = at.saturating_sub(before as u32);
        let line_end = |line: u32| if line + 1 < lines.count() { lines.start(line + 1) as usize } else { text.len() };
        let is_long =
            (first..=last.min(lines.count() - 1)).any(|line| line_end(line) - lines.start(line) as usize > LONG);
        let column = if before == 0 && after == 0 { start - lines.start(at) as usize } else { 0 };
        let column = text.get(lines.start(at) as usize..start).map_or(column, |left| left.chars().count().min(column));
        let (line, from, to) = if is_long {
            // Two labels far apart on a long line are two snippets.
            if span.len() > AFTER - BEFORE {
                return Err(MietteError::OutOfBounds);
            }
            let from = floor(text, start.saturating_sub(BEFORE).max(lines.start(at) as usize));
            (at, from, floor(text, (start + AFTER).min(line_end(at)).max(end)))
        } else {
            (first, lines.start(first) as usize, line_end(last))
        };
        let data = text.get(from..to).unwrap_or("").as_bytes();
        let count = (last - first + 1) as usize;
        let name = self.texts.sources.get(file).name.clone();
        let range = (base + from, to - from).into();
        Ok(Box::new(MietteSpanContents::new_named(name, data, range, line as usize, column, count)))
    }
}

/// The start of the character at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
