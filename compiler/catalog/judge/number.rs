//! Decimal numbers, compared exactly.

/// A decimal number in units of 10⁻¹², which every bound of a schema fits in; larger ones stand at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Decimal(i128);

const DIGITS: i32 = 12;

impl Decimal {
    /// Reads `-12`, `0.5`, `1e6`.
    pub(super) fn parse(text: &str) -> Option<Decimal> {
        // Nearly all are whole. A leading `+` is none of the spellings: what follows refuses it.
        if let Ok(whole) = text.parse::<i64>()
            && !text.starts_with('+')
        {
            return Some(Decimal(i128::from(whole) * 10_i128.pow(DIGITS.unsigned_abs())));
        }
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, digits) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all: String = [whole, fraction].concat();
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let places = i32::try_from(fraction.len()).ok()?;
        let shift = exponent.checked_sub(places)?.checked_add(DIGITS)?;
        let units = scaled(&all, shift);
        Some(Decimal(if negative { -units } else { units }))
    }

    pub(super) fn minus(self, other: Decimal) -> Decimal {
        Decimal(self.0.saturating_sub(other.0))
    }

    pub(super) fn is_whole(self) -> bool {
        self.0 % 10_i128.pow(DIGITS.unsigned_abs()) == 0
    }

    pub(super) fn is_multiple_of(self, step: Decimal) -> bool {
        step.0 == 0 || self.0 % step.0 == 0
    }
}

/// Digits times a power of ten, cut below and stopped at the greatest number.
fn scaled(digits: &str, shift: i32) -> i128 {
    let digits = digits.trim_start_matches('0');
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    match length.saturating_add(shift) {
        _ if digits.is_empty() => 0,
        size if size <= 0 => 0,
        size if size > 38 => i128::MAX,
        _ => {
            let kept = if shift < 0 {
                digits.get(..digits.len() - shift.unsigned_abs() as usize).unwrap_or("0")
            } else {
                digits
            };
            let power = 10_i128.saturating_pow(shift.max(0).unsigned_abs());
            kept.parse::<i128>().unwrap_or(i128::MAX).saturating_mul(power)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn spellings_of_one_number_are_equal() {
        let parse = |text| Decimal::parse(text);
        assert_eq!(parse("1e3"), parse("1000.0"));
        assert_eq!(parse("-0.50"), parse("-5e-1"));
        assert!(parse("9223372036854775807") > parse("9223372036854775806"));
        assert!(parse("1.7e308") >= parse("1e60"));
        assert_eq!(parse("0e99999"), parse("0"));
        assert_eq!([parse("007"), parse("-0")], [parse("7e0"), parse("0.0")]);
        assert_eq!([parse(""), parse("1a"), parse("--1"), parse("."), parse("+1")], [None; 5]);
    }
}
