//! `match`, its arms and patterns.

use super::slips::is_plain_literal;
use crate::SyntaxKind;
use crate::parser::Parser;
use crate::problem::Problem;

impl Parser<'_> {
    /// `match a { … }`
    pub(crate) fn match_expr(&mut self) {
        let mark = self.start();
        self.bump();
        self.in_header(Self::operand);
        if self.opens_body() {
            self.group(SyntaxKind::RBrace, Self::arm);
        } else {
            self.expected("`{` and the cases");
        }
        self.finish(mark, SyntaxKind::MatchExpr);
    }

    /// `PATTERN [if C] => EXPR`
    fn arm(&mut self) {
        let mark = self.start();
        if !self.pattern() {
            return;
        }
        if self.word() == "if" {
            self.if_clause();
        }
        if self.at(SyntaxKind::Colon) || self.at(SyntaxKind::Equals) {
            self.report(Problem::ColonForArrow);
            self.bump();
            self.value("=>");
        } else if self.expect(SyntaxKind::Arrow, "`=>` and a value") {
            self.value("=>");
        }
        self.finish(mark, SyntaxKind::MatchArm);
    }

    /// A pattern with its alternatives; gives whether one was found.
    pub(crate) fn pattern(&mut self) -> bool {
        let mark = self.start();
        if !self.one_pattern() {
            return false;
        }
        if self.at(SyntaxKind::Pipe) {
            while self.eat(SyntaxKind::Pipe) {
                self.one_pattern();
            }
            self.finish(mark, SyntaxKind::Pattern);
        }
        true
    }

    fn one_pattern(&mut self) -> bool {
        let mark = self.start();
        match self.kind() {
            SyntaxKind::Word if self.word() != "in" => {
                if matches!(self.word(), "if" | "then" | "else" | "match" | "for" | "self") {
                    self.report(Problem::ReservedWord(self.word().to_owned()));
                }
                self.bump();
                if self.at(SyntaxKind::LBrace) && !self.breaks() && !self.is_header() {
                    self.group(SyntaxKind::RBrace, Self::pattern_field);
                }
            }
            SyntaxKind::StringOpen => {
                let has_hole = (1..self.closing(0).unwrap_or(0)).any(|at| self.peek(at) == SyntaxKind::HoleOpen);
                self.string();
                if has_hole {
                    self.report_since(mark, Problem::MisplacedHole("a pattern"));
                }
            }
            SyntaxKind::Minus if is_plain_literal(self.peek(1)) => self.negative(),
            kind if is_plain_literal(kind) => {
                self.atom();
            }
            _ => {
                self.expected("a pattern: a case, a literal or `_`");
                return false;
            }
        }
        self.finish(mark, SyntaxKind::Pattern);
        true
    }

    fn negative(&mut self) {
        let mark = self.start();
        self.bump();
        self.atom();
        self.finish(mark, SyntaxKind::UnaryExpr);
    }

    /// `f`, `g = h`, `...rest`
    fn pattern_field(&mut self) {
        let mark = self.start();
        if self.eat(SyntaxKind::Ellipsis) {
            self.expect(SyntaxKind::Word, "a name for the rest");
        } else if self.at(SyntaxKind::Word) {
            self.bump();
            if self.at(SyntaxKind::Equals) {
                self.bump();
                self.deeper(|parser| {
                    parser.pattern();
                });
            } else if self.at(SyntaxKind::Colon) {
                self.expected("`=` and a name, a comma or `}`");
            }
        } else {
            return self.expected("a field to bind");
        }
        self.finish(mark, SyntaxKind::PatternField);
    }
}
