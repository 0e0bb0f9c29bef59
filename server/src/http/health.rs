//! For those who look after the server: is it alive, is it ready, how is it doing.

use super::Shared;
use crate::refusal::Refusal;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

const NOT_KEPT: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready)).route("/metrics", get(metrics))
}

/// The process answers.
async fn alive() -> Response {
    ([NOT_KEPT], "alive\n").into_response()
}

/// A publication is loaded and verified.
async fn ready(State(server): State<Shared>) -> Result<Response, Refusal> {
    let derived = server.shelf.current()?;
    Ok(([NOT_KEPT], format!("ready {}\n", derived.publication.id)).into_response())
}

/// The numbers, in Prometheus' text format.
async fn metrics(State(server): State<Shared>) -> Response {
    let content_type = (header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    ([NOT_KEPT, content_type], server.metrics.render()).into_response()
}
