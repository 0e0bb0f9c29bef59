//! `/q/NAME`: a page that somebody wrote, of text and queries. Only the server draws it: the values of its parameters come
//! from a form, and the answers of its queries with the request.

/// Links of the text.
mod link;

/// The text.
mod prose;

/// Values in the text.
mod value;

/// The answer of a query.
mod block;

/// Fields for the parameters.
mod form;

/// Why there is no such page.
mod broken;

use crate::page::{Page, PageRequest};
use crate::page_error::PageError;
use crate::query_page::{FOLDER, QueryPage};
use crate::view::{Element, el};
use crate::{format, language, text};
use contract::{QueryString, SqlAnswer, SqlRefusal};
use leptos::prelude::*;

/// The page.
pub(super) static PAGE: Page =
    Page::new(FOLDER, text::nav_query_page, text::query_page_purpose, content).titled(title).by_name(lead);

/// What became of a query.
type Outcome = Result<SqlAnswer, SqlRefusal>;

/// The title that its head gives it.
fn title(request: &PageRequest<'_>, _: &QueryString) -> Option<String> {
    let page = request.sql?.opened?.page.as_ref().ok()?;
    Some(page.about.title.of(language::current().code()).to_owned())
}

/// The description that its head gives it.
fn lead(request: &PageRequest<'_>, _: &QueryString) -> Option<String> {
    let page = request.sql?.opened?.page.as_ref().ok()?;
    let about = page.about.description.of(language::current().code());
    (!about.is_empty()).then(|| about.to_owned())
}

/// The page with its answers, or why there is none.
fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let opened = request.sql.and_then(|sql| sql.opened).ok_or(PageError::Unreadable)?;
    let drawn = match opened.page {
        Err(bad) => broken::broken(bad),
        Ok(page) => drawn(request, page, opened.outcomes, query),
    };
    Ok(view! { {drawn} }.into_any())
}

fn drawn(request: &PageRequest<'_>, page: &QueryPage, outcomes: &[Outcome], query: &QueryString) -> Element {
    let today = el("p").class("hint").child(text::as_of(&format::date(request.derived().facts.as_of)));
    let asked = page.queries.iter().zip(outcomes);
    let blocks = asked.map(|(of, outcome)| block::block(request, page, of, outcome, query));
    let values = value::Values { page, outcomes, currency: &request.derived().facts.currency };
    el("div").class("live query-page").child(today).child(form::form(page, query)).child(prose::prose(
        page,
        blocks.collect(),
        &values,
    ))
}
