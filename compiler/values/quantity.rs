//! Exact quantities: integers in base units. Sizes count bytes, durations milliseconds, CPU millicores, percents
//! thousandths of a percent, rates events per unit of time.

use bitcode::{Decode, Encode};
use std::cmp::Ordering;

use crate::Decimal;

/// The unit of time of a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[allow(missing_docs, reason = "the names say it")]
pub enum RateUnit {
    Second,
    Minute,
    Hour,
    Day,
}

impl RateUnit {
    /// All four, shortest first.
    pub const ALL: [RateUnit; 4] = [Self::Second, Self::Minute, Self::Hour, Self::Day];

    /// How many seconds it lasts.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        }
    }

    /// The word after the slash.
    pub fn name(self) -> &'static str {
        match self {
            Self::Second => "s",
            Self::Minute => "min",
            Self::Hour => "h",
            Self::Day => "d",
        }
    }
}

/// What a quantity measures; kinds never mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[allow(missing_docs, reason = "the names say it")]
pub enum QuantityKind {
    Size,
    Duration,
    Cpu,
    Percent,
    Rate(RateUnit),
}

impl QuantityKind {
    /// The type's name in the language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Duration => "duration",
            Self::Cpu => "cpu",
            Self::Percent => "percent",
            Self::Rate(_) => "rate",
        }
    }

    /// Whether both measure the same thing; rates do whatever their units.
    pub fn is_same(self, other: Self) -> bool {
        self.name() == other.name()
    }

    /// A literal to show as an example.
    pub fn example(self) -> &'static str {
        match self {
            Self::Size => "20GiB",
            Self::Duration => "30s",
            Self::Cpu => "250m",
            Self::Percent => "70%",
            Self::Rate(_) => "100/s",
        }
    }
}

/// An amount of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// What it measures.
    pub kind: QuantityKind,
    /// How much, in base units.
    pub amount: i64,
}

/// A unit that a literal or an `as` may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// As written.
    pub name: &'static str,
    /// What it measures.
    pub kind: QuantityKind,
    /// Base units in one of it.
    pub base: i64,
    /// Whether a literal may carry it; the others stand after `as` only.
    pub literal: bool,
    /// Whether `as` gives an exact number with a fraction, not an int.
    pub fraction: bool,
}

const fn unit(name: &'static str, kind: QuantityKind, base: i64) -> Unit {
    Unit { name, kind, base, literal: true, fraction: false }
}

const fn target_unit(name: &'static str, kind: QuantityKind, base: i64, fraction: bool) -> Unit {
    Unit { name, kind, base, literal: false, fraction }
}

use QuantityKind::{Cpu, Duration, Percent, Rate, Size};

impl Unit {
    /// All units, those of a kind together, largest last.
    pub const ALL: [Unit; 28] = [
        unit("B", Size, 1),
        unit("KB", Size, 1_000),
        unit("KiB", Size, 1 << 10),
        unit("MB", Size, 1_000_000),
        unit("MiB", Size, 1 << 20),
        unit("GB", Size, 1_000_000_000),
        unit("GiB", Size, 1 << 30),
        unit("TB", Size, 1_000_000_000_000),
        unit("TiB", Size, 1 << 40),
        unit("PB", Size, 1_000_000_000_000_000),
        unit("PiB", Size, 1 << 50),
        unit("ms", Duration, 1),
        unit("s", Duration, 1_000),
        unit("min", Duration, 60_000),
        unit("h", Duration, 3_600_000),
        unit("d", Duration, 86_400_000),
        target_unit("days", Duration, 86_400_000, false),
        unit("m", Cpu, 1),
        unit("cpu", Cpu, 1_000),
        target_unit("millicores", Cpu, 1, false),
        target_unit("cores", Cpu, 1_000, true),
        unit("%", Percent, 1_000),
        target_unit("percent", Percent, 1_000, true),
        target_unit("ratio", Percent, 100_000, true),
        target_unit("per_s", Rate(RateUnit::Second), 1, true),
        target_unit("per_min", Rate(RateUnit::Minute), 1, true),
        target_unit("per_h", Rate(RateUnit::Hour), 1, true),
        target_unit("per_d", Rate(RateUnit::Day), 1, true),
    ];

    /// The unit of a name.
    pub fn find(name: &str) -> Option<Unit> {
        Self::ALL.iter().find(|unit| unit.name == name).copied()
    }
}

/// Reads `20GiB`, `0.5cpu`, `70%`; an error names what is wrong.
pub fn parse_quantity(text: &str) -> Result<Quantity, String> {
    let split = text.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(text.len());
    let (digits, name) = text.split_at(split);
    let unit = Unit::find(name).filter(|unit| unit.literal);
    let unit = unit.ok_or_else(|| format!("there is no unit `{name}`"))?;
    let number = Decimal::parse(digits).ok_or_else(|| format!("`{digits}` has too many digits"))?;
    let amount = number.mul(Decimal::from(unit.base)).and_then(Decimal::to_int);
    let amount = amount.ok_or_else(|| format!("`{text}` is no whole number of the smallest unit, or too large"))?;
    Ok(Quantity { kind: unit.kind, amount })
}

