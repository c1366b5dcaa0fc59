//! Text to tokens, in one pass over the bytes.
//!
//! Holes of strings nest, so the lexer keeps a stack of what it is inside of. A string in `"` ends on its line, its
//! holes too: a forgotten quote never swallows more than a line.

mod chars;
mod numbers;
mod quotes;
mod symbols;

use crate::SyntaxKind;
use crate::problem::{Mistake, Problem};
use crate::tree::Token;

/// The tokens of a text and what is wrong with its characters.
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    pub(crate) mistakes: Vec<Mistake>,
}

/// What the lexer is inside of, beneath the top of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// `"…"`
    Line,
    /// `"""…"""`
    Block,
    /// `${ … }` with this many braces open in it.
    Hole(u32),
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    modes: Vec<Mode>,
    tokens: Vec<Token>,
    mistakes: Vec<Mistake>,
    /// Whether a `*/` may still follow; looked for once.
    may_close_comment: bool,
}

/// The tokens of `text`; the last one is `End`.
pub(crate) fn lex(text: &str) -> Lexed {
    let tokens = Vec::with_capacity(text.len() / 3 + 2);
    let bytes = text.as_bytes();
    let (modes, mistakes) = (Vec::new(), Vec::new());
    let mut lexer = Lexer { text, bytes, at: 0, modes, tokens, mistakes, may_close_comment: true };
    if text.starts_with('\u{feff}') {
        lexer.take(SyntaxKind::Space, '\u{feff}'.len_utf8());
    }
    while lexer.at < lexer.bytes.len() {
        match lexer.modes.last() {
            Some(Mode::Line) => lexer.line_text(),
            Some(Mode::Block) => lexer.block_text(),
            _ => lexer.token(),
        }
    }
    lexer.take(SyntaxKind::End, 0);
    Lexed { tokens: lexer.tokens, mistakes: lexer.mistakes }
}

impl<'t> Lexer<'t> {
    /// The byte `ahead` of the current one; NUL past the end.
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// How many bytes from `ahead` on are of a kind.
    fn run(&self, ahead: usize, fits: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(self.at + ahead..).unwrap_or(&[]);
        rest.iter().position(|byte| !fits(*byte)).unwrap_or(rest.len())
    }

    /// The next `length` bytes, where they are whole characters.
    fn ahead(&self, length: usize) -> &'t str {
        self.text.get(self.at..self.at + length).unwrap_or("")
    }

    /// Makes the next `length` bytes a token.
    fn take(&mut self, kind: SyntaxKind, length: usize) {
        self.tokens.push(Token { kind, start: self.at as u32 });
        self.at += length;
    }

    /// Makes the next `length` bytes a token with something wrong about it.
    fn take_wrong(&mut self, kind: SyntaxKind, length: usize, problem: Problem) {
        self.wrong(0, length, problem);
        self.take(kind, length);
    }

    /// Notes that something is wrong with `length` bytes from `ahead` on.
    fn wrong(&mut self, ahead: usize, length: usize, problem: Problem) {
        let start = (self.at + ahead) as u32;
        self.mistakes.push(Mistake { problem, start, end: start + length as u32 });
    }

    /// One token outside of text.
    fn token(&mut self) {
        match self.peek(0) {
            b' ' | b'\t' => self.take(SyntaxKind::Space, self.run(0, |byte| byte == b' ' || byte == b'\t')),
            b'\n' => self.line_break(1),
            b'\r' if self.peek(1) == b'\n' => self.line_break(2),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(),
            b'0'..=b'9' => self.number(),
            b'"' => self.quote(),
            b'\'' => self.single_quotes(),
            b'/' if self.peek(1) == b'/' => self.comment(),
            b'/' if self.peek(1) == b'*' => self.block_comment(),
            b'#' => self.hash(),
            byte if byte.is_ascii_punctuation() => self.symbol(byte),
            byte if byte.is_ascii() => self.control(),
            _ => self.foreign(),
        }
    }

    fn word(&mut self) {
        let length = self.run(0, is_word);
        let rest = self.text.get(self.at + length..).unwrap_or("");
        if self.peek(length).is_ascii() || !rest.starts_with(char::is_alphanumeric) {
            self.take(SyntaxKind::Word, length);
        } else {
            self.foreign();
        }
    }

    fn comment(&mut self) {
        let length = self.line_length(0);
        let is_doc = self.peek(2) == b'/' && self.peek(3) != b'/';
        self.take(if is_doc { SyntaxKind::DocComment } else { SyntaxKind::Comment }, length);
    }

    /// How far it is from `ahead` to the end of the line.
    fn line_length(&self, ahead: usize) -> usize {
        let length = ahead + self.run(ahead, |byte| byte != b'\n');
        let ends_in_return = self.peek(length) == b'\n' && length > ahead && self.peek(length - 1) == b'\r';
        length - usize::from(ends_in_return)
    }

    fn line_break(&mut self, length: usize) {
        self.take(SyntaxKind::Newline, length);
        self.leave_line_strings();
    }

    /// Leaves the strings in `"` that a line break cuts off, with the holes in them.
    fn leave_line_strings(&mut self) {
        loop {
            match self.modes.as_slice() {
                [.., Mode::Line] => self.modes.truncate(self.modes.len() - 1),
                [.., Mode::Line, Mode::Hole(_)] => self.modes.truncate(self.modes.len() - 2),
                _ => return,
            }
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
