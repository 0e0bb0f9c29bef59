//! The what-if island: a scenario's totals over every item-location kept, beside today's.

/// What the URL says.
mod state;

/// What the page shows, apart by what changes it.
mod model;

/// Sliders and numbers of the scenario.
mod controls;

/// Now, the scenario, and the one compared with.
mod totals;

/// The curve, the items that move most, and what is assumed.
mod results;

/// What moves the cost most.
mod sensitivity;

/// Totals by category.
mod categories;

/// A sum of money, spent in two ways.
mod budget;

/// Scenarios under names.
mod saved;

use crate::islands::shared::filter::{FilterBar, Members, filter_bar};
use crate::islands::shared::props;
use crate::view::Element;
use contract::Facts;
use leptos::html::Div;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub(crate) use model::WhatIfModel;
pub(crate) use model::{BudgetRows, Details, Moving};
pub(crate) use saved::Saved;
#[cfg(target_arch = "wasm32")]
pub(crate) use saved::{COMPARED_MAX, NAME_LETTERS_MAX, Named, NotRead, checked};
pub(crate) use state::WhatIfState;

/// What the island is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WhatIfProps {
    /// What the numbers are from.
    pub(crate) facts: Facts,
    /// What is shown.
    pub(crate) model: WhatIfModel,
}

/// What the page shows, in signals apart: one change redraws what it changes.
#[derive(Clone, Copy)]
pub(crate) struct WhatIfSignals {
    /// What every move of a slider changes.
    pub(crate) moving: RwSignal<Moving>,
    /// What the address says: links and forms lead on from it. It follows a slider that rests.
    pub(crate) settled: RwSignal<WhatIfState>,
    /// What a scenario changes once the slider rests.
    pub(crate) details: RwSignal<Details>,
    /// A sum of money in stock, spent in two ways.
    pub(crate) budget: RwSignal<BudgetRows>,
    /// Scenarios that this browser keeps.
    pub(crate) saved: RwSignal<Saved>,
    /// Whether any item has a cost: where none has, there is no money to draw.
    has_money: Memo<bool>,
}

impl WhatIfSignals {
    fn new(moving: Moving, details: Details, budget: BudgetRows) -> Self {
        let settled = RwSignal::new(moving.state.clone());
        let moving = RwSignal::new(moving);
        WhatIfSignals {
            moving,
            settled,
            details: RwSignal::new(details),
            budget: RwSignal::new(budget),
            saved: RwSignal::new(Saved::default()),
            has_money: Memo::new(move |_| moving.with(|moving| moving.sums.now.is_known())),
        }
    }
}

/// Everything between the page's header and footer.
#[cfg(any(feature = "ssr", feature = "what-if"))]
#[island]
pub(crate) fn WhatIfIsland() -> impl IntoView {
    let WhatIfProps { facts, model } = props::take();
    let facts = Arc::new(facts);
    let root = NodeRef::<Div>::new();
    let WhatIfModel { members, moving, details, budget } = model;
    let page = WhatIfSignals::new(moving, details, budget);
    #[cfg(feature = "hydrate")]
    crate::browser::what_if::start(root, &facts, page);
    let filters = {
        let facts = Arc::clone(&facts);
        move || page.settled.with(|state| filters(&facts, state, &members))
    };
    let notes = results::notes(&facts);
    // One type for all parts: each of its own would be code of its own.
    let money = {
        let facts = Arc::clone(&facts);
        move |draw: fn(&Facts, WhatIfSignals) -> Element| {
            let facts = Arc::clone(&facts);
            move || page.has_money.get().then(|| draw(&facts, page))
        }
    };
    let part = move |draw: fn(&Facts, WhatIfSignals) -> Element| {
        let facts = Arc::clone(&facts);
        move || draw(&facts, page)
    };
    view! {
        <div class="live" node_ref=root>
            {filters}
            {part(|facts, page| page.moving.with(|moving| totals::headline(facts, &moving.sums)))}
            <div class="what-if">
                {part(|facts, page| page.moving.with(|moving| controls::controls(facts, moving)))}
                <div class="results">
                    {part(|facts, page| page.moving.with(|moving| totals::totals(facts, &moving.sums)))}
                    {money(curve)}
                    {money(|facts, page| page.details.with(|found| sensitivity::section(facts, found)))}
                </div>
            </div>
            {part(saved)}
            {money(categories)}
            {money(|facts, page| page.details.with(|found| results::movers(facts, &found.movers)))}
            {money(budget_section)}
            {notes}
            <p class="hidden" role="status"></p>
        </div>
    }
}

fn curve(facts: &Facts, page: WhatIfSignals) -> Element {
    page.moving.with(|moving| page.details.with(|found| results::curve_section(facts, moving, &found.curve)))
}

fn saved(facts: &Facts, page: WhatIfSignals) -> Element {
    let today = page.moving.with(|moving| moving.sums.now);
    page.saved.with(|saved| saved::section(facts, &today, saved))
}

fn categories(facts: &Facts, page: WhatIfSignals) -> Element {
    page.settled.with(|state| page.details.with(|found| categories::section(facts, state, &found.categories)))
}

fn budget_section(facts: &Facts, page: WhatIfSignals) -> Element {
    page.settled.with(|state| page.budget.with(|found| budget::section(facts, state, found)))
}

fn filters(facts: &Facts, state: &WhatIfState, members: &Members) -> Element {
    let now = facts.settings.scenario();
    let (rest, rest_names) = controls::kept_by_filter(state, &now);
    filter_bar(&FilterBar {
        filter: &state.filter,
        members,
        dates: None,
        rest,
        rest_names,
        href: &|filter| WhatIfState { filter: filter.clone(), ..state.clone() }.href(&now),
    })
}
