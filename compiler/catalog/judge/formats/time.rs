//! Durations, times of day, dates and windows.

/// A duration in the spelling of Go or of ISO 8601.
pub(super) fn duration(text: &str) -> bool {
    go(text) || iso(text)
}

/// `1h30m`, `1.5h`, `250ms`, `0`.
pub(super) fn go(text: &str) -> bool {
    const UNITS: [&str; 8] = ["ns", "us", "µs", "μs", "ms", "s", "m", "h"];
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let mut any = false;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at(end);
        let plain =
            number.bytes().any(|byte| byte.is_ascii_digit()) && number.bytes().filter(|byte| *byte == b'.').count() < 2;
        let unit = UNITS.iter().filter(|unit| tail.starts_with(**unit)).max_by_key(|unit| unit.len());
        let Some(unit) = unit.filter(|_| plain) else { return false };
        rest = tail.strip_prefix(*unit).unwrap_or("");
        any = true;
    }
    any
}

/// `P1D`, `PT1H30M`, `P1Y2M`.
fn iso(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, clock) = rest.split_once('T').map_or((rest, None), |(date, clock)| (date, Some(clock)));
    let fits = |part: &str, units: &str| {
        let mut left = units;
        part.split_inclusive(|c: char| c.is_ascii_alphabetic()).all(|piece| {
            let unit = piece.chars().last().unwrap_or(' ');
            let number = piece.strip_suffix(unit).unwrap_or("");
            let at = left.find(unit);
            left = at.and_then(|at| left.get(at + 1..)).unwrap_or("");
            at.is_some() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        })
    };
    !rest.is_empty() && fits(date, "YMWD") && clock.is_none_or(|clock| !clock.is_empty() && fits(clock, "HMS"))
}

/// `2035-01-01T00:00:00Z`, with a fraction of a second and an offset.
pub(super) fn rfc3339(text: &str) -> bool {
    let Some((day, rest)) = text.split_once(['T', 't']) else { return false };
    let end = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(end);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let zoned = matches!(zone, "Z" | "z") || zone.get(1..).is_some_and(|offset| offset.len() == 5 && clock(offset));
    let fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    date(day) && time.len() == 8 && clock(time) && fraction && zoned
}

/// `2035-01-31`.
pub(super) fn date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(_), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else { return false };
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// A date in one of the spellings of providers: `2035-01-01`, `2035-01-01_00:00`, `2035-01`, `2035/01/01`.
pub(super) fn dated(text: &str) -> bool {
    let (day, time) = text.split_once('_').map_or((text, None), |(day, time)| (day, Some(time)));
    let day = day.replace('/', "-");
    (date(&day) || date(&format!("{day}-01"))) && time.is_none_or(clock)
}

/// `2035-01-01T00:00:00`, without an offset.
pub(super) fn local(text: &str) -> bool {
    text.split_once('T').is_some_and(|(day, time)| date(day) && clock(time))
}

/// Two numbers with a colon between them, or four digits.
pub(super) fn hour(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(':').map_or(text.len() == 4 && digits(text), |(a, b)| digits(a) && digits(b))
}

/// `05:00` or `05:00:00`.
pub(super) fn clock(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split(':').map(|part| number(part, 2)).collect();
    match parts.as_slice() {
        [Some(hour), Some(minute)] | [Some(hour), Some(minute), Some(0..=60)] => *hour < 24 && *minute < 60,
        _ => false,
    }
}

/// A window of either kind; an empty one is left to be chosen.
pub(super) fn window(text: &str) -> bool {
    text.is_empty() || daily(text) || weekly(text)
}

/// `05:00-06:00`.
pub(super) fn daily(text: &str) -> bool {
    let plain = |end: &str| end.len() == 5 && clock(end);
    text.split_once('-').is_some_and(|(from, to)| plain(from) && plain(to))
}

/// `mon:05:00-mon:06:00`, in either case.
pub(super) fn weekly(text: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let end = |end: &str| {
        let (day, time) = end.split_once(':').unwrap_or((end, ""));
        DAYS.contains(&day.to_ascii_lowercase().as_str()) && time.len() == 5 && clock(time)
    };
    text.split_once('-').is_some_and(|(from, to)| end(from) && end(to))
}

fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units() {
        assert!(["1h", "1h30m", "250ms", "1.5h", "0", "PT1H", "P1D", "P1Y2M10DT2H30M"].iter().all(|t| duration(t)));
        assert!(!["", "1", "h", "1x", "P", "PT", "P1H", "1h 30m", "1..5h", "PT1D"].iter().any(|t| duration(t)));
    }

    #[test]
    fn times_have_a_zone_and_windows_two_ends() {
        assert!(rfc3339("2035-01-01T00:00:00Z") && rfc3339("2035-01-01T00:00:00.5+02:00"));
        assert!(!rfc3339("2035-01-01 00:00:00") && !rfc3339("2035-13-01T00:00:00Z") && !rfc3339("2035-01-01T00:00:00"));
        assert!(daily("05:00-06:00") && !daily("05:00") && !daily("25:00-26:00"));
        assert!(weekly("Mon:05:00-tue:06:00") && !weekly("mon:05:00-06:00") && !weekly("05:00-06:00"));
    }
}
