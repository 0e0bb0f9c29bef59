//! What is said about each kind of refusal.

use axum::http::StatusCode;

/// What is the same for every refusal of a kind. What stands in braces in a cause is this request's.
pub(super) struct Kind {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) title: &'static str,
    pub(super) cause: &'static str,
    pub(super) remedy: &'static str,
}

pub(super) const BAD_PARAMETER: Kind = Kind {
    status: StatusCode::BAD_REQUEST,
    code: "bad-parameter",
    title: "A parameter cannot be used",
    cause: "{parameter}",
    remedy: "Correct the parameter, or leave it out to get its default.",
};
pub(super) const UNKNOWN_ITEM: Kind = Kind {
    status: StatusCode::NOT_FOUND,
    code: "unknown-item",
    title: "There is no such item",
    cause: "{item}",
    remedy: "Search for it in the list of items.",
};
pub(super) const UNKNOWN_PARAMETER: Kind = Kind {
    status: StatusCode::BAD_REQUEST,
    code: "unknown-parameter",
    title: "There is no such parameter",
    cause: "{parameter}",
    remedy: "Correct the name, or leave the parameter out.",
};
pub(super) const REPEATED_PARAMETER: Kind = Kind {
    status: StatusCode::BAD_REQUEST,
    code: "repeated-parameter",
    title: "A parameter is repeated",
    cause: "Parameter `{parameter}` is given more than once, and takes one value.",
    remedy: "Give it once.",
};
pub(super) const NOT_ACCEPTABLE: Kind = Kind {
    status: StatusCode::NOT_ACCEPTABLE,
    code: "not-acceptable",
    title: "There is no such representation",
    cause: "The Accept header takes none of the representations that there are.",
    remedy: "Accept one of those allowed, or name one with the parameter format.",
};
pub(super) const BAD_HOST: Kind = Kind {
    status: StatusCode::BAD_REQUEST,
    code: "bad-host",
    title: "The host is not told",
    cause: "{host}",
    remedy: "Name the host once, as clients of HTTP/1.1 and HTTP/2 do.",
};
pub(super) const UNKNOWN_HOST: Kind = Kind {
    status: StatusCode::MISDIRECTED_REQUEST,
    code: "unknown-host",
    title: "This server does not answer to that host",
    cause: "This server is not known under the host `{host}`.",
    remedy: "If it should be, start it with --host and that host, or add the host to hosts in its configuration.",
};
pub(super) const UNKNOWN_ADDRESS: Kind = Kind {
    status: StatusCode::NOT_FOUND,
    code: "unknown-address",
    title: "There is nothing at this address",
    cause: "No page and no part of the API has this address.",
    remedy: "Check the address, or begin at the overview.",
};
pub(super) const UNKNOWN_PUBLICATION: Kind = Kind {
    status: StatusCode::NOT_FOUND,
    code: "unknown-publication",
    title: "There is no such publication",
    cause: "This server holds no publication with that tenant and id.",
    remedy: "Reload the page to get the current publication.",
};
pub(super) const UNKNOWN_FILE: Kind = Kind {
    status: StatusCode::NOT_FOUND,
    code: "unknown-file",
    title: "There is no such file",
    cause: "The publication lists no file with that path.",
    remedy: "Take the paths from the publication's list of files.",
};
pub(super) const UNKNOWN_ASSET: Kind = Kind {
    status: StatusCode::NOT_FOUND,
    code: "unknown-asset",
    title: "There is no such asset",
    cause: "The site holds no asset with that name.",
    remedy: "Reload the page to get the current names.",
};
pub(super) const METHOD_NOT_ALLOWED: Kind = Kind {
    status: StatusCode::METHOD_NOT_ALLOWED,
    code: "method-not-allowed",
    title: "The method is not allowed here",
    cause: "This address can be read, and nothing else.",
    remedy: "Use GET or HEAD.",
};
pub(super) const BODY_TOO_LARGE: Kind = Kind {
    status: StatusCode::PAYLOAD_TOO_LARGE,
    code: "body-too-large",
    title: "The request's body is too large",
    cause: "A request's body may have at most {limit} bytes.",
    remedy: "Send parameters in the query string, without a body.",
};
pub(super) const ADDRESS_TOO_LONG: Kind = Kind {
    status: StatusCode::URI_TOO_LONG,
    code: "address-too-long",
    title: "The address is too long",
    cause: "Path and query may have at most {limit} bytes.",
    remedy: "Choose fewer values in the filters.",
};
pub(super) const HEADERS_TOO_LARGE: Kind = Kind {
    status: StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    code: "headers-too-large",
    title: "The request's headers are too large",
    cause: "A request's headers may have at most {limit} bytes.",
    remedy: "Delete this site's cookies, or send fewer headers.",
};
pub(super) const NOT_READY: Kind = Kind {
    status: StatusCode::SERVICE_UNAVAILABLE,
    code: "not-ready",
    title: "Nothing is published yet",
    cause: "The data is being published.",
    remedy: "Come again in a minute.",
};
pub(super) const FILE_GONE: Kind = Kind {
    status: StatusCode::SERVICE_UNAVAILABLE,
    code: "file-gone",
    title: "A file of the publication is gone",
    cause: "File {file} of the current publication is missing or has another size.",
    remedy: "Publish again with granary publish, or go back with granary snapshots --rollback.",
};
pub(super) const OVERLOADED: Kind = Kind {
    status: StatusCode::SERVICE_UNAVAILABLE,
    code: "overloaded",
    title: "Too many requests at once",
    cause: "The server has more requests than it can answer in time.",
    remedy: "Come again in a few seconds.",
};
pub(super) const TIMED_OUT: Kind = Kind {
    status: StatusCode::SERVICE_UNAVAILABLE,
    code: "timed-out",
    title: "The answer took too long",
    cause: "Computing the answer took longer than the server allows.",
    remedy: "Choose less with the filters, or come again later.",
};
pub(super) const INTERNAL: Kind = Kind {
    status: StatusCode::INTERNAL_SERVER_ERROR,
    code: "internal",
    title: "Something went wrong here",
    cause: "The server could not make this answer; the fault is not in the request.",
    remedy: "Come again later; if it stays so, tell the operator the id in the answer's x-request-id header.",
};
