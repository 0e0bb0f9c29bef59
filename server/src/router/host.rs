//! The hosts that the server answers to. If an attacker's name pointed at this machine (DNS rebinding), the
//! attacker's page could read everything served here through a reader's browser.

use crate::refusal::Refusal;
use axum::extract::{Request, State};
use axum::http::header;
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;

/// Names and addresses that always mean the local machine.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Characters of a refused host that the refusal repeats.
const SHOWN_LETTERS: usize = 80;

/// The hosts of a listener.
#[derive(Clone, Debug)]
pub struct Hosts {
    names: Vec<String>,
    any_address: bool,
}

impl Hosts {
    /// Loopback names, the listening address, and further hosts.
    ///
    /// # Errors
    /// The first that is not a host name or address.
    pub fn new(listen: IpAddr, further: &[String]) -> Result<Self, String> {
        let mut names = LOOPBACK.map(str::to_owned).to_vec();
        names.extend((!listen.is_unspecified()).then(|| written(listen)));
        for host in further {
            names.push(named(host).ok_or_else(|| host.clone())?);
        }
        Ok(Hosts { names, any_address: false })
    }

    /// These hosts and every address: only names can be pointed elsewhere, and probes ask by address.
    #[must_use]
    pub fn or_any_address(self) -> Self {
        Hosts { any_address: true, ..self }
    }

    /// Accepts a request that names one of these hosts exactly once.
    fn check<B>(&self, request: &axum::http::Request<B>) -> Result<(), Refusal> {
        let authority = authority(request).map_err(Refusal::BadHost)?;
        let host = authority.host().to_ascii_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host);
        let is_address = || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        if self.names.iter().any(|name| name == host) || (self.any_address && is_address()) {
            return Ok(());
        }
        Err(Refusal::UnknownHost(host.chars().take(SHOWN_LETTERS).collect()))
    }
}

/// Refuses requests to other hosts.
pub(super) async fn check(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    match hosts.check(&request) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// The host of a request (RFC 9112, 3.2; RFC 9113, 8.3.1).
fn authority<B>(request: &axum::http::Request<B>) -> Result<Authority, &'static str> {
    let mut headers = request.headers().get_all(header::HOST).iter();
    let (header, second) = (headers.next(), headers.next());
    if second.is_some() {
        return Err("host_repeated");
    }
    let header = header.map(|value| Authority::try_from(value.as_bytes())).transpose();
    let header = header.map_err(|_| "host_malformed")?;
    let authority = match (header, request.uri().authority().cloned()) {
        (Some(header), Some(target)) if header != target => {
            return Err("hosts_differ");
        }
        (Some(authority), _) | (None, Some(authority)) => authority,
        (None, None) => return Err("host_missing"),
    };
    match authority.as_str().contains('@') {
        true => Err("host_with_user"),
        false => Ok(authority),
    }
}

/// A host in the form for comparison; `None` if the text is neither a name nor an address, or has a port.
fn named(text: &str) -> Option<String> {
    if let Ok(address) = text.trim_matches(['[', ']']).parse::<IpAddr>() {
        return Some(written(address));
    }
    let authority = Authority::try_from(text).ok()?;
    let is_name = authority.port().is_none() && authority.host() == text && !text.contains(['[', '*']);
    is_name.then(|| text.trim_end_matches('.').to_ascii_lowercase())
}

fn written(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn hosts() -> Hosts {
        let further = ["Granary.Example", "2001:DB8::1"].map(str::to_owned);
        Hosts::new(IpAddr::from([192, 0, 2, 7]), &further).expect("hosts")
    }

    #[track_caller]
    fn check(target: &str, headers: &[&str], expected: Option<u16>) {
        let mut request = Request::get(target);
        for host in headers {
            request = request.header(header::HOST, *host);
        }
        let outcome = hosts().check(&request.body(()).expect("a request"));
        let status = outcome.as_ref().err().map(|refusal| refusal.account().status.as_u16());
        assert_eq!(status, expected, "{target} {headers:?}: {outcome:?}");
    }

    #[test]
    fn hosts_that_are_listed_pass_with_any_port() {
        for host in [
            "localhost",
            "LocalHost:3000",
            "localhost.",
            "127.0.0.1",
            "127.0.0.1:80",
            "[::1]",
            "[::1]:3000",
            "192.0.2.7:3000",
            "granary.example",
            "GRANARY.example.:443",
            "[2001:db8::1]",
        ] {
            check("/", &[host], None);
            check(&format!("http://{host}/"), &[], None);
            check(&format!("http://{host}/"), &[host], None);
        }
    }

    #[test]
    fn other_hosts_are_told_so() {
        for host in ["evil.example", "localhost.evil.example", "127.0.0.2", "192.0.2.8", "x", "[::2]:80"] {
            check("/", &[host], Some(421));
            check(&format!("http://{host}/"), &[], Some(421));
        }
        let elsewhere = Request::get("/").header(header::HOST, "192.0.2.8:9000").body(()).expect("a request");
        assert_eq!(hosts().or_any_address().check(&elsewhere), Ok(()));
        let named = Request::get("/").header(header::HOST, "evil.example").body(()).expect("a request");
        assert!(hosts().or_any_address().check(&named).is_err());
    }

    #[test]
    fn what_names_no_host_or_two_is_refused() {
        check("/", &[], Some(400));
        check("/", &[""], Some(400));
        check("/", &["localhost", "localhost"], Some(400));
        check("/", &["localhost", "evil.example"], Some(400));
        check("http://localhost/", &["evil.example"], Some(400));
        check("http://evil.example/", &["localhost"], Some(400));
        check("/", &["evil@localhost"], Some(400));
        check("/", &["local host"], Some(400));
        check("/", &["localhost/x"], Some(400));
    }

    #[test]
    fn only_names_and_addresses_can_be_listed() {
        for wrong in ["", "a:80", "http://a", "a/b", "*", "*.example", "a b", "user@a", "[::1]:3000"] {
            let refused = Hosts::new(IpAddr::from([127, 0, 0, 1]), &[wrong.to_owned()]);
            assert_eq!(refused.err().as_deref(), Some(wrong), "{wrong}");
        }
    }
}
