//! Strings and their holes.

use crate::SyntaxKind;
use crate::parser::{Mark, Parser};
use crate::problem::Problem;

impl Parser<'_> {
    /// A string, whose opening quote stands here.
    pub(crate) fn string(&mut self) {
        let mark = self.start();
        let mistakes = self.mistakes();
        let block = self.peek_text(0).len() == 3;
        self.bump();
        loop {
            match self.kind() {
                SyntaxKind::StringText => self.bump(),
                SyntaxKind::HoleOpen => self.hole(block),
                SyntaxKind::StringClose => {
                    self.bump();
                    break;
                }
                _ => {
                    // A hole that is open takes the end of its string with it.
                    if self.mistakes() == mistakes {
                        self.report_at(mark, Problem::UnclosedString { block });
                    }
                    break;
                }
            }
        }
        self.finish(mark, SyntaxKind::StringExpr);
    }

    /// `${ EXPR }`
    fn hole(&mut self, block: bool) {
        let mark = self.start();
        let is_closed = self.closing(0).is_some();
        self.nested(true, |parser| {
            parser.bump();
            if !is_closed {
                parser.open_hole(mark);
            } else if parser.at(SyntaxKind::HoleClose) {
                parser.report_at(mark, Problem::EmptyHole);
                parser.bump();
            } else {
                parser.expr();
                parser.close(mark, SyntaxKind::HoleClose, "`}`");
            }
        });
        if !is_closed && block {
            self.skip_all();
        } else if !is_closed {
            self.skip_line();
        }
        self.finish(mark, SyntaxKind::Hole);
    }

    /// A hole that isn't closed: the names it starts with, which are worth knowing while somebody types.
    fn open_hole(&mut self, opened: Mark) {
        self.report_at(opened, Problem::UnclosedHole);
        let mark = self.start();
        if !self.at(SyntaxKind::Word) || self.starts_line(0) {
            return;
        }
        self.bump();
        self.finish(mark, SyntaxKind::NameExpr);
        while self.at(SyntaxKind::Dot) && !self.starts_line(0) && !self.is_too_high() {
            self.bump();
            if self.at(SyntaxKind::Word) && !self.starts_line(0) {
                self.bump();
            }
            self.finish(mark, SyntaxKind::GetExpr);
        }
    }
}
