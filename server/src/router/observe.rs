//! Records each request: a line in the log, counts and durations in the metrics.

use crate::metrics;
use axum::body::HttpBody;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tower_http::request_id::{MakeRequestId, MakeRequestUuid};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const REQUEST_ID_CHARS: usize = 64;

/// Gives the request an id, unless a proxy already has, and records its outcome.
pub async fn request(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(&request);
    if let Some(id) = &id {
        request.headers_mut().insert(REQUEST_ID, id.clone());
    }
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    // Unknown addresses share one label; otherwise anyone could fill the memory with series.
    let route =
        request.extensions().get::<MatchedPath>().map_or("none".to_owned(), |path| path.as_str().to_owned());

    let mut response = next.run(request).await;

    let seconds = started.elapsed().as_secs_f64();
    let status = response.status().as_u16();
    metrics::request(&route, &method, status, seconds);
    // Queries are left out: filters and scenarios are private to the reader, and tokens may appear there one day.
    tracing::info!(
        method = method.as_str(),
        path,
        status,
        duration_ms = (seconds * 1e5).round() / 100.0,
        bytes = response.body().size_hint().exact(),
        // What speaks gRPC is answered with 200, and refused with a status of its own.
        grpc_status = response.headers().get("grpc-status").and_then(|status| status.to_str().ok()),
        request_id = id.as_ref().and_then(|id| id.to_str().ok()),
        "request"
    );
    if let Some(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The id from a proxy, if it is safe to log; otherwise a new one.
fn request_id(request: &Request) -> Option<HeaderValue> {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let well_formed =
        |id: &&HeaderValue| (1..=REQUEST_ID_CHARS).contains(&id.len()) && id.as_bytes().iter().all(plain);
    let given = request.headers().get(REQUEST_ID).filter(well_formed).cloned();
    given.or_else(|| Some(MakeRequestUuid.make_request_id(request)?.into_header_value()))
}
