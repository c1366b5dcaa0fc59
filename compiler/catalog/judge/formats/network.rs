//! Addresses, address blocks, names of hosts, URLs.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An IP address of either version.
pub(super) fn ip(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

/// An address block of either version.
pub(super) fn cidr(text: &str) -> bool {
    cidr4(text) || cidr6(text)
}

/// An IPv4 address block.
pub(super) fn cidr4(text: &str) -> bool {
    let Some((address, bits)) = split(text) else { return false };
    // The bits after the prefix must be 0: a block is named by its first address.
    address.parse::<Ipv4Addr>().is_ok_and(|address| bits <= 32 && address.to_bits().checked_shl(bits).unwrap_or(0) == 0)
}

/// An IPv6 address block.
pub(super) fn cidr6(text: &str) -> bool {
    let Some((address, bits)) = split(text) else { return false };
    address
        .parse::<Ipv6Addr>()
        .is_ok_and(|address| bits <= 128 && address.to_bits().checked_shl(bits).unwrap_or(0) == 0)
}

fn split(text: &str) -> Option<(&str, u32)> {
    let (address, bits) = text.split_once('/')?;
    let plain = bits.bytes().all(|byte| byte.is_ascii_digit()) && (bits == "0" || !bits.starts_with('0'));
    Some((address, bits.parse().ok().filter(|_| plain)?))
}

/// Labels of letters, digits, dashes and underscores, with dots between them.
pub(super) fn domain(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'*'))
    };
    text.len() <= 253 && text.split('.').all(label)
}

/// Something, `@`, and a host.
pub(super) fn email(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && domain(host))
}

/// A scheme, `://`, and a host or path.
pub(super) fn url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b':'));
    named && plain && !rest.is_empty() && !rest.contains(char::is_whitespace)
}

/// Six pairs of hexadecimal digits.
pub(super) fn mac(text: &str) -> bool {
    let pairs: Vec<&str> = text.split([':', '-']).collect();
    pairs.len() == 6 && pairs.iter().all(|pair| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Two letters, words, and a number, with dashes between them.
pub(super) fn region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [country, words @ .., number] = parts.as_slice() else { return false };
    let lower = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let numbered = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    country.len() == 2 && lower(country) && !words.is_empty() && words.iter().all(|word| lower(word)) && numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_named_by_their_first_address() {
        assert!(cidr4("10.0.0.0/16") && cidr4("0.0.0.0/0") && cidr4("10.0.0.1/32") && cidr6("::/0"));
        assert!(!cidr4("10.0.1.0/16") && !cidr4("10.0.0.0/33") && !cidr4("10.0.0/16") && !cidr4("10.0.0.0"));
        assert!(cidr6("2001:db8::/56") && !cidr6("10.0.0.0/8") && !cidr6("2001:db8::1/56"));
    }

    #[test]
    fn regions_end_in_a_number() {
        assert!(region("us-east-1") && region("us-gov-west-1"));
        assert!(!region("us-1") && !region("useast-1") && !region("us-east"));
    }
}
