//! `/`: the overview of the stock.

use super::today::today;
use crate::islands::overview::{OverviewIsland, OverviewModel, OverviewProps, OverviewState};
use crate::islands::shared::props::hand_over;
use crate::page::{Page, PageRequest};
use crate::page_error::PageError;
use crate::text;
use contract::QueryString;
use leptos::prelude::*;

/// The page.
pub(super) static PAGE: Page =
    Page::new("overview", text::nav_overview, text::overview_purpose, content).at_root().live().with_dates();

/// The overview for a query.
fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let state = OverviewState::from_query(query)?;
    let asked = state.to_query().to_string();
    let model = OverviewModel::new(request.derived(), state);
    let facts = request.derived().facts.clone();
    let props = OverviewProps { facts, asked, model };
    let packed = hand_over(props);
    Ok(view! { {today(request)} {packed} <OverviewIsland/> }.into_any())
}
