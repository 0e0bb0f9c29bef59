//! The door: who comes is asked here, before anything of the data is answered, and gets no more than they may see.

/// With a password.
mod password;

/// At a provider.
mod provider;

/// With a password, for a driver.
#[cfg(feature = "flight")]
mod handshake;

use super::parts::Parts;
use crate::access::{Deed, People, Person, RETURN, Right, Session, Sessions, View, now_s};
use crate::pages;
use crate::refusal::Refusal;
use crate::service::{Shared, Subject};
use crate::wire::Asker;
use app::{SIGN_IN, SIGN_OUT, Said, below_language};
use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use contract::QueryString;
use planning::day::Day;
use std::sync::Arc;

/// The pages of the door; none where nobody signs in here.
pub(super) fn routes(server: &Shared) -> Router<Shared> {
    let (page, router) = match server.people.as_deref() {
        Some(People::ByPassword(_)) => (get(password::page).post(password::enter), Router::new()),
        Some(People::ByProvider(_)) => {
            (get(provider::begin), Router::new().route(&["/", RETURN].concat(), get(provider::back)))
        }
        Some(People::ByProxy(_)) | None => return Router::new(),
    };
    let pages = app::Language::every().fold(router, |router, language| {
        router.route(&format!("/{}{SIGN_IN}", language.prefix()), page.clone())
    });
    pages.route(&["/", SIGN_OUT].concat(), post(leave))
}

/// The address that a query names to go on to: one of this site, whatever somebody wrote into a link.
fn way_on(query: Option<&str>) -> String {
    let query = QueryString::parse(query.unwrap_or_default());
    let is_ours =
        |to: &&str| to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\n', '\r']);
    query.get("to").filter(is_ours).unwrap_or("/").to_owned()
}

/// The door's page, which leads on to an address of this site, in the language of a path.
fn document(server: &Shared, path: &str, to: &str, status: StatusCode, said: Said) -> Response {
    let place = server.site.place(pages::language(path));
    let mut response = (status, Html(app::sign_in(place, to, said))).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Leads to an address, and writes cookies.
fn redirect(to: &str, cookies: impl IntoIterator<Item = HeaderValue>) -> Response {
    let mut response = Redirect::to(to).into_response();
    let headers = response.headers_mut();
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn leave(State(server): State<Shared>, uri: Uri, asker: Asker) -> Result<Response, Refusal> {
    check_origin(&asker.headers)?;
    let person = person(&server, &asker).map(|(person, _)| person.name);
    server.audit.note(Deed::SignedOut, person.as_deref(), uri.path());
    let mut response = match server.people.as_deref() {
        // The way to a page would lead in again at once, because the provider still knows who they are.
        Some(People::ByProvider(_)) => document(&server, uri.path(), "/", StatusCode::OK, Said::Left),
        _ => redirect("/", None),
    };
    response.headers_mut().extend(Sessions::end().map(|cookie| (header::SET_COOKIE, cookie)));
    // What browsers keep of this site goes with the session.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}

/// Refuses forms of other sites: browsers say where a form is from (Fetch metadata, or the older Origin).
fn check_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_ours = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) == text("host"),
        (None, None) => false,
    };
    if is_ours { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// Who shows a session or a key, or is named by the proxy, and the cookie that goes on with their session where half of it is over.
fn person(server: &Shared, asker: &Asker) -> Option<(Person, Option<HeaderValue>)> {
    let (people, now) = (server.people.as_deref()?, now_s());
    let programs = match people {
        People::ByProxy(proxy) => return Some((proxy.names(asker.client, &asker.headers)?, None)),
        People::ByPassword(passwords) => &passwords.programs,
        People::ByProvider(provider) => &provider.programs,
    };
    if let Some(shown) = asker.headers.get(header::AUTHORIZATION) {
        let key = shown.to_str().ok()?.strip_prefix("Bearer ")?;
        if let Some(program) = programs.with(key, day_of(now)) {
            return Some((program.clone(), None));
        }
        let People::ByPassword(passwords) = people else { return None };
        let name: String = passwords.sessions.of_token(key, now)?;
        return Some((passwords.named(&name)?.clone(), None));
    }
    match people {
        People::ByProxy(_) => None,
        People::ByPassword(passwords) => {
            let Session { who, is_half_over } = passwords.sessions.of::<String>(&asker.headers, now)?;
            let person = passwords.named(&who)?.clone();
            let renewed = is_half_over.then(|| passwords.sessions.cookie(&who, now)).flatten();
            Some((person, renewed))
        }
        // Not renewed: the provider is asked again, because roles and people change there.
        People::ByProvider(provider) => Some((provider.sessions.of(&asker.headers, now)?.who, None)),
    }
}

/// Asks who comes. Where nobody signs in, everybody may come.
pub(super) async fn ask(
    State((server, parts)): State<(Shared, Arc<Parts>)>,
    request: Request,
    next: Next,
) -> Response {
    if server.people.is_none() || is_for_all(request.uri().path()) {
        return next.run(request).await;
    }
    #[cfg(feature = "flight")]
    if handshake::is_handshake(request.uri().path()) {
        return handshake::admit(&server, request, next).await.unwrap_or_else(IntoResponse::into_response);
    }
    match admit(&server, &parts, request, next).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    }
}

async fn admit(server: &Shared, parts: &Parts, request: Request, next: Next) -> Result<Response, Refusal> {
    let (mut head, body) = request.into_parts();
    let Ok(asker) = Asker::from_request_parts(&mut head, &()).await;
    let path = head.uri.path().to_owned();
    let Some((person, renewed)) = person(server, &asker) else {
        let has_door = !matches!(server.people.as_deref(), Some(People::ByProxy(_)));
        let is_page = head.method == Method::GET && !path.starts_with("/api/") && !path.starts_with("/data/");
        if has_door && is_page {
            let mut to = QueryString::default();
            to.push("to", &head.uri.to_string());
            let language = pages::language(&path).prefix();
            return Ok(Redirect::to(&format!("/{language}{SIGN_IN}?{to}")).into_response());
        }
        return Err(Refusal::Unauthenticated);
    };
    let right = Right::of_path(&path, head.method == Method::POST);
    // Who sees a part only looks: what they wrote would stand among what they may not see.
    let is_of_theirs = person.lock.is_open() || (right != Right::Decide && is_of_a_part(&path));
    if person.role < right.role() || !is_of_theirs {
        server.audit.note(Deed::Refused, Some(&person.name), &path);
        return Err(Refusal::Forbidden);
    }
    let takes_file =
        head.uri.query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("format=")));
    if right == Right::Ask {
        server.audit.note(Deed::Asked, Some(&person.name), &path);
    } else if takes_file {
        server.audit.note(Deed::Downloaded, Some(&person.name), &path);
    }
    head.extensions.insert(Subject(person.name.clone()));
    let mut response = if person.lock.is_open() {
        next.run(Request::from_parts(head, body)).await
    } else {
        parts.answer(server, asker.client, person.lock, (head, body)).await?
    };
    let headers = response.headers_mut();
    // What somebody sees is theirs, until they sign out.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.extend(renewed.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// Addresses without data, and those that ask by themselves.