/// Reads `100/s`, `5/min`.
pub fn parse_rate(text: &str) -> Result<Quantity, String> {
    let (count, per) = text.split_once('/').ok_or("a rate is a count, `/` and a unit of time")?;
    let unit = RateUnit::ALL.into_iter().find(|unit| unit.name() == per);
    let unit = unit.ok_or_else(|| format!("a rate counts per `s`, `min`, `h` or `d`, not per `{per}`"))?;
    let amount = Decimal::parse(count).and_then(Decimal::to_int);
    let amount = amount.ok_or_else(|| format!("`{count}` is not a whole number"))?;
    Ok(Quantity { kind: Rate(unit), amount })
}

#[allow(clippy::should_implement_trait, reason = "operators can't say that a result is not exact")]
impl Quantity {
    /// How it compares, if both measure the same thing.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        match (self.kind, other.kind) {
            (Rate(a), Rate(b)) => {
                let left = i128::from(self.amount) * i128::from(b.seconds());
                Some(left.cmp(&(i128::from(other.amount) * i128::from(a.seconds()))))
            }
            (a, b) if a == b => Some(self.amount.cmp(&other.amount)),
            _ => None,
        }
    }

    /// The sum, if both measure the same thing and it fits.
    pub fn add(self, other: Self) -> Option<Self> {
        let (a, b) = self.aligned(other)?;
        Some(Self { kind: a.kind, amount: a.amount.checked_add(b.amount)? })
    }

    /// The difference, if both measure the same thing and it fits.
    pub fn sub(self, other: Self) -> Option<Self> {
        let (a, b) = self.aligned(other)?;
        Some(Self { kind: a.kind, amount: a.amount.checked_sub(b.amount)? })
    }

    /// Times a number, if that is a whole number of base units.
    pub fn times(self, factor: Decimal) -> Option<Self> {
        let amount = Decimal::from(self.amount).mul(factor)?.to_int()?;
        Some(Self { kind: self.kind, amount })
    }

    /// How many of a unit it is, exactly.
    pub fn in_unit(self, unit: Unit) -> Option<Decimal> {
        match (self.kind, unit.kind) {
            (Rate(from), Rate(to)) => {
                let total = Decimal::from(self.amount).mul(Decimal::from(to.seconds()))?;
                total.div(Decimal::from(from.seconds()))
            }
            (a, b) if a == b => Decimal::from(self.amount).div(Decimal::from(unit.base)),
            _ => None,
        }
    }

    /// Both in the same unit of time where they are rates.
    fn aligned(self, other: Self) -> Option<(Self, Self)> {
        match (self.kind, other.kind) {
            (Rate(a), Rate(b)) if a != b => {
                let (unit, fine) = if a < b { (b, a) } else { (a, b) };
                let factor = unit.seconds() / fine.seconds();
                let scale = |q: Self| {
                    let amount = if q.kind == Rate(unit) { q.amount } else { q.amount.checked_mul(factor)? };
                    Some(Self { kind: Rate(unit), amount })
                };
                Some((scale(self)?, scale(other)?))
            }
            (a, b) => (a == b).then_some((self, other)),
        }
    }
}

/// A quantity in its canonical spelling: the largest unit that is exact.
pub fn spell(quantity: Quantity) -> String {
    let Quantity { kind, amount } = quantity;
    match kind {
        Rate(unit) => format!("{amount}/{}", unit.name()),
        Percent => format!("{}%", Decimal::new(amount, 3)),
        // None of a unit is none of any; seconds say it best.
        Duration if amount == 0 => "0s".to_owned(),
        _ => {
            let mut units = Unit::ALL.iter().rev().filter(|unit| unit.kind == kind && unit.literal);
            let fits = |unit: &&Unit| amount != 0 && amount % unit.base == 0;
            let smallest = Unit::ALL.iter().find(|unit| unit.kind == kind && unit.literal);
            let best = units.clone().filter(|unit| unit.kind != Size || unit.base.count_ones() == 1).find(fits);
            // A decimal size such as 1GB is also a whole number of some small binary unit: the larger unit reads better.
            let decimal = units.find(|unit| kind == Size && fits(unit));
            let larger = [best, decimal].into_iter().flatten().max_by_key(|unit| unit.base).or(smallest);
            larger.map_or_else(|| amount.to_string(), |unit| format!("{}{}", amount / unit.base, unit.name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_canonical() {
        for text in
            ["20GiB", "1TB", "250ms", "30s", "5min", "12h", "14d", "250m", "2cpu", "100/s", "5/min", "70%", "0.5%"]
        {
            let read = if text.contains('/') { parse_rate(text) } else { parse_quantity(text) };
            assert_eq!(read.map(spell), Ok(text.to_owned()));
        }
        assert_eq!(parse_quantity("1024MiB").map(spell), Ok("1GiB".to_owned()));
    }

    #[test]
    fn rates_compare_across_units() {
        let (a, b) = (parse_rate("60/min").expect("a rate"), parse_rate("1/s").expect("a rate"));
        assert_eq!(a.compare(b), Some(Ordering::Equal));
        assert_eq!(a.in_unit(Unit::find("per_s").expect("a unit")), Some(Decimal::from(1)));
    }
}
