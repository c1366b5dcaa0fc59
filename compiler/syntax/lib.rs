//! Text to a lossless tree.
//!
//! Takes the text of one file, gives a `Parse`: a tree whose text is the source, and the mistakes. It never fails,
//! and knows nothing of names, types or values.

mod kind;
mod parse;
mod tree;

pub use kind::SyntaxKind;
pub use parse::Parse;
pub use tree::{Children, Element, Node, Token, TokenRef, Tree};
