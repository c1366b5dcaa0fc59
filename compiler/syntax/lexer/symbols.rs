//! Punctuation, longest first, with the operators of other languages told apart.

use super::{Lexer, Mode};
use crate::SyntaxKind;
use crate::problem::Problem;

impl Lexer<'_> {
    pub(super) fn symbol(&mut self, byte: u8) {
        let (one, two) = (self.peek(1), self.peek(2));
        let (kind, length) = match (byte, one, two) {
            (b'=', b'=', b'=') => return self.meant(SyntaxKind::EqualsEquals, 3, "=="),
            (b'!', b'=', b'=') => return self.meant(SyntaxKind::BangEquals, 3, "!="),
            (b'=', b'=', _) => (SyntaxKind::EqualsEquals, 2),
            (b'=', b'>', _) => (SyntaxKind::Arrow, 2),
            (b'!', b'=', _) => (SyntaxKind::BangEquals, 2),
            (b'<', b'=', _) => (SyntaxKind::LessEquals, 2),
            (b'>', b'=', _) => (SyntaxKind::GreaterEquals, 2),
            (b'&', b'&', _) => (SyntaxKind::AndAnd, 2),
            (b'|', b'|', _) => (SyntaxKind::OrOr, 2),
            (b'+', b'=', _) => (SyntaxKind::PlusEquals, 2),
            (b'-', b'=', _) => (SyntaxKind::MinusEquals, 2),
            (b'-', b'>', _) => return self.meant(SyntaxKind::Arrow, 2, "=>"),
            (b':', b'=', _) => return self.meant(SyntaxKind::Equals, 2, "="),
            (b'?', b'?', _) => (SyntaxKind::DoubleQuestion, 2),
            (b'?', b'.', next) if next != b'.' => (SyntaxKind::QuestionDot, 2),
            (b'.', b'.', b'.') => (SyntaxKind::Ellipsis, 3),
            (b'.', b'.', b'=' | b'<') => return self.meant(SyntaxKind::DotDot, 3, ".."),
            (b'.', b'.', _) => (SyntaxKind::DotDot, 2),
            (b'&', ..) => return self.meant(SyntaxKind::AndAnd, 1, "&&"),
            (b';', ..) => return self.semicolon(),
            (b'{' | b'}', ..) => return self.brace(byte),
            _ => match single(byte) {
                Some(kind) => (kind, 1),
                None => return self.stray(),
            },
        };
        self.take(kind, length);
    }

    /// An operator of another language, taken for the one that is meant.
    fn meant(&mut self, kind: SyntaxKind, length: usize, meant: &'static str) {
        let found = self.ahead(length).to_owned();
        self.take_wrong(kind, length, Problem::WrongOperator { found, meant });
    }

    /// A brace, which in a hole may be the one that closes it.
    fn brace(&mut self, byte: u8) {
        let kind = match (self.modes.last_mut(), byte) {
            (Some(Mode::Hole(0)), b'}') => {
                self.modes.pop();
                SyntaxKind::HoleClose
            }
            (Some(Mode::Hole(open)), b'{') => {
                *open += 1;
                SyntaxKind::LBrace
            }
            (Some(Mode::Hole(open)), _) => {
                *open -= 1;
                SyntaxKind::RBrace
            }
            (_, b'{') => SyntaxKind::LBrace,
            _ => SyntaxKind::RBrace,
        };
        self.take(kind, 1);
    }

    fn semicolon(&mut self) {
        let blanks = self.run(1, |byte| byte == b' ' || byte == b'\t');
        let next = self.peek(1 + blanks);
        let ends_line = matches!(next, b'\n' | b'\r' | b'}' | b',') || self.at + 1 + blanks == self.bytes.len();
        self.take_wrong(SyntaxKind::Unknown, 1, Problem::Semicolon { ends_line });
    }
}

fn single(byte: u8) -> Option<SyntaxKind> {
    Some(match byte {
        b'[' => SyntaxKind::LBracket,
        b']' => SyntaxKind::RBracket,
        b'(' => SyntaxKind::LParen,
        b')' => SyntaxKind::RParen,
        b',' => SyntaxKind::Comma,
        b':' => SyntaxKind::Colon,
        b'.' => SyntaxKind::Dot,
        b'?' => SyntaxKind::Question,
        b'=' => SyntaxKind::Equals,
        b'<' => SyntaxKind::Less,
        b'>' => SyntaxKind::Greater,
        b'+' => SyntaxKind::Plus,
        b'-' => SyntaxKind::Minus,
        b'*' => SyntaxKind::Star,
        b'/' => SyntaxKind::Slash,
        b'%' => SyntaxKind::PercentSign,
        b'!' => SyntaxKind::Bang,
        b'|' => SyntaxKind::Pipe,
        b'@' => SyntaxKind::At,
        _ => return None,
    })
}
