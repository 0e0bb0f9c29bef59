//! `/segments`: item-locations that are alike, their value, and their policies. Only the server draws it, because its
//! filters are links and a form.

/// ABC by XYZ.
mod matrix;

/// The rules of the settings.
mod rules;

/// Segments found by k-means.
mod alike;

use crate::charts::scroll;
use crate::format::{self, count};
use crate::islands::shared::filter::{only_filter_bar, undated};
use crate::islands::shared::scenario::days;
use crate::page::{Page, PageRequest};
use crate::page_error::PageError;
use crate::view::{Element, cards, el};
use crate::{address, text};
use contract::{Derived, Facts, Filter, GroupPolicy, GroupTotal, ItemsQuery, QueryString};
use leptos::prelude::*;
use planning::periods::Step;

/// What every part of the page is drawn from.
struct Shown<'a> {
    request: &'a PageRequest<'a>,
    filter: Filter,
    /// Rows of the plan that the filter keeps.
    rows: Vec<u32>,
    /// Sums over all of them.
    total: GroupTotal,
}

/// The page.
pub(super) static PAGE: Page = Page::new("segments", text::nav_segments, text::segments_purpose, content);

/// The page for a query, of which only category, location and class matter.
fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let Derived { facts, cube, plan, .. } = request.derived();
    let filter = undated(&Filter::from_query(query)?);
    let rows = plan.policy.rows(&cube.categories, &cube.locations, &filter);
    let total = contract::group_totals(facts, plan, &rows, 1, |_| Some(0)).remove(0);
    let shown = Shown { request, filter, rows, total };
    let page = el("div")
        .class("live segments")
        .child(only_filter_bar(&shown.filter, cube))
        .child(matrix::matrix(&shown))
        .child(rules::rules(&shown))
        .child(alike::alike(&shown))
        .child(notes(facts));
    Ok(view! { {page} }.into_any())
}

fn section(id: &'static str, title: &'static str, hint: String) -> Element {
    let heading = el("h2").attr("id", [id, "-title"].concat()).child(title);
    el("section")
        .class("segment-part")
        .attr("aria-labelledby", [id, "-title"].concat())
        .child(el("header").child(heading).child(el("p").class("hint").child(hint)))
}

/// A table in a frame that scrolls.
fn framed(name: &'static str, table: Element) -> Element {
    scroll(name.to_owned()).child(cards(table))
}

fn head(name: &str) -> Element {
    el("th").attr("scope", "col").child(name.to_owned())
}

/// The head of a column of texts.
fn text_head(name: &str) -> Element {
    head(name).class("text")
}

/// A link to the list of items that the filter and more keep.
fn items_href(shown: &Shown<'_>, change: impl FnOnce(&mut ItemsQuery)) -> String {
    let mut query = ItemsQuery { filter: shown.filter.clone(), ..ItemsQuery::default() };
    change(&mut query);
    address::page("items", &query.to_query().to_string())
}

/// A group's share of the filtered value; nothing where there is no value.
fn share(shown: &Shown<'_>, total: &GroupTotal) -> Option<f64> {
    (shown.total.annual_value > 0.0).then(|| total.annual_value / shown.total.annual_value)
}

fn share_text(share: Option<f64>) -> String {
    share.map_or(text::no_data().to_owned(), |share| format::percent(share, 1))
}

fn stock_text(facts: &Facts, total: &GroupTotal) -> String {
    total
        .stock_value
        .map_or(text::no_data().to_owned(), |value| format::money_compact(&facts.currency, value))
}

fn in_stock_text(total: &GroupTotal) -> String {
    total.in_stock().map_or(text::no_data().to_owned(), |share| format::percent(share, 1))
}

/// A policy in words, and where it is from.
fn policy_text(policy: &GroupPolicy) -> String {
    let (level, days) = (format::percent(policy.service_level, 1), days(policy.review_days));
    match policy.rule {
        0 => text::segments_policy_of_settings(&level, &days),
        rule => text::segments_policy_of_rule(&level, &days, &rule.to_string()),
    }
}

fn notes(facts: &Facts) -> Element {
    let settings = &facts.settings;
    let (a, b) = (format::percent(settings.abc_a, 0), format::percent(settings.abc_b, 0));
    let (x, y) = (format::number(settings.xyz_x, 2), format::number(settings.xyz_y, 2));
    let notes = [
        text::segments_note_abc(&a, &b),
        match facts.period.step() {
            Step::Week => text::segments_note_xyz(&x, &y),
            Step::Month => text::segments_note_xyz_months(&x, &y),
        },
        text::segments_note_value().to_owned(),
        text::segments_note_service().to_owned(),
        text::segments_note_alike().to_owned(),
    ];
    el("section")
        .class("notes")
        .attr("aria-labelledby", "notes-title")
        .child(el("h2").attr("id", "notes-title").child(text::how_computed_title()))
        .child(el("ul").children(notes.into_iter().map(|note| el("li").child(note))))
}
