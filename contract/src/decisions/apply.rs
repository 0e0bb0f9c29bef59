//! What decisions make of a plan: quantities to order, and what is on order.

use super::{DecidedLine, DecisionKind, Decisions, Entry};
use crate::derived::Derived;
use crate::items::PlanRow;
use planning::convert::{known, single};
use planning::day::Day;
use planning::stock::{Outlook, proposal};
use std::collections::BTreeMap;

/// What is decided about a row.
#[derive(Default)]
struct OfRow<'a> {
    /// Orders placed or received.
    placed: Vec<&'a Entry>,
    /// What is ordered today.
    order: Option<&'a Entry>,
}

/// A row with its numbers under decisions.
struct Change {
    line: DecidedLine,
    units: f32,
    on_order: f32,
}

impl Derived {
    /// Applies the decisions that hold on its day: the plan is then what is to be ordered, under the id of both together.
    ///
    /// An order that was placed counts as on order, until a snapshot of a later day says what is on order, or where none does, until
    /// the day on which it is expected. Status, cover and risk stay those of the publication.
    pub fn decide(&mut self, entries: Vec<Entry>, id: String) {
        let changes = self.changes(&entries);
        let items = &mut self.plan.items;
        for Change { line, units, on_order } in &changes {
            items.suggested_order[line.row as usize] = *units;
            items.on_order[line.row as usize] = *on_order;
        }
        self.facts.id = id;
        self.decisions =
            Decisions { entries, lines: changes.into_iter().map(|change| change.line).collect() };
    }

    fn changes(&self, entries: &[Entry]) -> Vec<Change> {
        let mut about: BTreeMap<(&str, &str), OfRow<'_>> = BTreeMap::new();
        for entry in entries {
            let decision = &entry.decision;
            let key = decision.sku.as_deref().zip(decision.location.as_deref());
            let Some(key) = key.filter(|_| !decision.kind.waits_for_publication()) else { continue };
            let of_row = about.entry(key).or_default();
            match decision.kind {
                DecisionKind::OrderPlaced | DecisionKind::OrderReceived => of_row.placed.push(entry),
                _ => of_row.order = Some(entry),
            }
        }
        if about.is_empty() {
            return Vec::new();
        }
        let change = |row: u32| {
            let of = PlanRow::new(self, row);
            let decided = about.get(&(of.items.sku[of.at].as_str(), of.location().id.as_str()))?;
            decided.change(row, &of, self.facts.as_of)
        };
        self.plan.policy.all_rows().filter_map(change).collect()
    }
}

impl OfRow<'_> {
    /// What becomes of a row; none where nothing counts for it.
    fn change(&self, row: u32, of: &PlanRow<'_>, as_of: Day) -> Option<Change> {
        let (proposed_units, on_order) = (of.items.suggested_order[of.at], of.items.on_order[of.at]);
        let placed = self.placed.iter().copied().filter(|entry| counts(entry, as_of, !on_order.is_nan()));
        let placed: Vec<&Entry> = placed.collect();
        let placed_units: f64 = placed.iter().map(|entry| entry.decision.units.unwrap_or(0.0)).sum();
        let with_placed = known(on_order).map_or(0.0, f64::from) + placed_units;
        let (units, on_order_now) = match placed.is_empty() {
            true => (proposed_units, on_order),
            false => (today(of, with_placed), single(with_placed)),
        };
        let units = self.order.map_or(units, |entry| entry.decision.units.map_or(0.0, single));
        let entries = placed.into_iter().chain(self.order).map(|entry| entry.id.clone()).collect::<Vec<_>>();
        let (before, on_order_before) = (known(proposed_units), known(on_order));
        let placed_units = single(placed_units);
        let line =
            DecidedLine { row, proposed_units: before, on_order: on_order_before, placed_units, entries };
        (!line.entries.is_empty()).then_some(Change { line, units, on_order: on_order_now })
    }
}

/// Whether an entry counts for a row, whose snapshot may know what is on order.
fn counts(entry: &Entry, as_of: Day, is_known: bool) -> bool {
    let decision = &entry.decision;
    match decision.kind {
        DecisionKind::OrderPlaced if is_known => decision.from.is_none_or(|from| as_of <= from),
        DecisionKind::OrderPlaced => decision.arrives_on.is_none_or(|day| as_of < day),
        _ => true,
    }
}

/// What the policy of a row orders today, with so many units on order.
fn today(of: &PlanRow<'_>, on_order: f64) -> f32 {
    let position = f64::from(of.items.on_hand[of.at]) + on_order;
    if position.is_nan() {
        return f32::NAN;
    }
    let (policy, pack_size) = (of.policy_now(), of.policy.as_items().item(of.at).pack_size);
    // Whether anything is to be ordered today does not depend on the days to come.
    let outlook = Outlook { mean: &[0.0], period_days: 1.0, factor: 1.0 };
    let order = proposal(position, policy.reorder_point, policy.order_quantity, pack_size, &outlook);
    order.filter(|order| order.in_days == 0).map_or(0.0, |order| single(order.quantity))
}
