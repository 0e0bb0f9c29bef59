//! `/item?sku=…&location=…`: one item at one location.

use crate::islands::item::{ItemIsland, ItemProps, ItemState};
use crate::islands::props::{Facts, hand_over};
use crate::render::{PageError, PageRequest};
use contract::{ItemKey, QueryString};
use leptos::prelude::*;

/// The item's page for a query.
pub(super) fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let publication = &request.derived.publication;
    let state = ItemState::from_query(query, &publication.settings.scenario())?;
    let record = request.derived.item(&state.key)?;
    let facts = Facts::without_sql(publication);
    let packed = hand_over(ItemProps { base: request.base.to_owned(), facts, state, record });
    Ok(view! { {packed} <ItemIsland/> }.into_any())
}

/// Name and place of the item: the title of its page.
pub(super) fn title(request: &PageRequest<'_>, query: &QueryString) -> Option<String> {
    let crate::Derived { cube, plan, .. } = request.derived;
    let row = ItemKey::from_query(query).ok()?.row(cube, plan).ok()?;
    let location = &cube.locations[usize::from(plan.policy.location[row])].name;
    Some([&plan.items.name[row], ", ", location].concat())
}
