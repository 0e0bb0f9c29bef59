//! The kinds of refusal. What a page or an answer says of each stands in `app/text`, by its code.

use axum::http::StatusCode;

/// What is the same for every refusal of a kind.
pub(super) struct Kind {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) title: &'static str,
}

const fn kind(status: StatusCode, code: &'static str, title: &'static str) -> Kind {
    Kind { status, code, title }
}

pub(super) const BAD_PARAMETER: Kind =
    kind(StatusCode::BAD_REQUEST, "bad-parameter", "A parameter cannot be used");
pub(super) const UNKNOWN_ITEM: Kind = kind(StatusCode::NOT_FOUND, "unknown-item", "There is no such item");
pub(super) const UNKNOWN_PARAMETER: Kind =
    kind(StatusCode::BAD_REQUEST, "unknown-parameter", "There is no such parameter");
pub(super) const REPEATED_PARAMETER: Kind =
    kind(StatusCode::BAD_REQUEST, "repeated-parameter", "A parameter is repeated");
pub(super) const NOT_ACCEPTABLE: Kind =
    kind(StatusCode::NOT_ACCEPTABLE, "not-acceptable", "There is no such representation");
pub(super) const BAD_HOST: Kind = kind(StatusCode::BAD_REQUEST, "bad-host", "The host is not told");
pub(super) const UNKNOWN_HOST: Kind =
    kind(StatusCode::MISDIRECTED_REQUEST, "unknown-host", "This server does not answer to that host");
pub(super) const UNKNOWN_ADDRESS: Kind =
    kind(StatusCode::NOT_FOUND, "unknown-address", "There is nothing at this address");
pub(super) const UNKNOWN_PUBLICATION: Kind =
    kind(StatusCode::NOT_FOUND, "unknown-publication", "There is no such publication");
pub(super) const UNKNOWN_FILE: Kind = kind(StatusCode::NOT_FOUND, "unknown-file", "There is no such file");
pub(super) const UNKNOWN_ASSET: Kind = kind(StatusCode::NOT_FOUND, "unknown-asset", "There is no such asset");
pub(super) const UNAUTHORIZED: Kind =
    kind(StatusCode::UNAUTHORIZED, "unauthorized", "No token that is valid here");
pub(super) const OUTSIDE_TOKEN: Kind =
    kind(StatusCode::FORBIDDEN, "outside-token", "The token does not cover this address");
pub(super) const NOT_SIGNED_IN: Kind = kind(StatusCode::UNAUTHORIZED, "not-signed-in", "Nobody is signed in");
pub(super) const NOT_ALLOWED: Kind =
    kind(StatusCode::FORBIDDEN, "not-allowed", "This is not for who is signed in");
pub(super) const METHOD_NOT_ALLOWED: Kind =
    kind(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The method is not allowed here");
pub(super) const BODY_TOO_LARGE: Kind =
    kind(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", "The request's body is too large");
pub(super) const ADDRESS_TOO_LONG: Kind =
    kind(StatusCode::URI_TOO_LONG, "address-too-long", "The address is too long");
pub(super) const HEADERS_TOO_LARGE: Kind = kind(
    StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    "headers-too-large",
    "The request's headers are too large",
);
pub(super) const NOT_READY: Kind =
    kind(StatusCode::SERVICE_UNAVAILABLE, "not-ready", "Nothing is published yet");
pub(super) const FILE_GONE: Kind =
    kind(StatusCode::SERVICE_UNAVAILABLE, "file-gone", "A file of the publication is gone");
pub(super) const OVERLOADED: Kind =
    kind(StatusCode::SERVICE_UNAVAILABLE, "overloaded", "Too many requests at once");
pub(super) const TIMED_OUT: Kind =
    kind(StatusCode::SERVICE_UNAVAILABLE, "timed-out", "The answer took too long");
pub(super) const BAD_BODY: Kind =
    kind(StatusCode::BAD_REQUEST, "bad-body", "The request's body cannot be used");
pub(super) const SQL_REFUSED: Kind = kind(StatusCode::BAD_REQUEST, "sql-refused", "The query is refused");
pub(super) const TOO_MANY_QUERIES: Kind =
    kind(StatusCode::TOO_MANY_REQUESTS, "too-many-queries", "Too many queries of one client");
pub(super) const SQL_OFF: Kind =
    kind(StatusCode::NOT_IMPLEMENTED, "sql-off", "This server answers no queries");
pub(super) const DECISIONS_OFF: Kind =
    kind(StatusCode::FORBIDDEN, "decisions-off", "This server writes no decisions down");
pub(super) const INTERNAL: Kind =
    kind(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong here");
