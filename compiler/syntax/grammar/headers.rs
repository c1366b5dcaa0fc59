//! What headers are made of: names, paths, lists of them, clauses.

use crate::SyntaxKind;
use crate::parser::Parser;
use crate::problem::Problem;

impl Parser<'_> {
    /// A name where something is declared.
    pub(crate) fn name(&mut self, what: &'static str) {
        if self.breaks() {
            self.expected(what);
        } else {
            self.name_here(what);
        }
    }

    /// A name that may stand on the next line.
    pub(crate) fn name_here(&mut self, what: &'static str) {
        let mark = self.start();
        match self.kind() {
            SyntaxKind::Word => {
                if is_reserved(self.word()) {
                    self.report(Problem::ReservedWord(self.word().to_owned()));
                }
                let length = self.dashed_words();
                let name: String = (0..length).map(|at| self.peek_text(at)).collect();
                (0..length).for_each(|_| self.bump());
                if length > 1 {
                    self.report_since(mark, Problem::DashedName(name));
                }
            }
            SyntaxKind::StringOpen => {
                let text = if self.closing(0) == Some(2) { self.peek_text(1) } else { "" };
                let problem = Problem::QuotedName(text.to_owned());
                self.string();
                self.report_since(mark, problem);
            }
            _ => return self.expected(what),
        }
        self.finish(mark, SyntaxKind::Name);
    }

    /// A name that may be any word.
    pub(crate) fn any_name(&mut self) {
        let mark = self.start();
        self.bump();
        self.finish(mark, SyntaxKind::Name);
    }

    /// `NAME, NAME`; see `list_goes_on` for what follows.
    pub(crate) fn names(&mut self, what: &'static str, follow: &[&str]) {
        self.name(what);
        while self.list_goes_on(follow) {
            self.bump();
            self.name(what);
        }
    }

    /// `PATH, PATH`, each perhaps after `all`.
    pub(crate) fn paths(&mut self, what: &'static str, follow: &[&str]) {
        loop {
            if self.word() == "all"
                && self.peek(1) == SyntaxKind::Word
                && !self.breaks_at(1)
                && self.peek_word(1) != "on"
            {
                self.bump();
            }
            let is_clause =
                follow.contains(&self.word()) && !matches!(self.peek(1), SyntaxKind::Comma | SyntaxKind::Dot);
            if is_clause && !self.breaks_at(1) {
                return self.expected(what);
            }
            self.path(what);
            if !self.list_goes_on(follow) {
                return;
            }
            self.bump();
        }
    }

    /// Whether the comma here goes on with a list without brackets: a name follows on the line, and then another
    /// comma, the end, or what follows such a list. Else it separates items, as in `can connect, port: int`.
    fn list_goes_on(&self, follow: &[&str]) -> bool {
        if !self.at(SyntaxKind::Comma) || self.peek(1) != SyntaxKind::Word || self.breaks_at(1) {
            return false;
        }
        if follow.contains(&self.peek_word(1)) && self.peek(2) != SyntaxKind::Dot {
            return false;
        }
        let mut after = 2;
        if self.peek_word(1) == "all" && self.peek(2) == SyntaxKind::Word {
            after = 3;
        }
        while self.peek(after) == SyntaxKind::Dot && self.peek(after + 1) == SyntaxKind::Word {
            after += 2;
        }
        match self.peek(after) {
            _ if self.breaks_at(after) => true,
            SyntaxKind::Comma | SyntaxKind::RBrace => true,
            SyntaxKind::LBrace => follow.contains(&"{"),
            SyntaxKind::Word => follow.contains(&self.peek_word(after)),
            _ => false,
        }
    }

    /// `NAME`, `a.b`, `kubernetes.Deployment@v1`
    pub(crate) fn path(&mut self, what: &'static str) {
        // A field may be called `on`; then `when` or `because` follows it in an `ignore`, and no target.
        let is_field = matches!(self.peek_word(1), "when" | "because");
        let is_clause = self.word() == "on" && self.peek(1) == SyntaxKind::Word && !is_field;
        if self.at(SyntaxKind::Word) && !self.breaks() && !is_clause {
            self.path_here();
        } else {
            self.expected(what);
        }
    }

    /// A path, whose first word stands here, perhaps on a new line.
    pub(crate) fn path_here(&mut self) {
        let mark = self.start();
        self.bump();
        while self.at(SyntaxKind::Dot) && !self.breaks() {
            self.bump();
            if !self.expect(SyntaxKind::Word, "a name after `.`") {
                break;
            }
        }
        if self.at(SyntaxKind::At) && !self.breaks() {
            self.bump();
            self.expect(SyntaxKind::Word, "a version after `@`");
        }
        self.finish(mark, SyntaxKind::Path);
    }

    /// A word and paths, if the word stands here.
    pub(crate) fn path_clause(&mut self, word: &str, what: &'static str, kind: SyntaxKind) {
        if self.word() != word || self.breaks() {
            return;
        }
        let mark = self.start();
        self.bump();
        self.paths(what, &["for", "{"]);
        self.finish(mark, kind);
    }

    /// `via A, B`, if it stands here.
    pub(crate) fn via_clause(&mut self, follow: &[&str]) {
        if self.word() != "via" || self.breaks() {
            return;
        }
        let mark = self.start();
        self.bump();
        self.paths("a name after `via`", follow);
        self.finish(mark, SyntaxKind::ViaClause);
    }

    /// `[on TARGET] [for …] [if …]`, in any order, before a body.
    pub(crate) fn header_clauses(&mut self) {
        while !self.breaks() {
            match self.word() {
                "on" => {
                    self.bump();
                    self.path("a target");
                }
                "for" => self.in_header(Self::for_clause),
                "if" => self.in_header(Self::if_clause),
                _ => return,
            }
        }
    }

    /// `for PATTERN[, NAME] in EXPR [by EXPR]`
    pub(crate) fn for_clause(&mut self) {
        let mark = self.start();
        self.bump();
        if self.word() == "in" {
            self.expected("a name");
        } else {
            self.pattern();
        }
        if self.at(SyntaxKind::Comma) && !self.breaks() {
            self.bump();
            self.pattern();
        }
        if self.expect_word("in", "`in` and what to run over") {
            self.operand();
        }
        if self.word() == "by" && !self.breaks() {
            let by = self.start();
            self.bump();
            self.operand();
            self.finish(by, SyntaxKind::ByClause);
        }
        self.finish(mark, SyntaxKind::ForClause);
    }

    /// `if COND`, which stands here.
    pub(crate) fn if_clause(&mut self) {
        let mark = self.start();
        self.bump();
        self.condition();
        self.finish(mark, SyntaxKind::IfClause);
    }

    /// `if COND` at the end of an entry, if it stands here.
    pub(crate) fn entry_condition(&mut self) {
        if self.word() == "if" && !self.breaks() {
            self.if_clause();
        }
    }

    /// An expression that must hold, in which `=` can only be meant as `==`.
    pub(crate) fn condition(&mut self) {
        self.operand();
        if self.at(SyntaxKind::Equals) && !self.breaks() {
            self.report(Problem::EqualsForCompare);
            self.bump();
            self.operand();
        }
    }

    /// A string, which must follow.
    pub(crate) fn expect_string(&mut self, what: &'static str) {
        if self.at(SyntaxKind::StringOpen) && !self.breaks() {
            self.string();
        } else {
            self.expected(what);
        }
    }
}

/// Whether a word means something in expressions and so can't be a name.
pub(crate) fn is_reserved(word: &str) -> bool {
    matches!(word, "if" | "then" | "else" | "match" | "for" | "in" | "true" | "false" | "none" | "self")
}
