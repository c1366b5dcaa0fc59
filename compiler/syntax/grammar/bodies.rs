//! Groups of entries in brackets, and how they end.

use super::Place;
use crate::SyntaxKind;
use crate::parser::{Mark, Parser};
use crate::problem::Problem;

impl Parser<'_> {
    /// `{ … }`
    pub(crate) fn body(&mut self, place: Place) {
        let mark = self.start();
        self.group(SyntaxKind::RBrace, |parser| {
            parser.item(place);
        });
        self.finish(mark, SyntaxKind::Body);
    }

    /// The body of a header, which must have one.
    pub(crate) fn expect_body(&mut self, place: Place) {
        if !self.opens_body() {
            self.expected("`{`");
            self.skip_to_body();
        }
        if self.at(SyntaxKind::LBrace) {
            self.body(place);
        }
    }

    /// Whether a body follows; one on the next line is taken, but noted.
    pub(crate) fn opens_body(&mut self) -> bool {
        let opens = self.at(SyntaxKind::LBrace);
        if opens && self.breaks() {
            self.report(Problem::BraceOnNextLine);
        }
        opens
    }

    /// Entries in brackets, from the opening one here to the closing one; in parentheses line breaks are space.
    pub(crate) fn group(&mut self, close: SyntaxKind, entry: impl Fn(&mut Self)) {
        let opened = self.start();
        let spaced = close == SyntaxKind::RParen;
        // What is too deep is skipped as a whole, with its opening bracket.
        self.nested(spaced, |parser| {
            parser.bump();
            parser.entries(opened, close, entry);
        });
    }

    fn entries(&mut self, opened: Mark, close: SyntaxKind, entry: impl Fn(&mut Self)) {
        loop {
            while self.eat(SyntaxKind::Comma) {}
            if self.eat(close) {
                return;
            }
            if self.at(SyntaxKind::End) || self.is_outdented(opened) || self.closes_around(opened) {
                return self.unclosed(opened);
            }
            if self.at_close() {
                self.skip_stray_closes();
                continue;
            }
            let (mark, mistakes) = (self.start(), self.mistakes());
            entry(self);
            self.end_entry(mark, mistakes, close);
        }
    }

    /// Sees to it that an entry ends: with a separator, or what follows is noted, once, and skipped if need be.
    pub(crate) fn end_entry(&mut self, entry: Mark, mistakes: usize, close: SyntaxKind) {
        let is_stuck = self.is_at(entry);
        if is_stuck {
            if self.mistakes() == mistakes {
                self.expected(entry_name(close));
            }
            self.skip_token();
        }
        if self.at_end_of_entry() && !(close == SyntaxKind::End && self.at(SyntaxKind::Comma)) {
            return;
        }
        if self.mistakes() > mistakes {
            return self.skip_entry_at(close);
        }
        if self.starts_entry(close) {
            let problem = Problem::MissingSeparator { found: self.found(), at: self.end_before() };
            return self.report(problem);
        }
        if self.at(SyntaxKind::Equals) {
            self.report(Problem::EqualsForCompare);
        } else {
            self.expected(if close == SyntaxKind::End { "a new line" } else { "a comma or a new line" });
        }
        self.skip_entry_at(close);
    }

    /// Skips the rest of an entry; at the top of a file commas separate nothing.
    fn skip_entry_at(&mut self, close: SyntaxKind) {
        self.skip_entry();
        while close == SyntaxKind::End && self.at(SyntaxKind::Comma) {
            self.skip_token();
            self.skip_entry();
        }
    }

    /// Whether the token here surely starts another entry, before which a separator is missing.
    fn starts_entry(&self, close: SyntaxKind) -> bool {
        match self.kind() {
            SyntaxKind::Word => !matches!(self.word(), "then" | "else" | "in" | "is" | "as" | "and" | "or"),
            SyntaxKind::StringOpen | SyntaxKind::Ellipsis => true,
            _ => matches!(close, SyntaxKind::RBracket | SyntaxKind::RParen) && self.starts_value(),
        }
    }
}

fn entry_name(close: SyntaxKind) -> &'static str {
    match close {
        SyntaxKind::End => "a declaration",
        SyntaxKind::RBrace => "an item such as `key = value`",
        _ => "a value",
    }
}
