//! From byte offsets to lines and columns, by one table a file.

/// A place as people count: both from one, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from one.
    pub line: u32,
    /// The character in the line, from one.
    pub column: u32,
}

/// Where each line starts.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// The index of `text`.
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        Self { starts }
    }

    /// The line of `offset`, from zero.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32 - 1
    }

    /// How many lines there are; an empty text has one.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The first byte of `line`, counted from zero; the last line's for one past the end.
    pub fn start(&self, line: u32) -> u32 {
        let last = self.starts.len() - 1;
        self.starts.get(line as usize).or(self.starts.get(last)).copied().unwrap_or(0)
    }

    /// The place of `offset` in `text`, which must be the text of this index.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let before = text.get(self.start(line) as usize..offset as usize).unwrap_or("");
        Position { line: line + 1, column: before.chars().count() as u32 + 1 }
    }

    /// The byte at `position` in `text`; columns past the end of the line give its end.
    pub fn offset(&self, text: &str, position: Position) -> u32 {
        let start = self.start(position.line.saturating_sub(1));
        let rest = text.get(start as usize..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        let skipped = line.chars().take(position.column.saturating_sub(1) as usize);
        start + skipped.map(|c| c.len_utf8() as u32).sum::<u32>()
    }
}
