//! How wide a text will be, without a font: widths of a common sans serif, a little generous.

/// Width of a text in pixels at a size, rounded up.
pub(crate) fn width(text: &str, size: i32) -> i32 {
    let units: i32 = text.chars().map(units).sum();
    // Eight in a hundred more than the metrics say: the reader's font is not known.
    (units * size * 27 + 24_999) / 25_000
}

/// A text that fits a width: its middle left out if need be, since paths differ at both ends.
pub(crate) fn fit(text: &str, size: i32, limit: i32) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut shown = text.to_string();
    let mut kept = chars.len();
    while kept > 2 && width(&shown, size) > limit {
        kept -= 1;
        let (head, tail) = (kept.div_ceil(2), kept / 2);
        shown = chars[..head].iter().chain(['…'].iter()).chain(&chars[chars.len() - tail..]).collect();
    }
    shown
}

/// Width of a character in thousandths of the font's size.
fn units(c: char) -> i32 {
    match c {
        'i' | 'j' | 'l' | '\'' => 222,
        ' ' | '!' | ',' | '.' | '/' | ':' | ';' | 'I' | '[' | '\\' | ']' | 'f' | 't' | '|' => 278,
        '(' | ')' | '-' | '`' | 'r' | '{' | '}' | '"' => 345,
        '*' | '^' => 440,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        'a'..='h' | 'n'..='u' | '0'..='9' | '#' | '$' | '?' | 'L' | '_' => 556,
        '+' | '<' | '=' | '>' | '~' | 'F' | 'T' | 'Z' => 611,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | '&' => 667,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' | 'w' => 722,
        'G' | 'O' | 'Q' => 778,
        'm' | 'M' => 833,
        'W' | '%' => 944,
        '@' | '…' | '→' => 1015,
        // Combining marks take no room of their own.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffff}' => 1000,
        '\u{10000}'.. => 1300,
        _ => 650,
    }
}
