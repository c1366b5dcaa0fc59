//! Calls.

use crate::SyntaxKind;
use crate::parser::Parser;
use crate::problem::Problem;

impl Parser<'_> {
    /// `(a, n = b, x in xs : c)`
    pub(crate) fn arg_list(&mut self) {
        let mark = self.start();
        self.group(SyntaxKind::RParen, Self::arg);
        self.finish(mark, SyntaxKind::ArgList);
    }

    fn arg(&mut self) {
        let mark = self.start();
        if self.at(SyntaxKind::Word) && self.peek(1) == SyntaxKind::Equals {
            self.any_name();
            self.bump();
            self.value("=");
            self.finish(mark, SyntaxKind::Arg);
            return;
        }
        if self.at(SyntaxKind::Word) && self.peek(1) == SyntaxKind::Comma && self.peek_word(3) == "in" {
            self.two_names();
            self.finish(mark, SyntaxKind::Arg);
            return;
        }
        if !self.expr() {
            return;
        }
        if self.at(SyntaxKind::Arrow) {
            self.report(Problem::Lambda);
        } else if self.at(SyntaxKind::Colon) || self.word() == "if" {
            self.quantified(mark);
        }
        self.finish(mark, SyntaxKind::Arg);
    }

    /// `k, v in m [if COND] : EXPR`
    fn two_names(&mut self) {
        let mark = self.start();
        self.pattern();
        self.bump();
        self.pattern();
        self.bump();
        self.operand();
        self.finish(mark, SyntaxKind::ForClause);
        self.tested();
    }

    /// `[if COND] : EXPR` after `x in xs`.
    fn quantified(&mut self, mark: crate::parser::Mark) {
        if !self.make_quantifier(mark) {
            return self.expected("a comma or `)`");
        }
        self.tested();
    }

    fn tested(&mut self) {
        self.entry_condition();
        if self.eat(SyntaxKind::Colon) {
            self.expr();
        } else {
            self.expected("`:` and what must hold");
        }
    }
}
