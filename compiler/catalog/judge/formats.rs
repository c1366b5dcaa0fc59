//! Formats of texts, each a small function. A format that is not known here lets every text pass.

mod network;
mod time;

use super::{Fault, FaultKind, fault, shown};

type Check = fn(&str) -> bool;

/// Name, what a text of it is called, how it is told.
const KNOWN: [(&str, &str, Check); 44] = [
    ("account_id", "an account id of 12 digits", account),
    ("alias", "a name that begins with `alias/`", |t| t.strip_prefix("alias/").is_some_and(|t| !t.is_empty())),
    ("arn", "an ARN, `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`", |t| t.is_empty() || arn(t)),
    ("base64", "base64", base64),
    ("boolean", "`true` or `false`", boolean),
    ("byte", "base64", base64),
    ("cidr", "an address block such as `10.0.0.0/16`, bits after the prefix 0", network::cidr),
    ("cidr4", "an IPv4 address block such as `10.0.0.0/16`, bits after the prefix 0", network::cidr4),
    ("cidr6", "an IPv6 address block such as `2001:db8::/56`, bits after the prefix 0", network::cidr6),
    ("country", "a country code of two letters", |t| t.len() == 2 && t.bytes().all(|b| b.is_ascii_uppercase())),
    ("daily_window", "a window such as `05:00-06:00`", |t| t.is_empty() || time::daily(t)),
    ("date", "a date such as `2035-01-01`", time::dated),
    ("date-time", "a time such as `2035-01-01T00:00:00Z`", time::rfc3339),
    ("domain", "a domain name", network::domain),
    ("duration", "a duration such as `30m` or `PT30M`", time::duration),
    ("email", "an email address", network::email),
    ("hex", "hexadecimal digits", hex),
    ("hexcolor", "a color such as `#aa00ff`", |t| t.strip_prefix('#').is_some_and(|t| t.len() == 6 && hex(t))),
    ("hostname", "a host name", network::domain),
    ("hour", "a time such as `05:00`", time::hour),
    ("id", "an id such as `x-0123456789abcdef0`", |t| t.contains(['-', '_', ':'])),
    ("integer", "a number", |t| t.is_empty() || t.parse::<f64>().is_ok()),
    ("ip", "an IP address", network::ip),
    // Checks named after one version of addresses take those of both.
    ("ipv4", "an IP address", network::ip),
    ("ipv6", "an IP address", network::ip),
    ("json", "JSON", |t| t.is_empty() || serde_json::from_str::<serde::de::IgnoredAny>(t).is_ok()),
    ("mac", "a MAC address", network::mac),
    ("path", "a path", |t| t.contains('/')),
    ("pem", "a PEM block", |t| t.trim_start().starts_with("-----BEGIN ")),
    ("phone", "a phone number such as `+15555550100`", phone),
    ("quantity", "a quantity such as `500m` or `2Gi`", quantity),
    ("regexp", "a regular expression", |t| regex_lite::Regex::new(t).is_ok()),
    ("region", "a region such as `us-east-1`", network::region),
    ("rfc3339", "a time such as `2035-01-01T00:00:00Z`", time::rfc3339),
    ("schedule", "`rate(…)`, `cron(…)` or `at(…)`", schedule),
    ("time", "a time such as `2035-01-01T00:00:00`", time::local),
    ("timeout", "a duration such as `30m`", time::go),
    ("uri", "a URI", network::url),
    ("url", "a URL", network::url),
    ("uuid", "a UUID", uuid),
    ("version", "a version such as `1.0`", |t| t.starts_with(|c: char| c.is_ascii_digit() || c == '$')),
    ("weekly_window", "a window such as `mon:05:00-mon:06:00`", |t| t.is_empty() || time::weekly(t)),
    ("window", "a window such as `05:00-06:00` or `mon:05:00-mon:06:00`", time::window),
    ("xml", "XML", |t| t.trim_start().starts_with('<')),
];

/// A text against a format, or against several with `|` between them.
pub(super) fn judge(format: &str, text: &str) -> Result<(), Fault> {
    let mut names = Vec::new();
    let mut several = 0;
    for kind in format.split('|') {
        let Some((_, name, fits)) = KNOWN.iter().find(|(known, _, _)| *known == kind) else { return Ok(()) };
        if fits(text) {
            return Ok(());
        }
        names.push(*name);
        several += 1;
    }
    // Where there are several kinds, a word of the target's own may stand for them, such as `ALL_OF_THEM`.
    if several > 1 && text.contains('_') && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') {
        return Ok(());
    }
    Err(fault(FaultKind::Format, names.join(" or "), shown(text)))
}

/// Whether there is a format of that name.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.iter().any(|(known, _, _)| *known == name)
}

/// The ends of the numbers that a format of machine numbers holds.
pub(super) fn machine(format: &str) -> Option<(&'static str, &'static str)> {
    match format {
        "int32" => Some(("-2147483648", "2147483647")),
        "int64" => Some(("-9223372036854775808", "9223372036854775807")),
        _ => None,
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn account(text: &str) -> bool {
    text.len() == 12 && digits(text)
}

fn arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, _service, region, owner, resource] = parts.as_slice() else { return false };
    let word = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let owned = account(owner) || word(owner);
    let placed = region.is_empty() || network::region(region);
    !partition.is_empty() && word(partition) && owned && placed && !resource.is_empty()
}

fn base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    text.len().is_multiple_of(4) && text.len() - body.len() <= 2 && body.bytes().all(letter)
}

fn boolean(text: &str) -> bool {
    matches!(text, "" | "1" | "0" | "t" | "f" | "T" | "F" | "true" | "false" | "True" | "False" | "TRUE" | "FALSE")
}

fn phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|rest| digits(&rest.replace([' ', '-', '(', ')'], "")))
}

fn quantity(text: &str) -> bool {
    const UNITS: [&str; 16] = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let plain = number.bytes().any(|byte| byte.is_ascii_digit()) && number.matches('.').count() < 2;
    let power = unit.strip_prefix(['e', 'E']).map(|power| power.strip_prefix(['-', '+']).unwrap_or(power));
    plain && (UNITS.contains(&unit) || power.is_some_and(digits))
}

fn schedule(text: &str) -> bool {
    ["rate(", "cron(", "at("].iter().any(|start| text.starts_with(start)) && text.ends_with(')')
}

fn uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(|group| hex(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_stand_in_order_and_tell_their_words() {
        assert!(KNOWN.is_sorted_by_key(|(name, _, _)| *name));
        assert!(judge("arn", "arn:aws:s3:::logs").is_ok() && judge("arn", "arn:aws:s3").is_err());
        assert!(judge("arn", "arn:aws:sns:us-east-1:123:topic").is_err());
        assert!(judge("json", "{\"a\": [1]}").is_ok() && judge("json", "{'a'}").is_err());
        assert!(judge("base64", "YWFh").is_ok() && judge("base64", "YWF").is_err());
        assert!(judge("account_id|arn", "123456789012").is_ok() && judge("account_id|arn", "abc").is_err());
        assert!(judge("account_id|arn", "ALL_OF_THEM").is_ok());
        assert!(judge("never heard of", "anything").is_ok());
    }
}
