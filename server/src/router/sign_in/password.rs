//! Signing in with a password.

use super::{check_origin, document, redirect, way_on};
use crate::access::{Deed, People, now_s};
use crate::refusal::Refusal;
use crate::service::Shared;
use crate::wire::{Asker, Client};
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
    let Some(People::ByPassword(passwords)) = server.people.as_deref() else {
        return Err(Refusal::UnknownAddress);
    };
    check_origin(&asker.headers)?;
    let form = std::str::from_utf8(&body).ok().filter(|body| body.len() <= FORM_BYTES_MAX);
    let form = QueryString::parse(form.unwrap_or_default());
    let (Some(name), Some(password)) = (form.get("name"), form.get("password")) else {
        return Err(Refusal::BadBody("it has no name and password".to_owned()));
    };
    let shown = (name.to_owned(), password.to_owned());
    let to = way_on(uri.query());
    match tried(&server, asker.client, shown, uri.path()).await? {
        Tried::Right(name) => Ok(redirect(&to, passwords.sessions.cookie(&name, now_s()))),
        Tried::Wrong => Ok(document(&server, uri.path(), &to, StatusCode::UNAUTHORIZED, Said::Wrong)),
        Tried::TooOften(wait_s) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            let mut response = document(&server, uri.path(), &to, status, Said::Wait(wait_s));
            response.headers_mut().insert(header::RETRY_AFTER, wait_s.into());
            Ok(response)
        }
    }
}

/// What came of a name and a password.
pub(super) enum Tried {
    /// They belong together; the name.
    Right(String),
    /// They do not.
    Wrong,
    /// They are not looked at before so many seconds are over.
    TooOften(u64),
}

/// Tries a name and a password, shown at a path, and notes what came of it.
///
/// # Errors
/// No free slot for computing in time.
pub(super) async fn tried(
    server: &Shared,
    client: Client,
    (name, password): (String, String),
    path: &str,
) -> Result<Tried, Refusal> {
    let now = now_s();
    if let Some(wait_s) = server.tries.wait_s(client, &name, now) {
        return Ok(Tried::TooOften(wait_s));
    }
    let (shared, given) = (server.clone(), name.clone());
    // Hashing takes time and memory by design, so it waits for its turn like any computation.
    let known = server.answers.work(client, move || {
        let Some(People::ByPassword(passwords)) = shared.people.as_deref() else { return Ok(None) };
        Ok(passwords.check(&given, &password).map(|person| person.name.clone()))
    });
    let Some(known) = known.await? else {
        server.tries.failed(client, &name, now);
        server.audit.note(Deed::SignInRefused, Some(&name), path);
        return Ok(Tried::Wrong);
    };
    server.tries.succeeded(client, &name);
    server.audit.note(Deed::SignedIn, Some(&name), path);
    Ok(Tried::Right(known))
}
