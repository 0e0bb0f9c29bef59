//! Headers of every answer: files, errors and "not modified", and more of those that are documents.

use app::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// Our addresses contain scenarios and filters, which are private, so no referrer is sent.
const REFERRER_POLICY: &str = "no-referrer";

/// The dashboard needs no browser permissions except the clipboard, for copying links.
const PERMISSIONS_POLICY: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
     microphone=(), midi=(), payment=(), serial=(), usb=(), clipboard-write=(self)";

/// The headers of every answer.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static(REFERRER_POLICY)),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// The headers of documents, which say nothing of anything else.
const OF_DOCUMENTS: [(HeaderName, HeaderValue); 3] = [
    // For browsers that do not know frame-ancestors.
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS_POLICY)),
];

/// Adds them to an answer.
pub async fn add(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let is_document =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let of_documents = OF_DOCUMENTS.into_iter().filter(|_| is_document);
    for (name, value) in HEADERS.into_iter().chain(of_documents) {
        headers.insert(name, value);
    }
    response
}
