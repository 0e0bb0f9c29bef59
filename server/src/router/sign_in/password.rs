//! Signing in with a password.

use super::{check_origin, document, redirect, way_on};
use crate::access::{Deed, People, now_s};
use crate::refusal::Refusal;
use crate::service::Shared;
use crate::wire::Asker;
use app::Said;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::Response;
use contract::QueryString;

/// Most bytes of a name and a password.
const FORM_BYTES_MAX: usize = 4_096;

/// The page that asks for them.
pub(super) async fn page(State(server): State<Shared>, uri: Uri) -> Response {
    document(&server, uri.path(), &way_on(uri.query()), StatusCode::OK, Said::Nothing)
}

/// Whoever has this name and password comes in.
pub(super) async fn enter(
    State(server): State<Shared>,
    uri: Uri,
    asker: Asker,
    body: Bytes,
) -> Result<Response, Refusal> {
    let Some(People::ByPassword(_)) = server.people.as_deref() else {
        return Err(Refusal::UnknownAddress);
    };
    check_origin(&asker.headers)?;
    let form = std::str::from_utf8(&body).ok().filter(|body| body.len() <= FORM_BYTES_MAX);
    let form = QueryString::parse(form.unwrap_or_default());
    let (Some(name), Some(password)) = (form.get("name"), form.get("password")) else {
        return Err(Refusal::BadBody("it has no name and password".to_owned()));
    };
    let (name, password) = (name.to_owned(), password.to_owned());
    let now = now_s();
    if let Some(wait_s) = server.tries.wait_s(asker.client, &name, now) {
        let (to, status) = (way_on(uri.query()), StatusCode::TOO_MANY_REQUESTS);
        let mut response = document(&server, uri.path(), &to, status, Said::Wait(wait_s));
        response.headers_mut().insert(header::RETRY_AFTER, wait_s.into());
        return Ok(response);
    }
    let (shared, given) = (server.clone(), name.clone());
    // Hashing takes time and memory by design, so it waits for its turn like any computation.
    let cookie = server.answers.work(asker.client, move || {
        let Some(People::ByPassword(passwords)) = shared.people.as_deref() else { return Ok(None) };
        let person = passwords.check(&given, &password);
        Ok(person.and_then(|person| passwords.sessions.cookie(&person.name, now)))
    });
    let Some(cookie) = cookie.await? else {
        server.tries.failed(asker.client, &name, now);
        server.audit.note(Deed::SignInRefused, Some(&name), uri.path());
        let to = way_on(uri.query());
        return Ok(document(&server, uri.path(), &to, StatusCode::UNAUTHORIZED, Said::Wrong));
    };
    server.tries.succeeded(asker.client, &name);
    server.audit.note(Deed::SignedIn, Some(&name), uri.path());
    Ok(redirect(&way_on(uri.query()), [cookie]))
}
