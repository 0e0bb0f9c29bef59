//! Headers of every answer: files, errors and "not modified"; a policy where something could run; more of documents.

use app::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// Our addresses contain scenarios and filters, which are private, so no referrer is sent.
const REFERRER_POLICY: &str = "no-referrer";

/// The dashboard needs no browser permissions except the clipboard, for copying links.
const PERMISSIONS_POLICY: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
     microphone=(), midi=(), payment=(), serial=(), usb=(), clipboard-write=(self)";

/// Which pages may load an answer.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// The part of the policy that keeps our pages out of frames.
const FRAMED_BY_NONE: &str = "frame-ancestors 'none'";

/// The headers of every answer.
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static(REFERRER_POLICY)),
    (RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
];

/// Kinds that a browser neither shows as documents nor starts as workers, so that a policy of their own says nothing. Style and
/// modules are in every first load, and the policy is as long as a tenth of the style.
const WITHOUT_POLICY: [&[u8]; 2] = [b"text/css", b"application/wasm"];

/// The headers of documents, which say nothing of anything else.
const OF_DOCUMENTS: [(HeaderName, HeaderValue); 3] = [
    // For browsers that do not know frame-ancestors.
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS_POLICY)),
];

/// What an answer says of itself where other pages than ours may use it.
#[derive(Clone, Debug)]
pub enum Framing {
    /// Pages of these origins, with spaces between them, may frame it.
    FramedBy(String),
    /// Any page may load it.
    AnyPageLoads,
}

/// Browsers that have been here once come by TLS only, for a year.
pub async fn add_for_tls(mut response: Response) -> Response {
    let value = HeaderValue::from_static("max-age=31536000");
    response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, value);
    response
}

/// Adds them to an answer.
pub async fn add(mut response: Response) -> Response {
    let framing = response.extensions_mut().remove::<Framing>();
    let headers = response.headers_mut();
    let kind = headers.get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    let is_document = kind.starts_with(b"text/html");
    let has_policy = !WITHOUT_POLICY.iter().any(|without| kind.starts_with(without));
    if has_policy {
        let policy = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    let of_documents = OF_DOCUMENTS.into_iter().filter(|_| is_document);
    for (name, value) in HEADERS.into_iter().chain(of_documents) {
        headers.insert(name, value);
    }
    match framing {
        None => {}
        Some(Framing::FramedBy(origins)) => {
            headers.remove(header::X_FRAME_OPTIONS);
            let policy =
                CONTENT_SECURITY_POLICY.replace(FRAMED_BY_NONE, &format!("frame-ancestors {origins}"));
            // Origins have the letters of hosts only.
            if let Ok(policy) = HeaderValue::try_from(policy) {
                headers.insert(header::CONTENT_SECURITY_POLICY, policy);
            }
        }
        Some(Framing::AnyPageLoads) => {
            headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
        }
    }
    response
}
