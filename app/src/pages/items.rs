//! `/items`: every item at every location.

use crate::islands::items::{ItemsIsland, ItemsModel, ItemsProps};
use crate::islands::props::{Facts, hand_over};
use crate::render::{PageError, PageRequest};
use contract::{ItemsQuery, QueryString};
use leptos::prelude::*;

/// The items page for a query.
pub(super) fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let publication = &request.derived.publication;
    let model = ItemsModel::new(request.derived, ItemsQuery::from_query(query)?);
    let props = ItemsProps { base: request.base.to_owned(), facts: Facts::of(publication), model };
    let packed = hand_over(props);
    Ok(view! { {packed} <ItemsIsland/> }.into_any())
}
