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
            Demand::Number | Demand::Int => match Decimal::parse(text) {
                Some(_) => self.judge_number(text),
                None => Err(fault(FaultKind::Format, "a number", shown(text))),
            },
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
            Demand::OneOf(texts) if !texts.iter().any(|text| Decimal::parse(text) == Some(value)) => {
                let nearest = None;
                Err(Fault { nearest, ..fault(FaultKind::Value, listed(texts), number) })
            }
            Demand::Int if !value.is_whole() => Err(fault(FaultKind::Step, "a whole number", number)),
            _ => Ok(()),
        }
    }

    /// Judges a truth value.
    pub fn judge_bool(&self, holds: bool) -> Result<(), Fault> {
        let text = holds.to_string();
        self.judge_text(&text).map_err(|fault| Fault { found: text.clone(), ..fault })
    }

    /// The demand as it stands after "is"; nothing of what a word for a type says.
    pub fn phrase(&self) -> Option<String> {
        Some(match self {
            Demand::Name(rule) => format!("a name of up to {} of [{}]", rule.longest, rule.chars),
            Demand::Format(format) => format.clone(),
            Demand::OneOf(texts) => listed(texts),
            Demand::In(low, high) => range(Some(low), Some(high)),
            Demand::Step(step) => format!("a multiple of {step}"),
            Demand::Matching(written) => format!("a text matching `{written}`"),
            Demand::Length(low, high) => span(Some(*low), Some(*high), "character"),
            Demand::Number | Demand::Int => return None,
        })
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
    let nearest = source::nearest(text, texts.iter().map(String::as_str)).map(str::to_owned);
    Err(Fault { nearest, ..fault(FaultKind::Value, listed(texts), format!("{text:?}")) })
}

/// Allowed values in words.
fn listed(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|allowed| format!("`{allowed}`")).collect();
    let several = if quoted.len() > 1 { "one of " } else { "" };
    format!("{several}{}", quoted.join(", "))
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
