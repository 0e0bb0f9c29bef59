//! A provider of OpenID Connect that asks who comes (OpenID Connect Core 1.0: the code flow, with PKCE of RFC 7636).

/// What the configuration says of it.
mod config;

/// The library's types.
mod types;

/// Who somebody is, by their claims.
mod who;

pub use config::OidcConfig;

use super::clock::now_s;
use super::material::{self, is_origin};
use super::programs::Programs;
use super::role::Person;
use super::seal::{Cookie, Seal, ended};
use super::session::Sessions;
use crate::failure::Failure;
use axum::http::{HeaderMap, HeaderValue};
use contract::QueryString;
use openidconnect::core::{CoreAuthenticationFlow, CoreClientAuthMethod, CoreProviderMetadata};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::error::Error;
use std::time::Duration;
use tokio::sync::Mutex;
use types::{ALGORITHMS, Asking, Token};

/// People whom a provider names.
pub struct Provider {
    config: OidcConfig,
    issuer: IssuerUrl,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    http: reqwest::Client,
    /// What the provider last said of itself.
    heard: Mutex<Heard>,
    seal: Seal,
    /// What tells people again.
    pub sessions: Sessions,
    /// Programs, which have keys of this server.
    pub programs: Programs,
}

#[derive(Default)]
struct Heard {
    /// With the time when it was asked.
    known: Option<(CoreProviderMetadata, u64)>,
    /// When it last could not be asked.
    failed_s: Option<u64>,
}

/// A sign-in that is under way, kept in the browser.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errand {
    state: String,
    nonce: String,
    verifier: String,
    /// The address of this site that it leads on to.
    pub to: String,
}

