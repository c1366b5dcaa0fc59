//! The answer of the parser.

use source::{Diagnostic, FileId};

use crate::tree::{Node, Tree};

/// A file's tree and what is wrong with its text.
#[derive(Clone, Debug)]
pub struct Parse {
    /// The tree; its text is the source, to the byte.
    pub tree: Tree,
    /// The mistakes, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
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
}
