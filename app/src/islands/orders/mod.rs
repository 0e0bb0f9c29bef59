//! The orders island: today's lines by supplier, which a buyer can change before they are sent.

/// What is shown.
mod model;

/// Sums, files, what has been changed.
mod toolbar;

/// A supplier with its terms and lines.
mod supplier;

/// The lines of an order.
mod lines;

/// What would fill up an order.
mod top_up;

use crate::islands::shared::filter::{FilterBar, filter_bar};
use crate::islands::shared::props;
use crate::islands::shared::workbooks::Workbooks;
use crate::text;
use crate::view::{Element, el};
use contract::{Facts, OrdersQuery, QueryString, Suppliers};
use leptos::html::Div;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub(crate) use model::OrdersModel;
#[cfg(target_arch = "wasm32")]
pub(crate) use model::REASON_LETTERS_MAX;

/// What the island is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct OrdersProps {
    /// What the numbers are from.
    pub(crate) facts: Facts,
    /// What is shown.
    pub(crate) model: OrdersModel,
    /// The terms of suppliers that anything is ordered from, under whatever filter.
    pub(crate) suppliers: Suppliers,
    /// How workbooks are made where no server does.
    pub(crate) workbooks: Option<Workbooks>,
}

/// Everything between the page's sums and its notes.
#[cfg(any(feature = "ssr", feature = "orders"))]
#[island]
pub(crate) fn OrdersIsland() -> impl IntoView {
    let OrdersProps { facts, model, suppliers, workbooks } = props::take();
    let facts = Arc::new(facts);
    let root = NodeRef::<Div>::new();
    let model = RwSignal::new(model);
    #[cfg(feature = "hydrate")]
    crate::browser::orders::start(root, &facts, model, (suppliers, workbooks));
    #[cfg(not(feature = "hydrate"))]
    drop((suppliers, workbooks));
    let part = move |draw: fn(&Facts, &OrdersModel) -> Element| {
        let facts = Arc::clone(&facts);
        move || model.with(|model| draw(&facts, model))
    };
    view! {
        <div class="live" node_ref=root>
            {part(filters)}
            {part(toolbar::toolbar)}
            {part(suppliers_of)}
            <p class="hidden" role="status"></p>
        </div>
    }
}

/// A link within the page to other orders.
fn href(query: &OrdersQuery) -> String {
    ["?", &query.to_query().to_string()].concat()
}

/// Names of what the page's query has besides the filter.
const OTHER_NAMES: [&str; 5] = ["q", "status", "variability", "supplier", "only"];

fn filters(_: &Facts, model: &OrdersModel) -> Element {
    let query = &model.query;
    let with = |filter: &contract::Filter| {
        let mut query = query.clone();
        query.kept.filter = filter.clone();
        href(&query)
    };
    let rest: QueryString = query.to_query();
    filter_bar(&FilterBar {
        filter: &query.kept.filter,
        members: &model.members,
        dates: None,
        rest,
        rest_names: OTHER_NAMES.map(str::to_owned).to_vec(),
        href: &with,
    })
}

fn suppliers_of(facts: &Facts, model: &OrdersModel) -> Element {
    let section = el("section")
        .class("orders")
        .attr("aria-labelledby", "orders-title")
        .child(el("h2").attr("id", "orders-title").class("hidden").child(text::orders_by_supplier()));
    if model.groups.is_empty() {
        let known = if model.is_known { text::orders_none() } else { text::orders_unknown() };
        return section.child(el("div").class("empty").child(el("p").child(el("strong").child(known))));
    }
    let more = (model.more_suppliers > 0)
        .then(|| el("p").class("hint").child(text::orders_more_suppliers(&model.more_suppliers.to_string())));
    section.children(model.groups.iter().map(|group| supplier::supplier(facts, model, group))).child(more)
}
