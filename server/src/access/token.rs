//! Tokens: what a host signs for somebody who looks at a view in its page, and what that grants.
//!
//! JSON Web Tokens (RFC 7519), checked as RFC 8725 advises: the key decides the algorithm, the header may say nothing else,
//! and every claim has one type.

use super::keys::Keys;
use super::material::Signing;
use super::view::View;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use contract::Lock;
use jsonwebtoken::{Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

/// The longest time that a token may be valid, in seconds. The page around a view fetches another in time.
pub const LIFE_MAX_S: u64 = 600;
/// How far the clocks of host and server may be apart, in seconds.
const CLOCKS_APART_S: u64 = 60;
/// Most bytes of a token. A lock may name a few hundred categories.
const BYTES_MAX: usize = 8 << 10;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The audience of the server's configuration.
    pub aud: String,
    /// Seconds since 1970 at which it was made.
    pub iat: u64,
    /// Seconds since 1970 from which on it is not valid any more.
    pub exp: u64,
    /// Seconds since 1970 from which on it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<u64>,
    /// Who made it; for the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
    /// For whom it was made; for the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// Its own id; for the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
    /// The tenant.
    pub tenant: String,
    /// The origin of the page around the view.
    pub origin: String,
    /// The views, by their names.
    pub views: Vec<String>,
    /// The part of the data; all of it if absent.
    #[serde(default, skip_serializing_if = "Lock::is_open")]
    pub lock: Lock,
}

/// The only parameters that a header may have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    alg: String,
    kid: String,
    #[serde(default)]
    typ: Option<String>,
}

/// What a valid token grants.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Id of the key that it was signed with.
    pub key: String,
    /// For whom it was made.
    pub subject: Option<String>,
    /// The views.
    pub views: Vec<&'static View>,
    /// The part of the data.
    pub lock: Lock,
}

impl Claims {
    /// Signs them with a key of that id.
    ///
    /// # Errors
    /// The key cannot sign.
    pub fn sign(&self, id: &str, signing: &Signing) -> Result<String, jsonwebtoken::errors::Error> {
        let header = Header { kid: Some(id.to_owned()), ..Header::new(signing.algorithm) };
        encode(&header, self, &signing.key)
    }
}

impl Grant {
    /// What a token grants at a time, in seconds since 1970, to a page of an origin, of a tenant.
    ///
    /// # Errors
    /// It grants nothing: why, for the log. Whoever asked is never told.
    pub fn of(
        token: &str,
        keys: &Keys,
        tenant: &str,
        origin: &str,
        now_s: u64,
    ) -> Result<Self, &'static str> {
        if token.len() > BYTES_MAX {
            return Err("the token is too long");
        }
        let head = token.split('.').next().unwrap_or_default();
        let head = BASE64_URL_SAFE_NO_PAD.decode(head).map_err(|_| "the header is not base64url")?;
        let head: Head = serde_json::from_slice(&head).map_err(|_| "the header is not alg, kid and typ")?;
        if head.typ.is_some_and(|typ| typ != "JWT") {
            return Err("the token is of another type");
        }
        let key = keys.named(&head.kid).ok_or("no key has this id")?;
        let algorithm = key.checking.algorithm;
        if head.alg != format!("{algorithm:?}") {
            return Err("the key is for another algorithm");
        }
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[&keys.audience]);
        // Times are compared below, with the time that is given.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &key.checking.key, &validation);
        let claims = claims.map_err(|_| "signature, audience or claims are wrong")?.claims;
        claims.check_times(now_s)?;
        if claims.tenant != tenant {
            return Err("the token is for another tenant");
        }
        if claims.origin != origin || !key.origins.contains(&claims.origin) {
            return Err("the token is for a page of another origin");
        }
        let views = claims.views.iter().map(|name| View::named(name).ok_or("there is no such view"));
        let views: Vec<_> = views.collect::<Result<_, _>>()?;
        if !claims.lock.is_open() && views.iter().any(|view| !view.may_be_locked) {
            return Err("a view speaks of all item-locations, and the token is locked");
        }
        Ok(Grant { key: head.kid, subject: claims.sub, views, lock: claims.lock.in_order() })
    }
}

impl Claims {
    fn check_times(&self, now_s: u64) -> Result<(), &'static str> {
        if self.exp <= now_s {
            return Err("the token has expired");
        }
        if self.iat > now_s + CLOCKS_APART_S || self.nbf.is_some_and(|from| from > now_s + CLOCKS_APART_S) {
            return Err("the token is not valid yet");
        }
        match self.exp.checked_sub(self.iat) {
            Some(life) if life <= LIFE_MAX_S => Ok(()),
            _ => Err("the token is valid for too long"),
        }
    }
}
