//! Refuses requests before any work is done for them: addresses, headers and bodies beyond the limits. Also limits
//! the time of an answer.

use crate::limits::millis;
use crate::refusal::Refusal;
use crate::service::Shared;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Lets a request through, or not.
pub async fn request(State(server): State<Shared>, request: Request, next: Next) -> Response {
    let limits = &server.limits;
    let address_bytes = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if address_bytes > limits.address_bytes {
        return Refusal::AddressTooLong(limits.address_bytes).into_response();
    }
    if header_bytes(request.headers()) > limits.header_bytes {
        return Refusal::HeadersTooLarge(limits.header_bytes).into_response();
    }
    if announced_bytes(request.headers()) > limits.body_bytes {
        return Refusal::BodyTooLarge(limits.body_bytes).into_response();
    }
    let answer = tokio::time::timeout(millis(limits.request_timeout_ms), next.run(request)).await;
    answer.unwrap_or_else(|_| Refusal::TimedOut.into_response())
}

fn header_bytes(headers: &HeaderMap) -> usize {
    // A colon, a space and a line end belong to each.
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

/// The announced length of the request's body. Nothing here reads bodies, so one without a length costs nothing.
fn announced_bytes(headers: &HeaderMap) -> u64 {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    length.unwrap_or(0)
}
