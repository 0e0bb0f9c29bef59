//! Which entries of a log hold on a day: a function of the entries, in whatever order they are read.

use super::{Decision, DecisionKind, Entry};
use planning::day::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Things of an item at a location on which one decision holds at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    /// What is ordered.
    Order,
    LeadTime,
    ServiceTarget,
}

impl DecisionKind {
    /// The thing on which it decides; none where several decisions hold beside each other.
    fn slot(self) -> Option<Slot> {
        match self {
            DecisionKind::Skip | DecisionKind::OrderQuantity | DecisionKind::DoNotOrder => Some(Slot::Order),
            DecisionKind::LeadTime => Some(Slot::LeadTime),
            DecisionKind::ServiceTarget => Some(Slot::ServiceTarget),
            DecisionKind::OrderPlaced
            | DecisionKind::OrderReceived
            | DecisionKind::Forecast
            | DecisionKind::Withdraw => None,
        }
    }
}

impl Entry {
    /// Its place in time: entries of the same moment stand in the order of their ids.
    fn moment(&self) -> (&str, &str) {
        (&self.at, &self.id)
    }
}

impl Decision {
    /// Whether it holds on a day.
    fn holds_on(&self, today: Day) -> bool {
        let from = self.from.unwrap_or(today);
        let is_over = match (self.kind, self.until) {
            (DecisionKind::OrderQuantity, None) => from < today,
            // From the day on which it came, units are counted in stock.
            (DecisionKind::OrderReceived, _) => return today < from,
            (_, until) => until.is_some_and(|until| until < today),
        };
        // A forecast is decided for days to come.
        !is_over && (from <= today || self.kind == DecisionKind::Forecast)
    }
}

/// The entries that hold on a day, oldest first.
///
/// An entry that another names in `supersedes` holds no more, also where that other is taken back later. Of several on one thing
/// the latest holds, even where its days are over: what it took the place of does not come back.
pub fn in_force(entries: &[Entry], today: Day) -> Vec<Entry> {
    let gone: BTreeSet<&str> =
        entries.iter().flat_map(|entry| &entry.decision.supersedes).map(String::as_str).collect();
    let mut slots: BTreeMap<(Slot, &Option<String>, &Option<String>), &Entry> = BTreeMap::new();
    // By id, because an entry may have been written twice.
    let mut held: BTreeMap<(&str, &str), &Entry> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| !gone.contains(&*entry.id)) {
        let Decision { kind, sku, location, .. } = &entry.decision;
        match kind.slot() {
            _ if *kind == DecisionKind::Withdraw => {}
            None => drop(held.insert(entry.moment(), entry)),
            Some(slot) => {
                let holder = slots.entry((slot, sku, location)).or_insert(entry);
                if entry.moment() > holder.moment() {
                    *holder = entry;
                }
            }
        }
    }
    held.extend(slots.into_values().map(|entry| (entry.moment(), entry)));
    held.into_values().filter(|entry| entry.decision.holds_on(today)).cloned().collect()
}

/// Ids of the entries in a log whose place a new decision takes without naming them: those on the same thing that nothing has
/// superseded yet.
pub fn replaced_by(entries: &[Entry], decision: &Decision) -> Vec<String> {
    let Some(slot) = decision.kind.slot() else { return Vec::new() };
    let gone: BTreeSet<&String> = entries.iter().flat_map(|entry| &entry.decision.supersedes).collect();
    let is_same = |entry: &&Entry| {
        let of = &entry.decision;
        of.kind.slot() == Some(slot) && of.sku == decision.sku && of.location == decision.location
    };
    let same = entries.iter().filter(is_same).map(|entry| &entry.id);
    same.filter(|id| !gone.contains(id)).cloned().collect::<BTreeSet<_>>().into_iter().collect()
}
