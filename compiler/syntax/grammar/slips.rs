//! What people write for something else, recognised so that it is said once and precisely.

use source::nearest;

use super::Place;
use super::statements::{is_statement, statement_words};
use crate::SyntaxKind;
use crate::parser::{Mark, Parser};
use crate::problem::Problem;

impl Parser<'_> {
    /// An item that starts with a word which neither sets nor declares a field.
    pub(crate) fn statement_or_slip(&mut self, place: Place) -> SyntaxKind {
        let mark = self.start();
        if let Some(kind) = self.reserved_item(place) {
            return kind;
        }
        match self.peek(1) {
            SyntaxKind::Word if self.peek_word(1) == "if" && self.starts_value_at(2) => self.conditional_flag(),
            SyntaxKind::Word if is_statement(self.word()) => self.statement(mark, place),
            SyntaxKind::Word if self.is_value_at(1) => self.missing_equals(),
            SyntaxKind::Word => self.instance(mark),
            SyntaxKind::StringOpen if is_statement(self.word()) => self.statement(mark, place),
            SyntaxKind::StringOpen => self.quoted_name_or_value(),
            SyntaxKind::Dot | SyntaxKind::DotDot if self.word() == "use" => self.statement(mark, place),
            SyntaxKind::Dot => self.dotted(),
            SyntaxKind::Minus if self.dashed_length().is_some() => self.dashed_key(),
            SyntaxKind::Minus => self.missing_equals(),
            kind if is_plain_literal(kind) => self.missing_equals(),
            _ => self.other_item(),
        }
    }

    /// An item that starts with a reserved word, or with one that takes an expression.
    fn reserved_item(&mut self, place: Place) -> Option<SyntaxKind> {
        let mark = self.start();
        Some(match self.word() {
            "require" | "assert" if self.starts_value_at(1) => self.statement(mark, place),
            "for" => self.for_item(),
            "if" => {
                self.report(Problem::LeadingIf);
                self.skip_entry();
                SyntaxKind::Error
            }
            "match" | "then" | "else" | "in" | "true" | "false" | "none" | "self" => self.other_item(),
            _ => return None,
        })
    }

    /// Whether a word ahead, not the name of an instance, is a value: a reserved one, or one that an operator follows.
    fn is_value_at(&self, ahead: usize) -> bool {
        use SyntaxKind::{Dot, DotDot, DoubleQuestion, LParen, Plus, Question, QuestionDot, Slash, Star};
        let goes_on = matches!(
            self.peek(ahead + 1),
            Dot | QuestionDot | LParen | DotDot | Plus | Star | Slash | DoubleQuestion | Question
        );
        let is_constant = matches!(self.peek_word(ahead), "true" | "false" | "none" | "self" | "null");
        let is_choice = matches!(self.peek_word(ahead), "if" | "match") && self.starts_value_at(ahead + 1);
        let has_body = self.peek(ahead + 1) == SyntaxKind::LBrace && !self.breaks_at(ahead + 1);
        is_constant && !has_body || is_choice || goes_on && !self.breaks_at(ahead + 1)
    }

    /// `port 8080`
    pub(crate) fn missing_equals(&mut self) -> SyntaxKind {
        let mark = self.start();
        let key = self.key().to_string();
        let problem = Problem::MissingEquals { key, at: self.end_before() };
        self.report_since(mark, problem);
        self.expr();
        self.entry_condition();
        self.finish(mark, SyntaxKind::Field)
    }

    /// `resource "a" "b" {`, `image "nginx"`: a name in quotes or a value without `=`.
    fn quoted_name_or_value(&mut self) -> SyntaxKind {
        let after = self.closing(1).map_or(2, |length| length + 1);
        let names = matches!(self.peek(after), SyntaxKind::LBrace | SyntaxKind::StringOpen) && !self.breaks_at(after);
        if names { self.instance(self.start()) } else { self.missing_equals() }
    }

    /// `a.b …`: an instance of a package's component, an entry of a map, or a key with dots.
    fn dotted(&mut self) -> SyntaxKind {
        let mark = self.start();
        let mut length = 1;
        while self.peek(length) == SyntaxKind::Dot && self.peek(length + 1) == SyntaxKind::Word {
            length += 2;
        }
        let same_line = !self.breaks_at(length);
        match self.peek(length) {
            SyntaxKind::Word if same_line && !matches!(self.peek_word(length), "if" | "in" | "is" | "as") => {
                self.instance(mark)
            }
            SyntaxKind::Equals
            | SyntaxKind::PlusEquals
            | SyntaxKind::MinusEquals
            | SyntaxKind::LBrace
            | SyntaxKind::Colon
                if same_line =>
            {
                let key: String = (0..length).map(|at| self.peek_text(at)).collect();
                self.wrong_key(length, Problem::DottedKey(key))
            }
            _ => self.other_item(),
        }
    }

    /// How many tokens the words have that dashes join from here on.
    pub(crate) fn dashed_words(&self) -> usize {
        let mut length = 1;
        while self.peek(length) == SyntaxKind::Minus && self.tight(length) && self.tight(length + 1) {
            length += 2;
        }
        length
    }

    /// How many tokens a key with dashes has, if one stands here.
    fn dashed_length(&self) -> Option<usize> {
        let length = self.dashed_words();
        let sets = super::items::is_setting(self.peek(length)) || self.peek(length) == SyntaxKind::Colon;
        (length > 1 && sets && !self.breaks_at(length)).then_some(length)
    }

    fn dashed_key(&mut self) -> SyntaxKind {
        let length = self.dashed_length().unwrap_or(1);
        let key: String = (0..length).map(|at| self.peek_text(at)).collect();
        self.wrong_key(length, Problem::DashedKey(key))
    }

    /// A key of several tokens, with what is set.
    fn wrong_key(&mut self, length: usize, problem: Problem) -> SyntaxKind {
        let mark = self.start();
        (0..length).for_each(|_| self.bump());
        self.report_since(mark, problem);
        self.finish(mark, SyntaxKind::Key);
        if self.at(SyntaxKind::LBrace) {
            self.body(Place::Body);
        } else {
            self.bump();
            self.expr();
        }
        self.entry_condition();
        self.finish(mark, SyntaxKind::Field)
    }

    /// Notes a value that stands where an item does.
    pub(crate) fn bare_value(&mut self, mark: Mark, found: String) {
        if self.at_end_of_entry() {
            self.report_since(mark, Problem::BareValue(found));
        } else {
            self.expected("`=`");
        }
    }

    /// Notes what follows the names of an instance and is no part of one.
    pub(crate) fn wrong_instance(&mut self, mark: Mark, word: &str) -> SyntaxKind {
        let near = nearest(word, statement_words()).map(str::to_owned);
        if self.at(SyntaxKind::Equals) || near.is_some() {
            let problem = Problem::UnknownStatement { word: word.to_owned(), nearest: near };
            self.report_at(mark, problem);
        } else {
            self.expected("`{`, a comma or a new line");
        }
        self.skip_to_body();
        if self.at(SyntaxKind::LBrace) {
            self.body(Place::Body);
        }
        self.finish(mark, SyntaxKind::Error)
    }

    /// Notes an item that can't stand at the top of a file.
    pub(crate) fn not_at_top(&mut self, mark: Mark, kind: SyntaxKind, mistakes: usize) {
        if self.mistakes() > mistakes || self.is_at(mark) {
            return;
        }
        let word = self.text_at(mark).to_owned();
        let problem = match kind {
            SyntaxKind::Field if self.second_kind(mark) == SyntaxKind::LBrace => Problem::MissingName(word),
            SyntaxKind::Field | SyntaxKind::FieldDecl => Problem::FieldAtTop(word),
            SyntaxKind::Flag if is_statement(&word) => {
                Problem::Expected { what: "the rest of the statement", found: "the end of the line".to_owned() }
            }
            SyntaxKind::Flag => Problem::MissingName(word),
            SyntaxKind::TargetItem => Problem::ItemAtTop("a target's setting"),
            SyntaxKind::KeyedField => Problem::ItemAtTop("what an environment changes"),
            SyntaxKind::MapEntry | SyntaxKind::ForEntry | SyntaxKind::Spread => Problem::ItemAtTop("an entry of a map"),
            SyntaxKind::Error => return,
            _ => Problem::ItemAtTop(item_name(&word)),
        };
        self.report_at(mark, problem);
        self.finish(mark, SyntaxKind::Error);
    }
}

/// Whether a token is a literal without parts.
pub(super) fn is_plain_literal(kind: SyntaxKind) -> bool {
    use SyntaxKind::{Clock, Number, Percent, Quantity, Rate};
    matches!(kind, Number | Quantity | Rate | Percent | Clock)
}

fn item_name(word: &str) -> &'static str {
    match word {
        "static" | "out" => "`out …`",
        "can" => "`can …`",
        "setting" => "`setting …`",
        "export" => "`export …`",
        "ignore" => "`ignore …`",
        "file" => "`file …`",
        "place" => "`place …`",
        "without" => "`without …`",
        "on" => "`on TARGET { … }`",
        "every" => "`every resource …`",
        "catalog" => "`catalog …`",
        "grant" => "`grant …`",
        "assert" => "`assert …`",
        "expect" => "`expect …`",
        _ => "this",
    }
}
