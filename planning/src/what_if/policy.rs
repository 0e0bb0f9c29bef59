//! The policy of one item-location.

use super::{FactorLine, Factors, Formula, Item, Scenario, Target};
use crate::stock::{LeadTimeDemand, Undershoot, eoq, whole_packs};
use serde::Serialize;

/// An order never covers more than this many days of demand, however cheap the item: beyond a year neither the
/// forecast nor the goods can be relied on.
pub const ORDER_COVER_DAYS_MAX: f64 = 365.0;

/// The policy of one item-location and its consequences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Policy {
    /// Safety stock, units: the average stock just before an order arrives.
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

/// The part of a policy that does not depend on the service target.
pub(super) struct Basis {
    pub(super) demand_per_year: f64,
    pub(super) over_lead_time: LeadTimeDemand,
    pub(super) undershoot: Undershoot,
    /// √(σ²_LTD + Var U), units.
    pub(super) covered_sd: f64,
    factors: Factors,
    shortage_factor: f64,
    pub(super) order_quantity: f64,
}

/// The policy of an item under a scenario that promises `target`, [`Target::of`] the scenario unless the item has one
/// of its own.
///
/// Reorder point with undershoot, s = d·L + E\[U\] + k·√(σ²_LTD + Var U), k the safety factor that similar items have
/// needed (see [`Factors`]), or the textbook's d·L + z·σ_LTD. Either way the expected service accounts for the
/// undershoot. The order quantity is the EOQ in whole packs, with at least one review period's demand and the minimum
/// order, and at most [`ORDER_COVER_DAYS_MAX`]. Without forecast demand nothing is stocked. Without a unit cost the
/// order covers the lead time.
pub fn policy(item: &Item, scenario: &Scenario, target: &Target) -> Policy {
    Basis::of(item, scenario).map_or_else(Policy::default, |basis| basis.policy(target))
}

/// Units of an order under a scenario, whatever it promises: the order quantity of [`policy`]. `None` without forecast
/// demand or lead time.
pub fn order_quantity(item: &Item, scenario: &Scenario) -> Option<f64> {
    Basis::of(item, scenario).map(|basis| basis.order_quantity)
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
        let exposed_demand = item.exposed_demand_per_day * scenario.demand_factor;
        let sd = item.error_sd_per_day * scenario.demand_factor;
        let over_lead_time = LeadTimeDemand::new(
            exposed_demand,
            sd,
            item.lead_time_days * scenario.lead_time_factor,
            item.lead_time_sd_days * scenario.lead_time_sd_factor,
        );
        let review_sd = item.review_sd_per_day * scenario.demand_factor;
        let undershoot =
            Undershoot::new(exposed_demand * scenario.review_days, review_sd * scenario.review_days.sqrt());
        let covered_sd = (over_lead_time.sd * over_lead_time.sd + undershoot.variance).sqrt();
        let demand_per_year = demand * 365.0;
        let review_demand = demand * scenario.review_days;
        let order_quantity = quantity(item, scenario, demand_per_year, review_demand, over_lead_time.mean);
        Some(Basis {
            demand_per_year,
            over_lead_time,
            undershoot,
            covered_sd,
            factors: item.factors,
            shortage_factor: item.shortage_factor,
            order_quantity,
        })
    }

    /// With the safety stock that meets a target.
    #[inline]
    pub(super) fn policy(&self, target: &Target) -> Policy {
        let factor = self.safety_factor(target);
        match target.formula() {
            Formula::Corrected => {
                let FactorLine { shift, slope } = self.factors.at_quantile(factor);
                let held = shift + factor * slope;
                // At least expected demand, even where that keeps more service than was asked for.
                let factor = if held < 0.0 { -shift / slope } else { factor };
                self.with(target, factor, held.max(0.0) * self.covered_sd, slope)
            }
            Formula::Textbook => {
                let safety_stock = factor * self.over_lead_time.sd - self.undershoot.mean;
                let held = safety_stock / self.covered_sd;
                let FactorLine { shift, slope } = self.factors.at_factor(held);
                self.with(target, (held - shift) / slope, safety_stock, slope)
            }
        }
    }

    /// The normal quantile, or its equivalent, that meets a target.
    #[inline]
    pub(super) fn safety_factor(&self, target: &Target) -> f64 {
        let orders_per_year = self.demand_per_year / self.order_quantity;
        let at = |sd: f64, shortage: f64| target.factor(self.order_quantity, sd, orders_per_year, shortage);
        if target.is_shared() {
            return at(self.covered_sd, 1.0);
        }
        match target.formula() {
            // The textbook uses nothing that was learned.
            Formula::Textbook => at(self.over_lead_time.sd, 1.0),
            // The line of an item's own factor is known only once the factor is; mostly it is the line of the first
            // try.
            Formula::Corrected => {
                let on = |line: &FactorLine| at(line.slope * self.covered_sd, self.shortage_factor);
                let mut line = self.factors.at_quantile(FIRST_QUANTILE);
                let mut factor = on(&line);
                for _ in 0..LINES_TRIED {
                    let own = self.factors.at_quantile(factor);
                    if own == line {
                        return factor;
                    }
                    line = own;
                    factor = on(&line);
                }
                // Between two lines that each point to the other, the factor that suffices on its own.
                factor.max(on(&self.factors.at_quantile(factor)))
            }
        }
    }

    #[inline]
    fn with(&self, target: &Target, factor: f64, safety_stock: f64, slope: f64) -> Policy {
        let tail = target.tail(factor);
        Policy {
            safety_stock,
            reorder_point: self.over_lead_time.mean + self.undershoot.mean + safety_stock,
            order_quantity: self.order_quantity,
            average_stock: (safety_stock + 0.5 * self.order_quantity).max(0.0),
            demand_per_year: self.demand_per_year,
            orders_per_year: self.demand_per_year / self.order_quantity,
            cycle_service: 1.0 - tail.probability,
            fill_rate: self.fill_rate(target.short_share(
                factor,
                &tail,
                self.order_quantity,
                slope * self.covered_sd,
            )),
        }
    }

    /// The expected fill rate where the lines of factors expect that share of units to be short.
    #[inline]
    fn fill_rate(&self, short_share: f64) -> f64 {
        (1.0 - self.shortage_factor * short_share).max(0.0)
    }
}

/// The first line tried for an item's own factor: that of service levels from 90 to 95 %.
const FIRST_QUANTILE: f64 = 1.5;
const LINES_TRIED: usize = 3;

#[inline]
fn quantity(item: &Item, scenario: &Scenario, per_year: f64, per_review: f64, per_lead_time: f64) -> f64 {
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
