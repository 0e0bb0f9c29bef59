//! The policy of one item-location.

use super::{Formula, Item, Scenario, Target};
use crate::stock::{LeadTimeDemand, Undershoot, eoq, whole_packs};
use serde::Serialize;

/// An order never covers more than this many days of demand, however cheap the item: beyond a year neither the
/// forecast nor the goods can be relied on.
pub const ORDER_COVER_DAYS_MAX: f64 = 365.0;

/// The policy of one item-location and what follows from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Policy {
    /// Safety stock, units: what is left on average when an order arrives.
    pub safety_stock: f64,
    /// Reorder point, units, with undershoot unless by the textbook.
    pub reorder_point: f64,
    /// Order quantity, units.
    pub order_quantity: f64,
    /// Average stock: safety stock plus half an order, units.
    pub average_stock: f64,
    /// Demand per year, units.
    pub demand_per_year: f64,
    /// Orders per year.
    pub orders_per_year: f64,
    /// Expected share of replenishment cycles without a stockout.
    pub cycle_service: f64,
    /// Expected fill rate.
    pub fill_rate: f64,
}

/// What of a policy does not depend on the service target.
pub(super) struct Basis {
    pub(super) demand_per_year: f64,
    pub(super) over_lead_time: LeadTimeDemand,
    pub(super) undershoot: Undershoot,
    /// √(σ²_LTD + Var U), units.
    pub(super) covered_sd: f64,
    pub(super) order_quantity: f64,
    /// See [`Item::z_correction`].
    pub(super) z_correction: f64,
}

/// The policy of an item under a scenario that promises `target`, [`Target::of`] the scenario unless the item has one
/// of its own.
///
/// Reorder point with undershoot (DESIGN: s = d·L + E\[U\] + z·√(σ²_LTD + Var U)), z with the item's correction, or
/// the textbook's d·L + z·σ_LTD without it; either way service is what the reorder point gives with undershoot. Order
/// quantity is the EOQ, at least one review period's demand and the minimum order, at most [`ORDER_COVER_DAYS_MAX`],
/// in whole packs. Without forecast demand nothing is to be stocked. Without a unit cost the order covers the lead
/// time.
pub fn policy(item: &Item, scenario: &Scenario, target: &Target) -> Policy {
    Basis::of(item, scenario).map_or_else(Policy::default, |basis| basis.policy(target))
}

impl Basis {
    /// `None` without forecast demand or lead time.
    #[inline]
    pub(super) fn of(item: &Item, scenario: &Scenario) -> Option<Self> {
        let demand = item.demand_per_day * scenario.demand_factor;
        let ready = demand > 0.0 && item.lead_time_days >= 0.0;
        if !ready {
            return None;
        }
        let sd = item.error_sd_per_day * scenario.demand_factor;
        let over_lead_time = LeadTimeDemand::new(
            demand,
            sd,
            item.lead_time_days * scenario.lead_time_factor,
            item.lead_time_sd_days * scenario.lead_time_sd_factor,
        );
        let review_demand = demand * scenario.review_days;
        let one_step_sd = item.one_step_sd_per_day * scenario.demand_factor;
        let undershoot = Undershoot::new(review_demand, one_step_sd * scenario.review_days.sqrt());
        let covered_sd = (over_lead_time.sd * over_lead_time.sd + undershoot.variance).sqrt();
        let demand_per_year = demand * 365.0;
        let order_quantity =
            order_quantity(item, scenario, demand_per_year, review_demand, over_lead_time.mean);
        let z_correction = item.z_correction;
        Some(Basis { demand_per_year, over_lead_time, undershoot, covered_sd, order_quantity, z_correction })
    }

    /// With the safety stock that meets a target.
    #[inline]
    pub(super) fn policy(&self, target: &Target) -> Policy {
        let factor = self.safety_factor(target);
        match target.formula() {
            // The correction makes up for what the normal distribution leaves out, and promises no more than the
            // factor.
            Formula::Corrected => self.with(target, factor, (factor + self.z_correction) * self.covered_sd),
            Formula::Textbook => {
                let safety_stock = factor * self.over_lead_time.sd - self.undershoot.mean;
                self.with(target, safety_stock / self.covered_sd, safety_stock)
            }
        }
    }

    /// The factor that the formula of a target multiplies its deviation with.
    #[inline]
    pub(super) fn safety_factor(&self, target: &Target) -> f64 {
        let sd = match target.formula() {
            Formula::Corrected => self.covered_sd,
            Formula::Textbook => self.over_lead_time.sd,
        };
        target.factor(self.order_quantity, sd, self.demand_per_year / self.order_quantity)
    }

    /// Corrections are kept in single precision: what that leaves is not to make 14.000001 of a reorder point of 14.
    #[inline]
    fn rounded(&self, target: &Target, reorder_point: f64) -> f64 {
        let is_corrected = self.z_correction != 0.0 && target.formula() == Formula::Corrected;
        if is_corrected { libm::rint(reorder_point * 4096.0) / 4096.0 } else { reorder_point }
    }

    #[inline]
    fn with(&self, target: &Target, factor: f64, safety_stock: f64) -> Policy {
        let tail = target.tail(factor);
        Policy {
            safety_stock,
            reorder_point: self
                .rounded(target, self.over_lead_time.mean + self.undershoot.mean + safety_stock),
            order_quantity: self.order_quantity,
            average_stock: (safety_stock + 0.5 * self.order_quantity).max(0.0),
            demand_per_year: self.demand_per_year,
            orders_per_year: self.demand_per_year / self.order_quantity,
            cycle_service: 1.0 - tail.probability,
            fill_rate: target.fill_rate(factor, &tail, self.order_quantity, self.covered_sd),
        }
    }
}

#[inline]
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
    if item.pack_size > 0.0 { whole_packs(quantity, item.pack_size) } else { quantity }
}
