//! Operands: literals, names, cases, lists, records, choices.

use super::Place;
use super::slips::is_plain_literal;
use crate::SyntaxKind;
use crate::parser::Parser;
use crate::problem::Problem;

impl Parser<'_> {
    /// An operand without what may follow it; gives whether one was found.
    pub(crate) fn atom(&mut self) -> bool {
        match self.kind() {
            SyntaxKind::Word => return self.word_atom(),
            SyntaxKind::StringOpen => self.string(),
            SyntaxKind::LBracket => self.list(),
            SyntaxKind::LParen => self.paren(),
            SyntaxKind::LBrace => return self.record(),
            kind if is_plain_literal(kind) => self.literal(),
            _ => {
                self.expected("a value");
                return false;
            }
        }
        true
    }

    fn literal(&mut self) {
        let mark = self.start();
        let is_number = self.at(SyntaxKind::Number);
        let number = self.peek_text(0);
        self.bump();
        let unit = self.peek_text(0);
        let is_loose_percent = || self.at(SyntaxKind::PercentSign) && (self.breaks_at(1) || !self.starts_value_at(1));
        if is_number && !self.breaks() && (is_unit(self.word()) || is_loose_percent()) {
            self.bump();
            self.report_since(mark, Problem::LooseUnit(format!("{number}{unit}")));
        }
        self.finish(mark, SyntaxKind::LiteralExpr);
    }

    fn word_atom(&mut self) -> bool {
        let mark = self.start();
        let word = self.word();
        match word {
            "if" => self.if_expr(),
            "match" => self.match_expr(),
            "then" | "else" | "in" | "for" => {
                self.expected("a value");
                return false;
            }
            "true" | "false" | "none" => {
                self.bump();
                self.finish(mark, SyntaxKind::LiteralExpr);
            }
            "null" | "nil" => {
                self.report(Problem::Null(word.to_owned()));
                self.bump();
                self.finish(mark, SyntaxKind::LiteralExpr);
            }
            _ => self.name_or_case(),
        }
        true
    }

    /// `NAME`, `NAME { … }`, `NAME LITERAL`
    fn name_or_case(&mut self) {
        let mark = self.start();
        let has_more = !self.breaks_at(1) && self.word() != "self";
        let next = self.peek(1);
        self.bump();
        if has_more && next == SyntaxKind::LBrace && !self.is_header() {
            self.body(Place::Body);
            self.finish(mark, SyntaxKind::CaseExpr);
        } else if has_more && (next == SyntaxKind::StringOpen || is_plain_literal(next)) {
            self.short_value();
            self.finish(mark, SyntaxKind::ShortCaseExpr);
        } else {
            self.finish(mark, SyntaxKind::NameExpr);
        }
    }

    /// The literal of a case's short field, or a range of two.
    fn short_value(&mut self) {
        let mark = self.start();
        self.atom();
        if self.at(SyntaxKind::DotDot) && !self.breaks() {
            self.bump();
            if is_plain_literal(self.kind()) || self.at(SyntaxKind::StringOpen) {
                self.atom();
            } else {
                self.expected("a literal");
            }
            self.finish(mark, SyntaxKind::BinaryExpr);
        }
    }

    /// `{ … }` as a value. Before the brace of a header only an empty one may stand.
    fn record(&mut self) -> bool {
        if self.is_header() && self.peek(1) != SyntaxKind::RBrace {
            let after = self.closing(0).map_or(0, |length| length + 1);
            let goes_on = after > 0
                && !self.breaks_at(after)
                && matches!(self.peek(after), SyntaxKind::LBrace | SyntaxKind::Word);
            if !goes_on {
                self.expected("a value");
                return false;
            }
            self.report(Problem::BareRecord);
        }
        self.body(Place::Body);
        true
    }

    fn paren(&mut self) {
        let mark = self.start();
        self.nested(true, |parser| {
            parser.bump();
            parser.expr();
            parser.close(mark, SyntaxKind::RParen, "`)`");
        });
        self.finish(mark, SyntaxKind::ParenExpr);
    }

    /// `[ EXPR ]` after what is indexed.
    pub(crate) fn index(&mut self) {
        let mark = self.start();
        self.nested(true, |parser| {
            parser.bump();
            parser.expr();
            parser.close(mark, SyntaxKind::RBracket, "`]`");
        });
    }

    /// `[a, ...b, c if d, for x in xs : e]`
    fn list(&mut self) {
        let mark = self.start();
        self.group(SyntaxKind::RBracket, Self::list_entry);
        self.finish(mark, SyntaxKind::ListExpr);
    }

    fn list_entry(&mut self) {
        let mark = self.start();
        if self.at(SyntaxKind::Ellipsis) {
            self.spread();
        } else if self.word() == "for" {
            self.for_entry_header();
            self.deeper(Self::list_entry);
            self.finish(mark, SyntaxKind::ForEntry);
        } else {
            self.expr();
            self.entry_condition();
            self.finish(mark, SyntaxKind::ListItem);
        }
    }

    /// `if a then b [else c]`
    fn if_expr(&mut self) {
        let mark = self.start();
        self.bump();
        self.in_header(Self::condition);
        if self.at(SyntaxKind::LBrace) {
            self.braced_branches(mark);
        } else if self.eat_word("then") {
            self.deeper(Self::operand);
            if self.is_else() {
                self.bump();
                self.deeper(Self::operand);
            }
        } else {
            self.expected("`then`");
        }
        self.finish(mark, SyntaxKind::IfExpr);
    }

    /// Whether `else` follows, perhaps on the next line, where it may also be the key of a field.
    fn is_else(&self) -> bool {
        let is_key = matches!(self.peek(1), SyntaxKind::Equals | SyntaxKind::Colon) && self.breaks();
        self.word() == "else" && !is_key
    }

    /// `if c { a } else { b }`
    fn braced_branches(&mut self, mark: crate::parser::Mark) {
        self.report_at(mark, Problem::BracedIf);
        self.skip_token();
        while self.word() == "else" {
            self.bump();
            while !self.at(SyntaxKind::LBrace) && !self.at_end_of_entry() {
                self.bump();
            }
            if self.at(SyntaxKind::LBrace) {
                self.skip_token();
            }
        }
    }
}

/// Whether a word after a number is surely a unit.
fn is_unit(word: &str) -> bool {
    matches!(
        word,
        "B" | "KB" | "MB" | "GB" | "TB" | "KiB" | "MiB" | "GiB" | "TiB" | "ms" | "s" | "min" | "h" | "d" | "m" | "cpu"
    )
}
