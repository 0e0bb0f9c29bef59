//! `/item?sku=…&location=…`: one item at one location; without a location, at all of them.

/// The way through a list.
mod walk;

/// All locations together.
mod whole;

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
    if let Some(sku) = whole_sku(query) {
        return whole::content(request, sku);
    }
    let facts = &request.derived().facts;
    let key = ItemState::from_query(query, &facts.settings.scenario())?.key;
    let record = item_record(request.derived(), request.series, &key)?;
    let state = ItemState::from_query(query, &record.now(&facts.settings))?;
    let trial = state.method.map(|method| TrialRequest::of(&record, method).run());
    let model = ItemModel::new(facts, record.clone(), state.clone(), trial.clone());
    let (before, after) = unchanging(facts, &model);
    let list = state.list.as_deref();
    let walk = list.and_then(|list| walk::walk(request.derived(), &state.key, list));
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
    Ok(view! {
        <div class="item-page">{walk} {before} {decided} {packed} <ItemIsland/> {after}</div>
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

/// The item that is asked for as a whole: no location is named.
fn whole_sku(query: &QueryString) -> Option<&str> {
    let given = |name| query.get(name).filter(|text| !text.is_empty());
    given("sku").filter(|_| given("location").is_none())
}

/// Name and place of the item: the title of its page.
fn title(request: &PageRequest<'_>, query: &QueryString) -> Option<String> {
    if let Some(sku) = whole_sku(query) {
        return whole::title(request, sku);
    }
    let Derived { cube, plan, .. } = request.derived();
    let row = ItemKey::from_query(query).ok()?.row(cube, plan).ok()?;
    let location = &cube.locations[usize::from(plan.policy.location[row])].name;
    Some([&plan.items.name[row], text::list_comma(), location].concat())
}
