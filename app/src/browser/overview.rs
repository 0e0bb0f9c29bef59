//! The live overview.

use super::attachments::EVERY_PAGE;
use super::live::{self, Island};
use crate::islands::overview::{OverviewModel, OverviewState};
use contract::{Facts, QueryString};
use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;

/// Makes the overview live.
pub(crate) fn start(root: NodeRef<Div>, facts: &Arc<Facts>, asked: String, model: RwSignal<OverviewModel>) {
    let canonical = |query: &QueryString| Ok(OverviewState::from_query(query)?.to_query().to_string());
    let island = Island {
        facts: Arc::clone(facts),
        shown: asked,
        canonical: Box::new(canonical),
        apply: Box::new(move |derived, query| {
            let shown = OverviewModel::new(derived, OverviewState::from_query(query)?);
            let canonical = shown.state.to_query().to_string();
            model.set(shown);
            Ok(canonical)
        }),
        ready: Box::new(|_| {}),
    };
    live::start(root, island, &EVERY_PAGE, |_| {});
}
