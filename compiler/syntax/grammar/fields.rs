//! Fields: keys, what is set, what is declared.

use std::fmt;

use super::Place;
use super::items::is_setting;
use super::statements::is_statement;
use crate::SyntaxKind;
use crate::parser::{Mark, Parser};
use crate::problem::Problem;

/// The key of a field as it is written.
pub(crate) struct Key<'t> {
    text: &'t str,
    is_quoted: bool,
    /// Whether it has a hole, which none may.
    has_hole: bool,
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = if self.is_quoted { "\"" } else { "" };
        write!(f, "{quote}{}{quote}", self.text)
    }
}

impl<'t> Parser<'t> {
    /// `KEY (= | += | -=) EXPR [if COND]`, `KEY { … } [if COND]`
    pub(crate) fn field(&mut self) -> SyntaxKind {
        let mark = self.start();
        let key = self.key();
        if key.has_hole {
            let problem = match self.kind() {
                SyntaxKind::Equals => Problem::ComputedKey { equals: self.start_at(0) },
                _ => Problem::MisplacedHole("a key"),
            };
            self.report_since(mark, problem);
        }
        if self.opens_body() {
            self.body(Place::Body);
        } else {
            if self.at(SyntaxKind::EqualsEquals) {
                self.report(Problem::CompareForEquals);
            }
            let operator = self.peek_text(0);
            self.bump();
            self.value(format_args!("{key} {operator}"));
        }
        self.entry_condition();
        self.finish(mark, SyntaxKind::Field)
    }

    /// `[short] KEY : TYPE [REFINEMENT]* [= EXPR]`
    pub(crate) fn field_decl(&mut self) -> SyntaxKind {
        let mark = self.start();
        if self.word() == "short" && self.peek(1) != SyntaxKind::Colon {
            self.bump();
        }
        let key = self.key();
        if key.has_hole {
            self.report_since(mark, Problem::MisplacedHole("a key"));
        }
        if self.is_value_after_colon() {
            return self.colon_for_equals(mark, key.to_string());
        }
        self.declared();
        self.finish(mark, SyntaxKind::FieldDecl)
    }

    /// `: TYPE [REFINEMENT]* [= EXPR]`
    pub(crate) fn declared(&mut self) {
        self.bump();
        if self.breaks() {
            return self.report_before(Problem::MissingType);
        }
        self.ty();
        self.refinements();
        if self.at(SyntaxKind::Equals) && !self.breaks() {
            self.bump();
            self.value("=");
        }
    }

    fn colon_for_equals(&mut self, mark: Mark, key: String) -> SyntaxKind {
        let colon = self.start_at(0);
        self.report_since(mark, Problem::ColonForEquals { key, colon });
        self.bump();
        self.value(":");
        self.entry_condition();
        self.finish(mark, SyntaxKind::Field)
    }

    /// Whether what follows the colon here can only be a value.
    fn is_value_after_colon(&self) -> bool {
        use SyntaxKind::{Bang, Clock, LBrace, LBracket, LParen, Minus, Number, Percent, Quantity, Rate, StringOpen};
        if self.breaks_at(1) {
            return false;
        }
        match self.peek(1) {
            Number | Quantity | Rate | Percent | Clock | StringOpen | LBracket | LParen | Minus | Bang => true,
            SyntaxKind::Word => {
                matches!(self.peek_word(1), "true" | "false" | "none" | "if" | "match" | "null" | "self")
            }
            LBrace => {
                let first_is_key = matches!(self.peek(2), SyntaxKind::Word | StringOpen);
                let after = if self.peek(2) == StringOpen { self.closing(2).map_or(3, |length| length + 1) } else { 3 };
                first_is_key && is_setting(self.peek(after))
            }
            _ => false,
        }
    }

    /// The key of a field.
    pub(crate) fn key(&mut self) -> Key<'t> {
        let mark = self.start();
        let mut key = Key { text: self.peek_text(0), is_quoted: self.at(SyntaxKind::StringOpen), has_hole: false };
        if key.is_quoted {
            let end = self.closing(0).unwrap_or(0);
            key.text = if end > 1 { self.peek_text(1) } else { "" };
            key.has_hole = (1..end).any(|at| self.peek(at) == SyntaxKind::HoleOpen);
            self.string();
        } else {
            self.bump();
            while self.at(SyntaxKind::Dot) && self.peek(1) == SyntaxKind::Word {
                self.bump();
                self.bump();
            }
        }
        self.finish(mark, SyntaxKind::Key);
        key
    }

    /// A value that must follow; `after` says what.
    pub(crate) fn value(&mut self, after: impl fmt::Display) {
        let is_missing = self.at_close() || self.at(SyntaxKind::Comma) || self.breaks() && self.looks_like_item();
        if is_missing {
            self.report_before(Problem::MissingValue(after.to_string()));
        } else {
            self.expr();
        }
    }

    /// Whether a field is set on the line that starts here.
    pub(crate) fn looks_like_field(&self) -> bool {
        let after = match self.kind() {
            SyntaxKind::Word => 1,
            SyntaxKind::StringOpen => self.closing(0).map_or(1, |length| length + 1),
            _ => return false,
        };
        let sets = matches!(self.peek(after), SyntaxKind::Equals | SyntaxKind::PlusEquals | SyntaxKind::MinusEquals);
        sets && !self.breaks_at(after)
    }

    /// Whether an item that is surely no value stands on the line that starts here.
    pub(crate) fn looks_like_item(&self) -> bool {
        self.looks_like_field() || self.looks_like_statement()
    }

    /// Whether a statement stands here: two words, the first of which starts one.
    pub(crate) fn looks_like_statement(&self) -> bool {
        let is_operator = matches!(self.peek_word(1), "in" | "is" | "as" | "if" | "then" | "else");
        is_statement(self.word()) && self.peek(1) == SyntaxKind::Word && !self.breaks_at(1) && !is_operator
    }

    /// `NAME [ EXPR ] { … }`
    pub(crate) fn keyed_field(&mut self) -> SyntaxKind {
        let mark = self.start();
        let after = self.closing(1).map_or(2, |length| length + 1);
        let has_body = match self.peek(after) {
            SyntaxKind::LBrace => true,
            SyntaxKind::Equals => self.peek(after + 1) == SyntaxKind::LBrace,
            _ => false,
        };
        if !has_body || self.closing(1).is_none() {
            return self.missing_equals();
        }
        self.any_name();
        self.index();
        self.eat(SyntaxKind::Equals);
        self.expect_body(Place::Body);
        self.finish(mark, SyntaxKind::KeyedField)
    }
}
