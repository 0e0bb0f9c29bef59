//! Sessions: a signed cookie that names who is signed in, and nothing is kept of them here.

use crate::failure::Failure;
use axum::http::{HeaderMap, HeaderValue, header};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The cookie's name: browsers take such a name only over TLS or on this machine, and for this host alone.
const COOKIE: &str = "__Host-granary";
/// What sessions name as their audience, so that no other token is one.
const AUDIENCE: &str = "granary-session";

/// What signs sessions and tells them again.
pub struct Sessions {
    signing: EncodingKey,
    checking: DecodingKey,
    life: Duration,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    aud: String,
    sub: String,
    iat: u64,
    exp: u64,
}

/// A session that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Name of who is signed in.
    pub name: String,
    /// Whether half of its time is over, so that another should take its place.
    pub is_half_over: bool,
}

impl Sessions {
    /// Sessions of some length, signed with a secret.
    ///
    /// # Errors
    /// The secret cannot be used.
    pub fn new(secret: &[u8], life: Duration) -> Result<Self, Failure> {
        let bad = |error: jsonwebtoken::errors::Error| {
            Failure::new(format!("the secret of sessions cannot be used: {error}"), "Make another")
        };
        let (signing, checking) =
            (EncodingKey::from_secret(secret).map_err(bad)?, DecodingKey::from_secret(secret).map_err(bad)?);
        Ok(Sessions { signing, checking, life })
    }

    /// A cookie for somebody, from a time in seconds since 1970.
    pub fn cookie(&self, name: &str, now_s: u64) -> Option<HeaderValue> {
        let life_s = self.life.as_secs();
        let claims = Claims { aud: AUDIENCE.into(), sub: name.to_owned(), iat: now_s, exp: now_s + life_s };
        let token = encode(&Header::new(Algorithm::HS256), &claims, &self.signing).ok()?;
        written(&token, life_s)
    }

    /// A cookie that ends a session.
    pub fn end() -> Option<HeaderValue> {
        written("", 0)
    }

    /// The session that a request shows, at a time.
    pub fn of(&self, headers: &HeaderMap, now_s: u64) -> Option<Session> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut tokens = pairs.filter(|(name, _)| *name == COOKIE).map(|(_, token)| token);
        let token = tokens.next().filter(|_| tokens.next().is_none())?;
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[AUDIENCE]);
        // Compared below, with the time that is given.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &self.checking, &validation).ok()?.claims;
        let is_valid = claims.iat <= now_s && now_s < claims.exp;
        let is_half_over = now_s.saturating_sub(claims.iat) * 2 > self.life.as_secs();
        is_valid.then_some(Session { name: claims.sub, is_half_over })
    }
}

fn written(token: &str, life_s: u64) -> Option<HeaderValue> {
    let cookie = format!("{COOKIE}={token}; Path=/; Max-Age={life_s}; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::try_from(cookie).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"0f3c9a7be1d24586a0b1c2d3e4f50617";

    fn shown(cookie: &str) -> HeaderMap {
        let pair = cookie.split(';').next().unwrap_or_default();
        HeaderMap::from_iter([(
            header::COOKIE,
            HeaderValue::try_from(format!("a=b; {pair}")).expect("a header"),
        )])
    }

    #[test]
    fn a_session_holds_for_its_time_and_under_its_secret() {
        let sessions = Sessions::new(SECRET, Duration::from_secs(100)).expect("sessions");
        let cookie = sessions.cookie("ada", 1_000).expect("a cookie");
        let cookie = cookie.to_str().expect("text");
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=100"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let at = |now_s: u64| sessions.of(&shown(cookie), now_s);
        assert_eq!(at(1_010), Some(Session { name: "ada".into(), is_half_over: false }));
        assert_eq!(at(1_060), Some(Session { name: "ada".into(), is_half_over: true }));
        assert_eq!((at(1_100), at(999)), (None, None));
        let others = Sessions::new(b"another secret of more than 32 bytes", Duration::from_secs(100))
            .expect("sessions");
        assert_eq!(others.of(&shown(cookie), 1_010), None);
        let mut twice = shown(cookie);
        twice.append(header::COOKIE, HeaderValue::from_static("__Host-granary=x"));
        assert_eq!(sessions.of(&twice, 1_010), None, "which of two is meant, nobody knows");
    }
}
