//! A place in a source file: a file and a range of bytes.

use bitcode::{Decode, Encode};

/// A source file of the run, an index into `Sources`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct FileId(pub u32);

impl FileId {
    /// The first file of the library: its files have the same ids in every run, whatever else that reads.
    const LIBRARY: u32 = 1 << 31;

    /// A file of the library, by its place there.
    pub fn library(at: usize) -> Self {
        Self(Self::LIBRARY + at as u32)
    }

    /// The place of a file in the library; nothing of other files.
    pub fn in_library(self) -> Option<usize> {
        self.0.checked_sub(Self::LIBRARY).map(|at| at as usize)
    }
}

/// A range of bytes in one file; `start <= end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to `end` of `file`.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end: end.max(start) }
    }

    /// The empty span at `offset`.
    pub fn at(file: FileId, offset: u32) -> Self {
        Self::new(file, offset, offset)
    }

    /// The smallest span that holds both; `other` must lie in the same file to count.
    pub fn to(self, other: Span) -> Self {
        if other.file != self.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// How many bytes it covers.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether all of `other` lies in it.
    pub fn holds(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// Whether `offset` lies in it, its end included.
    pub fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }
}
