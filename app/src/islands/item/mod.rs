//! The island of one item-location: what to order and when, why, and what if.

/// What the URL says.
mod state;

/// Everything the page shows.
mod model;

/// What the item is, and what there is of it.
#[cfg(feature = "ssr")]
mod identity;

/// What to order, from whom, for how much, and what happens without.
mod verdict;

/// What the item itself asked for over a lead time and a review period.
mod own_record;

/// Why, in four steps.
mod advice;

/// The scenario's controls.
mod controls;

/// Charts of demand and stock on one time axis.
mod history;

/// Demand as level, season and rest.
mod components;

/// Another forecasting method, tried.
mod trial;

/// The numbers behind the recommendation.
mod numbers;

/// Each formula with its values put in.
mod computed;

/// How the forecast came about.
#[cfg(feature = "ssr")]
mod forecast;

/// What the policy promises and achieves.
#[cfg(feature = "ssr")]
mod verification;

/// How long receipts took.
#[cfg(feature = "ssr")]
mod lead_times;

/// The same item at other locations.
#[cfg(feature = "ssr")]
mod elsewhere;

use crate::category;
use crate::islands::shared::props;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Facts, ItemAnswer, ItemRecord, Trial};
use leptos::html::Div;
use leptos::prelude::*;
use planning::panel::SeasonGroup;
use planning::periods::Step;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[cfg(feature = "ssr")]
pub(crate) use history::finding as demand_finding;
pub(crate) use model::ItemModel;
pub(crate) use state::ItemState;

/// The island's props; nothing has to be fetched before a slider answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ItemProps {
    /// What the numbers are from.
    pub(crate) facts: Facts,
    /// What is asked for.
    pub(crate) state: ItemState,
    /// The item's record, without the parts that only the server draws.
    pub(crate) record: ItemRecord,
    /// The forecast of the tried method.
    pub(crate) trial: Option<Trial>,
    /// The worker that tries others, relative to the site.
    pub(crate) worker: Option<String>,
}

/// The parts of the page that a scenario changes.
#[cfg(any(feature = "ssr", feature = "item"))]
#[island]
pub(crate) fn ItemIsland() -> impl IntoView {
    let ItemProps { facts, state, record, trial, worker } = props::take();
    let facts = Arc::new(facts);
    let root = NodeRef::<Div>::new();
    let model = RwSignal::new(ItemModel::new(&facts, record, state, trial));
    #[cfg(feature = "hydrate")]
    crate::browser::item::start(root, worker, &facts, model);
    #[cfg(not(feature = "hydrate"))]
    drop(worker);
    let evidence =
        if model.with_untracked(ItemModel::has_policy) { "item-evidence beside" } else { "item-evidence" };
    let part = move |draw: fn(&Facts, &ItemModel) -> Element| {
        let facts = Arc::clone(&facts);
        move || model.with(|model| draw(&facts, model))
    };
    view! {
        <div class="live" node_ref=root>
            {part(verdict::verdict)}
            <div class=evidence>
                {part(history::charts)}
                <div class="item-side">
                    {part(advice::reasons)}
                    {part(controls::controls)}
                </div>
            </div>
            {part(numbers::numbers)}
            {part(history::method)}
            <p class="hidden" role="status"></p>
        </div>
    }
}

/// The parts that no scenario changes, before and after the island; only the server draws them.
#[cfg(feature = "ssr")]
pub(crate) fn unchanging(facts: &Facts, model: &ItemModel) -> (Element, Vec<Element>) {
    let mut after = vec![elsewhere::elsewhere(model)];
    after.extend(model.has_policy().then(|| verification::verification(facts, model)));
    after.extend([forecast::forecast(model), lead_times::lead_times(model)]);
    (identity::identity(facts, model), after)
}

/// More about the item, under a heading that opens it.
fn more(class: &'static str, title: &'static str) -> Element {
    el("details").attr("class", ["more ", class].concat()).child(el("summary").child(el("h2").child(title)))
}

/// A part that an item without a policy has not.
fn nothing() -> Element {
    el("div").flag("hidden", true)
}

/// The unit of demand in each period.
pub(crate) fn units_a_period(step: Step) -> &'static str {
    match step {
        Step::Week => text::units_a_week(),
        Step::Month => text::units_a_month(),
    }
}

/// Units as people count them: whole ones, with a decimal where there are few.
pub(crate) fn units(value: f64) -> String {
    let few = value.abs() < 9.95 && value.fract() != 0.0;
    format::number(value, if few { 1 } else { 0 })
}

/// The group whose season an item's forecast has, in words.
fn season_group(answer: &ItemAnswer, group: SeasonGroup) -> String {
    let (category, location) = (category::name(&answer.category.name), &answer.location.name);
    match group {
        SeasonGroup::All => text::season_of_all().to_owned(),
        SeasonGroup::Category => text::season_of_category(category),
        SeasonGroup::CategoryAtLocation => text::season_of_category_at(category, location),
    }
}

/// A number that may be missing.
pub(crate) fn known(value: Option<f64>, shown: impl FnOnce(f64) -> String) -> String {
    value.map_or(text::no_data().to_owned(), shown)
}