fn is_for_all(path: &str) -> bool {
    let below = path.trim_start_matches('/');
    below_language(below) == SIGN_IN
        || below == SIGN_OUT
        || below == RETURN
        || ["/healthz", "/readyz"].contains(&path)
        || path.starts_with("/pkg/")
        || path.starts_with("/embed/")
}

/// Whether an address is of a view that a part of the publication has, or of a file of the part.
fn is_of_a_part(path: &str) -> bool {
    let below = path.trim_start_matches('/');
    if let Some(name) = below.strip_prefix("api/v1/") {
        return View::all().iter().any(|view| view.may_be_locked && view.has_endpoint(name));
    }
    if below.starts_with("data/") {
        return true;
    }
    let page = app::Page::of_path(below);
    page.and_then(|(_, page)| View::named(page.name())).is_some_and(|view| view.may_be_locked)
}

/// The day of a time in seconds since 1970, in UTC.
fn day_of(now_s: u64) -> Day {
    Day(i32::try_from(now_s / 86_400).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_stays_on_this_site() {
        for (to, expected) in [
            ("/items?q=a", "/items?q=a"),
            ("", "/"),
            ("https://evil.example/", "/"),
            ("//evil.example/", "/"),
            ("/\\evil.example/", "/"),
            ("javascript:alert(1)", "/"),
            ("/a\r\nset-cookie: x", "/"),
        ] {
            let mut query = QueryString::default();
            query.push("to", to);
            assert_eq!(way_on(Some(&query.to_string())), expected, "{to}");
        }
    }

    #[test]
    fn only_what_has_no_data_is_for_all() {
        for path in
            ["/sign-in", "/de/sign-in", "/sign-out", "/healthz", "/readyz", "/pkg/a.css", "/embed/what-if"]
        {
            assert!(is_for_all(path), "{path}");
        }
        for path in [
            "/",
            "/de/",
            "/items",
            "/report.html",
            "/data/main/0/cube.bin",
            "/api/v1/kpis",
            "/metrics",
            "/openapi.json",
            "/sign-in/x",
            "/embed",
            "/offline.js",
        ] {
            assert!(!is_for_all(path), "{path}");
        }
    }
}
