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
            self.brace_on_next_line();
        }
        opens
    }

    /// Notes a `{` on a line of its own.
    pub(crate) fn brace_on_next_line(&mut self) {
        self.report(Problem::BraceOnNextLine { after: self.blank_before() });
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
            if !self.is_outdented(opened) {
                self.end_entry(mark, mistakes, close);
            }
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
        if self.mistakes() > mistakes || self.follows_stray() {
            self.skip_entry_at(close);
        } else if close == SyntaxKind::End {
            self.end_decl();
        } else if let Some(open) = self.cut_string() {
            self.report_ahead(open, Problem::UnclosedString { block: false });
            self.skip_entry();
        } else if self.starts_entry(close) {
            let problem = Problem::MissingSeparator { found: self.found(), at: self.end_before() };
            self.report(problem);
        } else if self.at(SyntaxKind::Equals) {
            self.report(Problem::EqualsForCompare);
            self.skip_entry();
        } else if self.word() == "for" && close == SyntaxKind::RBracket {
            self.report(Problem::ForBehind);
            self.skip_entry();
        } else {
            self.expected("a comma or a new line");
            self.skip_entry();
        }
    }

    /// Notes what follows a declaration on its line; another declaration is not skipped.
    fn end_decl(&mut self) {
        if self.is_semicolon() {
            return self.skip_token();
        }
        if self.at(SyntaxKind::Equals) {
            self.report(Problem::EqualsForCompare);
        } else {
            self.expected("a new line");
        }
        if !self.looks_like_statement() {
            self.skip_entry_at(SyntaxKind::End);
        }
    }

    /// Skips the rest of an entry; at the top of a file commas separate nothing.
    fn skip_entry_at(&mut self, close: SyntaxKind) {
        self.skip_entry();
        while close == SyntaxKind::End && self.at(SyntaxKind::Comma) {
            self.skip_token();
            self.skip_entry();
        }
    }

    /// The quote on this line that isn't closed, if what stands right behind a string here is the inside of one
    /// whose quotes are off by one.
    fn cut_string(&self) -> Option<usize> {
        const REACH: usize = 64;
        if !self.tight(0) || !self.follows_string() {
            return None;
        }
        let mut on_line = (0..REACH).take_while(|at| *at == 0 || !self.starts_line(*at));
        on_line.find(|at| self.peek(*at) == SyntaxKind::StringOpen && self.closing(*at).is_none())
    }

    /// Whether the token here surely starts another entry, before which a separator is missing.
    fn starts_entry(&self, close: SyntaxKind) -> bool {
        match self.kind() {
            SyntaxKind::Word if self.word() == "for" => close == SyntaxKind::RBrace,
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
