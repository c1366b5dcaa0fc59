//! Texts with a form: domains, URLs, blocks of addresses.

use std::net::IpAddr;

/// Whether it is a host name: labels of letters, digits and dashes; a wildcard may come first.
pub fn is_domain(text: &str) -> bool {
    let rest = text.strip_prefix("*.").unwrap_or(text);
    let label = |label: &str| {
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        (1..=63).contains(&label.len()) && label.chars().all(inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    !rest.is_empty() && rest.len() <= 253 && rest.split('.').all(label)
}

/// Whether it is a URL with a scheme and a host.
pub fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let starts = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_scheme = starts && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    is_scheme && !host.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Whether it is a block of addresses without host bits.
pub fn is_cidr(text: &str) -> bool {
    let Some((address, prefix)) = text.split_once('/') else { return false };
    let (Ok(address), Ok(prefix)) = (address.parse::<IpAddr>(), prefix.parse::<u32>()) else { return false };
    match address {
        IpAddr::V4(v4) => prefix <= 32 && u32::from(v4).checked_shl(prefix).unwrap_or(0) == 0,
        IpAddr::V6(v6) => prefix <= 128 && u128::from(v6).checked_shl(prefix).unwrap_or(0) == 0,
    }
}

/// Whether all addresses of one block lie in another.
pub fn holds_cidr(outer: &str, inner: &str) -> bool {
    let bits = |text: &str| {
        let (address, prefix) = text.split_once('/')?;
        // Both sorts from the top bit on, so that the first bits of two blocks can be compared.
        let (bits, is_new) = match address.parse::<IpAddr>().ok()? {
            IpAddr::V4(v4) => (u128::from(u32::from(v4)) << 96, false),
            IpAddr::V6(v6) => (u128::from(v6), true),
        };
        Some((bits, prefix.parse::<u32>().ok()?, is_new))
    };
    let (Some((outer, wide, outer_sort)), Some((inner, narrow, inner_sort))) = (bits(outer), bits(inner)) else {
        return false;
    };
    outer_sort == inner_sort && wide <= narrow && (outer ^ inner).checked_shr(128 - wide).unwrap_or(0) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        assert!(is_domain("api.example.com") && is_domain("localhost") && is_domain("*.example.com"));
        assert!(!is_domain("api..com") && !is_domain("-a.com") && !is_domain(""));
        assert!(is_url("https://a.b/c?d") && is_url("smtp://h:587") && !is_url("a.b/c") && !is_url("https://"));
        assert!(is_cidr("10.0.0.0/8") && is_cidr("0.0.0.0/0") && !is_cidr("10.0.0.1/8") && !is_cidr("10.0.0.0"));
    }

    #[test]
    fn blocks_lie_in_each_other() {
        assert!(holds_cidr("10.0.0.0/8", "10.20.0.0/16") && holds_cidr("0.0.0.0/0", "192.0.2.1/32"));
        assert!(holds_cidr("10.0.0.0/8", "10.0.0.0/8") && holds_cidr("2001:db8::/32", "2001:db8:1::/48"));
        assert!(!holds_cidr("10.20.0.0/16", "10.0.0.0/8") && !holds_cidr("10.0.0.0/8", "11.0.0.0/8"));
        assert!(!holds_cidr("::/0", "10.0.0.0/8") && !holds_cidr("0.0.0.0/0", "2001:db8::/32"));
    }
}
