//! `/accuracy`: forecast errors from earlier dates, and the value added over repeating the last season. Only the
//! server draws it: its filter is a form, and nothing else on it changes.

/// The page in a few sentences.
mod summary;

/// How many forecasts beat the naive method.
mod ratios;

/// By category, demand class and method.
mod groups;

use crate::charts::scroll;
use crate::format::count;
use crate::islands::shared::filter::{only_filter_bar, undated};
use crate::page::{Page, PageRequest};
use crate::page_error::PageError;
use crate::view::{Element, cards, el};
use crate::{format, text};
use contract::{AccuracyAnswer, Derived, Filter, Grouping, QueryString, accuracy};
use leptos::prelude::*;

/// The page.
pub(super) static PAGE: Page =
    Page::new("accuracy", text::nav_accuracy, text::accuracy_purpose, content).too_large_for_one_file();

/// The page for a query: its filter narrows all of it.
fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let Derived { facts, cube, plan, .. } = request.derived();
    let filter = undated(&Filter::from_query(query)?);
    let answer = accuracy(facts, cube, plan, &filter);
    let tested = answer.total.item_locations > 0;
    let groupings = [
        (Grouping::Category, "by-category", text::by_category()),
        (Grouping::DemandClass, "by-demand-class", text::by_demand_class()),
        (Grouping::Method, "by-method", text::by_method()),
    ];
    let groups = groupings.map(|(grouping, id, title)| groups::groups(&answer, grouping, id, title));
    let page = el("div")
        .class("live accuracy")
        .child(only_filter_bar(&filter, cube))
        .child(
            el("div")
                .class("item-columns")
                .child(summary::summary(&answer))
                .child(tested.then(|| ratios::ratios(&answer))),
        )
        .children(groups.into_iter().filter(|_| tested))
        .child(definitions(&answer));
    Ok(view! { {page} }.into_any())
}

/// How every number is computed.
fn definitions(answer: &AccuracyAnswer) -> Element {
    let notes = [
        text::accuracy_note_origins(
            &count(answer.origins),
            &format::periods(answer.period, answer.horizon_periods as usize),
        ),
        text::accuracy_note_naive().to_owned(),
        text::accuracy_note_rmsse().to_owned(),
        text::accuracy_note_wape().to_owned(),
        text::accuracy_note_bias().to_owned(),
        text::accuracy_note_added().to_owned(),
        text::accuracy_note_better().to_owned(),
        text::accuracy_note_estimated().to_owned(),
    ];
    el("section")
        .class("notes")
        .attr("aria-labelledby", "definitions-title")
        .child(el("h2").attr("id", "definitions-title").child(text::how_computed_title()))
        .child(el("ul").children(notes.into_iter().map(|note| el("li").child(note))))
}

fn percent(value: Option<f64>) -> String {
    value.map_or(text::no_data().to_owned(), |value| format::percent(value, 1))
}

fn signed_percent(value: Option<f64>) -> String {
    value.map_or(text::no_data().to_owned(), |value| format::signed(value, format::percent(value, 1)))
}

fn scaled(value: Option<f64>) -> String {
    value.map_or(text::no_data().to_owned(), |value| format::number(value, 2))
}

/// A table that scrolls sideways where it is too wide, and is cards on phones.
fn framed(title: &'static str, table: Element) -> Element {
    scroll(title.to_owned()).child(cards(table))
}
