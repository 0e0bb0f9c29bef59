//! Totals over item-locations, and how they change with the service level.

use super::{Item, Items, Policy, Scenario, policy};
use crate::normal;
use serde::{Deserialize, Serialize};

/// Sums over item-locations under one scenario; money per year where it is a flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Totals {
    /// Item-locations with forecast demand and a unit cost: those in the sums.
    pub items: u32,
    /// Item-locations left out for want of a unit cost.
    pub without_cost: u32,
    /// Item-locations without forecast demand: nothing is to be stocked.
    pub without_demand: u32,
    /// Average stock at cost.
    pub stock_value: f64,
    /// Of it, safety stock at cost.
    pub safety_stock_value: f64,
    /// Holding cost per year.
    pub holding_cost_per_year: f64,
    /// Ordering cost per year.
    pub ordering_cost_per_year: f64,
    /// Orders per year.
    pub orders_per_year: f64,
    /// Cost of goods sold per year.
    pub cost_of_goods_sold_per_year: f64,
    /// Units demanded per year.
    pub demand_per_year: f64,
    /// Of those, units expected to be shipped from stock.
    pub filled_per_year: f64,
}

impl Totals {
    /// Expected fill rate over all units; `None` without demand.
    pub fn fill_rate(&self) -> Option<f64> {
        (self.demand_per_year > 0.0).then(|| self.filled_per_year / self.demand_per_year)
    }

    /// Inventory turnover per year; `None` without stock.
    pub fn turnover_per_year(&self) -> Option<f64> {
        (self.stock_value > 0.0).then(|| self.cost_of_goods_sold_per_year / self.stock_value)
    }

    /// Holding plus ordering cost per year.
    pub fn cost_per_year(&self) -> f64 {
        self.holding_cost_per_year + self.ordering_cost_per_year
    }

    fn add(&mut self, item: &Item, policy: &Policy, scenario: &Scenario) {
        if policy.demand_per_year <= 0.0 {
            self.without_demand += 1;
            return;
        }
        let costed = item.unit_cost >= 0.0;
        if !costed {
            self.without_cost += 1;
            return;
        }
        let value = item.unit_cost * policy.average_stock;
        self.items += 1;
        self.stock_value += value;
        self.safety_stock_value += item.unit_cost * policy.safety_stock;
        self.holding_cost_per_year += scenario.holding_rate * value;
        self.ordering_cost_per_year += scenario.order_cost * policy.orders_per_year;
        self.orders_per_year += policy.orders_per_year;
        self.cost_of_goods_sold_per_year += item.unit_cost * policy.demand_per_year;
        self.demand_per_year += policy.demand_per_year;
        self.filled_per_year += policy.fill_rate * policy.demand_per_year;
    }
}

/// Totals of the kept rows, in their order, under a scenario.
pub fn totals(items: &Items<'_>, rows: &[u32], scenario: &Scenario) -> Totals {
    let z = normal::ppf(scenario.service_level);
    let mut totals = Totals::default();
    for row in rows {
        let item = items.item(*row as usize);
        totals.add(&item, &policy(&item, scenario, z), scenario);
    }
    totals
}

/// A point of the curve of service against cost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurvePoint {
    /// Target cycle service level.
    pub service_level: f64,
    /// Totals at it, all else as in the scenario.
    pub totals: Totals,
}

/// Totals at each of the service levels, all else as in the scenario.
pub fn curve(
    items: &Items<'_>,
    rows: &[u32],
    scenario: &Scenario,
    service_levels: &[f64],
) -> Vec<CurvePoint> {
    let point = |service_level: &f64| CurvePoint {
        service_level: *service_level,
        totals: totals(items, rows, &Scenario { service_level: *service_level, ..*scenario }),
    };
    service_levels.iter().map(point).collect()
}

/// Service levels of the curve that a page shows: denser where it bends.
pub const CURVE_SERVICE_LEVELS: [f64; 14] =
    [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.965, 0.98, 0.99, 0.995, 0.999];
