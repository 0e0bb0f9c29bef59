//! `/`: how the stock does.

use crate::islands::overview::{OverviewIsland, OverviewModel, OverviewProps, OverviewState};
use crate::islands::props::{IslandFacts, hand_over};
use crate::render::{PageError, PageRequest};
use contract::QueryString;
use leptos::prelude::*;

/// The overview for a query.
pub(super) fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let state = OverviewState::from_query(query)?;
    let asked = state.to_query().to_string();
    let model = OverviewModel::new(request.derived(), state);
    let facts = IslandFacts::of(&request.derived().publication);
    let props = OverviewProps { base: request.base.to_owned(), facts, asked, model };
    let packed = hand_over(props);
    Ok(view! { {packed} <OverviewIsland/> }.into_any())
}
