//! What people decided: entries of a tenant's log, and which of them hold on a day.
//!
//! An entry is never changed. A later one takes its place, or takes it back.

mod answer;
mod apply;
mod check;
mod decided;
mod in_force;

pub use answer::{DecisionRow, DecisionsAnswer, DecisionsWritten};
pub use check::DecisionProblem;
pub use decided::{DecidedLine, Decisions};
pub use in_force::{in_force, replaced_by};

use planning::day::Day;
use serde::{Deserialize, Serialize};

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// Nothing of the item is ordered until a day.
    Skip,
    /// Other units are ordered than the plan proposes.
    OrderQuantity,
    /// Nothing of the item is ordered.
    DoNotOrder,
    /// An order was placed: its units count as on order.
    OrderPlaced,
    /// A placed order was received.
    OrderReceived,
    /// Another forecast, as units per day or as a change in percent.
    Forecast,
    /// Another mean lead time.
    LeadTime,
    /// Another service target.
    ServiceTarget,
    /// Earlier entries are taken back.
    Withdraw,
}

/// A decision, as somebody writes it down. What it needs depends on its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// What is decided.
    pub kind: DecisionKind,
    /// Stock keeping unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Location id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// First day on which it holds; where it is absent, "today" of the publication. Of a placed order the day it was placed, of
    /// a received one the day it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last day on which it holds; where it is absent, it holds until another takes its place. An order quantity without it holds
    /// on its first day only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Units to order, ordered or received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<f64>,
    /// Forecast demand, units per day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_per_day: Option<f64>,
    /// Change of the forecast in percent: 20 for a fifth more, −100 for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<f64>,
    /// Mean lead time, days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_time_days: Option<f64>,
    /// Service target, a fraction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_level: Option<f64>,
    /// The day on which a placed order is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrives_on: Option<Day>,
    /// Number of the purchase order, or whatever else it is known by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Why, in somebody's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Ids of the entries whose place it takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supersedes: Vec<String>,
}

/// A decision in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// The first 16 digits of the SHA-256 of the entry without them.
    pub id: String,
    /// When it was written: UTC, RFC 3339, with microseconds. Of several on the same thing the latest holds.
    pub at: String,
    /// Who decided.
    pub who: String,
    /// What.
    pub decision: Decision,
}

impl Entry {
    /// Who decided where nobody has a name.
    pub const UNNAMED: &str = "unnamed";

    /// Most letters of a name.
    pub const NAME_LETTERS_MAX: usize = 100;

    /// Whether a text can be somebody's name: some letters in one line, spaces around them counted.
    pub fn is_name(text: &str) -> bool {
        let is_short = text.chars().count() <= Entry::NAME_LETTERS_MAX;
        is_short && !text.trim().is_empty() && !text.contains(char::is_control)
    }
}

impl DecisionKind {
    /// Every kind.
    pub const ALL: [DecisionKind; 9] = [
        DecisionKind::Skip,
        DecisionKind::OrderQuantity,
        DecisionKind::DoNotOrder,
        DecisionKind::OrderPlaced,
        DecisionKind::OrderReceived,
        DecisionKind::Forecast,
        DecisionKind::LeadTime,
        DecisionKind::ServiceTarget,
        DecisionKind::Withdraw,
    ];

    /// Its name in the log, in the API and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            DecisionKind::Skip => "skip",
            DecisionKind::OrderQuantity => "order_quantity",
            DecisionKind::DoNotOrder => "do_not_order",
            DecisionKind::OrderPlaced => "order_placed",
            DecisionKind::OrderReceived => "order_received",
            DecisionKind::Forecast => "forecast",
            DecisionKind::LeadTime => "lead_time",
            DecisionKind::ServiceTarget => "service_target",
            DecisionKind::Withdraw => "withdraw",
        }
    }

    /// Whether it says what is ordered of an item today.
    pub fn is_about_quantity(self) -> bool {
        matches!(self, DecisionKind::Skip | DecisionKind::OrderQuantity | DecisionKind::DoNotOrder)
    }

    /// Whether it changes what is published next, rather than what is ordered now.
    pub fn waits_for_publication(self) -> bool {
        matches!(self, DecisionKind::Forecast | DecisionKind::LeadTime | DecisionKind::ServiceTarget)
    }
}

impl Decision {
    /// A decision of a kind that says nothing yet.
    pub fn of(kind: DecisionKind) -> Self {
        Decision {
            kind,
            sku: None,
            location: None,
            from: None,
            until: None,
            units: None,
            units_per_day: None,
            percent: None,
            lead_time_days: None,
            service_level: None,
            arrives_on: None,
            reference: None,
            why: None,
            supersedes: Vec::new(),
        }
    }

    /// Whether it is about an item at a location.
    pub fn is_about(&self, sku: &str, location: &str) -> bool {
        self.sku.as_deref() == Some(sku) && self.location.as_deref() == Some(location)
    }
}
