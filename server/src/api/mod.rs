//! The API: the same functions over the same derived files as the pages, under the same parameters.

mod forecast;
mod item;
mod kpis;
mod what_if;

use crate::http::Shared;
use crate::http::answers::{About, Caching};
use crate::http::cache::Encoded;
use crate::refusal::Refusal;
use app::Derived;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use contract::QueryString;
use serde::Serialize;

/// An endpoint: its path, and its answer as a function of a publication and a query string.
struct Endpoint<T> {
    path: &'static str,
    answer: fn(&Derived, &QueryString) -> Result<T, Refusal>,
}

/// The registry: one line an endpoint.
pub fn routes() -> Router<Shared> {
    Router::new()
        .merge(forecast::ENDPOINT.route())
        .merge(item::ENDPOINT.route())
        .merge(kpis::ENDPOINT.route())
        .merge(what_if::ENDPOINT.route())
}

impl<T: Serialize + 'static> Endpoint<T> {
    fn route(&self) -> Router<Shared> {
        let Endpoint { path, answer } = *self;
        let handler =
            async move |State(server): State<Shared>, RawQuery(query): RawQuery, headers: HeaderMap| {
                give(path, answer, server, query.unwrap_or_default(), headers).await
            };
        Router::new().route(path, get(handler))
    }
}

async fn give<T: Serialize + 'static>(
    path: &'static str,
    answer: fn(&Derived, &QueryString) -> Result<T, Refusal>,
    server: Shared,
    query: String,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let derived = server.shelf.current()?;
    let about = About {
        function_of: format!("api {} {path}?{query}", derived.publication.id),
        sha256: None,
        content_type: "application/json",
        caching: Caching::Revalidate,
    };
    let make = move |encoding| {
        let answer = answer(&derived, &QueryString::parse(&query))?;
        let json = serde_json::to_vec(&answer).map_err(|error| {
            tracing::error!(path, %error, "an answer cannot be written as JSON");
            Refusal::Internal
        })?;
        Ok(Encoded::of(json, encoding))
    };
    server.answers.give(&headers, about, make).await
}
