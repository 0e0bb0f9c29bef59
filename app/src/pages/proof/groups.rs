//! What was kept by ABC class, by demand class and by category.

use super::{Shown, cell, kept_cell, share_cell, table, whole};
use crate::category;
use crate::charts::paired;
use crate::text;
use crate::view::{Element, el};
use contract::{ProofGroup, ProofGrouping, ProofRule};
use std::cmp::Reverse;

/// Smallest shortfall for which a group is marked.
const MARKED_MIN: f64 = 0.03;

/// A table of one grouping, and under it all of them together.
pub(super) fn groups(
    shown: Shown<'_>,
    grouping: ProofGrouping,
    id: &'static str,
    title: &'static str,
) -> Element {
    let mut groups: Vec<&ProofGroup> =
        shown.proof.groups.iter().filter(|group| group.grouping == grouping).collect();
    // Classes keep their order; categories come by how many there are.
    if grouping == ProofGrouping::Category {
        groups.sort_by_key(|group| Reverse(group.item_locations));
    }
    let heads = [
        (text::accuracy_group(), true),
        (text::accuracy_items(), false),
        (text::proof_cycles(), false),
        (text::proof_promise(), false),
        (text::proof_bar(), true),
        (text::proof_service(), false),
        (text::proof_textbook_kept(), false),
        (text::fill_rate(), false),
    ];
    let all = all(shown).map(|all| row(&all, text::proof_all().to_owned()).class("sum"));
    let rows = groups.iter().map(|group| row(group, name(group))).chain(all);
    table(id, title, &heads, rows.collect())
}

/// All item-locations as a group without a name.
fn all(shown: Shown<'_>) -> Option<ProofGroup> {
    let plan = shown.proof.result(ProofRule::Plan)?;
    let textbook = shown.proof.result(ProofRule::Textbook);
    Some(ProofGroup {
        grouping: ProofGrouping::Class,
        group: String::new(),
        item_locations: shown.proof.item_locations,
        promise: plan.promise,
        plan: plan.kept,
        textbook: textbook.map(|textbook| textbook.kept).unwrap_or_default(),
    })
}

fn name(group: &ProofGroup) -> String {
    match group.grouping {
        ProofGrouping::DemandClass => text::demand_class(&group.group).name.to_owned(),
        ProofGrouping::Category => category::name(&group.group).to_owned(),
        ProofGrouping::Class => text::abc_class(&group.group).name.to_owned(),
    }
}

fn row(group: &ProofGroup, name: String) -> Element {
    let is_short = group.plan.short_of(group.promise, MARKED_MIN).is_some();
    let bar = group.plan.service.zip(group.promise).map(|(kept, promise)| paired(kept, promise, is_short));
    let items = f64::from(group.item_locations);
    let kept = kept_cell("service", &group.plan);
    el("tr")
        .attr("data-group", group.group.clone())
        .child(el("th").attr("scope", "row").child(name))
        .child(cell("items", Some(items), Some(whole(items))))
        .child(cell("cycles", Some(group.plan.cycles), Some(whole(group.plan.cycles))))
        .child(share_cell("promise", group.promise))
        .child(el("td").class("text").child(bar))
        .child(if is_short { kept.class("due") } else { kept })
        .child(share_cell("textbook_service", group.textbook.service))
        .child(share_cell("fill_rate", group.plan.fill_rate))
}
