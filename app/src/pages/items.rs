//! `/items`: every item at every location.

use super::notes::notes;
use crate::islands::items::{ItemsIsland, ItemsModel, ItemsProps, ItemsState};
use crate::islands::shared::props::hand_over;
use crate::islands::shared::workbooks::Workbooks;
use crate::page::{Page, PageRequest};
use crate::page_error::PageError;
use crate::text;
use contract::QueryString;
use leptos::prelude::*;

/// The page.
pub(super) static PAGE: Page = Page::new("items", text::nav_items, text::items_purpose, content).live();

/// The items page for a query.
fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let facts = &request.derived().facts;
    let model = ItemsModel::new(request.derived(), ItemsState::from_query(query)?);
    let props =
        ItemsProps { facts: facts.clone(), model, workbooks: Workbooks::of(request.place.assets, facts) };
    let packed = hand_over(props);
    let sentences = [
        text::note_cover(&facts.horizon_days.to_string()),
        text::note_statuses().to_owned(),
        text::note_at_risk().to_owned(),
        text::note_suggested().to_owned(),
        text::note_due().to_owned(),
    ];
    Ok(view! { {packed} <ItemsIsland/> {notes(sentences)} }.into_any())
}
