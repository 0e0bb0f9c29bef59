//! The identity of a client, for sharing memory and connections among clients.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A client: an IPv4 address, or the /64 network of an IPv6 one, which usually belongs to one subscriber.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Client(IpAddr);

/// The part of an IPv6 address that an interface chooses for itself.
const INTERFACE_BITS: u128 = u64::MAX as u128;

impl From<IpAddr> for Client {
    fn from(address: IpAddr) -> Self {
        Client(match address.to_canonical() {
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !INTERFACE_BITS).into(),
            address => address,
        })
    }
}

/// The client of a request, with the request's headers.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The client.
    pub client: Client,
    /// The headers.
    pub headers: HeaderMap,
}

impl<S: Sync> FromRequestParts<S> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // Every connection names its client; only a request without a connection does not.
        let client = parts.extensions.get().copied().unwrap_or(Client(Ipv4Addr::UNSPECIFIED.into()));
        Ok(Asker { client, headers: parts.headers.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, same: bool) {
        let client = |text: &str| Client::from(text.parse::<IpAddr>().expect("an address"));
        assert_eq!(client(one) == client(other), same, "{one} and {other}");
    }

    #[test]
    fn a_network_of_one_subscriber_is_one_client() {
        check("192.0.2.1", "192.0.2.1", true);
        check("192.0.2.1", "192.0.2.2", false);
        check("192.0.2.1", "::ffff:192.0.2.1", true);
        check("::ffff:192.0.2.1", "::ffff:192.0.2.2", false);
        check("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true);
        check("2001:db8:0:1::1", "2001:db8:0:2::1", false);
    }
}
