//! What frames show first, and the script that makes them. Neither holds data, so neither asks for a token.

use crate::access::Keys;
use crate::pages;
use crate::router::security::Framing;
use crate::service::Shared;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

/// The script that other pages load: it defines `<granary-view>`. Its version is that of its messages.
pub const SCRIPT: &str = include_str!("../../../../client/granary-view.js");
/// Its path below `/embed`.
pub(super) const SCRIPT_PATH: &str = "/v1.js";

/// The script, for any page to load.
pub(super) async fn script() -> Response {
    let mut response = SCRIPT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    // A page that names its hash reads it as its own.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response.extensions_mut().insert(Framing::AnyPageLoads);
    response
}

/// The first document of a frame.
pub(super) fn document(server: &Shared, keys: &Keys, path: &str) -> Response {
    let site = server.site.for_frames();
    let origins = keys.origins();
    let document = app::frame(site.place(pages::language(path)), &origins);
    let mut response = Html(document).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response.extensions_mut().insert(Framing::FramedBy(origins));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use sha2::{Digest, Sha384};

    #[test]
    fn the_documentation_names_the_hash_of_the_script() {
        let hash = BASE64_STANDARD.encode(Sha384::digest(SCRIPT));
        let documentation = include_str!("../../../../docs/embedding.md");
        assert!(
            documentation.contains(&format!("sha384-{hash}")),
            "docs/embedding.md must name sha384-{hash}"
        );
    }
}
