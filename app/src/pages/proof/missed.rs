//! The item-locations where most was short.

use super::{Shown, cell, whole};
use crate::islands::shared::item_table::{ItemTable, item_table, named_row};
use crate::text;
use crate::view::{Element, cards, el};
use contract::{Group, ProofCauses, ProofMiss};

/// A row for each, with a link to its page.
pub(super) fn missed(shown: Shown<'_>, locations: &[Group]) -> Element {
    let table = item_table(ItemTable {
        id: "missed",
        title: text::proof_missed_title(),
        note: Some(text::proof_missed_note().to_owned()),
        more: None,
        heads: vec![text::proof_failed(), text::proof_cause(), text::proof_value_short()],
        rows: shown.proof.missed.iter().map(|miss| row(shown, locations, miss)).collect(),
        on_phones: cards,
        empty: text::proof_missed_none(),
    });
    el("section").class("items").attr("aria-label", text::proof_missed_title()).child(table)
}

fn row(shown: Shown<'_>, locations: &[Group], miss: &ProofMiss) -> Element {
    let found = locations.iter().find(|location| location.id == miss.location).cloned();
    let location = found.unwrap_or_else(|| Group { id: miss.location.clone(), name: miss.location.clone() });
    let failed = miss.causes.failed();
    let of = text::proof_failed_of(&whole(failed), &whole(miss.cycles));
    named_row(&miss.sku, &miss.name, &location)
        .attr("data-sku", miss.sku.clone())
        .attr("data-location", miss.location.clone())
        .child(cell("failed", Some(failed), Some(of)))
        .child(el("td").child(main_cause(&miss.causes)))
        .child(cell("short_value", Some(miss.short_value), shown.at_price(miss.short_value)))
}

/// The most frequent cause in words; nothing where no cycle failed although something was short.
fn main_cause(causes: &ProofCauses) -> &'static str {
    let causes = [
        (causes.late, text::proof_cause_late()),
        (causes.large_order, text::proof_cause_large()),
        (causes.demand, text::proof_cause_demand()),
    ];
    let most = causes.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).filter(|cause| cause.0 > 0.0);
    most.map_or("–", |cause| cause.1)
}
