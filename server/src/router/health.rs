//! Endpoints for operators: liveness, readiness and metrics.

use crate::limits::millis;
use crate::refusal::Refusal;
use crate::service::Shared;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

const NOT_KEPT: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// Liveness: the process answers.
pub(super) fn alive() -> Router<Shared> {
    Router::new().route("/healthz", get(async || ([NOT_KEPT], "alive\n")))
}

/// Metrics.
pub(super) fn state() -> Router<Shared> {
    Router::new().route("/readyz", get(ready)).route("/metrics", get(metrics))
}

/// Readiness: a publication is loaded and verified, and its files still exist.
async fn ready(State(server): State<Shared>) -> Result<Response, Refusal> {
    let served = server.shelf.current()?;
    let shared = server.clone();
    let gone = tokio::task::spawn_blocking(move || shared.shelf.gone(millis(shared.limits.poll_interval_ms)));
    if let Some(path) = gone.await.map_err(|_| Refusal::Internal)? {
        return Err(Refusal::FileGone(path));
    }
    Ok(([NOT_KEPT], format!("ready {}\n", served.id())).into_response())
}

/// The numbers, in Prometheus' text format.
async fn metrics(State(server): State<Shared>) -> Response {
    let content_type = (header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    ([NOT_KEPT, content_type], server.metrics.render()).into_response()
}
