//! Lines to text.

use crate::layout::{Line, has_comma};
use crate::pieces::Pieces;

/// The text of all lines; each ends with a line break.
pub(crate) fn render(pieces: &Pieces<'_>, lines: &[Line]) -> String {
    let mut out = String::new();
    for line in lines {
        for at in line.first..line.end {
            let Some(piece) = pieces.pieces.get(at) else { break };
            if at == line.first {
                blanks(&mut out, usize::from(piece.breaks > 1), '\n');
                blanks(&mut out, line.indent, ' ');
            } else {
                let gap = if piece.is_comment { 2 } else { usize::from(piece.spaced) };
                blanks(&mut out, piece.padding + gap, ' ');
            }
            // Only strings span lines, and they mean the same with either kind of line end.
            piece.text.split("\r\n").enumerate().for_each(|(at, line)| {
                blanks(&mut out, usize::from(at > 0), '\n');
                out.push_str(line);
            });
            if has_comma(pieces, at) {
                out.push(',');
            }
        }
        out.push('\n');
    }
    out
}

fn blanks(out: &mut String, count: usize, blank: char) {
    out.extend(std::iter::repeat_n(blank, count));
}
