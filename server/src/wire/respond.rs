//! Turns answers into responses with content type, ETag and cache lifetime; a client that already has an answer gets
//! a 304.

use super::cache::Basis;
use super::encoded::Encoded;
use super::encoding::Encoding;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

/// How long a client may use a copy without revalidation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caching {
    /// For ever, because the address changes with the content.
    Immutable,
    /// Revalidate each time.
    Revalidate,
}

impl Caching {
    fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Caching::Immutable => "public, max-age=31536000, immutable",
            Caching::Revalidate => "no-cache",
        })
    }
}

/// Facts about an answer known before it is made.
#[derive(Clone, Debug)]
pub struct About {
    /// Everything the answer is a function of. None where that cannot be known beforehand: such an answer is made anew
    /// each time.
    pub function_of: Option<Basis>,
    /// SHA-256 of the body, hexadecimal, where it is known beforehand.
    pub sha256: Option<String>,
    /// Content type.
    pub content_type: &'static str,
    /// Whether the `Accept` header chose the content type.
    pub negotiated: bool,
    /// How long a copy may be used.
    pub caching: Caching,
}

/// A body as a response: complete, or "not modified".
pub fn respond(request: &HeaderMap, about: &About, body: &Encoded) -> Response {
    let mut response = match known_tag(request, &body.sha256) {
        Some(tag) => not_modified(about, tag),
        None => whole(about, body),
    };
    response.headers_mut().extend(body.headers.clone());
    response
}

fn whole(about: &About, body: &Encoded) -> Response {
    let tag = entity_tag(&body.sha256, body.encoding);
    tagged(about, body.encoding, &tag, Body::from(body.bytes.clone()))
}

/// A body in an encoding, with its tag.
pub(super) fn tagged(about: &About, encoding: Encoding, tag: &str, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(about.content_type));
    if let Some(name) = encoding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    add_caching(headers, about);
    response
}

/// The response to a client that already has the answer.
pub(super) fn not_modified(about: &About, tag: HeaderValue) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response.headers_mut().insert(header::ETAG, tag);
    add_caching(response.headers_mut(), about);
    response
}

fn add_caching(headers: &mut HeaderMap, about: &About) {
    headers.insert(header::CACHE_CONTROL, about.caching.header());
    let vary = if about.negotiated { "accept, accept-encoding" } else { "accept-encoding" };
    headers.insert(header::VARY, HeaderValue::from_static(vary));
}

/// A strong tag: the same tag means the same bytes, so each encoding has its own.
fn entity_tag(sha256: &str, encoding: Encoding) -> String {
    match encoding.name() {
        Some(name) => format!("\"{sha256}-{name}\""),
        None => format!("\"{sha256}\""),
    }
}

/// The tag under which the client already has this content, in any encoding.
pub(super) fn known_tag(request: &HeaderMap, sha256: &str) -> Option<HeaderValue> {
    let tags = Encoding::ALL.into_iter().rev().map(|encoding| entity_tag(sha256, encoding));
    first_known(request, tags)
}

/// The first of these tags that the client has; weak ones are compared as strong ones (RFC 9110, 13.1.2).
pub(super) fn first_known(
    request: &HeaderMap,
    tags: impl IntoIterator<Item = String>,
) -> Option<HeaderValue> {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let lines = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    let known: Vec<String> = lines.flat_map(|line| line.split(',')).map(opaque).collect();
    let tag = tags.into_iter().find(|tag| known.iter().any(|known| *known == opaque(tag) || known == "*"))?;
    HeaderValue::try_from(tag).ok()
}
