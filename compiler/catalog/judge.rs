//! Judges values by facts, as the target itself would: a fault says what was expected and what was found.

mod chars;
mod demand;
mod formats;
mod number;
mod pattern;

use crate::facts::{Facts, Scalar};
use crate::shape::{Shape, ShapeKind};
use crate::types::Family;

use number::Decimal;

pub use demand::is_format;

/// How many allowed values a message lists before it cuts.
const LISTED: usize = 16;

/// What sort of fact a value breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// It is none of the allowed values.
    Value,
    /// The number lies outside of the range.
    Range,
    /// The number is not whole, or not a multiple of the step.
    Step,
    /// The text is too short or too long.
    Length,
    /// The text is not of the format.
    Format,
    /// The text does not match the regular expression.
    Pattern,
    /// A character may not stand where it does.
    Character,
    /// There are too few or too many elements.
    Items,
}

/// Why a value does not pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What sort of fact it breaks.
    pub kind: FaultKind,
    /// What was expected, as it stands after "expected".
    pub expected: String,
    /// What was found, as it stands after "found".
    pub found: String,
    /// The allowed value that was probably meant.
    pub nearest: Option<String>,
}

impl Fault {
    /// The fault, where what was found is a key.
    pub(crate) fn of_key(self) -> Fault {
        Fault { found: format!("the key {}", self.found), ..self }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

fn fault(kind: FaultKind, expected: impl Into<String>, found: impl Into<String>) -> Fault {
    Fault { kind, expected: expected.into(), found: found.into(), nearest: None }
}

impl Shape<'_> {
    /// Judges a text that stands where this shape is expected, by its facts and its sort.
    pub fn judge_text(self, text: &str) -> Result<(), Fault> {
        match self.kind() {
            ShapeKind::Quantity => formats::judge("quantity", text),
            _ => self.facts().judge_text(text),
        }
    }

    /// Judges a number in decimal spelling that stands where this shape is expected, by its facts and its sort.
    pub fn judge_number(self, number: &str) -> Result<(), Fault> {
        let whole = matches!(self.kind(), ShapeKind::Integer | ShapeKind::IntOrString);
        if whole && Decimal::parse(number).is_some_and(|value| !value.is_whole()) {
            return Err(fault(FaultKind::Step, "a whole number", number));
        }
        self.facts().judge_number(number)
    }
}

impl Facts<'_> {
    /// Judges a text: allowed values, length, format, patterns, characters.
    pub fn judge_text(self, text: &str) -> Result<(), Fault> {
        if self.listed(text)? {
            return Ok(());
        }
        self.judge_length(text)?;
        if let Some(format) = self.format().filter(|_| !self.format_guessed()) {
            formats::judge(format, text)?;
        }
        // Which patterns stand beside a check for ARNs, of which one is enough, was not measured.
        let long = text.starts_with("arn:")
            && self.catalog.family() == Family::Terraform
            && formats::judge("arn", text).is_ok();
        for written in self.patterns().filter(|_| !long) {
            pattern::judge(written, text)?;
        }
        if self.also().any(|format| formats::judge(format, text).is_ok()) { Ok(()) } else { chars::judge(self, text) }
    }

