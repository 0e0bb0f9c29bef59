//! Pages: functions of a publication and a query string.

use crate::refusal::Refusal;
use crate::service::{BASE, Shared};
use crate::wire::{About, Asker, Basis, Caching, Encoded};
use app::{Language, Page, PageRequest};
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::response::{Redirect, Response};
use axum::routing::get;

/// A route for each page of `app` in each language, and from `/de` to `/de/`, where its pages begin.
pub fn routes() -> Router<Shared> {
    let add = |router: Router<Shared>, (language, page): (Language, &'static Page)| {
        let handler = async move |State(server): State<Shared>, RawQuery(query): RawQuery, asker: Asker| {
            render((language, page), server, query.unwrap_or_default(), asker).await
        };
        router.route(&format!("{BASE}{}{}", language.prefix(), page.path()), get(handler))
    };
    let begin = |router: Router<Shared>, language: Language| {
        let home = format!("{BASE}{}", language.prefix());
        match home.strip_suffix('/').filter(|path| !path.is_empty()) {
            Some(path) => router.route(path, get(Redirect::permanent(&home))),
            None => router,
        }
    };
    let pages = Language::every().flat_map(|language| Page::all().iter().map(move |page| (language, *page)));
    Language::every().fold(pages.fold(Router::new(), add), begin)
}

/// The language of an address.
pub fn language(path: &str) -> Language {
    let first = path.strip_prefix(BASE).and_then(|path| path.split('/').next());
    first.and_then(Language::of).unwrap_or_default()
}

async fn render(
    (language, page): (Language, &'static Page),
    server: Shared,
    query: String,
    asker: Asker,
) -> Result<Response, Refusal> {
    let served = server.shelf.current()?;
    let answer = format!("page {} {}?{query}", served.id(), page.path());
    let basis = Basis::of_tenant(server.shelf.tenant(), answer);
    let about = About {
        function_of: Some(basis.in_language(language.code())),
        sha256: None,
        content_type: "text/html; charset=utf-8",
        negotiated: false,
        caching: Caching::Revalidate,
    };
    let site = server.clone();
    let make = move |encoding| {
        let request = PageRequest {
            page,
            query: &query,
            base: BASE,
            language,
            published: &served.published,
            series: &served.series,
            sql: None,
            assets: site.site.names(),
        };
        Ok(Encoded::of(app::render(&request)?.into_bytes(), encoding))
    };
    server.answers.give(&asker, about, make).await
}
