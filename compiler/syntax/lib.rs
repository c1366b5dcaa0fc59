//! Text to a lossless tree.
//!
//! Takes the text of one file, gives a `Parse`: a tree whose text is the source, and the mistakes. It never fails,
//! and knows nothing of names, types or values. Typed views give the parts of a node names.

mod kind;
mod tree;

mod lexer;

mod parse;
mod parser;

mod grammar;

mod print;
mod problem;
mod views;

pub use kind::SyntaxKind;
pub use parse::{Parse, parse};
pub use print::print;
pub use problem::CODES;
pub use tree::{Children, Element, Node, TokenRef, Tree};
pub use views::clauses::*;
pub use views::decls::*;
pub use views::exprs::*;
pub use views::items::*;
pub use views::names::*;
pub use views::ops::*;
pub use views::strings::*;
pub use views::types::*;
