//! The frame of every page: header, notes on simulated data, footer.

use crate::address::{self, Host};
use crate::document::{Here, document};
use crate::language::{self, Language};
use crate::page::{Page, PageRequest, Place};
use crate::refusal::{self, About, Refusal};
use crate::view::{el, marked};
use crate::words::web_address;
use crate::{format, sign_in, text, words};
use contract::{Filter, ItemKey, Publication, QueryString, Source, UnknownItem, Unused};
use leptos::prelude::*;

/// Path of the overview in one file, in whatever language.
pub const REPORT: &str = "report.html";

/// A page's document around its content.
pub(crate) fn page(
    request: &PageRequest<'_>,
    query: &QueryString,
    content: AnyView,
) -> impl IntoView + use<> {
    let publication = &request.published.publication;
    let page = request.page;
    let title = page.title(request, query);
    // The page around a frame has its own navigation.
    let is_alone = request.place.host != Host::Frame;
    let body = view! {
        {is_alone.then(|| header(Some((request, query)), Some(publication)))}
        <main id="main" tabindex="-1">
            <header class="page-head">
                <h1>{title.clone()}</h1>
                {is_alone.then(|| view! { <p>{page.purpose(request, query)}</p> })}
                {simulated(publication)}
                {unused(publication)}
            </header>
            {content}
        </main>
        {footer(request, query)}
    };
    let here = Here { page, path: request.path(), query: query.to_string() };
    document(&title, request.place, Some(&here), body.into_any())
}

/// The document of a refusal; in the place of a page, if it is for one.
pub(crate) fn refusal(
    refusal: &Refusal<'_>,
    place: Place<'_>,
    page: Option<&'static Page>,
) -> impl IntoView + use<> {
    let title = text::refused_title(&refusal.status.to_string());
    let text::Refusal { cause, remedy } = refusal::words(refusal);
    let item = match refusal.about {
        About::Item(item) => Some(item),
        _ => None,
    };
    let body = view! {
        {header(None, None)}
        <main id="main" tabindex="-1" class="refusal">
            <h1>{title.clone()}</h1>
            {el("p").child(marked(&cause))}
            {el("p").child(marked(&remedy))}
            {item.map(where_it_is)}
            <p class="hint">{text::refused_code(refusal.code)}</p>
            <p><a href=address::page("", "")>{text::to_overview()}</a></p>
        </main>
    };
    let here = page.map(|page| Here { page, path: page.path().to_owned(), query: String::new() });
    document(&title, place, here.as_ref(), body.into_any())
}

/// Links from an unknown item to where it exists, and to the list.
fn where_it_is(item: &UnknownItem) -> impl IntoView + use<> {
    let link = |location: &String| {
        let href = address::item(&ItemKey { location: location.clone(), ..item.key.clone() });
        view! { <li><a href=href>{text::item_at(location)}</a></li> }
    };
    let mut search = QueryString::default();
    search.push("q", &item.key.sku);
    let links: Vec<_> = item.elsewhere.iter().map(link).collect();
    view! {
        <ul>
            {links}
            <li><a href=address::page("items", &search.to_string())>{text::search_items()}</a></li>
        </ul>
    }
}

