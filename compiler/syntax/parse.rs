//! The answer of the parser.

use source::{Diagnostic, FileId};

use crate::parser;
use crate::tree::{Node, Tree};

/// A file's tree and what is wrong with its text.
#[derive(Clone, Debug)]
pub struct Parse {
    /// The tree; its text is the source, to the byte.
    pub tree: Tree,
    /// The mistakes, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses a text of at most one gibibyte; longer ones the caller refuses.
pub fn parse(file: FileId, text: &str) -> Parse {
    parser::parse(file, text)
}

impl Parse {
    /// The root; `text` must be the text that was parsed.
    pub fn root<'t>(&'t self, text: &'t str) -> Node<'t> {
        self.tree.root(text)
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.tree.file()
    }

    /// Whether any mistake was found.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}
