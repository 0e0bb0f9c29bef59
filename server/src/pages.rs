//! Pages: functions of a publication and a query string.

use crate::refusal::Refusal;
use crate::service::{BASE, Shared};
use crate::shelf::Served;
use crate::wire::{About, Asker, Basis, Caching, Encoded};
use crate::wrote::Wrote;
use app::{Language, Opened, Page, PageRequest, Sql};
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::{Redirect, Response};
use axum::routing::get;
use contract::{QueryString, SqlAnswer, SqlRefusal, SqlRequest};

/// A route for each page of `app` in each language, and from `/de` to `/de/`, where its pages begin.
pub fn routes() -> Router<Shared> {
    let add = |router: Router<Shared>, (language, page): (Language, &'static Page)| {
        let handler = async move |State(server): State<Shared>,
                                  name: Result<Path<String>, PathRejection>,
                                  RawQuery(query): RawQuery,
                                  asker: Asker| {
            let name = name.ok().map(|Path(name)| name);
            render((language, page, name), server, query.unwrap_or_default(), asker).await
        };
        let name = if page.is_by_name() { "/{name}" } else { "" };
        router.route(&format!("{BASE}{}{}{name}", language.prefix(), page.path()), get(handler))
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
    (language, page, name): (Language, &'static Page, Option<String>),
    server: Shared,
    query: String,
    asker: Asker,
) -> Result<Response, Refusal> {
    let served = server.shelf.current()?;
    // Asked before the page is drawn, so that a long query takes no slot from pages.
    let shows_written = page.asks() || page.is_by_name();
    let wrote = if shows_written { Wrote::read(&server).await? } else { Wrote::default() };
    let outcome = match page.question(&served.published, &wrote.saved, &query)? {
        None => None,
        Some(question) => Some(outcome(&server, &served, &asker, question).await?),
    };
    let opened =
        page.is_by_name().then(|| wrote.page(name.as_deref(), language.code())).transpose()?.cloned();
    let mut outcomes = Vec::new();
    if let Some(Ok(opened)) = &opened {
        // One after the other, so that a page of many queries takes no more turns at once than one query.
        for question in opened.requests(&QueryString::parse(&query)) {
            outcomes.push(self::outcome(&server, &served, &asker, question).await?);
        }
    }
    // People change what they write whenever they like, so the page is a function of it, too.
    let known = if shows_written { wrote.sha256() } else { String::new() };
    let path = [page.path(), name.as_deref().unwrap_or_default()].join("/");
    let answer = format!("page {} {path}?{query} {known}", served.id());
    let basis = Basis::of_tenant(server.shelf.tenant(), answer);
    let about = About {
        // An answer's time is its own each time.
        function_of: (outcome.is_none() && outcomes.is_empty()).then(|| basis.in_language(language.code())),
        sha256: None,
        content_type: "text/html; charset=utf-8",
        negotiated: false,
        caching: Caching::Revalidate,
    };
    let site = server.clone();
    let make = move |encoding| {
        let schema = shows_written.then(|| site.shelf.names(&served)).transpose()?;
        let sql = schema.as_ref().map(|schema| Sql {
            schema,
            saved: &wrote.saved,
            outcome: outcome.as_ref(),
            pages: &wrote.pages,
            opened: opened.as_ref().map(|page| Opened { page, outcomes: &outcomes }),
        });
        let request = PageRequest {
            page,
            query: &query,
            base: BASE,
            language,
            published: &served.published,
            series: &served.series,
            sql,
            assets: site.site.names(),
        };
        Ok(Encoded::of(app::render(&request)?.into_bytes(), encoding))
    };
    server.answers.give(&asker, about, make).await
}

/// What became of a page's question. A query that is refused is for the page to explain; any other refusal is in its
/// place.
async fn outcome(
    server: &Shared,
    served: &Served,
    asker: &Asker,
    question: SqlRequest,
) -> Result<Result<SqlAnswer, SqlRefusal>, Refusal> {
    match server.answer(served, asker.client, question).await {
        Ok(answer) => Ok(Ok(answer)),
        Err(Refusal::Sql(refusal)) => Ok(Err(*refusal)),
        Err(other) => Err(other),
    }
}
