//! `/what-if`: what would change if assumptions changed.

use crate::islands::shared::props::hand_over;
use crate::islands::what_if::{WhatIfIsland, WhatIfModel, WhatIfProps, WhatIfState};
use crate::page::{Page, PageRequest};
use crate::page_error::PageError;
use crate::text;
use contract::QueryString;
use leptos::prelude::*;

/// The page.
pub(super) static PAGE: Page = Page::new("what-if", text::nav_what_if, text::what_if_purpose, content).live();

/// The what-if page for a query.
fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let facts = &request.derived().facts;
    let state = WhatIfState::from_query(query, &facts.settings.scenario())?;
    let model = WhatIfModel::new(request.derived(), state);
    let props = WhatIfProps { facts: facts.clone(), model };
    let packed = hand_over(props);
    Ok(view! { {packed} <WhatIfIsland/> }.into_any())
}
