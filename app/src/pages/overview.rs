//! `/`: how the stock does.

use crate::islands::overview::{OverviewIsland, OverviewModel, OverviewState};
use crate::render::PageRequest;
use crate::shell;
use contract::{BadParameter, QueryString};
use leptos::prelude::*;

/// The overview for a query.
pub(super) fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, BadParameter> {
    let state = OverviewState::from_query(query)?;
    let asked = state.to_query().to_string();
    let model = OverviewModel::new(request.derived, state);
    let publication = shell::for_props(&request.derived.publication);
    Ok(view! { <OverviewIsland base=request.base.to_owned() publication asked model/> }.into_any())
}
