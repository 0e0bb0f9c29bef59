//! What somebody decided about lines of today's order, before it is sent.

use super::OrderLine;
use planning::convert::single;
use planning::day::Day;
use planning::stock::orderable;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Decisions by item and location.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OrderEdits(pub BTreeMap<(String, String), OrderEdit>);

/// A decision about a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OrderEdit {
    /// Other units than proposed.
    Units(f32),
    /// Nothing.
    Skip {
        /// The last day on which nothing is ordered.
        until: Day,
        /// Why, in somebody's words.
        reason: String,
    },
}

impl OrderEdits {
    /// The decision about an item at a location.
    pub fn of(&self, sku: &str, location: &str) -> Option<&OrderEdit> {
        // Nearly always there are none, and then no key is made.
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&(sku.to_owned(), location.to_owned()))
    }
}

impl OrderEdit {
    /// Other units than proposed, as the supplier delivers them: at least its smallest order, in whole packs.
    pub fn of_units(line: &OrderLine, wanted: f64) -> Self {
        let limit = |value: Option<f32>| value.map_or(f64::NAN, f64::from);
        OrderEdit::Units(single(orderable(wanted, limit(line.minimum_order), limit(line.pack_size))))
    }

    /// Units ordered on a day, where so many are proposed.
    pub fn units(&self, proposed: f32, today: Day) -> f32 {
        match self {
            OrderEdit::Units(units) => *units,
            OrderEdit::Skip { until, .. } if today <= *until => 0.0,
            OrderEdit::Skip { .. } => proposed,
        }
    }
}
