//! The source files of a run, with their names and line tables.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::{FileId, LineIndex, Position, Span};

/// One file: the name shown to people, its text, and whose it is.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name as messages show it.
    pub name: String,
    /// The whole text.
    pub text: Cow<'static, str>,
    /// Whether it belongs to the embedded standard library.
    pub embedded: bool,
    lines: OnceLock<LineIndex>,
}

impl Source {
    fn new(name: String, text: Cow<'static, str>, embedded: bool) -> Self {
        Self { name, text, embedded, lines: OnceLock::new() }
    }

    /// The line table, made on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// All files of a run, in the order added, and those of the library beside them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    library: Arc<[Source]>,
    files: Vec<Source>,
}

impl Sources {
    /// The files of the library, by their places, each with its name and its text; no others yet.
    pub fn of_library(files: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        let source = |(name, text): (&str, &'static str)| Source::new(name.to_owned(), text.into(), true);
        Self { library: files.into_iter().map(source).collect(), files: Vec::new() }
    }

    /// Adds a file that somebody wrote for this run.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(name.into(), Cow::Owned(text.into()), false)
    }

    /// Adds a file of the standard library.
    pub fn add_embedded(&mut self, name: impl Into<String>, text: impl Into<Cow<'static, str>>) -> FileId {
        self.push(name.into(), text.into(), true)
    }

    fn push(&mut self, name: String, text: Cow<'static, str>, embedded: bool) -> FileId {
        self.files.push(Source::new(name, text, embedded));
        FileId(self.files.len() as u32 - 1)
    }

    /// The file of an id that this collection gave out.
    pub fn get(&self, file: FileId) -> &Source {
        let found = match file.in_library() {
            Some(at) => self.library.get(at),
            None => self.files.get(file.0 as usize),
        };
        found.expect("a FileId comes from the collection it is asked of")
    }

    /// The text under a span.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Where a span starts, as people count.
    pub fn position(&self, span: Span) -> Position {
        let source = self.get(span.file);
        source.lines().position(&source.text, span.start)
    }

    /// All files that were added, with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(at, source)| (FileId(at as u32), source))
    }
}
