//! A line of an order, with what a buyer asks of it.

use super::Ordered;
use crate::derived::Derived;
use crate::items::PlanRow;
use planning::convert::known;
use planning::day::Day;
use planning::stock::{Status, days_of_supply};
use serde::{Deserialize, Serialize};

/// A line of an order. Unknown values are absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderLine {
    /// Code of the supplier; absent for an item that has none.
    pub supplier: Option<String>,
    /// Stock keeping unit.
    pub sku: String,
    /// Product name.
    pub name: String,
    /// Location id.
    pub location: String,
    /// Name of the location.
    pub location_name: String,
    /// Status.
    pub status: Status,
    /// Units on hand; a value below zero is owed to customers.
    pub on_hand: Option<f32>,
    /// Units on order.
    pub on_order: Option<f32>,
    /// Reorder point, units.
    pub reorder_point: Option<f64>,
    /// Forecast demand of the coming quarter, units per day.
    pub demand_per_day: Option<f32>,
    /// Units that the plan proposes.
    pub proposed_units: f32,
    /// Units to order: those proposed, unless somebody decided otherwise.
    pub units: f32,
    /// Units per pack; absent where items come one by one.
    pub pack_size: Option<f32>,
    /// The same order in packs; absent where items come one by one.
    pub packs: Option<f32>,
    /// Smallest order, units; absent where it is not given.
    pub minimum_order: Option<f32>,
    /// Unit cost, money.
    pub unit_cost: Option<f32>,
    /// The line at cost, money.
    pub value: Option<f32>,
    /// Days that stock on hand, on order and this line last at the forecast demand of the coming quarter.
    pub cover_days: Option<f64>,
    /// Without it: the day on which stock on hand runs out, within the horizon.
    pub runs_out_on: Option<Day>,
    /// Without it: units expected to be short before a new order could arrive.
    pub units_at_risk: Option<f32>,
    /// Those units at unit price, money.
    pub money_at_risk: Option<f32>,
    /// The day on which it is expected, ordered today, after the item's mean lead time.
    pub arrives_on: Option<Day>,
    /// What is decided about it in the store: the kind; absent where nothing is.
    pub decision: Option<String>,
    /// Why; absent where nobody said.
    pub decision_reason: Option<String>,
}

impl OrderLine {
    /// What is said of a line.
    pub(super) fn of(derived: &Derived, line: &Ordered) -> Self {
        let row = PlanRow::new(derived, line.row);
        let PlanRow { items, policy, at, .. } = row;
        let decided = derived.decisions.line(line.row).and_then(|line| derived.decisions.entry_of(line));
        let pack_size = known(policy.pack_size[at]).filter(|size| *size > 0.0);
        let mut made = OrderLine {
            supplier: row.supplier().map(str::to_owned),
            sku: items.sku[at].clone(),
            name: items.name[at].clone(),
            location: row.location().id.clone(),
            location_name: row.location().name.clone(),
            status: row.status(),
            on_hand: known(items.on_hand[at]),
            on_order: known(items.on_order[at]),
            reorder_point: known(line.reorder_point),
            demand_per_day: known(line.demand_per_day),
            proposed_units: line.proposed,
            units: line.units,
            pack_size,
            packs: None,
            minimum_order: known(policy.minimum_order[at]).filter(|units| *units > 0.0),
            unit_cost: known(policy.unit_cost[at]),
            value: None,
            cover_days: None,
            runs_out_on: row.runs_out_on(),
            units_at_risk: known(items.units_at_risk[at]),
            money_at_risk: known(row.money_at_risk()),
            arrives_on: row.in_days(f64::from(policy.lead_time_days[at]).ceil()),
            decision: decided.map(|entry| entry.decision.kind.name().to_owned()),
            decision_reason: decided.and_then(|entry| entry.decision.why.clone()),
        };
        made.order(line.units);
        made
    }

    /// Orders so many units: packs, money and cover follow.
    pub fn order(&mut self, units: f32) {
        self.units = units;
        self.packs = self.pack_size.map(|size| units / size);
        self.value = self.unit_cost.map(|cost| units * cost);
        let position =
            self.on_hand.map(|on_hand| f64::from(on_hand) + f64::from(self.on_order.unwrap_or(0.0)));
        let lasts = |(position, demand): (f64, f32)| {
            known(days_of_supply(position + f64::from(units), f64::from(demand)))
        };
        self.cover_days = position.zip(self.demand_per_day).and_then(lasts).filter(|days| days.is_finite());
    }
}
