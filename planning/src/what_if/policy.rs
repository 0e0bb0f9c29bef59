//! The policy of one item-location.

use super::{Item, Scenario};
use crate::stock::{LeadTimeDemand, Undershoot, eoq, expected_fill_rate};
use serde::Serialize;

/// An order never covers more than this many days of demand, however cheap the item: beyond a year neither the
/// forecast nor the goods can be relied on.
pub const ORDER_COVER_DAYS_MAX: f64 = 365.0;

/// The policy of one item-location and what follows from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Policy {
    /// Safety stock, units.
    pub safety_stock: f64,
    /// Reorder point, units, with undershoot.
    pub reorder_point: f64,
    /// Order quantity, units.
    pub order_quantity: f64,
    /// Average stock: safety stock plus half an order, units.
    pub average_stock: f64,
    /// Demand per year, units.
    pub demand_per_year: f64,
    /// Orders per year.
    pub orders_per_year: f64,
    /// Expected fill rate.
    pub fill_rate: f64,
}

/// The policy of an item under a scenario; `z` is the quantile of its service level, shared by all items.
///
/// Reorder point with undershoot (DESIGN: s = d·L + E\[U\] + z·√(σ²_LTD + Var U)); order quantity is the EOQ, at least
/// one review period's demand and the minimum order, at most [`ORDER_COVER_DAYS_MAX`], in whole packs. Without
/// forecast demand nothing is to be stocked. Without a unit cost the order covers the lead time.
pub fn policy(item: &Item, scenario: &Scenario, z: f64) -> Policy {
    let demand = item.demand_per_day * scenario.demand_factor;
    let ready = demand > 0.0 && item.lead_time_days >= 0.0;
    if !ready {
        return Policy::default();
    }
    let sd = item.error_sd_per_day * scenario.demand_factor;
    let over_lead_time = LeadTimeDemand::new(
        demand,
        sd,
        item.lead_time_days * scenario.lead_time_factor,
        item.lead_time_sd_days * scenario.lead_time_sd_factor,
    );
    let review_demand = demand * scenario.review_days;
    let undershoot = Undershoot::new(review_demand, sd * scenario.review_days.sqrt());
    let covered_sd = (over_lead_time.sd * over_lead_time.sd + undershoot.variance).sqrt();
    let safety_stock = z * covered_sd;

    let demand_per_year = demand * 365.0;
    let order_quantity = order_quantity(item, scenario, demand_per_year, review_demand, over_lead_time.mean);
    Policy {
        safety_stock,
        reorder_point: over_lead_time.mean + undershoot.mean + safety_stock,
        order_quantity,
        average_stock: safety_stock + 0.5 * order_quantity,
        demand_per_year,
        orders_per_year: demand_per_year / order_quantity,
        fill_rate: expected_fill_rate(z, order_quantity, covered_sd),
    }
}

fn order_quantity(
    item: &Item,
    scenario: &Scenario,
    per_year: f64,
    per_review: f64,
    per_lead_time: f64,
) -> f64 {
    let wanted = if item.unit_cost > 0.0 {
        eoq(per_year, scenario.order_cost, scenario.holding_rate * item.unit_cost)
    } else {
        per_lead_time
    };
    // f64::max ignores NaN, so a missing minimum order does not count.
    let quantity =
        wanted.min(per_year / 365.0 * ORDER_COVER_DAYS_MAX).max(per_review).max(item.minimum_order).max(1.0);
    if item.pack_size > 0.0 { libm::ceil(quantity / item.pack_size) * item.pack_size } else { quantity }
}
