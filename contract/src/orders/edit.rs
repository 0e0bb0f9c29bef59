//! What somebody decided about lines of today's order, before it is sent.

use super::OrderLine;
use crate::decisions::{DecidedLine, DecisionKind, Entry};
use crate::derived::Derived;
use crate::items::PlanRow;
use planning::convert::single;
use planning::day::Day;
use planning::stock::orderable;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Decisions by item and location.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OrderEdits {
    /// Those that a browser keeps: they come before the others.
    pub own: BTreeMap<(String, String), OrderEdit>,
    /// Those in the store.
    pub decided: BTreeMap<(String, String), DecidedEdit>,
}

/// A decision about a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OrderEdit {
    /// Other units than proposed.
    Units(f32),
    /// Nothing.
    Skip {
        /// The last day on which nothing is ordered; none where that is open.
        until: Option<Day>,
        /// Why, in somebody's words.
        reason: String,
    },
    /// It was ordered already.
    Placed {
        /// So many units.
        units: f32,
        /// The day on which the last of them are expected.
        arrives_on: Option<Day>,
    },
}

/// A decision in the store about a line, with what it makes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecidedEdit {
    /// The decision; none where it has been taken back since.
    pub edit: Option<OrderEdit>,
    /// Units that the plan proposes without it; where they are absent, those of the plan at hand.
    pub proposed: Option<f32>,
    /// Units to order; where they are absent, those proposed.
    pub units: Option<f32>,
    /// Ids of its entries.
    pub ids: Vec<String>,
    /// Who decided.
    pub who: String,
    /// Why; empty where nobody said.
    pub why: String,
}

impl OrderEdits {
    /// What is decided in the store about the orders of a plan.
    pub fn of(derived: &Derived) -> Self {
        let decided = |line: &DecidedLine| {
            let of = PlanRow::new(derived, line.row);
            let key = (of.items.sku[of.at].clone(), of.location().id.clone());
            let entry = derived.decisions.entry_of(line)?;
            let edit = OrderEdit::decided(line, entry);
            Some((key, DecidedEdit::new(edit, of.items.suggested_order[of.at], line, entry)))
        };
        OrderEdits {
            own: BTreeMap::new(),
            decided: derived.decisions.lines.iter().filter_map(decided).collect(),
        }
    }

    /// The decision about an item at a location.
    pub fn edit(&self, sku: &str, location: &str) -> Option<&OrderEdit> {
        // Nearly always there are none, and then no key is made.
        if self.own.is_empty() && self.decided.is_empty() {
            return None;
        }
        let key = (sku.to_owned(), location.to_owned());
        self.own.get(&key).or_else(|| self.decided.get(&key)?.edit.as_ref())
    }

    /// Who made the decision in the store that counts for an item at a location, and why; empty where nobody said.
    pub fn reason(&self, sku: &str, location: &str) -> Option<(&str, &str)> {
        let key = (sku.to_owned(), location.to_owned());
        let decided = self
            .decided
            .get(&key)
            .filter(|decided| decided.edit.is_some() && !self.own.contains_key(&key))?;
        Some((&decided.who, &decided.why))
    }

    /// Says on a line of a plan without decisions what is decided.
    pub fn tell(&self, line: &mut OrderLine) {
        let Some(edit) = self.edit(&line.sku, &line.location) else { return };
        line.decision = Some(edit.kind().name().to_owned());
        let reason = match edit {
            OrderEdit::Skip { reason, .. } => reason.as_str(),
            _ => self.reason(&line.sku, &line.location).map_or("", |(_, why)| why),
        };
        line.decision_reason = (!reason.is_empty()).then(|| reason.to_owned());
    }

    /// Units proposed and units ordered of an item at a location, where the plan says `planned`.
    pub(super) fn units(&self, sku: &str, location: &str, planned: f32, today: Day) -> (f32, f32) {
        if self.own.is_empty() && self.decided.is_empty() {
            return (planned, planned);
        }
        let key = (sku.to_owned(), location.to_owned());
        let decided = self.decided.get(&key);
        let proposed = decided.and_then(|decided| decided.proposed).unwrap_or(planned);
        let units = match decided {
            Some(decided) => decided.units.unwrap_or(proposed),
            None => planned,
        };
        (proposed, self.own.get(&key).map_or(units, |edit| edit.units(proposed, today)))
    }
}

impl DecidedEdit {
    fn new(edit: OrderEdit, units: f32, line: &DecidedLine, entry: &Entry) -> Self {
        DecidedEdit {
            edit: Some(edit),
            proposed: line.proposed_units,
            units: Some(units),
            ids: line.entries.clone(),
            who: Some(&entry.who).filter(|who| *who != Entry::UNNAMED).cloned().unwrap_or_default(),
            why: entry.decision.why.clone().unwrap_or_default(),
        }
    }
}

impl OrderEdit {
    /// What an entry of the store says of a line.
    fn decided(line: &DecidedLine, entry: &Entry) -> Self {
        let decision = &entry.decision;
        match decision.kind {
            DecisionKind::OrderQuantity => OrderEdit::Units(decision.units.map_or(0.0, single)),
            DecisionKind::OrderPlaced | DecisionKind::OrderReceived => {
                OrderEdit::Placed { units: line.placed_units, arrives_on: decision.arrives_on }
            }
            _ => OrderEdit::Skip { until: decision.until, reason: decision.why.clone().unwrap_or_default() },
        }
    }

    /// Its kind in the log.
    fn kind(&self) -> DecisionKind {
        match self {
            OrderEdit::Units(_) => DecisionKind::OrderQuantity,
            OrderEdit::Skip { until: Some(_), .. } => DecisionKind::Skip,
            OrderEdit::Skip { until: None, .. } => DecisionKind::DoNotOrder,
            OrderEdit::Placed { .. } => DecisionKind::OrderPlaced,
        }
    }

    /// Other units than proposed, as the supplier delivers them: at least its smallest order, in whole packs.
    pub fn of_units(line: &OrderLine, wanted: f64) -> Self {
        let limit = |value: Option<f32>| value.map_or(f64::NAN, f64::from);
        OrderEdit::Units(single(orderable(wanted, limit(line.minimum_order), limit(line.pack_size))))
    }

    /// Units ordered on a day, where so many are proposed.
    pub fn units(&self, proposed: f32, today: Day) -> f32 {
        match self {
            OrderEdit::Units(units) => *units,
            OrderEdit::Skip { until, .. } if until.is_some_and(|until| until < today) => proposed,
            OrderEdit::Skip { .. } | OrderEdit::Placed { .. } => 0.0,
        }
    }
}
