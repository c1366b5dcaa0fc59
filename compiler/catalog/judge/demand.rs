//! Values against what packages add to a schema.

use super::number::Decimal;
use super::{Fault, FaultKind, chars, fault, formats, pattern, range, shown, span};
use crate::refined::{Demand, NameRule};

impl Demand {
    /// Judges a text.
    pub fn judge_text(&self, text: &str) -> Result<(), Fault> {
        match self {
            Demand::Name(rule) => rule.judge(text),
            Demand::Format(format) => formats::judge(format, text),
            Demand::OneOf(texts) => one_of(texts, text),
            Demand::Matching(written) => pattern::judge(written, text),
            Demand::Length(low, high) => length(*low, *high, text),
            Demand::In(..) | Demand::Step(_) => self.judge_number(text),
        }
    }

    /// Judges a number in decimal spelling; what is no number is no business of these.
    pub fn judge_number(&self, number: &str) -> Result<(), Fault> {
        let Some(value) = Decimal::parse(number) else { return Ok(()) };
        match self {
            Demand::In(low, high) => {
                let inside = Decimal::parse(low).is_none_or(|low| low <= value)
                    && Decimal::parse(high).is_none_or(|high| value <= high);
                if inside { Ok(()) } else { Err(fault(FaultKind::Range, range(Some(low), Some(high)), number)) }
            }
            Demand::Step(step) if Decimal::parse(step).is_some_and(|step| !value.is_multiple_of(step)) => {
                Err(fault(FaultKind::Step, format!("a multiple of {step}"), number))
            }
            _ => Ok(()),
        }
    }
}

impl NameRule {
    /// What stands between the words of a name: the first of `-`, `_` and `.` that it may hold.
    pub fn separator(&self) -> Option<char> {
        ['-', '_', '.'].into_iter().find(|c| chars::holds(&self.chars, *c))
    }

    fn judge(&self, text: &str) -> Result<(), Fault> {
        length(1, self.longest, text)?;
        match text.chars().find(|c| !chars::holds(&self.chars, *c)) {
            Some(c) => {
                let expected = format!("a name of [{}]", self.chars);
                Err(fault(FaultKind::Character, expected, format!("{c:?} in {}", shown(text))))
            }
            None => Ok(()),
        }
    }
}

/// Whether there is a format of that name.
pub fn is_format(name: &str) -> bool {
    formats::is_known(name)
}

fn length(low: u32, high: u32, text: &str) -> Result<(), Fault> {
    let count = text.chars().count();
    if (low as usize..=high as usize).contains(&count) {
        return Ok(());
    }
    let expected = span(Some(low), Some(high), "character");
    Err(fault(FaultKind::Length, expected, format!("{} ({count})", shown(text))))
}

fn one_of(texts: &[String], text: &str) -> Result<(), Fault> {
    if texts.iter().any(|allowed| allowed == text) {
        return Ok(());
    }
    let quoted: Vec<String> = texts.iter().map(|allowed| format!("`{allowed}`")).collect();
    let expected = format!("one of {}", quoted.join(", "));
    let nearest = source::nearest(text, texts.iter().map(String::as_str)).map(str::to_owned);
    Err(Fault { nearest, ..fault(FaultKind::Value, expected, format!("{text:?}")) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refined::NameScope;

    #[test]
    fn names_are_of_their_characters_and_length() {
        let rule = |chars: &str| NameRule { longest: 5, chars: chars.to_owned(), scope: NameScope::Target };
        let demand = Demand::Name(rule("a-z0-9-"));
        assert!(demand.judge_text("a-1").is_ok());
        for wrong in ["", "abcdef", "Abc", "a_b"] {
            assert!(demand.judge_text(wrong).is_err(), "{wrong}");
        }
        assert_eq!(rule("A-Za-z0-9+=,.@_-").separator(), Some('-'));
        assert_eq!(rule("a-z0-9_").separator(), Some('_'));
        assert_eq!(rule("a-z0-9").separator(), None);
    }

    #[test]
    fn numbers_lie_in_ranges_also_where_they_are_texts() {
        let demand = Demand::In("1".to_owned(), "10".to_owned());
        assert!(demand.judge_text("10").is_ok() && demand.judge_number("0.5").is_err());
        assert!(Demand::Step("64".to_owned()).judge_number("100").is_err());
        let listed = Demand::OneOf(vec!["always".to_owned(), "no".to_owned()]);
        assert_eq!(listed.judge_text("alway").expect_err("none of them").nearest.as_deref(), Some("always"));
    }
}
