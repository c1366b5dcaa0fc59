//! Mistakes: noting each once, and finding the way back.

use super::{Mark, Parser};
use crate::SyntaxKind;
use crate::problem::{Mistake, Problem};

impl Parser<'_> {
    /// Notes a problem with the current token; a second one at the same place is not noted.
    pub(crate) fn report(&mut self, problem: Problem) {
        self.report_range(self.pos, self.pos + 1, problem);
    }

    /// Notes a problem with a token ahead.
    pub(crate) fn report_ahead(&mut self, ahead: usize, problem: Problem) {
        self.report_range(self.pos + ahead, self.pos + ahead + 1, problem);
    }

    /// Notes a problem with the token before the current one.
    pub(crate) fn report_before(&mut self, problem: Problem) {
        let before = self.pos.saturating_sub(1);
        self.report_range(before, before + 1, problem);
    }

    /// Notes a problem with what stands between a mark and the current token.
    pub(crate) fn report_since(&mut self, mark: Mark, problem: Problem) {
        self.report_range(mark.pos, self.pos.max(mark.pos + 1), problem);
    }

    /// Notes a problem with the first token after a mark.
    pub(crate) fn report_at(&mut self, mark: Mark, problem: Problem) {
        self.report_range(mark.pos, mark.pos + 1, problem);
    }

    fn report_range(&mut self, from: usize, to: usize, problem: Problem) {
        // A stray character was noted already; what it breaks is no mistake of its own.
        let is_follow_up = matches!(
            problem.code(),
            "unexpected-token" | "missing-separator" | "bare-value" | "missing-value" | "missing-type"
        );
        if self.last_report == Some(self.pos) || self.follows_stray() && is_follow_up {
            return;
        }
        self.last_report = Some(self.pos);
        let (start, end) = (self.start_of(self.sig(from)), self.end_of(self.sig(to - 1)));
        self.mistakes.push(Mistake { problem, start, end });
    }

    /// Whether characters that mean nothing stand before the current token, on its line.
    pub(crate) fn follows_stray(&self) -> bool {
        self.sig(self.pos).dirty
    }

    /// Notes that something else was expected here.
    pub(crate) fn expected(&mut self, what: &'static str) {
        let found = self.found();
        // At the end of a line the mistake is what is missing there, not what the next line starts with.
        if (self.breaks() || self.at(SyntaxKind::End)) && self.pos > 0 {
            if self.last_report == Some(self.pos) || self.follows_stray() {
                return;
            }
            self.last_report = Some(self.pos);
            let end = self.end_before();
            self.mistakes.push(Mistake { problem: Problem::Expected { what, found }, start: end, end });
        } else {
            self.report(Problem::Expected { what, found });
        }
    }

    /// Takes a token of a kind, or notes that it is missing.
    pub(crate) fn expect(&mut self, kind: SyntaxKind, what: &'static str) -> bool {
        let found = self.at(kind) && !self.breaks();
        if found {
            self.bump();
        } else {
            self.expected(what);
        }
        found
    }

    /// Takes a word, or notes that it is missing.
    pub(crate) fn expect_word(&mut self, word: &str, what: &'static str) -> bool {
        let found = self.word() == word && !self.breaks();
        if found {
            self.bump();
        } else {
            self.expected(what);
        }
        found
    }

    /// What stands here, as a message says it.
    pub(crate) fn found(&self) -> String {
        match self.kind() {
            SyntaxKind::End => "the end of the file".to_owned(),
            _ if self.breaks() => "the end of the line".to_owned(),
            SyntaxKind::StringOpen => "a string".to_owned(),
            _ => format!("`{}`", self.peek_text(0)),
        }
    }

    /// The byte after the token before, if nothing but blanks stands between it and the current token.
    pub(crate) fn blank_before(&self) -> Option<u32> {
        let before = self.pos.checked_sub(1)?;
        let between = self.text.get(self.end_before() as usize..self.start_at(0) as usize)?;
        between.trim().is_empty().then(|| self.end_of(self.sig(before)))
    }

    /// The byte after the token before.
    pub(crate) fn end_before(&self) -> u32 {
        self.end_of(self.sig(self.pos.saturating_sub(1)))
    }

    /// The first byte of a token ahead.
    pub(crate) fn start_at(&self, ahead: usize) -> u32 {
        self.start_of(self.sig(self.pos + ahead))
    }

    /// How many mistakes there are, to see later whether there were more.
    pub(crate) fn mistakes(&self) -> usize {
        self.mistakes.len()
    }

    /// Whether the current token ends an entry: a separator, something that closes, the end.
    pub(crate) fn at_end_of_entry(&self) -> bool {
        self.breaks() || self.at_close() || matches!(self.kind(), SyntaxKind::Comma)
    }

    /// Whether the token here closes a group around the one that was opened at a mark.
    pub(crate) fn closes_around(&self, opened: Mark) -> bool {
        self.at_close() && self.partner(self.pos).is_some_and(|partner| partner < opened.pos)
    }

    /// Takes what closes the group opened at a mark; what stands before it is noted and skipped.
    pub(crate) fn close(&mut self, opened: Mark, close: SyntaxKind, what: &'static str) {
        if self.eat(close) {
            return;
        }
        let Some(partner) = self.partner(opened.pos).filter(|partner| *partner > self.pos) else {
            return self.unclosed(opened);
        };
        self.expected(what);
        let mark = self.start();
        self.pos = partner;
        self.finish(mark, SyntaxKind::Error);
        self.bump();
    }

    /// Skips what stands before the `{` on this line, if one does.
    pub(crate) fn skip_to_body(&mut self) {
        let mark = self.start();
        while !self.at(SyntaxKind::LBrace) && !self.at_end_of_entry() {
            self.skip_group();
        }
        self.finish(mark, SyntaxKind::Error);
    }

    /// Skips all that is left.
    pub(crate) fn skip_all(&mut self) {
        let mark = self.start();
        self.pos = self.sigs.len() - 1;
        self.finish(mark, SyntaxKind::Error);
    }

    /// Whether the current token closes something, or is the end.
    pub(crate) fn at_close(&self) -> bool {
        use SyntaxKind::{End, HoleClose, RBrace, RBracket, RParen};
        matches!(self.kind(), RBrace | RBracket | RParen | HoleClose | End)
    }

    /// Skips to where the entry ends, stepping over whole groups of brackets.
    pub(crate) fn skip_entry(&mut self) {
        let mark = self.start();
        // The first token is skipped even where it starts a line, if it is what could not be understood.
        while !self.at_end_of_entry() {
            self.skip_group();
        }
        self.finish(mark, SyntaxKind::Error);
    }

    /// Skips one token that nothing can be made of, or the group that it opens.
    pub(crate) fn skip_token(&mut self) {
        let mark = self.start();
        self.skip_group();
        self.finish(mark, SyntaxKind::Error);
    }

    fn skip_group(&mut self) {
        match self.closing(0) {
            Some(length) => self.pos += length + 1,
            None => self.bump(),
        }
    }

    /// Skips to the end of the line, in parentheses too.
    pub(crate) fn skip_line(&mut self) {
        let mark = self.start();
        while !self.at(SyntaxKind::End) && !self.starts_line(0) {
            self.bump();
        }
        self.finish(mark, SyntaxKind::Error);
    }

    /// Notes once that the text nests too deep, and skips what does.
    pub(super) fn give_up(&mut self) {
        if !self.gave_up {
            self.gave_up = true;
            self.last_report = None;
            self.report(Problem::TooDeep);
        }
        let mark = self.start();
        match self.closing(0) {
            Some(length) => self.pos += length + 1,
            // An open bracket without an end takes the rest with it.
            None if matches!(self.kind(), SyntaxKind::LBrace | SyntaxKind::LBracket | SyntaxKind::LParen) => {
                return self.skip_all();
            }
            None => {
                self.bump();
                while !self.at_end_of_entry() {
                    self.skip_group();
                }
            }
        }
        self.finish(mark, SyntaxKind::Error);
    }

    /// Whether the line here stands no deeper than the one on which a group was opened, which then was left open.
    ///
    /// Asked only in texts that leave a bracket open. Where the group's own content isn't indented, only a statement
    /// tells, and only in lists and parentheses, which hold none.
    pub(crate) fn is_outdented(&self, opened: Mark) -> bool {
        let indent = |at: usize| self.indents.get(at).copied();
        let (Some(here), Some(around)) = (indent(self.pos), indent(opened.pos)) else { return false };
        let inside = indent(opened.pos + 1).unwrap_or(0);
        let content_is_deeper = !self.sig(opened.pos + 1).breaks || inside > around;
        let tells = content_is_deeper || self.sig(opened.pos).kind != SyntaxKind::LBrace && self.are_two_words();
        self.starts_line(0) && here <= around && tells && !self.closes(opened)
    }

    /// Whether two words stand here that are no expression.
    fn are_two_words(&self) -> bool {
        let is_operator =
            matches!(self.peek_word(1), "in" | "is" | "as" | "if" | "then" | "else" | "and" | "or" | "by");
        self.peek(0) == SyntaxKind::Word && self.peek(1) == SyntaxKind::Word && !self.starts_line(1) && !is_operator
    }

    /// Whether the current token closes the group that was opened at a mark.
    fn closes(&self, opened: Mark) -> bool {
        let close = match self.sig(opened.pos).kind {
            SyntaxKind::LBrace => SyntaxKind::RBrace,
            SyntaxKind::LBracket => SyntaxKind::RBracket,
            _ => SyntaxKind::RParen,
        };
        self.at(close)
    }

    /// Notes that the bracket at a mark isn't closed; the first such is the mistake, the others follow from it.
    pub(crate) fn unclosed(&mut self, opened: Mark) {
        if self.found_open || self.gave_up {
            return;
        }
        self.found_open = true;
        // A string that isn't closed takes the brackets after it along.
        let from = self.start_of(self.sig(opened.pos));
        let is_cut = |mistake: &Mistake| {
            mistake.start >= from && matches!(mistake.problem.code(), "unclosed-string" | "unclosed-hole")
        };
        if self.mistakes.iter().any(is_cut) {
            return;
        }
        let open = self.text_of(self.sig(opened.pos)).chars().next().unwrap_or('{');
        let (start, end) = (self.start_of(self.sig(opened.pos)), self.end_of(self.sig(opened.pos)));
        self.last_report = Some(self.pos);
        self.mistakes.push(Mistake { problem: Problem::Unclosed(open), start, end });
    }

    /// Takes the brackets here that close nothing.
    pub(crate) fn skip_stray_closes(&mut self) {
        let mark = self.start();
        let found = self.peek_text(0).to_owned();
        let is_follow_up = self.found_open || self.gave_up;
        while self.at_close() && !self.at(SyntaxKind::End) && (self.is_at(mark) || self.partner(self.pos).is_none()) {
            self.bump();
        }
        if !is_follow_up {
            self.report_at(mark, Problem::StrayClose(found));
        }
        self.finish(mark, SyntaxKind::Error);
    }
}
