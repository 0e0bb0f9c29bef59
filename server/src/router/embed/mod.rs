//! Views within pages of others, below `/embed/`.
//!
//! A frame's first document has no data. Its script gets a token from the page around it and asks again with it; only then
//! is there an answer, from the part of the publication that the token's lock leaves. Behind the check stand the same pages,
//! endpoints and files as everywhere else, over a shelf that holds nothing but that part.

/// What frames show first, and the script that makes them.
mod frame;

pub use frame::SCRIPT;

use super::parts::Parts;
use crate::access::{Deed, Grant, Keys, View, now_s};
use crate::refusal::Refusal;
use crate::service::Shared;
use crate::wire::Asker;
use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

/// Where a frame says which origin the page around it has.
const AROUND: HeaderName = HeaderName::from_static("granary-embedder");

/// What answers for frames.
struct Frames {
    server: Shared,
    keys: Arc<Keys>,
    parts: Parts,
}

/// The addresses of frames; none where nobody may embed.
pub(super) fn routes(server: &Shared) -> Router<Shared> {
    let Some(keys) = server.keys.clone() else {
        return Router::new();
    };
    let frames =
        Arc::new(Frames { server: server.clone(), keys, parts: Parts::new(server.site.for_frames()) });
    let inner = Router::new()
        .route(frame::SCRIPT_PATH, get(frame::script))
        .route("/pkg/{name}", get(super::files::asset))
        .with_state(server.clone())
        .fallback(answer)
        .with_state(frames);
    Router::new().nest_service("/embed", inner)
}

/// What an address below `/embed` names.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Page(&'static str),
    Endpoint(String),
    File(String),
}

impl Wanted {
    /// What a path below `/embed` names, in whatever language; none where nothing that can be embedded is there.
    fn at(path: &str) -> Option<Self> {
        let path = path.strip_prefix('/')?;
        if let Some(name) = path.strip_prefix("api/v1/") {
            return Some(Wanted::Endpoint(name.to_owned()));
        }
        if let Some(file) = path.strip_prefix("data/") {
            // Tenant and publication come before it.
            return Some(Wanted::File(file.splitn(3, '/').nth(2)?.to_owned()));
        }
        let (_, page) = app::Page::of_path(path)?;
        View::named(page.name()).map(|view| Wanted::Page(view.name))
    }

    fn is_granted(&self, grant: &Grant) -> bool {
        grant.views.iter().any(|view| match self {
            Wanted::Page(name) => view.name == *name,
            Wanted::Endpoint(name) => view.has_endpoint(name),
            Wanted::File(path) => view.has_file(path),
        })
    }
}

async fn answer(State(frames): State<Arc<Frames>>, request: Request) -> Response {
    match frames.answer(request).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    }
}

impl Frames {
    async fn answer(&self, request: Request) -> Result<Response, Refusal> {
        let wanted = Wanted::at(request.uri().path());
        let headers = request.headers();
        if !headers.contains_key(header::AUTHORIZATION)
            && let Some(Wanted::Page(_)) = wanted
        {
            return Ok(frame::document(&self.server, &self.keys, request.uri().path()));
        }
        let grant = self.grant(headers)?;
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Refusal::MethodNotAllowed);
        }
        if !wanted.is_some_and(|wanted| wanted.is_granted(&grant)) {
            return Err(Refusal::OutsideToken);
        }
        let (mut parts, body) = request.into_parts();
        let Ok(asker) = Asker::from_request_parts(&mut parts, &()).await;
        // The token has done its work; nothing behind this knows of it.
        parts.headers.remove(header::AUTHORIZATION);
        let mut response = self.parts.answer(&self.server, asker.client, grant.lock, (parts, body)).await?;
        // What one token shows must not come out of a cache for another.
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("accept, accept-encoding, authorization"));
        headers.remove(header::ETAG);
        Ok(response)
    }

    /// What the token of a request grants.
    fn grant(&self, headers: &HeaderMap) -> Result<Grant, Refusal> {
        let only = |name: HeaderName| {
            let mut values = headers.get_all(name).iter();
            values.next().filter(|_| values.next().is_none())?.to_str().ok()
        };
        let token = only(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        let grant = match token {
            None => Err("no token is shown"),
            Some(token) => {
                let around = only(AROUND).unwrap_or_default();
                Grant::of(token, &self.keys, self.server.shelf.tenant(), around, now_s())
            }
        };
        grant.map_err(|why| {
            tracing::warn!(why, "a token is refused");
            self.server.audit.note(Deed::TokenRefused, None, "/embed/");
            Refusal::Unauthorized
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_pages_endpoints_and_files() {
        let check = |path: &str, wanted: Option<Wanted>| assert_eq!(Wanted::at(path), wanted, "{path}");
        check("/", Some(Wanted::Page("overview")));
        check("/de/what-if", Some(Wanted::Page("what-if")));
        check("/de/", Some(Wanted::Page("overview")));
        check("/de", None);
        check("/sql", None);
        check("/what-if/", None);
        check("//what-if", None);
        check("/api/v1/items", Some(Wanted::Endpoint("items".to_owned())));
        check("/api/v1/sql/../items", Some(Wanted::Endpoint("sql/../items".to_owned())));
        check("/data/main/0f/plan/items-00000.bin", Some(Wanted::File("plan/items-00000.bin".to_owned())));
        check("/data/main", None);
        check("/openapi.json", None);
        check("/readyz", None);
    }
}
