//! What stands in a body: what it starts with decides what it is.

use super::Place;
use super::slips::is_plain_literal;
use crate::SyntaxKind;
use crate::parser::{Mark, Parser};
use crate::problem::Problem;

/// What may hold of fields of a resource, by their names.
const RULES: [&str; 6] = ["at_least_one", "at_most_one", "exactly_one", "immutable", "needs", "required"];

impl Parser<'_> {
    /// One item of a body, or one declaration; gives what it was.
    pub(crate) fn item(&mut self, place: Place) -> SyntaxKind {
        match self.kind() {
            SyntaxKind::Word => self.word_item(place),
            SyntaxKind::StringOpen => self.string_item(),
            SyntaxKind::Ellipsis => self.spread(),
            _ => self.other_item(),
        }
    }

    /// An item that starts with a word: the token after it decides.
    fn word_item(&mut self, place: Place) -> SyntaxKind {
        if self.breaks_at(1) {
            return self.flag();
        }
        match self.peek(1) {
            SyntaxKind::Dot if place == Place::Refine => self.field_decl(),
            SyntaxKind::Word if place == Place::Refine && RULES.contains(&self.word()) => self.rule(),
            SyntaxKind::Word if place == Place::Refine && self.word() == "keys" => self.keys_item(),
            SyntaxKind::Word if place == Place::Refine && self.word() == "when" => self.when_item(),
            SyntaxKind::Colon if place == Place::Target && self.word() == "grant" => self.grant(),
            SyntaxKind::Colon => self.field_decl(),
            SyntaxKind::Arrow => self.map_entry(),
            SyntaxKind::LBracket => self.keyed_field(),
            SyntaxKind::Comma
            | SyntaxKind::RBrace
            | SyntaxKind::RBracket
            | SyntaxKind::RParen
            | SyntaxKind::HoleClose => self.flag(),
            kind if is_setting(kind) => self.field(),
            _ => self.statement_or_slip(place),
        }
    }

    /// An item that starts with a string: a key, mostly.
    fn string_item(&mut self) -> SyntaxKind {
        let after = self.closing(0).map_or(1, |length| length + 1);
        match self.peek(after) {
            _ if self.breaks_at(after) => self.other_item(),
            SyntaxKind::Colon => self.field_decl(),
            kind if is_setting(kind) => self.field(),
            _ => self.other_item(),
        }
    }

    /// An item that starts with a value: an entry of a map if `=>` follows, else a mistake.
    pub(crate) fn other_item(&mut self) -> SyntaxKind {
        let mark = self.start();
        if self.at(SyntaxKind::LBrace) && self.breaks() {
            self.brace_on_next_line();
            self.body(Place::Body);
            return self.finish(mark, SyntaxKind::Error);
        }
        if !self.starts_value() {
            return SyntaxKind::Error;
        }
        let mistakes = self.mistakes();
        let found = match self.kind() {
            SyntaxKind::StringOpen => "a string".to_owned(),
            kind if is_plain_literal(kind) => format!("`{}`", self.peek_text(0)),
            _ => "a value".to_owned(),
        };
        self.expr();
        if self.at(SyntaxKind::Arrow) {
            return self.map_value(mark);
        }
        if self.mistakes() == mistakes {
            self.bare_value(mark, found);
        }
        self.finish(mark, SyntaxKind::Error)
    }

    /// `EXPR => EXPR [if COND]`
    fn map_entry(&mut self) -> SyntaxKind {
        let mark = self.start();
        self.expr();
        self.map_value(mark)
    }

    fn map_value(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.value("=>");
        self.entry_condition();
        self.finish(mark, SyntaxKind::MapEntry)
    }

    /// A word alone.
    fn flag(&mut self) -> SyntaxKind {
        let mark = self.start();
        if self.peek(1) == SyntaxKind::LBrace {
            return self.field();
        }
        self.any_name();
        self.finish(mark, SyntaxKind::Flag)
    }

    /// A word with a condition.
    pub(crate) fn conditional_flag(&mut self) -> SyntaxKind {
        let mark = self.start();
        self.any_name();
        self.entry_condition();
        self.finish(mark, SyntaxKind::Flag)
    }

    /// `...EXPR [if COND]`
    pub(crate) fn spread(&mut self) -> SyntaxKind {
        let mark = self.start();
        self.bump();
        self.expr();
        self.entry_condition();
        self.finish(mark, SyntaxKind::Spread)
    }

    /// `for P in EXPR [if C] : ITEM` in a map.
    pub(crate) fn for_item(&mut self) -> SyntaxKind {
        let mark = self.start();
        self.for_entry_header();
        self.deeper(|parser| match parser.kind() {
            SyntaxKind::Ellipsis => {
                parser.spread();
            }
            SyntaxKind::Word if parser.word() == "for" && parser.peek(1) == SyntaxKind::Word => {
                parser.for_item();
            }
            _ => parser.turn(),
        });
        self.finish(mark, SyntaxKind::ForEntry)
    }

    /// `EXPR => EXPR [if COND]`, made in each turn of a `for`.
    fn turn(&mut self) {
        let mark = self.start();
        if !self.expr() {
            return;
        }
        if self.at(SyntaxKind::Equals) {
            self.report(Problem::EqualsForArrow);
        } else if !self.at(SyntaxKind::Arrow) {
            self.expected("`=>` and a value");
            self.finish(mark, SyntaxKind::Error);
            return;
        }
        self.map_value(mark);
    }

    /// `for P in EXPR [if C] :`, up to what is made in each turn.
    pub(crate) fn for_entry_header(&mut self) {
        self.for_clause();
        if self.word() == "if" {
            self.if_clause();
        }
        // Nothing else can follow, so a line break before the colon is no end.
        if !self.eat(SyntaxKind::Colon) {
            self.expected("`:` and what is made in each turn");
        }
    }
}

/// Whether a token after a key sets a field.
pub(super) fn is_setting(kind: SyntaxKind) -> bool {
    use SyntaxKind::{Equals, EqualsEquals, LBrace, MinusEquals, PlusEquals};
    matches!(kind, Equals | PlusEquals | MinusEquals | LBrace | EqualsEquals)
}
