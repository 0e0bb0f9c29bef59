//! The overview's island: filters, key figures, charts, breakdowns and item lists, redrawn together.

/// The key figure, or units, that charts and breakdowns show.
mod figure;

/// What the URL says.
mod state;

/// Everything on the page as numbers and names.
mod model;

/// The page in a few sentences.
mod summary;

/// Tiles of the key figures.
mod tiles;

/// How a tile's number is computed.
mod explain;

/// Trend charts.
mod trends;

/// Bars by category, location and class.
mod breakdown;

/// The item-locations that lose most money.
mod items;

use crate::islands::shared::filter::{Dates, FilterBar, filter_bar};
use crate::islands::shared::props;
use crate::view::Element;
use contract::Facts;
use leptos::html::Div;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub(crate) use model::OverviewModel;
pub(crate) use state::OverviewState;
#[cfg(feature = "ssr")]
pub(crate) use summary::sentences;
#[cfg(feature = "ssr")]
pub(crate) use tiles::{TileWords, words};

/// What the island is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct OverviewProps {
    /// What the numbers are from.
    pub(crate) facts: Facts,
    /// The query string asked for, as [`OverviewState`] writes it.
    pub(crate) asked: String,
    /// What is shown.
    pub(crate) model: OverviewModel,
}

/// Everything between the page's header and footer.
#[cfg(any(feature = "ssr", feature = "overview"))]
#[island]
pub(crate) fn OverviewIsland() -> impl IntoView {
    let OverviewProps { facts, asked, model } = props::take();
    let facts = Arc::new(facts);
    let root = NodeRef::<Div>::new();
    let model = RwSignal::new(model);
    #[cfg(feature = "hydrate")]
    crate::browser::overview::start(root, &facts, asked, model);
    #[cfg(not(feature = "hydrate"))]
    drop(asked);
    let tiles = {
        let facts = Arc::clone(&facts);
        move || model.with(|model| tiles::tiles(&facts, model))
    };
    let part = move |draw: fn(&Facts, &OverviewModel) -> Element| {
        let facts = Arc::clone(&facts);
        move || model.with(|model| draw(&facts, model))
    };
    view! {
        <div class="live" node_ref=root>
            {part(filters)}
            {part(summary::summary)}
            {tiles}
            {part(trends::trends)}
            {part(breakdown::breakdown)}
            {part(items::items)}
            <p class="hidden" role="status"></p>
        </div>
    }
}

fn filters(_: &Facts, model: &OverviewModel) -> Element {
    let state = &model.state;
    let rest = OverviewState { figure: state.figure, ..OverviewState::default() };
    filter_bar(&FilterBar {
        filter: &state.filter,
        members: &model.members,
        dates: model.extent.map(|extent| Dates { extent, window: model.window, grain: model.grain }),
        rest: rest.to_query(),
        rest_names: vec!["kpi".to_owned()],
        href: &|filter| state.with_filter(filter),
    })
}
