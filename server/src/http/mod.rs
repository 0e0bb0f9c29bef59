//! HTTP: what every request passes through, and which address leads where.

pub mod answers;
pub mod cache;
pub mod connection;
pub mod encoding;
mod files;
mod guard;
mod health;
pub mod listen;
mod observe;
mod pages;
mod refuse;
mod security;

use crate::api;
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::shelf::Shelf;
use crate::site::Site;
use answers::Answers;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

/// Where the site begins.
pub const BASE: &str = "/";

/// What answers are made of.
pub struct Server {
    /// Limits in force.
    pub limits: Limits,
    /// The publications.
    pub shelf: Shelf,
    /// The browser's part.
    pub site: Site,
    /// Answers given before.
    pub answers: Answers,
    /// Numbers about the server.
    pub metrics: PrometheusHandle,
}

/// One for all requests.
pub type Shared = Arc<Server>;

/// Every address. A page is registered in `app`, an endpoint of the API in `api`.
pub fn router(server: Shared) -> Router {
    let routes = Router::new()
        .merge(pages::routes())
        .merge(api::routes())
        .merge(files::routes())
        .merge(health::routes())
        .method_not_allowed_fallback(async || Refusal::MethodNotAllowed)
        .fallback(async || Refusal::UnknownAddress);
    within(routes, server)
}

/// What answers on connections beyond the limit: come again, on another connection.
pub fn overloaded(server: Shared) -> Router {
    let close = async |mut response: Response| {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        response
    };
    within(Router::new().fallback(async || Refusal::Overloaded), server).layer(map_response(close))
}

/// Puts around routes what every request passes through, from the outside in.
fn within(routes: Router<Shared>, server: Shared) -> Router {
    let layers = ServiceBuilder::new()
        .layer(from_fn(observe::request))
        .layer(map_response(security::add))
        .layer(from_fn_with_state(server.clone(), refuse::written_out))
        .layer(from_fn_with_state(server.clone(), guard::request))
        .layer(CatchPanicLayer::custom(|_| Refusal::Internal.into_response()));
    routes.layer(layers).with_state(server)
}

#[cfg(test)]
mod tests;