const ERRAND: Cookie = Cookie { name: "__Host-granary-sign-in", audience: "granary-errand" };
/// Time to sign in at the provider.
const ERRAND_S: u64 = 600;
/// Where people come back to, below the site.
pub const RETURN: &str = "sign-in/return";
/// Age at which what the provider says of itself is asked again, and the least where a key is not known.
const KNOWN_S: u64 = 3_600;
const KNOWN_MIN_S: u64 = 60;
/// Time after a failure in which it is not asked again, so that nobody waits in a row.
const REST_S: u64 = 5;
/// The longest that the provider is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
impl Provider {
    /// A provider as the configuration has it. It is asked nothing before somebody comes.
    ///
    /// # Errors
    /// An address is none, or would send what is secret without TLS; the secret cannot be read.
    pub(super) fn new(
        config: &OidcConfig,
        seal: Seal,
        life: Duration,
        programs: Programs,
    ) -> Result<Self, Failure> {
        let bad = |name: &str, value: &str| {
            let cause = format!("{name} of [sign_in.oidc] is {value:?}");
            Failure::new(cause, "Give an address that begins with https://, or http://localhost for trying")
        };
        let issuer = IssuerUrl::new(config.issuer.clone()).map_err(|_| bad("issuer", &config.issuer))?;
        if !is_origin(&issuer.url().origin().ascii_serialization()) {
            return Err(bad("issuer", &config.issuer));
        }
        if !is_origin(&config.site) {
            return Err(bad("site", &config.site));
        }
        let back = RedirectUrl::new(format!("{}/{RETURN}", config.site));
        let secret = config.client_secret_file.as_deref().map(material::given).transpose()?;
        let secret = secret.map(String::from_utf8).transpose();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE);
        Ok(Provider {
            issuer,
            secret: secret
                .map_err(|_| Failure::new("the secret of [sign_in.oidc] is not text", "Check the file"))?
                .map(ClientSecret::new),
            back: back.map_err(|_| bad("site", &config.site))?,
            http: http.build().map_err(|error| {
                let cause = format!("certificates cannot be checked: {}", told(&error));
                Failure::new(cause, "Check the certificates of this machine")
            })?,
            heard: Mutex::default(),
            sessions: Sessions::new(seal.clone(), life),
            seal,
            programs,
            config: config.clone(),
        })
    }

    /// Where somebody signs in who wants to go on to an address of this site, and the cookie to come back with.
    ///
    /// # Errors
    /// The provider cannot be asked.
    pub async fn begin(&self, to: String) -> Result<(String, HeaderValue), String> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let asking = self.asking(self.known(KNOWN_S).await?);
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let scopes = self.config.scopes.iter().cloned().map(Scope::new);
        let request = asking.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        let (url, state, nonce) = request.add_scopes(scopes).set_pkce_challenge(challenge).url();
        let errand = Errand {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            to,
        };
        let cookie = self.seal.cookie(ERRAND, &errand, now_s(), ERRAND_S);
        Ok((url.to_string(), cookie.ok_or("the address to go on to is too long")?))
    }

    /// The sign-in that somebody who comes back has begun.
    pub fn errand(&self, headers: &HeaderMap) -> Option<Errand> {
        self.seal.shown(ERRAND, headers, now_s()).map(|shown| shown.content)
    }

    /// Who comes back from the provider with a query, and with the sign-in that they began here.
    ///
    /// # Errors
    /// They did not begin here, or the provider does not say who they are, or they may not come.
    pub async fn end(&self, errand: Option<Errand>, query: &str, tenant: &str) -> Result<Person, String> {
        let errand = errand.ok_or("no sign-in was begun in this browser")?;
        let query = QueryString::parse(query);
        if query.get("state") != Some(&errand.state) {
            return Err("it answers another sign-in".to_owned());
        }
        if query.get("iss").is_some_and(|issuer| issuer != self.config.issuer) {
            return Err("another provider answers".to_owned());
        }
        if let Some(error) = query.get("error") {
            return Err(format!("the provider refuses: {error}"));
        }
        let code = AuthorizationCode::new(query.get("code").ok_or("it has no code")?.to_owned());
        let known = self.known(KNOWN_S).await?;
        let asking = self.asking(known.clone());
        let request = asking.exchange_code(code).map_err(|error| told(&error))?;
        let tokens = request
            .set_pkce_verifier(PkceCodeVerifier::new(errand.verifier))
            .request_async(&self.http)
            .await
            .map_err(|error| told(&error))?;
        let token = tokens.extra_fields().id_token().ok_or("the provider gives no identity token")?;
        let nonce = Nonce::new(errand.nonce);
        let claims = match self.claims(known, token, &nonce) {
            // Providers change their keys.
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                self.claims(self.known(KNOWN_MIN_S).await?, token, &nonce)
            }
            claims => claims,
        };
        self.config.person(&claims.map_err(|error| told(&error))?, tenant)
    }

    /// A cookie that ends what a sign-in kept.
    pub fn forget() -> Option<HeaderValue> {
        ended(ERRAND)
    }

    /// What the provider says of itself, at most so old.
    async fn known(&self, age_s: u64) -> Result<CoreProviderMetadata, String> {
        let mut heard = self.heard.lock().await;
        let now = now_s();
        if let Some((metadata, from_s)) = &heard.known
            && now.saturating_sub(*from_s) < age_s
        {
            return Ok(metadata.clone());
        }
        if heard.failed_s.is_some_and(|failed_s| now.saturating_sub(failed_s) < REST_S) {
            return Err("the provider could not be asked a moment ago".to_owned());
        }
        match CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await {
            Ok(metadata) => {
                *heard = Heard { known: Some((metadata.clone(), now)), failed_s: None };
                Ok(metadata)
            }
            Err(error) => {
                heard.failed_s = Some(now_s());
                Err(told(&error))
            }
        }
    }

    fn asking(&self, metadata: CoreProviderMetadata) -> Asking {
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes_basic =
            methods.is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let id = ClientId::new(self.config.client_id.clone());
        Asking::from_provider_metadata(metadata, id, self.secret.clone())
            .set_redirect_uri(self.back.clone())
            .set_auth_type(if takes_basic { AuthType::BasicAuth } else { AuthType::RequestBody })
    }

    /// The claims of an identity token, if it is the provider's, for this server and this sign-in, and holds today.
    fn claims(
        &self,
        metadata: CoreProviderMetadata,
        token: &Token,
        nonce: &Nonce,
    ) -> Result<Value, ClaimsVerificationError> {
        let asking = self.asking(metadata);
        let verifier = asking.id_token_verifier().set_allowed_algs(ALGORITHMS);
        let claims = token.claims(&verifier, nonce)?;
        serde_json::to_value(claims).map_err(|error| ClaimsVerificationError::Other(error.to_string()))
    }
}

/// An error with its causes.
fn told(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |error| (*error).source());
    causes.fold(error.to_string(), |told, cause| format!("{told}: {cause}"))
}
