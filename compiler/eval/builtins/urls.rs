//! Functions on addresses: parts of a URL, subnets of a network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use program::Builtin;
use values::Value;

use super::Call;
use crate::machine::{Eval, Machine};

/// Ports that go without saying, by the scheme of a URL.
const PORTS: [(&str, i64); 18] = [
    ("http", 80),
    ("https", 443),
    ("ws", 80),
    ("wss", 443),
    ("ftp", 21),
    ("ssh", 22),
    ("sftp", 22),
    ("smtp", 25),
    ("smtps", 465),
    ("ldap", 389),
    ("ldaps", 636),
    ("amqp", 5672),
    ("amqps", 5671),
    ("mqtt", 1883),
    ("postgres", 5432),
    ("postgresql", 5432),
    ("mysql", 3306),
    ("redis", 6379),
];

impl Machine<'_> {
    pub(super) fn url_function(&mut self, call: Call<'_>) -> Eval {
        if call.args.iter().any(|arg| self.is_pending(*arg)) {
            return Ok(self.pending_call(call));
        }
        if call.arg(0).is_absent() {
            return Ok(Value::None);
        }
        let text = self.known(call, 0)?;
        if call.builtin == Builtin::Subnet {
            return self.subnet(call, &text);
        }
        let Some(url) = Url::parse(&text) else {
            return Err(self.unfit_argument(call, 0, "a URL such as \"https://example.com\""));
        };
        match call.builtin {
            Builtin::HostOf => Ok(self.new_text(url.host)),
            Builtin::SchemeOf => Ok(self.new_text(url.scheme)),
            _ => match url.port() {
                Some(port) => Ok(Value::Int(port)),
                None => {
                    Err(self.unfit_argument(call, 0, "a URL that says its port, such as \"tcp://example.com:9000\""))
                }
            },
        }
    }

    /// `subnet("10.0.0.0/16", 8, 3)` is `"10.0.3.0/24"`.
    fn subnet(&mut self, call: Call<'_>, text: &str) -> Eval {
        let Some((address, prefix)) = parse_network(text) else {
            return Err(self.unfit_argument(call, 0, "a network such as \"10.0.0.0/16\""));
        };
        let (Value::Int(bits), Value::Int(number)) = (call.arg(1), call.arg(2)) else {
            let at = if matches!(call.arg(1), Value::Int(_)) { 2 } else { 1 };
            return Err(self.unfit_argument(call, at, "an int"));
        };
        let width = if address.is_ipv4() { 32 } else { 128 };
        let Some(length) = u32::try_from(bits).ok().map(|bits| prefix + bits).filter(|length| *length <= width) else {
            return Err(self.unfit_argument(call, 1, &format!("0..{}, the bits that are left", width - prefix)));
        };
        let count = 1i128.checked_shl(length - prefix).unwrap_or(i128::MAX);
        if i128::from(number) < 0 || i128::from(number) >= count {
            return Err(self.unfit_argument(call, 2, &format!("0..{}, the subnets there are", count - 1)));
        }
        let shifted = (number as u128).checked_shl(width - length).unwrap_or(0);
        let made = match address {
            IpAddr::V4(address) => Ipv4Addr::from(u32::from(address) | shifted as u32).to_string(),
            IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) | shifted).to_string(),
        };
        Ok(self.new_text(&format!("{made}/{length}")))
    }
}

/// A network's first address and the length of its prefix.
fn parse_network(text: &str) -> Option<(IpAddr, u32)> {
    let (address, prefix) = text.split_once('/')?;
    let (address, prefix): (IpAddr, u32) = (address.parse().ok()?, prefix.parse().ok()?);
    match address {
        IpAddr::V4(v4) if prefix <= 32 => {
            let mask = u32::MAX.checked_shl(32 - prefix).unwrap_or(0);
            Some((IpAddr::V4(Ipv4Addr::from(u32::from(v4) & mask)), prefix))
        }
        IpAddr::V6(v6) if prefix <= 128 => {
            let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
            Some((IpAddr::V6(Ipv6Addr::from(u128::from(v6) & mask)), prefix))
        }
        _ => None,
    }
}

/// The parts of a URL.
struct Url<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<i64>,
}

impl<'a> Url<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let address = authority.rsplit_once('@').map_or(authority, |(_, address)| address);
        // The colons of an IPv6 address stand in brackets.
        let (host, port) = match address.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().ok()?)),
            _ => (address, None),
        };
        (!scheme.is_empty() && !host.is_empty()).then_some(Self { scheme, host, port })
    }

    fn port(&self) -> Option<i64> {
        let usual = || PORTS.iter().find(|(scheme, _)| *scheme == self.scheme).map(|(_, port)| *port);
        self.port.or_else(usual)
    }
}
