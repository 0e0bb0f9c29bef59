//! The overview in one file, to take along.

use crate::export::one_file::one_file;
use crate::refusal::Refusal;
use crate::service::Shared;
use crate::shelf::BASE;
use crate::wire::{About, Asker, Basis, Caching, Encoded, Encoding};
use app::{Language, REPORT};
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::get;

/// A route in each language.
pub(super) fn routes() -> Router<Shared> {
    Language::every().fold(Router::new(), |router, language| {
        let handler = async move |State(server): State<Shared>, RawQuery(query): RawQuery, asker: Asker| {
            report(language, server, query.unwrap_or_default(), asker).await
        };
        router.route(&format!("{BASE}{}{REPORT}", language.prefix()), get(handler))
    })
}

async fn report(
    language: Language,
    server: Shared,
    query: String,
    asker: Asker,
) -> Result<Response, Refusal> {
    let served = server.shelf.current()?;
    let basis = Basis::of_tenant(server.shelf.tenant(), format!("one file {} {query}", served.id()));
    let about = About {
        function_of: Some(basis.in_language(language.code())),
        sha256: None,
        content_type: "text/html; charset=utf-8",
        negotiated: false,
        caching: Caching::Revalidate,
    };
    let shared = server.clone();
    let make = move |_| {
        let document = one_file(&shared, &served, language, &query)?;
        // Its files are compressed already.
        let mut body = Encoded::of(document.into_bytes(), Encoding::Identity);
        let name = format!("attachment; filename=\"granary-{}.html\"", served.published.publication.as_of);
        let name = HeaderValue::try_from(name).map_err(|_| Refusal::Internal)?;
        body.headers.extend([(header::CONTENT_DISPOSITION, name)]);
        Ok(body)
    };
    server.answers.give(&asker, about, make).await
}
