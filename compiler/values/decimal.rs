//! Exact decimals: an integer and how many of its digits stand after the point.

use std::cmp::Ordering;
use std::fmt;

/// An exact decimal in lowest terms: `mantissa / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The digits.
    pub mantissa: i64,
    /// How many of them stand after the point.
    pub scale: u8,
}

#[allow(clippy::should_implement_trait, reason = "operators can't say that a result is not exact")]
impl Decimal {
    /// The decimal `mantissa / 10^scale`, in lowest terms.
    pub fn new(mut mantissa: i64, mut scale: u8) -> Self {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Self { mantissa, scale }
    }

    /// Reads `12`, `0.5`, `1_000`; `None` when it isn't one or has too many digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let mut mantissa = 0i64;
        for digit in whole.bytes().chain(fraction.bytes()).filter(|byte| *byte != b'_') {
            let value = (digit as char).to_digit(10)?;
            mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(value))?;
        }
        let digits = fraction.bytes().filter(|byte| *byte != b'_').count();
        (!whole.is_empty()).then(|| Self::new(mantissa, digits as u8))
    }

    /// The integer it is, if it is one.
    pub fn to_int(self) -> Option<i64> {
        (self.scale == 0).then_some(self.mantissa)
    }

    /// Its digits with `scale` of them after the point, if that is exact and fits.
    fn scaled(self, scale: u8) -> Option<i128> {
        let factor = 10i128.checked_pow(u32::from(scale.checked_sub(self.scale)?))?;
        i128::from(self.mantissa).checked_mul(factor)
    }

    fn fit(mantissa: i128, scale: u8) -> Option<Self> {
        let (mut mantissa, mut scale) = (mantissa, scale);
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Some(Self { mantissa: i64::try_from(mantissa).ok()?, scale })
    }

    /// The sum, if it fits.
    pub fn add(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        Self::fit(self.scaled(scale)?.checked_add(other.scaled(scale)?)?, scale)
    }

    /// The difference, if it fits.
    pub fn sub(self, other: Self) -> Option<Self> {
        self.add(Self { mantissa: other.mantissa.checked_neg()?, scale: other.scale })
    }

    /// The product, if it fits.
    pub fn mul(self, other: Self) -> Option<Self> {
        let product = i128::from(self.mantissa).checked_mul(i128::from(other.mantissa))?;
        Self::fit(product, self.scale.checked_add(other.scale)?)
    }

    /// The quotient, if it is an exact decimal.
    pub fn div(self, other: Self) -> Option<Self> {
        if other.mantissa == 0 {
            return None;
        }
        let scale = self.scale.max(other.scale);
        let (top, bottom) = (self.scaled(scale)?, other.scaled(scale)?);
        let mut factor = 1i128;
        for places in 0..=18u8 {
            if (top.checked_mul(factor)?) % bottom == 0 {
                return Self::fit(top.checked_mul(factor)? / bottom, places);
            }
            factor = factor.checked_mul(10)?;
        }
        None
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self { mantissa: value, scale: 0 }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        match (self.scaled(scale), other.scaled(scale)) {
            (Some(a), Some(b)) => a.cmp(&b),
            // Only a scale above 18 gets here; such a number is nearly zero, so the signs and sizes decide.
            _ => (self.mantissa as f64 / 10f64.powi(i32::from(self.scale)))
                .total_cmp(&(other.mantissa as f64 / 10f64.powi(i32::from(other.scale)))),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.mantissa);
        }
        let digits = format!("{:0>width$}", self.mantissa.unsigned_abs(), width = usize::from(self.scale) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(self.scale));
        let sign = if self.mantissa < 0 { "-" } else { "" };
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).expect("a decimal")
    }

    #[test]
    fn arithmetic_is_exact() {
        assert_eq!(d("0.1").add(d("0.2")), Some(d("0.3")));
        assert_eq!(d("1.50").to_string(), "1.5");
        assert_eq!(d("1").div(d("8")), Some(d("0.125")));
        assert_eq!(d("1").div(d("3")), None);
        assert!(d("0.09") < d("0.1"));
        assert_eq!(Decimal::new(-5, 1).to_string(), "-0.5");
    }
}
