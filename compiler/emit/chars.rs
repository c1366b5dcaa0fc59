//! Which characters may stand in an output as they are, for all formats alike.

/// Whether a reader sees the character for what it is. Controls, separators, marks of direction and other invisible ones
/// are escaped, so that what a review shows is what a consumer reads.
pub(crate) fn is_visible(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\0'..='\u{a0}' => false,
        '\u{ad}' | '\u{61c}' | '\u{1680}' | '\u{180b}'..='\u{180f}' | '\u{2000}'..='\u{200f}' => false,
        '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{115f}' | '\u{1160}' | '\u{3164}' => false,
        '\u{d7fc}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' => false,
        '\u{e0000}'..='\u{10ffff}' => false,
        _ => u32::from(c) & 0xfffe != 0xfffe,
    }
}

/// Whether the character is one column and never joins a neighbour: the letters that keys are made of. The list is short
/// on purpose, so that no version of Unicode changes how `terraform fmt` aligns.
pub(crate) fn is_single(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{c0}'..='\u{24f}'
        | '\u{386}'..='\u{3ff}' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}')
}

/// An exact decimal in digits.
pub(crate) fn decimal(buf: &mut String, mantissa: i64, scale: u8) {
    use std::fmt::Write;

    let places = usize::from(scale);
    let start = buf.len();
    // Writing into a `String` can't fail.
    let _ = write!(buf, "{:0>width$}", mantissa.unsigned_abs(), width = places + 1);
    if places > 0 {
        buf.insert(buf.len() - places, '.');
    }
    if mantissa < 0 {
        buf.insert(start, '-');
    }
}

/// A whole number in digits.
pub(crate) fn int(buf: &mut String, value: i64) {
    use std::fmt::Write;

    // Writing into a `String` can't fail.
    let _ = write!(buf, "{value}");
}

/// An escape by code point, `\xNN` where the format has it, else `\uNNNN` and `\UNNNNNNNN`.
pub(crate) fn escape(buf: &mut String, c: char, short: Short) {
    use std::fmt::Write;

    // Writing into a `String` can't fail.
    let _ = match u32::from(c) {
        code @ 0..=0xff if short == Short::Hex => write!(buf, "\\x{code:02X}"),
        code @ 0..=0xffff => write!(buf, "\\u{code:04X}"),
        code => write!(buf, "\\U{code:08X}"),
    };
}

/// Whether a format has an escape of two digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Short {
    /// `\xNN`
    Hex,
    /// It has none.
    None,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let spell = |mantissa, scale| {
            let mut buf = "=".to_string();
            decimal(&mut buf, mantissa, scale);
            buf
        };
        assert_eq!(
            [(5, 1), (-5, 1), (-1234, 2), (7, 0), (-3, 3)].map(|(m, s)| spell(m, s)),
            ["=0.5", "=-0.5", "=-12.34", "=7", "=-0.003"]
        );
        assert_eq!(spell(i64::MIN, 0), "=-9223372036854775808");
    }

    #[test]
    fn single_characters_are_visible() {
        for c in (0..0x11_0000).filter_map(char::from_u32).filter(|c| is_single(*c)) {
            assert!(is_visible(c), "{c:?}");
        }
        for c in ['\u{85}', '\u{2028}', '\u{feff}', '\u{200d}', '\u{202e}', '\u{fffe}', '\u{1fffe}', '\u{7f}', '\t'] {
            assert!(!is_visible(c), "{c:?}");
        }
    }
}
