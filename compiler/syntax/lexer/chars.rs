//! Characters that start no token, and the comments of other languages.

use super::Lexer;
use crate::SyntaxKind;
use crate::problem::Problem;

impl Lexer<'_> {
    /// A character of ASCII that starts no token; a row of them is one mistake.
    pub(super) fn stray(&mut self) {
        let byte = self.peek(0);
        let length = self.run(0, |other| other == byte);
        self.take_wrong(SyntaxKind::Unknown, length, Problem::StrayCharacter(char::from(byte)));
    }

    pub(super) fn control(&mut self) {
        let byte = self.peek(0);
        let length = self.run(0, |other| other == byte);
        self.take_wrong(SyntaxKind::Unknown, length, Problem::ControlCharacter(char::from(byte)));
    }

    /// Letters of other alphabets, taken for a name; or a row of other characters.
    pub(super) fn foreign(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        let in_name = |c: char| c.is_alphanumeric() || c == '_';
        let length: usize = rest.chars().take_while(|c| in_name(*c)).map(char::len_utf8).sum();
        if length > 0 {
            let name = self.ahead(length).to_owned();
            return self.take_wrong(SyntaxKind::Word, length, Problem::ForeignLetters(name));
        }
        let first = rest.chars().next().unwrap_or('\u{fffd}');
        let row = rest.chars().take_while(|c| !c.is_ascii() && !in_name(*c)).map(char::len_utf8).sum();
        self.take_wrong(SyntaxKind::Unknown, row, Problem::StrayCharacter(first));
    }

    /// `#` and the rest of its line, taken for a comment.
    pub(super) fn hash(&mut self) {
        let marks = self.run(0, |byte| byte == b'#');
        let length = self.line_length(marks);
        self.take_wrong(SyntaxKind::Unknown, marks, Problem::HashComment);
        if length > marks {
            self.take(SyntaxKind::Comment, length - marks);
        }
    }

    /// `/* … */`, taken for a comment; up to the end of the line where it isn't closed.
    pub(super) fn block_comment(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        let inside = rest.get(2..).filter(|_| self.may_close_comment);
        let closed = inside.and_then(|inside| inside.find("*/")).map(|at| at + 4);
        self.may_close_comment = closed.is_some();
        let length = closed.unwrap_or_else(|| self.line_length(2));
        let lines = rest.get(..length).unwrap_or("");
        let problem = Problem::BlockComment { with: closed.and_then(|_| line_comments(lines)) };
        self.take_wrong(SyntaxKind::Comment, length, problem);
    }
}

/// The same comment with `//`, if it is one of whole lines.
fn line_comments(comment: &str) -> Option<String> {
    let inside = comment.strip_prefix("/*")?.strip_suffix("*/")?;
    let lines = inside.lines().map(|line| line.trim().trim_start_matches('*').trim());
    let kept: Vec<String> = lines.filter(|line| !line.is_empty()).map(|line| format!("// {line}")).collect();
    Some(kept.join("\n"))
}
