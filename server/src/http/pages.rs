//! Pages: functions of a publication and a query string.

use super::cache::Encoded;
use super::client::Asker;
use super::respond::{About, Caching};
use super::{BASE, Shared};
use crate::refusal::Refusal;
use app::{Page, PageRequest};
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;

/// A route for each page of `app`.
pub(super) fn routes() -> Router<Shared> {
    let add = |router: Router<Shared>, page: &Page| {
        let page = *page;
        let handler = async move |State(server): State<Shared>, RawQuery(query): RawQuery, asker: Asker| {
            render(page, server, query.unwrap_or_default(), asker).await
        };
        router.route(&format!("{BASE}{}", page.path()), get(handler))
    };
    Page::ALL.iter().fold(Router::new(), add)
}

async fn render(page: Page, server: Shared, query: String, asker: Asker) -> Result<Response, Refusal> {
    let derived = server.shelf.current()?;
    let about = About {
        function_of: Some(format!("page {} {}?{query}", derived.publication.id, page.path())),
        sha256: None,
        content_type: "text/html; charset=utf-8",
        negotiated: false,
        caching: Caching::Revalidate,
    };
    let site = server.clone();
    let make = move |encoding| {
        let request =
            PageRequest { page, query: &query, base: BASE, derived: &derived, assets: site.site.names() };
        Ok(Encoded::of(app::render(&request)?.into_bytes(), encoding))
    };
    server.answers.give(&asker, about, make).await
}
