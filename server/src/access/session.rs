//! Sessions: a signed cookie that says who is signed in, and nothing is kept of them here.

use super::seal::{Cookie, Seal, ended};
use axum::http::{HeaderMap, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

const COOKIE: Cookie = Cookie { name: "__Host-granary", audience: "granary-session" };

/// What tokens of programs name as their audience, for which somebody gave their password: no cookie is one.
const PROGRAM: &str = "granary-program";

/// What signs sessions and tells them again.
pub struct Sessions {
    seal: Seal,
    life: Duration,
}

/// A session that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session<T> {
    /// Who is signed in.
    pub who: T,
    /// Whether half of its time is over, so that another should take its place.
    pub is_half_over: bool,
}

impl Sessions {
    /// Sessions of some length.
    pub(super) fn new(seal: Seal, life: Duration) -> Self {
        Sessions { seal, life }
    }

    /// A cookie for somebody, from a time in seconds since 1970; `None` if it is too large to be kept.
    pub fn cookie<T: Serialize>(&self, who: &T, now_s: u64) -> Option<HeaderValue> {
        self.seal.cookie(COOKIE, who, now_s, self.life.as_secs())
    }

    /// A token for a program of somebody who gave their password, from a time in seconds since 1970. It is not renewed.
    pub fn token<T: Serialize>(&self, who: &T, now_s: u64) -> Option<String> {
        self.seal.token(PROGRAM, who, now_s, self.life.as_secs())
    }

    /// Whose token this is, at a time.
    pub fn of_token<T: DeserializeOwned>(&self, token: &str, now_s: u64) -> Option<T> {
        Some(self.seal.opened(PROGRAM, token, now_s)?.content)
    }

    /// A cookie that ends a session.
    pub fn end() -> Option<HeaderValue> {
        ended(COOKIE)
    }

    /// The session that a request shows, at a time.
    pub fn of<T: DeserializeOwned>(&self, headers: &HeaderMap, now_s: u64) -> Option<Session<T>> {
        let shown = self.seal.shown(COOKIE, headers, now_s)?;
        let is_half_over = now_s.saturating_sub(shown.from_s) * 2 > self.life.as_secs();
        Some(Session { who: shown.content, is_half_over })
    }
}

#[cfg(test)]
mod tests {
    use super::super::role::{Person, Role};
    use super::*;
    use axum::http::header;
    use contract::Lock;

    fn sessions(secret: &[u8]) -> Sessions {
        Sessions::new(Seal::new(secret).expect("a seal"), Duration::from_secs(100))
    }

    fn shown(cookie: &str) -> HeaderMap {
        let pair = cookie.split(';').next().unwrap_or_default();
        HeaderMap::from_iter([(
            header::COOKIE,
            HeaderValue::try_from(format!("a=b; {pair}")).expect("a header"),
        )])
    }

    #[test]
    fn a_session_holds_for_its_time_and_under_its_secret() {
        let sessions_here = sessions(b"0f3c9a7be1d24586a0b1c2d3e4f50617");
        let cookie = sessions_here.cookie(&"ada", 1_000).expect("a cookie");
        let cookie = cookie.to_str().expect("text");
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=100"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let at = |now_s: u64| sessions_here.of::<String>(&shown(cookie), now_s);
        assert_eq!(at(1_010), Some(Session { who: "ada".into(), is_half_over: false }));
        assert_eq!(at(1_060), Some(Session { who: "ada".into(), is_half_over: true }));
        assert_eq!((at(1_100), at(999)), (None, None));
        let others = sessions(b"another secret of more than 32 bytes");
        assert_eq!(others.of::<String>(&shown(cookie), 1_010), None);
        let mut twice = shown(cookie);
        twice.append(header::COOKIE, HeaderValue::from_static("__Host-granary=x"));
        assert_eq!(sessions_here.of::<String>(&twice, 1_010), None, "which of two is meant, nobody knows");
    }

    #[test]
    fn a_token_is_no_cookie_and_holds_for_its_time() {
        let sessions = sessions(b"0f3c9a7be1d24586a0b1c2d3e4f50617");
        let token = sessions.token(&"ada", 1_000).expect("a token");
        let at = |now_s: u64| sessions.of_token::<String>(&token, now_s);
        assert_eq!((at(1_010).as_deref(), at(1_100), at(999)), (Some("ada"), None, None));
        assert_eq!(sessions.of::<String>(&shown(&format!("__Host-granary={token}")), 1_010), None);
        let cookie = sessions.cookie(&"ada", 1_000).expect("a cookie");
        let cookie = cookie.to_str().expect("text").trim_start_matches("__Host-granary=");
        let cookie = cookie.split(';').next().unwrap_or_default();
        assert_eq!(sessions.of_token::<String>(cookie, 1_010), None, "a cookie is no token");
    }

    #[test]
    fn a_session_of_one_kind_is_none_of_another_and_a_large_one_is_not_written() {
        let sessions = sessions(b"0f3c9a7be1d24586a0b1c2d3e4f50617");
        let named = sessions.cookie(&"ada", 1_000).expect("a cookie");
        assert_eq!(sessions.of::<Person>(&shown(named.to_str().expect("text")), 1_010), None);
        let location = (0..500).map(|place| format!("location-{place}")).collect();
        let lock = Lock { location, ..Lock::default() };
        assert_eq!(sessions.cookie(&Person { name: "bo".into(), role: Role::Viewer, lock }, 1_000), None);
    }
}
