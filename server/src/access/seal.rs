//! Signed cookies: what browsers keep for this server, which tells its own again and keeps nothing itself.

use crate::failure::Failure;
use axum::http::{HeaderMap, HeaderValue, header};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A kind of cookie.
#[derive(Clone, Copy)]
pub(super) struct Cookie {
    /// Its name, beginning with `__Host-`: browsers take such a name only over TLS or on this machine, and for this host alone.
    pub(super) name: &'static str,
    /// What its tokens name as their audience, so that no other token is one.
    pub(super) audience: &'static str,
}

/// Most bytes of a cookie that every browser keeps.
const BYTES_MAX: usize = 4_000;

/// What signs cookies and tells them again.
#[derive(Clone)]
pub struct Seal {
    signing: EncodingKey,
    checking: DecodingKey,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims<T> {
    aud: String,
    iat: u64,
    exp: u64,
    content: T,
}

/// What a cookie that holds has in it.
pub(super) struct Shown<T> {
    pub(super) content: T,
    /// When it was written, in seconds since 1970.
    pub(super) from_s: u64,
}

impl Seal {
    /// Signs with a secret.
    ///
    /// # Errors
    /// The secret cannot be used.
    pub(super) fn new(secret: &[u8]) -> Result<Self, Failure> {
        let bad = |error: jsonwebtoken::errors::Error| {
            Failure::new(format!("the secret of sessions cannot be used: {error}"), "Make another")
        };
        let signing = EncodingKey::from_secret(secret).map_err(bad)?;
        Ok(Seal { signing, checking: DecodingKey::from_secret(secret).map_err(bad)? })
    }

    /// A cookie with this in it, from a time in seconds since 1970; `None` if browsers would not keep it.
    pub(super) fn cookie<T: Serialize>(
        &self,
        cookie: Cookie,
        content: &T,
        now_s: u64,
        life_s: u64,
    ) -> Option<HeaderValue> {
        let token = self.token(cookie.audience, content, now_s, life_s)?;
        written(cookie, &token, life_s).filter(|written| written.len() <= BYTES_MAX)
    }

    /// A token with this in it, for an audience.
    pub(super) fn token<T: Serialize>(
        &self,
        audience: &str,
        content: &T,
        now_s: u64,
        life_s: u64,
    ) -> Option<String> {
        let claims =
            Claims { aud: audience.to_owned(), iat: now_s, exp: now_s.saturating_add(life_s), content };
        encode(&Header::new(Algorithm::HS256), &claims, &self.signing).ok()
    }

    /// What a request shows in a cookie, at a time.
    pub(super) fn shown<T: DeserializeOwned>(
        &self,
        cookie: Cookie,
        headers: &HeaderMap,
        now_s: u64,
    ) -> Option<Shown<T>> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut tokens = pairs.filter(|(name, _)| *name == cookie.name).map(|(_, token)| token);
        let token = tokens.next().filter(|_| tokens.next().is_none())?;
        self.opened(cookie.audience, token, now_s)
    }

    /// What a token for an audience has in it, at a time.
    pub(super) fn opened<T: DeserializeOwned>(
        &self,
        audience: &str,
        token: &str,
        now_s: u64,
    ) -> Option<Shown<T>> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[audience]);
        // Compared below, with the time that is given.
        validation.validate_exp = false;
        let claims = decode::<Claims<T>>(token, &self.checking, &validation).ok()?.claims;
        let is_valid = claims.iat <= now_s && now_s < claims.exp;
        is_valid.then_some(Shown { content: claims.content, from_s: claims.iat })
    }
}

/// A cookie that ends another.
pub(super) fn ended(cookie: Cookie) -> Option<HeaderValue> {
    written(cookie, "", 0)
}

fn written(cookie: Cookie, token: &str, life_s: u64) -> Option<HeaderValue> {
    let name = cookie.name;
    let cookie = format!("{name}={token}; Path=/; Max-Age={life_s}; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::try_from(cookie).ok()
}
