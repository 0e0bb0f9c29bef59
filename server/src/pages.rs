//! Pages: functions of a publication and a query string.

use crate::refusal::Refusal;
use crate::service::{Server, Shared};
use crate::shelf::{BASE, FRAMES, Served};
use crate::wire::{About, Asker, Basis, Caching, Client, Encoded};
use crate::wrote::Wrote;
use app::{BadPage, Language, Opened, Page, PageRequest, QueryPage, Sql};
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::Uri;
use axum::response::{Redirect, Response};
use axum::routing::get;
use contract::{QueryString, SqlAnswer, SqlCode, SqlRefusal, SqlRequest};

/// A route for each page of `app` in each language, from the folder that it is on a host of files to the page, and from `/de` to
/// `/de/`, where its pages begin.
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
        let path = format!("{BASE}{}{}{name}", language.prefix(), page.path());
        let folder = (!path.ends_with('/')).then(|| [&path, "/"].concat());
        let router = router.route(&path, get(handler));
        match folder {
            Some(folder) => router.route(&folder, get(to_page)),
            None => router,
        }
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

/// From the folder of a page to the page, with its query: a link must lead there whatever host the dashboard is on.
async fn to_page(folder: Uri) -> Redirect {
    let page = folder.path().trim_end_matches('/');
    let query = folder.query().map(|query| ["?", query].concat()).unwrap_or_default();
    Redirect::permanent(&[page, &query].concat())
}

/// The language of an address.
pub fn language(path: &str) -> Language {
    let below = path.strip_prefix(FRAMES).or_else(|| path.strip_prefix(BASE));
    let first = below.and_then(|path| path.split('/').next());
    first.and_then(Language::of).unwrap_or_default()
}

/// Which page is asked for: in which language and, of a page by name, by which.
pub type Address = (Language, &'static Page, Option<String>);

async fn render(address: Address, server: Shared, query: String, asker: Asker) -> Result<Response, Refusal> {
    let served = server.shelf.current()?;
    let (language, page, name) = &address;
    let path = [page.path(), name.as_deref().unwrap_or_default()].join("/");
    // The same page has other addresses in it where the site begins elsewhere.
    let answer = format!("page {} {}{path}?{query}", served.id(), server.site.base());
    let language = language.code();
    // Asked before the page is drawn, so that a long query takes no slot from pages.
    let drawn = Drawn::of(&server, &served, asker.client, address, query).await?;
    let basis = Basis::of_tenant(server.shelf.tenant(), [answer, drawn.known()].join(" "));
    let about = About {
        // An answer's time is its own each time.
        function_of: (!drawn.has_answers()).then(|| basis.in_language(language)),
        sha256: None,
        content_type: "text/html; charset=utf-8",
        negotiated: false,
        caching: Caching::Revalidate,
    };
    let site = server.clone();
    let make = move |encoding| Ok(Encoded::of(drawn.document(&site, &served)?.into_bytes(), encoding));
    server.answers.give(&asker, about, make).await
}

/// A page with what it is drawn from besides the publication.
pub struct Drawn {
    address: Address,
    query: String,
    wrote: Wrote,
    /// What became of the page's question.
    outcome: Option<Outcome>,
    opened: Option<Result<QueryPage, BadPage>>,
    /// What became of the queries of the page that somebody wrote.
    outcomes: Vec<Outcome>,
}

/// What became of a query.
type Outcome = Result<SqlAnswer, SqlRefusal>;

impl Drawn {
    /// A page under a query string, with the answers to what it asks.
    ///
    /// # Errors
    /// There is no such page, or what it asks is refused for another reason than the query itself.
    pub async fn of(
        server: &Shared,
        served: &Served,
        client: Client,
        address: Address,
        query: String,
    ) -> Result<Self, Refusal> {
        let (language, page, name) = &address;
        let shows_written = page.asks() || page.is_by_name();
        let wrote = if shows_written { Wrote::read(server).await? } else { Wrote::default() };
        let outcome = match page.question(&served.published, &wrote.saved, &query)? {
            None => None,
            Some(question) => Some(outcome(server, served, client, question).await?),
        };
        let opened =
            page.is_by_name().then(|| wrote.page(name.as_deref(), language.code())).transpose()?.cloned();
        let mut outcomes = Vec::new();
        if let Some(Ok(opened)) = &opened {
            // One after the other, so that a page of many queries takes no more turns at once than one query.
            for question in opened.requests(&QueryString::parse(&query)) {
                outcomes.push(self::outcome(server, served, client, question).await?);
            }
        }
        Ok(Drawn { address, query, wrote, outcome, opened, outcomes })
    }

    /// A hash of what people wrote. They change it whenever they like, so the page is a function of it, too.
    fn known(&self) -> String {
        let (_, page, _) = self.address;
        if page.asks() || page.is_by_name() { self.wrote.sha256() } else { String::new() }
    }

    /// Whether the engine answered something that is drawn.
    fn has_answers(&self) -> bool {
        self.outcome.is_some() || !self.outcomes.is_empty()
    }

    /// Why a query has no answer that it would have had with more time or memory.
    pub fn lacks(&self) -> Option<&SqlRefusal> {
        let refusals = self.outcome.iter().chain(&self.outcomes).filter_map(|outcome| outcome.as_ref().err());
        let mut lacking =
            refusals.filter(|refusal| matches!(refusal.code, SqlCode::OutOfTime | SqlCode::OutOfMemory));
        lacking.next()
    }

    /// The document.
    ///
    /// # Errors
    /// A parameter cannot be used, there is no such item, a file cannot be read.
    pub fn document(&self, server: &Server, served: &Served) -> Result<String, Refusal> {
        let (language, page, _) = self.address;
        let asks = page.asks() || page.is_by_name();
        let schema = asks.then(|| server.shelf.names(served)).transpose()?;
        let opened = self.opened.as_ref().map(|page| Opened { page, outcomes: &self.outcomes });
        let sql = schema.as_ref().map(|schema| Sql {
            schema,
            saved: &self.wrote.saved,
            outcome: self.outcome.as_ref(),
            pages: &self.wrote.pages,
            opened,
        });
        let place = server.site.place(language);
        let (published, series) = (&served.published, &*served.series);
        Ok(app::render(&PageRequest { place, page, query: &self.query, published, series, sql })?)
    }
}

/// What became of a page's question. A query that is refused is for the page to explain; any other refusal is in its
/// place.
async fn outcome(
    server: &Shared,
    served: &Served,
    client: Client,
    question: SqlRequest,
) -> Result<Outcome, Refusal> {
    match server.answer(served, client, question).await {
        Ok(answer) => Ok(Ok(answer)),
        Err(Refusal::Sql(refusal)) => Ok(Err(*refusal)),
        Err(other) => Err(other),
    }
}
