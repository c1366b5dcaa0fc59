//! Strings: quotes, text, escapes, holes.

use super::{Lexer, Mode};
use crate::SyntaxKind;
use crate::problem::Problem;
use crate::views::strings::decode;

impl Lexer<'_> {
    /// `"` or `"""`, opening.
    pub(super) fn quote(&mut self) {
        if self.peek(1) == b'"' && self.peek(2) == b'"' {
            self.modes.push(Mode::Block);
            self.take(SyntaxKind::StringOpen, 3);
        } else {
            self.modes.push(Mode::Line);
            self.take(SyntaxKind::StringOpen, 1);
        }
    }

    /// Text in a string that ends on its line, up to its next hole or its end.
    pub(super) fn line_text(&mut self) {
        let mut length = 0;
        loop {
            length += self.run(length, |byte| !matches!(byte, b'"' | b'\\' | b'$' | 0..=31 | 127));
            match (self.peek(length), self.peek(length + 1)) {
                _ if self.at + length >= self.bytes.len() => return self.text_before(length),
                (b'"', _) => {
                    self.text_before(length);
                    self.modes.pop();
                    return self.take(SyntaxKind::StringClose, 1);
                }
                (b'\n', _) | (b'\r', b'\n') => {
                    self.text_before(length);
                    return self.leave_line_strings();
                }
                (b'$', b'{') => return self.hole(length),
                (b'\\', _) => length += self.escape(length),
                (b'$', b'$') if self.peek(length + 2) == b'{' => length += 3,
                (b'$' | b'\t', _) => length += 1,
                (byte, _) => length += self.control_in_text(length, byte),
            }
        }
    }

    /// Text in a `"""` string, up to its next hole or its end; backslashes are text.
    pub(super) fn block_text(&mut self) {
        let mut length = 0;
        loop {
            length += self.run(length, |byte| !matches!(byte, b'"' | b'$' | 0..=8 | 11..=31 | 127));
            match (self.peek(length), self.peek(length + 1), self.peek(length + 2)) {
                _ if self.at + length >= self.bytes.len() => return self.text_before(length),
                (b'"', b'"', b'"') => {
                    self.text_before(length);
                    self.modes.pop();
                    return self.take(SyntaxKind::StringClose, 3);
                }
                (b'$', b'{', _) => return self.hole(length),
                (b'$', b'$', b'{') => length += 3,
                (b'"' | b'$', ..) | (b'\r', b'\n', _) => length += 1,
                (byte, ..) => length += self.control_in_text(length, byte),
            }
        }
    }

    fn text_before(&mut self, length: usize) {
        if length > 0 {
            self.take(SyntaxKind::StringText, length);
        }
    }

    fn hole(&mut self, length: usize) {
        self.text_before(length);
        self.modes.push(Mode::Hole(0));
        self.take(SyntaxKind::HoleOpen, 2);
    }

    /// The length of an escape; notes it where it means nothing.
    fn escape(&mut self, ahead: usize) -> usize {
        let rest = self.text.get(self.at + ahead..).unwrap_or("");
        let (decoded, length) = decode(rest);
        let escape = rest.get(..length).unwrap_or("\\");
        if decoded.is_none() && !matches!(escape, "\\" | "\\\n" | "\\\r") {
            self.wrong(ahead, length, Problem::BadEscape(escape.to_owned()));
            return length;
        }
        // A backslash before the end of the line or the text leaves that end to be found.
        if decoded.is_none() { 1 } else { length }
    }

    fn control_in_text(&mut self, ahead: usize, byte: u8) -> usize {
        self.wrong(ahead, 1, Problem::ControlCharacter(char::from(byte)));
        1
    }

    /// `'text'`, taken for a string.
    pub(super) fn single_quotes(&mut self) {
        let inside = self.run(1, |byte| !matches!(byte, b'\'' | b'\n' | b'\r'));
        if self.peek(1 + inside) != b'\'' {
            return self.stray();
        }
        let text = self.ahead(1 + inside).get(1..).unwrap_or("");
        let escaped = text.replace('"', "\\\"").replace("${", "$${");
        self.wrong(0, inside + 2, Problem::SingleQuotes { double: format!("\"{escaped}\"") });
        self.take(SyntaxKind::StringOpen, 1);
        self.text_before(inside);
        self.take(SyntaxKind::StringClose, 1);
    }
}
