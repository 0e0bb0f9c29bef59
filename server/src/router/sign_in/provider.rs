//! Signing in at a provider of OpenID Connect: from a page to it, and back.

use super::{document, redirect, way_on};
use crate::access::{Deed, People, Person, Provider, now_s};
use crate::refusal::Refusal;
use crate::service::Shared;
use crate::wire::Asker;
use app::Said;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::Response;

/// Leads to the provider.
pub(super) async fn begin(State(server): State<Shared>, uri: Uri) -> Result<Response, Refusal> {
    let to = way_on(uri.query());
    match provider(&server)?.begin(to.clone()).await {
        Ok((url, cookie)) => Ok(redirect(&url, [cookie])),
        Err(why) => {
            tracing::warn!(why, "nobody can sign in");
            Ok(document(&server, uri.path(), &to, StatusCode::SERVICE_UNAVAILABLE, Said::Failed))
        }
    }
}

/// Whoever comes back from the provider comes in, if it says who they are.
pub(super) async fn back(State(server): State<Shared>, uri: Uri, asker: Asker) -> Result<Response, Refusal> {
    let provider = provider(&server)?;
    let errand = provider.errand(&asker.headers);
    let to = errand.as_ref().map_or_else(|| "/".to_owned(), |errand| errand.to.clone());
    let query = uri.query().unwrap_or_default();
    let person = provider.end(errand, query, server.shelf.tenant()).await;
    match person.and_then(|person| session(provider, person)) {
        Ok((person, cookie)) => {
            server.audit.note(Deed::SignedIn, Some(&person.name), uri.path());
            Ok(redirect(&to, [Some(cookie), Provider::forget()].into_iter().flatten()))
        }
        Err(why) => {
            tracing::warn!(why, "a sign-in is refused");
            server.audit.note(Deed::SignInRefused, None, uri.path());
            let mut response = document(&server, &to, &to, StatusCode::UNAUTHORIZED, Said::Failed);
            response.headers_mut().extend(Provider::forget().map(|cookie| (header::SET_COOKIE, cookie)));
            Ok(response)
        }
    }
}

fn session(provider: &Provider, person: Person) -> Result<(Person, HeaderValue), String> {
    let cookie = provider.sessions.cookie(&person, now_s());
    let why = || format!("{} sees more parts than a cookie can name", person.name);
    let cookie = cookie.ok_or_else(why)?;
    Ok((person, cookie))
}

fn provider(server: &Shared) -> Result<&Provider, Refusal> {
    match server.people.as_deref() {
        Some(People::ByProvider(provider)) => Ok(provider),
        _ => Err(Refusal::UnknownAddress),
    }
}
