//! Types and what narrows them.

use super::slips::is_plain_literal;
use crate::SyntaxKind;
use crate::parser::Parser;
use crate::problem::Problem;

impl Parser<'_> {
    /// A type; a line break before it doesn't count.
    pub(crate) fn ty(&mut self) {
        let mark = self.start();
        match self.kind() {
            SyntaxKind::Pipe => self.union(),
            SyntaxKind::LBrace => self.record_type(),
            SyntaxKind::Word if self.is_label() => {
                self.bump();
                self.deeper(Self::ty);
                self.finish(mark, SyntaxKind::LabelledType);
                return;
            }
            SyntaxKind::Word if self.is_case() => self.union(),
            SyntaxKind::Word => self.named_type(),
            _ if self.breaks() || self.at_end_of_entry() => return self.report_before(Problem::MissingType),
            _ => return self.expected("a type"),
        }
        while self.at(SyntaxKind::Question) && !self.breaks() {
            self.bump();
            self.finish(mark, SyntaxKind::OptionalType);
        }
    }

    /// Whether `secret`, `deferred` or `ephemeral` labels the type that follows, and is no type itself.
    fn is_label(&self) -> bool {
        let is_word = matches!(self.word(), "secret" | "deferred" | "ephemeral");
        let starts_type = match self.peek(1) {
            SyntaxKind::LBrace => true,
            SyntaxKind::Word => !is_refinement(self.peek_word(1)) && self.peek_word(1) != "if",
            _ => false,
        };
        is_word && starts_type && !self.breaks_at(1)
    }

    /// Whether the word here is a case: another case follows, or a record that is no body of a header.
    fn is_case(&self) -> bool {
        match self.peek(1) {
            SyntaxKind::Pipe => true,
            SyntaxKind::LBrace => !self.breaks_at(1) && !self.is_header(),
            _ => false,
        }
    }

    /// `a | b { … } | c`
    fn union(&mut self) {
        let mark = self.start();
        self.eat(SyntaxKind::Pipe);
        loop {
            let case = self.start();
            self.name_here("a case");
            if self.at(SyntaxKind::LBrace) && !self.breaks() {
                self.record_type();
            }
            self.finish(case, SyntaxKind::UnionCase);
            if !self.eat(SyntaxKind::Pipe) {
                break;
            }
        }
        self.finish(mark, SyntaxKind::UnionType);
    }

    /// A path, perhaps with arguments.
    fn named_type(&mut self) {
        let mark = self.start();
        self.path_here();
        if self.at(SyntaxKind::LParen) && !self.breaks() {
            self.group(SyntaxKind::RParen, Self::type_arg);
            self.finish(mark, SyntaxKind::AppliedType);
        } else {
            self.finish(mark, SyntaxKind::NamedType);
        }
    }

    /// A type, or a value as in `name(63, "a-z")`.
    fn type_arg(&mut self) {
        let is_value =
            is_plain_literal(self.kind()) || matches!(self.kind(), SyntaxKind::StringOpen | SyntaxKind::Minus);
        if is_value {
            self.expr();
        } else {
            self.ty();
        }
    }

    /// `{ a: T, … }`
    fn record_type(&mut self) {
        let mark = self.start();
        self.group(SyntaxKind::RBrace, Self::type_member);
        self.finish(mark, SyntaxKind::RecordType);
    }

    fn type_member(&mut self) {
        let mark = self.start();
        if self.eat(SyntaxKind::Ellipsis) {
            self.ty();
            self.finish(mark, SyntaxKind::TypeSpread);
            return;
        }
        let is_short = self.word() == "short" && self.peek(1) == SyntaxKind::Word && !self.breaks_at(1);
        let key = usize::from(is_short);
        let after = match self.peek(key) {
            SyntaxKind::Word => key + 1,
            SyntaxKind::StringOpen => self.closing(key).map_or(key + 1, |length| length + 1),
            _ => return self.expected("a field such as `name: TYPE`"),
        };
        if self.peek(after) == SyntaxKind::Colon && !self.breaks_at(after) {
            self.field_decl();
        } else {
            (0..after).for_each(|_| self.bump());
            self.expected("`:` and a type");
            self.finish(mark, SyntaxKind::Error);
        }
    }

    /// `in a..b`, `step s`, `matching "re"`, `length a..b`, `unique`, as many as follow.
    pub(crate) fn refinements(&mut self) {
        while !self.breaks() && is_refinement(self.word()) {
            let mark = self.start();
            let takes_value = self.word() != "unique";
            self.bump();
            if takes_value {
                self.range();
            }
            self.finish(mark, SyntaxKind::Refinement);
        }
    }
}

fn is_refinement(word: &str) -> bool {
    matches!(word, "in" | "step" | "matching" | "length" | "unique")
}
