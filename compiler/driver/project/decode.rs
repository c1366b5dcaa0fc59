//! Bytes to text, or where they stop being text.

use source::{FileId, LineIndex, Span};

use crate::problem::Problem;

/// Text, or what can be shown of it and what is wrong.
pub(super) enum Decoded {
    /// Text without NUL.
    Text(String),
    /// The part around the first mistake, and its place there and in the file.
    Broken(Broken),
}

/// Bytes that are no text.
pub(super) struct Broken {
    /// What can be shown: all up to the mistake, and the rest of its line.
    pub(super) shown: String,
    at: usize,
    len: usize,
    is_nul: bool,
}

impl Broken {
    /// The mistake, with `shown` as the text of `file`.
    pub(super) fn problem(&self, file: FileId, path: String) -> Problem {
        self.problem_at(Span::new(file, self.at as u32, (self.at + self.len) as u32), path)
    }

    /// The mistake, said at the place that asked for the file.
    pub(super) fn problem_at(&self, span: Span, path: String) -> Problem {
        let (at, line) = (self.at, LineIndex::new(&self.shown).line(self.at as u32) + 1);
        if self.is_nul { Problem::NulByte { span, path, at, line } } else { Problem::NotUtf8 { span, path, at, line } }
    }
}

pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(text) => match text.bytes().position(|byte| byte == 0) {
            None => Decoded::Text(text),
            Some(at) => Decoded::Broken(Broken { shown: upto(text.as_bytes(), at), at, len: 1, is_nul: true }),
        },
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let shown = upto(error.as_bytes(), at);
            let len = shown.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            Decoded::Broken(Broken { shown, at, len, is_nul: false })
        }
    }
}

/// Everything up to `at` and some of what follows on its line; what is no character shows as one that stands for it.
fn upto(bytes: &[u8], at: usize) -> String {
    const REST: usize = 80;
    let after = bytes.get(at..).unwrap_or(&[]).iter().take(REST);
    let rest = after.take_while(|byte| **byte != b'\n').count();
    String::from_utf8_lossy(bytes.get(..at + rest).unwrap_or(bytes)).into_owned()
}
