//! Expressions: operators by their strength, and what follows an operand.

use crate::SyntaxKind;
use crate::parser::{Mark, Parser};
use crate::problem::Problem;

/// What can stand after an operand.
#[derive(Clone, Copy)]
enum Operator {
    /// An operator with two operands.
    Binary,
    /// One of another language, and ours.
    Foreign(&'static str),
    Is,
    As,
    /// `? a : b`
    Ternary,
}

/// How strongly operators bind, from the weakest.
const TERNARY: u8 = 0;
const ELSE: u8 = 1;
const OR: u8 = 2;
const AND: u8 = 3;
const COMPARISON: u8 = 4;
const RANGE: u8 = 5;
const SUM: u8 = 6;
const PRODUCT: u8 = 7;
const CONVERSION: u8 = 8;

impl Parser<'_> {
    /// An expression; gives whether one was found.
    pub(crate) fn expr(&mut self) -> bool {
        self.binary(TERNARY)
    }

    /// An expression after something that needs one; a field on the next line isn't taken for it.
    pub(crate) fn operand(&mut self) {
        self.operand_of(TERNARY);
    }

    /// A range or what binds stronger.
    pub(crate) fn range(&mut self) {
        self.operand_of(RANGE);
    }

    fn operand_of(&mut self, strength: u8) {
        if self.breaks() && (self.looks_like_item() || self.at_close()) {
            self.expected("a value");
        } else {
            self.binary(strength);
        }
    }

    fn binary(&mut self, least: u8) -> bool {
        let mark = self.start();
        if !self.unary() {
            return false;
        }
        let mut compared = false;
        while let Some((strength, operator)) = self.operator() {
            if strength < least {
                break;
            }
            if compared && strength == COMPARISON {
                self.report(Problem::ChainedComparison);
            }
            compared = strength == COMPARISON;
            self.operation(mark, strength, operator);
            if self.is_too_high() {
                break;
            }
        }
        true
    }

    /// An operator and what follows it, around the operand that a mark starts.
    fn operation(&mut self, mark: Mark, strength: u8, operator: Operator) {
        match operator {
            Operator::Binary => {
                self.bump();
                self.operand_of(strength + 1);
                self.finish(mark, SyntaxKind::BinaryExpr);
            }
            Operator::Foreign(meant) => {
                let found = self.peek_text(0).to_owned();
                self.report(Problem::WrongOperator { found, meant });
                self.bump();
                self.operand_of(strength + 1);
                self.finish(mark, SyntaxKind::BinaryExpr);
            }
            Operator::Is => {
                self.bump();
                self.expect(SyntaxKind::Word, "a case after `is`");
                self.finish(mark, SyntaxKind::IsExpr);
            }
            Operator::As => {
                self.bump();
                self.expect(SyntaxKind::Word, "a unit after `as`");
                self.finish(mark, SyntaxKind::AsExpr);
            }
            Operator::Ternary => {
                self.report(Problem::Ternary);
                self.bump();
                self.deeper(|parser| {
                    parser.binary(ELSE);
                    if parser.eat(SyntaxKind::Colon) {
                        parser.binary(TERNARY);
                    }
                });
                self.finish(mark, SyntaxKind::IfExpr);
            }
        }
    }

    /// The operator here. On a new line only those go on that can't start an item: never `-`, a word, `?`.
    fn operator(&self) -> Option<(u8, Operator)> {
        use Operator::{As, Binary, Foreign, Is, Ternary};
        let found = match self.kind() {
            SyntaxKind::Star | SyntaxKind::Slash | SyntaxKind::PercentSign => return Some((PRODUCT, Binary)),
            SyntaxKind::Plus => return Some((SUM, Binary)),
            SyntaxKind::DotDot => return Some((RANGE, Binary)),
            SyntaxKind::EqualsEquals | SyntaxKind::BangEquals => return Some((COMPARISON, Binary)),
            SyntaxKind::Less | SyntaxKind::LessEquals => return Some((COMPARISON, Binary)),
            SyntaxKind::Greater | SyntaxKind::GreaterEquals => return Some((COMPARISON, Binary)),
            SyntaxKind::AndAnd => return Some((AND, Binary)),
            SyntaxKind::OrOr => return Some((OR, Binary)),
            SyntaxKind::DoubleQuestion => return Some((ELSE, Binary)),
            SyntaxKind::Minus => (SUM, Binary),
            SyntaxKind::Pipe => (OR, Foreign("||")),
            SyntaxKind::Question if self.starts_value_at(1) => (TERNARY, Ternary),
            SyntaxKind::Word => match self.word() {
                "in" => (COMPARISON, Binary),
                "is" => (COMPARISON, Is),
                "as" => (CONVERSION, As),
                "and" if self.starts_value_at(1) => (AND, Foreign("&&")),
                "or" if self.starts_value_at(1) => (OR, Foreign("||")),
                _ => return None,
            },
            _ => return None,
        };
        (!self.breaks()).then_some(found)
    }

    fn unary(&mut self) -> bool {
        let mark = self.start();
        let is_not =
            self.word() == "not" && self.starts_value_at(1) && !(self.peek(1) == SyntaxKind::LParen && self.tight(1));
        if is_not && self.peek(1) != SyntaxKind::LBrace {
            self.report(Problem::WrongOperator { found: "not".to_owned(), meant: "!" });
        } else if !matches!(self.kind(), SyntaxKind::Minus | SyntaxKind::Bang) {
            return self.atom() && self.postfix(mark);
        }
        self.bump();
        let mut found = false;
        self.deeper(|parser| found = parser.unary());
        self.finish(mark, SyntaxKind::UnaryExpr);
        found
    }

    /// `.b`, `?.b`, `[b]`, `(b)` after an operand, as many as follow.
    fn postfix(&mut self, mark: Mark) -> bool {
        loop {
            match self.kind() {
                SyntaxKind::Dot => self.member(mark, SyntaxKind::GetExpr),
                SyntaxKind::QuestionDot => self.member(mark, SyntaxKind::TryGetExpr),
                SyntaxKind::LBracket if !self.breaks() => {
                    self.index();
                    self.finish(mark, SyntaxKind::IndexExpr);
                }
                SyntaxKind::LParen if !self.breaks() && self.is_callable() => {
                    self.arg_list();
                    self.finish(mark, SyntaxKind::CallExpr);
                }
                _ => return true,
            }
            if self.is_too_high() {
                return true;
            }
        }
    }

    fn member(&mut self, mark: Mark, kind: SyntaxKind) {
        self.bump();
        self.expect(SyntaxKind::Word, "a name after `.`");
        self.finish(mark, kind);
    }

    /// Whether a token here can start a value.
    pub(crate) fn starts_value(&self) -> bool {
        use SyntaxKind::{Bang, LBrace, LBracket, LParen, Minus, StringOpen};
        match self.kind() {
            SyntaxKind::Word => !matches!(self.word(), "then" | "else" | "in" | "for"),
            StringOpen | LBrace | LBracket | LParen | Minus | Bang => true,
            kind => super::slips::is_plain_literal(kind),
        }
    }

    /// Whether a token ahead on this line starts a value, and not one in brackets or braces.
    pub(crate) fn starts_value_at(&self, ahead: usize) -> bool {
        use SyntaxKind::{Bang, LParen, Minus, StringOpen};
        let starts = match self.peek(ahead) {
            SyntaxKind::Word => !matches!(self.peek_word(ahead), "then" | "else" | "in" | "is" | "as"),
            StringOpen | LParen | Minus | Bang => true,
            kind => super::slips::is_plain_literal(kind),
        };
        starts && !self.breaks_at(ahead)
    }
}
