//! Numbers and what sticks to them: units, `%`, `/s`, the minutes of a clock.

use super::{Lexer, is_word};
use crate::SyntaxKind;
use crate::problem::Problem;

impl Lexer<'_> {
    pub(super) fn number(&mut self) {
        let whole = self.run(0, |byte| byte.is_ascii_digit());
        let mut length = whole;
        if self.peek(whole) == b'.' && self.peek(whole + 1).is_ascii_digit() {
            length += 1 + self.run(whole + 1, |byte| byte.is_ascii_digit());
            if self.peek(length) == b'.' && self.peek(length + 1).is_ascii_digit() {
                return self.address();
            }
        }
        match self.peek(length) {
            next if is_word(next) => self.quantity(length),
            b'%' if !self.starts_operand(length + 1) => self.take(SyntaxKind::Percent, length + 1),
            b'/' => self.rate(length),
            b':' if length == whole && self.peek(whole + 1).is_ascii_digit() => self.clock(whole),
            _ => self.take(SyntaxKind::Number, length),
        }
    }

    /// Whether what follows makes a `%` an operator.
    fn starts_operand(&self, ahead: usize) -> bool {
        is_word(self.peek(ahead)) || matches!(self.peek(ahead), b'(' | b'"')
    }

    fn quantity(&mut self, digits: usize) {
        let unit = self.run(digits, is_word);
        let length = digits + unit;
        let is_unit =
            self.ahead(length).get(digits..).is_some_and(|unit| unit.bytes().all(|b| b.is_ascii_alphabetic()));
        let text = self.ahead(length);
        if is_unit {
            self.take(SyntaxKind::Quantity, length);
        } else if text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.')) {
            self.take_wrong(SyntaxKind::Number, length, Problem::GroupedDigits(text.replace('_', "")));
        } else {
            self.take_wrong(SyntaxKind::Number, length, Problem::BadNumber(text.to_owned()));
        }
    }

    fn rate(&mut self, digits: usize) {
        let unit = self.run(digits + 1, is_word);
        let length = digits + 1 + unit;
        let is_rate = matches!(self.ahead(length).get(digits + 1..), Some("s" | "min" | "h" | "d"));
        if is_rate {
            self.take(SyntaxKind::Rate, length);
        } else {
            self.take(SyntaxKind::Number, digits);
        }
    }

    fn clock(&mut self, hours: usize) {
        let minutes = self.run(hours + 1, |byte| byte.is_ascii_digit());
        let mut length = hours + 1 + minutes;
        if hours > 2 || minutes != 2 || is_word(self.peek(length)) {
            // `8080:80` of Compose.
            let text = self.ahead(length).to_owned();
            return self.take_wrong(SyntaxKind::Number, length, Problem::UnquotedText(text));
        }
        if self.peek(length) == b':' && self.peek(length + 1).is_ascii_digit() {
            length += 1 + self.run(length + 1, |byte| byte.is_ascii_digit());
            let text = self.ahead(length).to_owned();
            return self.take_wrong(SyntaxKind::Clock, length, Problem::BadClock(text));
        }
        let text = self.ahead(length);
        let fits = |part: Option<&str>, limit: u8| part.and_then(|p| p.parse::<u8>().ok()).is_some_and(|n| n < limit);
        if !fits(text.get(..hours), 24) || !fits(text.get(hours + 1..), 60) {
            self.take_wrong(SyntaxKind::Clock, length, Problem::BadClock(text.to_owned()));
        } else if hours == 1 {
            self.take_wrong(SyntaxKind::Clock, length, Problem::ShortClock(text.to_owned()));
        } else {
            self.take(SyntaxKind::Clock, length);
        }
    }

    /// `10.0.0.0/16` or `1.2.3` without quotes.
    fn address(&mut self) {
        let mut length = self.run(0, |byte| byte.is_ascii_digit() || byte == b'.');
        while length > 0 && self.peek(length - 1) == b'.' {
            length -= 1;
        }
        if self.peek(length) == b'/' && self.peek(length + 1).is_ascii_digit() {
            length += 1 + self.run(length + 1, |byte| byte.is_ascii_digit());
        }
        let text = self.ahead(length).to_owned();
        self.take_wrong(SyntaxKind::Number, length, Problem::UnquotedText(text));
    }
}
