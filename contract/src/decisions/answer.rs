//! `GET /api/v1/decisions`: what holds; and the answer to who writes down more.

use super::Entry;
use crate::derived::Derived;
use crate::item::ItemKey;
use crate::items::PlanRow;
use crate::table::{Column, Unit, date, number, single, text};
use planning::convert::known;
use planning::day::Day;
use serde::{Deserialize, Serialize};

/// `GET /api/v1/decisions`: the decisions that hold today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecisionsAnswer {
    /// The publication with these decisions.
    pub publication: String,
    /// "Today" of the publication.
    pub as_of: Day,
    /// What holds, oldest first.
    pub decisions: Vec<DecisionRow>,
}

/// A decision that holds, with what it changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecisionRow {
    /// The entry of the log.
    pub entry: Entry,
    /// Units to order today with all decisions; absent where it changes nothing at once.
    pub order_units: Option<f32>,
    /// Units to order today without any.
    pub order_units_without: Option<f32>,
    /// Units on order with all decisions.
    pub on_order: Option<f32>,
    /// Units on order without any.
    pub on_order_without: Option<f32>,
}

/// `POST /api/v1/decisions`: what was written down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecisionsWritten {
    /// The publication with these decisions.
    pub publication: String,
    /// The new entries, in the order asked for; those that held already are not written again.
    pub entries: Vec<Entry>,
}

impl DecisionsAnswer {
    /// The decisions that hold, about all items or one.
    pub fn of(derived: &Derived, key: Option<&ItemKey>) -> Self {
        let is_meant =
            |entry: &&Entry| key.is_none_or(|key| entry.decision.is_about(&key.sku, &key.location));
        let entries = derived.decisions.entries.iter().filter(is_meant);
        DecisionsAnswer {
            publication: derived.facts.id.clone(),
            as_of: derived.facts.as_of,
            decisions: entries.map(|entry| DecisionRow::of(derived, entry)).collect(),
        }
    }
}

impl DecisionRow {
    fn of(derived: &Derived, entry: &Entry) -> Self {
        let line = derived.decisions.lines.iter().find(|line| line.entries.contains(&entry.id));
        let items = line.map(|line| PlanRow::new(derived, line.row));
        DecisionRow {
            entry: entry.clone(),
            order_units: items.and_then(|of| known(of.items.suggested_order[of.at])),
            order_units_without: line.and_then(|line| line.proposed_units),
            on_order: items.and_then(|of| known(of.items.on_order[of.at])),
            on_order_without: line.and_then(|line| line.on_order),
        }
    }

    /// Its values as columns.
    pub const COLUMNS: &'static [Column<DecisionRow>] = &[
        text("id", "Id of the entry", |row: &DecisionRow| Some(&row.entry.id)).always(),
        text("at", "When it was written, UTC", |row: &DecisionRow| Some(&row.entry.at)).always(),
        text("who", "Who decided", |row: &DecisionRow| Some(&row.entry.who)).always(),
        text("kind", "What is decided", |row: &DecisionRow| Some(row.entry.decision.kind.name())).always(),
        text("sku", "Stock keeping unit", |row: &DecisionRow| row.entry.decision.sku.as_deref()),
        text("location", "Location id", |row: &DecisionRow| row.entry.decision.location.as_deref()),
        date("from", "First day on which it holds", |row: &DecisionRow| row.entry.decision.from),
        date("until", "Last day on which it holds", |row: &DecisionRow| row.entry.decision.until),
        number("units", "Units to order, ordered or received", |row: &DecisionRow| row.entry.decision.units)
            .counted_in(Unit::Units),
        date("arrives_on", "Day on which a placed order is expected", |row: &DecisionRow| {
            row.entry.decision.arrives_on
        }),
        number("units_per_day", "Forecast demand, units per day", |row: &DecisionRow| {
            row.entry.decision.units_per_day
        })
        .counted_in(Unit::UnitsPerDay),
        number("percent", "Change of the forecast, percent", |row: &DecisionRow| row.entry.decision.percent),
        number("lead_time_days", "Mean lead time, days", |row: &DecisionRow| {
            row.entry.decision.lead_time_days
        })
        .counted_in(Unit::Days),
        number("service_level", "Service target, a fraction", |row: &DecisionRow| {
            row.entry.decision.service_level
        })
        .counted_in(Unit::Share),
        text("reference", "Number of the purchase order", |row: &DecisionRow| {
            row.entry.decision.reference.as_deref()
        }),
        text("why", "Why", |row: &DecisionRow| row.entry.decision.why.as_deref()),
        single("order_units", "Units to order today with all decisions", |row: &DecisionRow| row.order_units)
            .counted_in(Unit::Units),
        single("order_units_without", "Units to order today without any", |row: &DecisionRow| {
            row.order_units_without
        })
        .counted_in(Unit::Units),
        single("on_order", "Units on order with all decisions", |row: &DecisionRow| row.on_order)
            .counted_in(Unit::Units),
        single("on_order_without", "Units on order without any", |row: &DecisionRow| row.on_order_without)
            .counted_in(Unit::Units),
    ];
}
