//! `/what-if`: what would change if assumptions changed.

use crate::islands::props::{IslandFacts, hand_over};
use crate::islands::what_if::{WhatIfIsland, WhatIfModel, WhatIfProps, WhatIfState};
use crate::render::{PageError, PageRequest};
use contract::QueryString;
use leptos::prelude::*;

/// The what-if page for a query.
pub(super) fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let publication = &request.derived().publication;
    let state = WhatIfState::from_query(query, &publication.settings.scenario())?;
    let model = WhatIfModel::new(request.derived(), state);
    let props = WhatIfProps { base: request.base.to_owned(), facts: IslandFacts::of(publication), model };
    let packed = hand_over(props);
    Ok(view! { {packed} <WhatIfIsland/> }.into_any())
}