    /// Judges a number in decimal spelling: allowed values, whole numbers, ranges, steps.
    pub fn judge_number(self, number: &str) -> Result<(), Fault> {
        let Some(value) = Decimal::parse(number) else {
            return Err(fault(FaultKind::Format, "a number", format!("`{number}`")));
        };
        let mut listed = self.values().peekable();
        if listed.peek().is_some() {
            let same = |scalar: Scalar<'_>| match scalar {
                Scalar::Number(text) | Scalar::Text(text) => Decimal::parse(text) == Some(value),
                Scalar::Bool(_) | Scalar::Json(_) => false,
            };
            if listed.any(same) || self.values_open() || self.goes_on(value) {
                return Ok(());
            }
            return Err(Fault { nearest: None, ..self.not_listed(number) });
        }
        self.judge_range(number, value)?;
        if let Some(step) =
            self.step().filter(|step| Decimal::parse(step).is_some_and(|step| !value.is_multiple_of(step)))
        {
            return Err(fault(FaultKind::Step, format!("a multiple of {step}"), number));
        }
        Ok(())
    }

    /// Judges a whole number.
    pub fn judge_integer(self, number: i64) -> Result<(), Fault> {
        self.judge_number(&number.to_string())
    }

    /// Judges how many elements a list or set, entries a map, or set fields an object has.
    pub fn judge_count(self, count: usize) -> Result<(), Fault> {
        let outside =
            |end: Option<u32>, wrong: fn(&usize, &usize) -> bool| end.is_some_and(|end| wrong(&count, &(end as usize)));
        if outside(self.min_items(), usize::lt) || outside(self.max_items(), usize::gt) {
            let expected = span(self.min_items(), self.max_items(), "element");
            return Err(fault(FaultKind::Items, expected, count.to_string()));
        }
        Ok(())
    }

    /// Judges a key of a map.
    pub fn judge_key(self, key: &str) -> Result<(), Fault> {
        self.key_pattern().map_or(Ok(()), |written| pattern::judge(written, key).map_err(Fault::of_key))
    }

    /// Whether the listed numbers go on to this one by their step.
    fn goes_on(self, value: Decimal) -> bool {
        let last = self
            .values()
            .last()
            .and_then(|last| if let Scalar::Number(text) = last { Decimal::parse(text) } else { None });
        let step = self.step().and_then(Decimal::parse);
        matches!((last, step), (Some(last), Some(step)) if value > last && value.minus(last).is_multiple_of(step))
    }

    /// Whether the text is one of the allowed values; a fault where it is none of them.
    fn listed(self, text: &str) -> Result<bool, Fault> {
        let mut listed = self.values().peekable();
        if listed.peek().is_none() {
            return Ok(false);
        }
        let same = |scalar: Scalar<'_>| match scalar {
            Scalar::Text(allowed) if self.ignore_case() => allowed.eq_ignore_ascii_case(text),
            Scalar::Text(allowed) | Scalar::Number(allowed) | Scalar::Json(allowed) => allowed == text,
            Scalar::Bool(allowed) => text == if allowed { "true" } else { "false" },
        };
        let also = || {
            self.values_open()
                && (self.also().len() == 0 || self.also().any(|format| formats::judge(format, text).is_ok()))
        };
        if listed.any(same) || also() { Ok(true) } else { Err(self.not_listed(&format!("{text:?}"))) }
    }

    fn not_listed(self, found: &str) -> Fault {
        let plain = found.trim_matches('"');
        let names: Vec<String> = self.values().map(|value| value.to_string().trim_matches('"').to_owned()).collect();
        let nearest =
            source::nearest(plain, names.iter().map(String::as_str).filter(|name| !name.is_empty())).map(str::to_owned);
        let quoted: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
        let more = names.len().saturating_sub(LISTED);
        let expected = match (quoted.as_slice(), more) {
            ([one], _) => one.clone(),
            (_, 0) => format!("one of {}", quoted.join(", ")),
            _ => format!("one of {} and {more} more", quoted.join(", ")),
        };
        Fault { nearest, ..fault(FaultKind::Value, expected, found) }
    }

    fn judge_length(self, text: &str) -> Result<(), Fault> {
        // Providers count bytes, and so both ends are taken generously: characters from above, bytes from below.
        let (fewest, most) = (text.chars().count(), text.len());
        let short = self.min_length().is_some_and(|least| most < least as usize);
        let long = self.max_length().is_some_and(|greatest| fewest > greatest as usize);
        if short || long {
            let expected = span(self.min_length(), self.max_length(), "character");
            return Err(fault(FaultKind::Length, expected, format!("{} ({fewest})", shown(text))));
        }
        Ok(())
    }

    fn judge_range(self, number: &str, value: Decimal) -> Result<(), Fault> {
        let ends = |min: Option<&str>, max: Option<&str>| {
            let (min, max) = (min.and_then(Decimal::parse), max.and_then(Decimal::parse));
            let above = min.is_none_or(|min| value > min || (value == min && !self.above_min()));
            above && max.is_none_or(|max| value < max || (value == max && !self.below_max()))
        };
        let mut ranges = self.ranges().peekable();
        if ranges.peek().is_some() {
            let texts: Vec<String> = self.ranges().map(|(min, max)| range(min, max)).collect();
            let inside = ranges.any(|(min, max)| ends(min, max));
            return if inside { Ok(()) } else { Err(fault(FaultKind::Range, texts.join(" or "), number)) };
        }
        let (least, greatest) = self.format().and_then(formats::machine).unzip();
        let (min, max) = (self.min().or(least), self.max().or(greatest));
        if !ends(min, max) {
            let mut expected = range(min, max);
            let outside = [(self.above_min(), self.min()), (self.below_max(), self.max())];
            let outside: Vec<&str> = outside.into_iter().filter(|(on, _)| *on).filter_map(|(_, end)| end).collect();
            if !outside.is_empty() {
                expected = format!("{expected} without {}", outside.join(" and "));
            }
            return Err(fault(FaultKind::Range, expected, number));
        }
        Ok(())
    }
}

/// A range in words: `1 to 5`, `1 or more`, `at most 5`.
fn range(min: Option<&str>, max: Option<&str>) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => min.to_owned(),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any number".to_owned(),
    }
}

fn span(min: Option<u32>, max: Option<u32>, unit: &str) -> String {
    let texts = (min.filter(|min| *min > 0).map(|min| min.to_string()), max.map(|max| max.to_string()));
    let one = max == Some(1) || (max.is_none() && min == Some(1));
    let plural = if one { "" } else { "s" };
    match texts {
        (Some(min), None) => format!("at least {min} {unit}{plural}"),
        (min, max) => format!("{} {unit}{plural}", range(min.as_deref(), max.as_deref())),
    }
}

/// A text for a message, cut where it is long.
fn shown(text: &str) -> String {
    const LONG: usize = 60;
    if text.chars().count() <= LONG {
        return format!("{text:?}");
    }
    let start: String = text.chars().take(LONG).collect();
    format!("{start:?}…")
}
