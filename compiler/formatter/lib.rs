//! One style for specs, without options.
//!
//! Takes a `Parse` and its text, gives the text as it should be laid out. Line breaks that somebody wrote stay where
//! they are; indentation, spaces, commas, blank lines and the columns of `=` are the formatter's. It changes nothing
//! that has a meaning, keeps all comments, and formats its own output to itself. It refuses a text with mistakes.

mod align;
mod layout;
mod pieces;
mod render;
mod spacing;

use syntax::Parse;

/// How many columns a line may have if it can be broken.
const WIDTH: usize = 120;

/// The text in the one style; nothing if it has mistakes.
pub fn format(parse: &Parse, text: &str) -> Option<String> {
    if parse.has_errors() {
        return None;
    }
    let mut pieces = pieces::pieces(parse.root(text));
    let lines = layout::layout(&mut pieces);
    align::align(&mut pieces, &lines);
    Some(render::render(&pieces, &lines))
}
