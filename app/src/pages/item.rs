//! `/item?sku=…&location=…`: one item at one location.

/// What is decided about it.
mod decisions;

use crate::islands::item::{ItemIsland, ItemModel, ItemProps, ItemState, unchanging};
use crate::islands::shared::props::hand_over;
use crate::page::{Page, PageRequest, item_record};
use crate::page_error::PageError;
use crate::text;
use contract::{Derived, ItemKey, ItemRecord, QueryString, Receipts, SeriesItem, TrialRequest};
use leptos::prelude::*;

/// The page.
pub(super) static PAGE: Page = Page::new("item", text::nav_item, text::item_purpose, content)
    .live()
    .titled(title)
    .too_large_for_one_file();

/// The item's page for a query.
fn content(request: &PageRequest<'_>, query: &QueryString) -> Result<AnyView, PageError> {
    let facts = &request.derived().facts;
    let key = ItemState::from_query(query, &facts.settings.scenario())?.key;
    let record = item_record(request.derived(), request.series, &key)?;
    let state = ItemState::from_query(query, &record.now(&facts.settings))?;
    let trial = state.method.map(|method| TrialRequest::of(&record, method).run());
    let model = ItemModel::new(facts, record.clone(), state.clone(), trial.clone());
    let (before, after) = unchanging(facts, &model);
    let decided = decisions::decisions(request, &state.key);
    let facts = facts.clone();
    let record = without_evidence(record);
    let packed = hand_over(ItemProps {
        facts,
        state,
        record,
        trial,
        worker: request.place.assets.modules.get("trial").map(|module| module.script.clone()),
    });
    let after: Vec<_> = after.into_iter().collect();
    Ok(view! {
        <div class="item-page">{before} {decided} {packed} <ItemIsland/> {after}</div>
    }
    .into_any())
}

/// The record as the browser needs it.
fn without_evidence(record: ItemRecord) -> ItemRecord {
    let counted = |receipts: Option<Receipts>| Some(Receipts { lead_times: Vec::new(), ..receipts? });
    ItemRecord {
        own_receipts: counted(record.own_receipts),
        supplier_receipts: counted(record.supplier_receipts),
        elsewhere: Vec::new(),
        series: SeriesItem {
            lead_times: Vec::new(),
            verification: None,
            unserved: None,
            weights: Vec::new(),
            effects: Vec::new(),
            ..record.series
        },
        ..record
    }
}

/// Name and place of the item: the title of its page.
fn title(request: &PageRequest<'_>, query: &QueryString) -> Option<String> {
    let Derived { cube, plan, .. } = request.derived();
    let row = ItemKey::from_query(query).ok()?.row(cube, plan).ok()?;
    let location = &cube.locations[usize::from(plan.policy.location[row])].name;
    Some([&plan.items.name[row], text::list_comma(), location].concat())
}
