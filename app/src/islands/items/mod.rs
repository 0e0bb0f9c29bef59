//! The items island: every item-location, filtered, searched, sorted, in pages.

/// The API's answer, and what can be chosen.
mod model;

/// Search, filters, columns, statuses, sums, files.
mod toolbar;

/// Which columns are shown.
mod shown;

/// Heads and cells of the list. What stands in a cell follows from its column's unit; few have a way of their own.
mod columns;

/// Where one is in the list.
mod pager;

/// The list itself.
mod table;

use crate::islands::shared::props;
use crate::islands::shared::workbooks::Workbooks;
use crate::view::Element;
use contract::Facts;
use leptos::html::Div;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[cfg(feature = "ssr")]
pub(crate) use columns::words;
pub(crate) use model::{ItemsModel, ItemsState};

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
            {part(toolbar::toolbar)}
            {part(table::list)}
            <p class="hidden" role="status"></p>
        </div>
    }
}
