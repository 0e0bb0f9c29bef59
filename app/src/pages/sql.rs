//! `/sql`: a question in SQL, and its answer as a picture and a table. Only the server draws it, so that it works as a form
//! without scripts; the page's script makes an editor of its text area.

/// What the address asks.
mod asked;

/// The form.
mod form;

/// The answer.
mod answer;

/// The answer as a picture.
pub(super) mod picture;

/// Its rows.
mod table;

/// How the engine ran it.
mod steps;

/// Cells of an answer, their types and units.
pub(super) mod cell;

/// Why there is no answer.
pub(super) mod refused;

/// The tables at hand.
mod schema;

/// Queries that somebody saved.
mod saved;

/// Pages of queries that somebody wrote.
mod query_pages;

/// Queries to begin with.
mod examples;

use crate::address::{self, Host};
use crate::page::{Page, PageRequest};
use crate::page_error::PageError;
use crate::text;
use crate::view::{Element, el, marked, section};
use asked::Asked;
use contract::{BadParameter, Published, QueryString, SavedQuery, SqlRequest};
use leptos::prelude::*;

/// The page.
pub(super) static PAGE: Page = Page::new("sql", text::nav_sql, text::sql_purpose, content).asking(question);

/// Rows that the page is drawn from at most. Its script asks the API for as many as that allows.
const ROWS_MAX: u64 = 10_000;

/// The question of a query string.
fn question(
    published: &Published,
    saved: &[SavedQuery],
    query: &QueryString,
) -> Result<Option<SqlRequest>, BadParameter> {
    Ok(Asked::of(published, saved, query)?.request(ROWS_MAX))
}

/// The page for a query.
fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let sql = request.sql.ok_or(PageError::Unreadable)?;
    let asked = Asked::of(request.published, sql.saved, query)?;
    let outcome = match (asked.refusal(), sql.outcome) {
        (Some(refusal), _) => refused::refused(&asked, &refusal),
        (None, Some(Err(refusal))) => refused::refused(&asked, refusal),
        (None, Some(Ok(answer))) => {
            let answer = cell::in_currency(answer, &request.published.publication.currency);
            answer::answer(&asked, &answer)
        }
        (None, None) if address::host() != Host::Granary => {
            let command = "`granary sql`";
            result(text::sql_result()).child(el("p").child(marked(&text::files_sql(command))))
        }
        (None, None) => result(text::sql_result()).child(el("p").class("hint").child(text::sql_not_asked())),
    };
    let question = el("div").class("sql-question").child(form::form(&asked)).child(outcome);
    let beside = el("div")
        .class("sql-beside")
        .child(saved::saved(sql.saved))
        .child(query_pages::query_pages(request))
        .child(schema::schema(sql.schema, &request.published.publication))
        .child(examples::examples(&request.published.publication, query));
    let page = el("div").class("live sql-page").child(question).child(beside);
    Ok(view! { {page} }.into_any())
}

/// The section that the page's script takes over from the next answer.
fn result(title: &'static str) -> Element {
    section("sql-result", "notes sql-result", title)
}
