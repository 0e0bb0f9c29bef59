//! The items island: every item-location, filtered, searched, sorted, in pages.

/// The API's answer, and what can be chosen.
mod model;

/// Search, statuses, sums, the file.
mod toolbar;

/// Heads and cells of the list.
mod columns;

/// Where one is in the list.
mod pager;

/// The list itself.
mod table;

use crate::islands::shared::filter::{FilterBar, filter_bar};
use crate::islands::shared::props;
use crate::islands::shared::workbooks::Workbooks;
use crate::view::Element;
use contract::{Facts, ItemsQuery, QueryString};
use leptos::html::Div;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[cfg(feature = "ssr")]
pub(crate) use columns::words;
pub(crate) use model::ItemsModel;

/// What the island is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ItemsProps {
    /// What the numbers are from.
    pub(crate) facts: Facts,
    /// What is shown.
    pub(crate) model: ItemsModel,
    /// How workbooks are made where no server does.
    pub(crate) workbooks: Option<Workbooks>,
}

/// Everything between the page's header and footer.
#[cfg(any(feature = "ssr", feature = "items"))]
#[island]
pub(crate) fn ItemsIsland() -> impl IntoView {
    let ItemsProps { facts, model, workbooks } = props::take();
    let facts = Arc::new(facts);
    let root = NodeRef::<Div>::new();
    let model = RwSignal::new(model);
    #[cfg(feature = "hydrate")]
    crate::browser::items::start(root, &facts, model, workbooks);
    #[cfg(not(feature = "hydrate"))]
    drop(workbooks);
    let part = move |draw: fn(&Facts, &ItemsModel) -> Element| {
        let facts = Arc::clone(&facts);
        move || model.with(|model| draw(&facts, model))
    };
    view! {
        <div class="live" node_ref=root>
            {part(filters)}
            {part(toolbar::toolbar)}
            {part(table::list)}
            <p class="hidden" role="status"></p>
        </div>
    }
}

/// A link within the page to another list.
fn href(query: &ItemsQuery) -> String {
    ["?", &query.to_query().to_string()].concat()
}

/// Parts of a list's query string that a form of other parts must carry: all but the page, which begins anew.
fn rest(query: &ItemsQuery, without: &[&str]) -> (QueryString, Vec<String>) {
    const NAMES: [&str; 10] = [
        "category",
        "location",
        "class",
        "q",
        "status",
        "variability",
        "supplier",
        "only",
        "sort",
        "page_size",
    ];
    let names = NAMES.into_iter().filter(|name| !without.contains(name)).map(str::to_owned);
    (query.to_query(), names.collect())
}

fn filters(_: &Facts, model: &ItemsModel) -> Element {
    let query = &model.query;
    let (rest, rest_names) = rest(query, &["category", "location", "class"]);
    filter_bar(&FilterBar {
        filter: &query.filter,
        members: &model.members,
        dates: None,
        rest,
        rest_names,
        href: &|filter| href(&ItemsQuery { filter: filter.clone(), page: 1, ..query.clone() }),
    })
}
