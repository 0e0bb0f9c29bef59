//! The what-if island: a scenario's totals over every item-location kept, beside today's.

mod budget;
mod categories;
mod controls;
mod model;
mod results;
mod sensitivity;
mod state;
mod totals;

use crate::islands::filter::{FilterBar, filter_bar};
use crate::islands::props::{self, Facts};
use crate::view::Element;
use contract::Publication;
use leptos::html::Div;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub(crate) use controls::{field, promise, review, switches};
pub(crate) use model::WhatIfModel;
#[cfg(target_arch = "wasm32")]
pub(crate) use model::{BudgetRows, CategoryRow, CurveRow, MoverRow, SwingRow, ruled};
pub(crate) use state::WhatIfState;

/// What the island is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WhatIfProps {
    /// Where the site begins.
    pub(crate) base: String,
    /// What the numbers are from.
    pub(crate) facts: Facts,
    /// What is shown.
    pub(crate) model: WhatIfModel,
}

/// Everything between the page's header and footer.
#[cfg(any(feature = "ssr", feature = "what-if"))]
#[island]
pub(crate) fn WhatIfIsland() -> impl IntoView {
    let WhatIfProps { base, facts, model } = props::take();
    let publication = Arc::new(facts.into_publication());
    let root = NodeRef::<Div>::new();
    let model = RwSignal::new(model);
    #[cfg(target_arch = "wasm32")]
    crate::browser::what_if::start(root, base, &publication, model);
    #[cfg(not(target_arch = "wasm32"))]
    drop(base);
    // Where no item has a cost there is no money to draw.
    let money = {
        let publication = Arc::clone(&publication);
        move |draw: fn(&Publication, &WhatIfModel) -> Element| {
            let publication = Arc::clone(&publication);
            move || model.with(|model| model.now.is_known().then(|| draw(&publication, model)))
        }
    };
    let part = move |draw: fn(&Publication, &WhatIfModel) -> Element| {
        let publication = Arc::clone(&publication);
        move || model.with(|model| draw(&publication, model))
    };
    view! {
        <div class="live" node_ref=root>
            {part(filters)}
            {part(totals::headline)}
            <div class="what-if">
                {part(controls::controls)}
                <div class="results">
                    {part(totals::totals)}
                    {money(results::curve_section)}
                    {money(sensitivity::section)}
                </div>
            </div>
            {money(categories::section)}
            {money(results::movers)}
            {money(budget::section)}
            {part(results::notes)}
            <p class="hidden" role="status"></p>
        </div>
    }
}

fn filters(publication: &Publication, model: &WhatIfModel) -> Element {
    let now = publication.settings.scenario();
    let state = &model.state;
    let (rest, rest_names) = controls::kept_by_filter(state, &now);
    filter_bar(&FilterBar {
        filter: &state.filter,
        members: &model.members,
        dates: None,
        rest,
        rest_names,
        href: &|filter| WhatIfState { filter: filter.clone(), ..state.clone() }.href(&now),
    })
}
