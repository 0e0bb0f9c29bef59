//! `/orders`: what to order today, by supplier.

use super::notes::notes;
use super::today;
use crate::islands::orders::{OrdersIsland, OrdersModel, OrdersProps};
use crate::islands::shared::props::hand_over;
use crate::islands::shared::workbooks::Workbooks;
use crate::page::{Page, PageRequest};
use crate::page_error::PageError;
use crate::text;
use crate::view::el;
use contract::{OrderEdits, OrdersQuery, QueryString, Suppliers, Today};
use leptos::prelude::*;

/// The page.
pub(super) static PAGE: Page = Page::new("orders", text::nav_orders, text::orders_purpose, content).live();

/// The orders for a query.
fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let (derived, suppliers) = (request.derived(), &request.published.suppliers);
    let facts = &derived.facts;
    let query = OrdersQuery::from_query(query)?;
    let today = Today::of(derived, suppliers);
    let is_heard = request.place.takes_decisions;
    let model = OrdersModel::new(derived, suppliers, query, OrderEdits::of(derived));
    let model = OrdersModel { is_heard, ..model };
    let workbooks = Workbooks::of(request.place.assets, facts);
    let ordered =
        today.suppliers.iter().filter_map(|order| suppliers.of(order.supplier.as_deref()?).cloned());
    let mut named: Vec<_> = ordered.collect();
    named.sort_by(|a, b| a.supplier.cmp(&b.supplier));
    let suppliers = Suppliers { version: suppliers.version, suppliers: named };
    let sums = el("section")
        .class("today")
        .attr("aria-labelledby", "today-title")
        .child(el("h2").attr("id", "today-title").class("hidden").child(text::today_title()))
        .child(today::sums(facts, &today));
    let packed = hand_over(OrdersProps { facts: facts.clone(), model, suppliers, workbooks });
    let sentences = [
        text::orders_note_lines(),
        text::note_suggested(),
        text::orders_note_cover(),
        text::orders_note_without(),
        text::orders_note_top_up(),
        if is_heard { text::orders_note_decisions() } else { text::orders_note_changes() },
    ];
    Ok(view! { {sums} {packed} <OrdersIsland/> {notes(sentences)} }.into_any())
}