/// Links that carry the filter from page to page; `data-page` lets the browser keep them in step.
fn header(
    here: Option<(&PageRequest<'_>, &QueryString)>,
    publication: Option<&Publication>,
) -> impl IntoView + use<> {
    let languages = here.map(|(request, query)| languages(request, &query.to_string()));
    let sign_out = here.filter(|(request, _)| request.place.has_sign_out).map(|_| sign_in::button());
    let here = here.map(|(request, query)| (request.page, query));
    // The parameters that name an item do not filter other pages.
    let here_filters = here.filter(|(page, _)| page.is_in_navigation());
    let kept = here_filters.map_or(String::new(), |(_, query)| kept_filter(query));
    let link = |page: &Page| {
        let current = here.is_some_and(|(here, _)| here == page).then_some("page");
        let href = address::page(page.path(), &kept);
        // The browser must know on which pages dates can be chosen, and on which they are only passed on.
        let kind = here_filters.map(|_| if page.has_dates() { "dated" } else { "" });
        view! { <li><a href=href aria-current=current data-page=kind>{page.label()}</a></li> }
    };
    let listed = Page::all().iter().filter(|page| page.is_in_navigation());
    let links: Vec<_> = listed.map(|page| link(page)).collect();
    let facts = publication.map(|publication| {
        let day = format::date(publication.as_of);
        view! {
            <p class="as-of">
                <time datetime=publication.as_of.to_string() data-offline=text::as_of_offline(&day)>
                    {text::as_of(&day)}
                </time>
                <span class="tenant">{publication.tenant.clone()}</span>
            </p>
        }
    });
    view! {
        <header class="site-head">
            <a class="brand" href=address::page("", "")>{text::product()}</a>
            <nav aria-label=text::pages()>
                <ul>{links}</ul>
            </nav>
            {find(here.is_some_and(|(page, _)| page.module().is_some()))}
            <div class="site-side">
                {facts}
                {languages}
                {sign_out}
            </div>
        </header>
    }
}

/// Search from anywhere: a plain form that leads to the list, with suggestions where the page is live.
fn find(is_live: bool) -> impl IntoView + use<> {
    let placeholder = if is_live { text::find_placeholder() } else { text::find() };
    let list = address::page("items", "");
    view! {
        <form class="find" role="search" aria-label=text::find() method="get" action=list autocomplete="off">
            <label class="hidden" r#for="find">{text::find()}</label>
            <input id="find" r#type="search" name="q" placeholder=placeholder maxlength="200"/>
        </form>
    }
}

/// The same page in each language; `data-language` lets the browser keep the addresses in step.
fn languages(request: &PageRequest<'_>, query: &str) -> impl IntoView + use<> {
    let path = request.path();
    let link = |language: &Language| {
        let current = (*language == language::current()).then_some("true");
        let (code, href) = (language.code(), address::page_in(*language, &path, query));
        view! {
            <li>
                <a href=href lang=code hreflang=code aria-current=current data-language=code>{language.name()}</a>
            </li>
        }
    };
    let links: Vec<_> = request.place.languages.iter().map(link).collect();
    view! { <ul class="languages" aria-label=text::languages()>{links}</ul> }
}

/// The part of a query that pages share: the filter, and the dates, which pages without date fields pass on.
fn kept_filter(query: &QueryString) -> String {
    let mut kept = QueryString::default();
    Filter::from_query(query).unwrap_or_default().to_query(&mut kept);
    kept.to_string()
}

/// A note on simulated data, shown before any number.
fn simulated(publication: &Publication) -> Option<impl IntoView + use<>> {
    let facts = words::simulated(publication);
    if facts.is_empty() {
        return None;
    }
    let is_about_sales = publication.simulated_data.iter().any(|data| data.table == "sales");
    let summary = if is_about_sales { text::simulated_what() } else { text::simulated_summary() };
    let facts: Vec<_> = facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect();
    Some(view! {
        <details class="simulated">
            <summary>
                <strong>{text::simulated_label()}</strong>
                " "
                {summary}
            </summary>
            <ul>{facts}</ul>
        </details>
    })
}

/// A note on rows that no number uses, with the reason, shown before any number.
fn unused(publication: &Publication) -> Option<impl IntoView + use<>> {
    let sentences = unused_sentences(publication);
    let notice = |sentence| view! { <p class="unused" role="note">{sentence}</p> };
    (!sentences.is_empty()).then(|| sentences.into_iter().map(notice).collect_view())
}

/// Which rows no number uses, a sentence each.
pub(crate) fn unused_sentences(publication: &Publication) -> Vec<String> {
    let today = format::date(publication.as_of);
    let sentence = |unused: &Unused| match unused {
        Unused::SalesUntil(last) => text::unused_sales(&today, &format::date(*last)),
        Unused::StockUntil(last) => text::unused_stock(&today, &format::date(*last)),
        Unused::StockEnded(last) => text::stock_ended(&today, &format::date(*last)),
    };
    publication.unused().iter().map(sentence).collect()
}

fn footer(request: &PageRequest<'_>, query: &QueryString) -> impl IntoView + use<> {
    let publication = &request.published.publication;
    let sources: Vec<_> = publication.sources.iter().map(source).collect();
    let facts = publication_facts(publication);
    view! {
        <footer class="site-foot">
            <h2 class="hidden">{text::about_data()}</h2>
            {(!sources.is_empty()).then(|| view! { <p>{text::sources()}</p><ul>{sources}</ul> })}
            <p>{facts}</p>
            {one_file(request, query)}
        </footer>
    }
}

/// The overview to take along, with the filter shown, where this program answers and has what it takes.
fn one_file(request: &PageRequest<'_>, query: &QueryString) -> Option<impl IntoView + use<>> {
    let is_offered = request.page.path().is_empty() && request.place.host == Host::Granary;
    request.place.assets.one_file.as_ref().filter(|_| is_offered)?;
    let href = address::page(REPORT, &kept_filter(query));
    Some(view! { <p><a href=href download="" data-page="dated">{text::one_file()}</a></p> })
}

/// What the numbers are from, in a line.
pub(crate) fn publication_facts(publication: &Publication) -> String {
    text::publication_facts(
        &publication.id.chars().take(12).collect::<String>(),
        &format::date(publication.first_day),
        &format::date(publication.as_of),
        &publication.time_zone,
        &publication.currency,
        &format::number(f64::from(publication.item_locations), 0),
    )
}

fn source(source: &Source) -> impl IntoView + use<> {
    let url = web_address(source.url.as_deref());
    let name = source.name.clone();
    let name = match url {
        Some(url) => view! { <a href=url rel="noreferrer">{name}</a> }.into_any(),
        None => name.into_any(),
    };
    let rest = source_rest(source);
    view! { <li>{name} {rest}</li> }
}

/// Whom a source is owed to, and its licence, behind its name.
pub(crate) fn source_rest(source: &Source) -> String {
    let parts = [source.attribution.as_deref(), source.licence.as_deref()];
    parts.into_iter().flatten().map(|part| [". ", part].concat()).collect()
}
