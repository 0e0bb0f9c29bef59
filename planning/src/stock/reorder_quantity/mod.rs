//! (r,Q): order Q units when the inventory position falls to r; stock is watched all the time, customers wait.

/// For demand in whole units.
mod whole_units;

/// Textbook approximations for normal demand.
mod approximations;

#[cfg(test)]
mod tests;

pub use approximations::{
    rq_eoq_with_backorders, rq_eoq_with_safety_stock, rq_expected_level, rq_loss_function,
};
pub use whole_units::{rq_cost_whole_units, rq_optimum_whole_units};

use super::LotCosts;
use super::bisect::bisect;
use crate::distribution::Distribution;

/// A reorder point and an order quantity, in units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReorderQuantity {
    /// r.
    pub reorder_point: f64,
    /// Q.
    pub order_quantity: f64,
}

/// Expected cost per period, exact for continuous demand: (K·λ + ∫ g(y) dy from r to r + Q) ÷ Q, g the holding and
/// shortage cost at inventory position y.
///
/// `demand` λ in units per period, `over_lead_time` the distribution of demand over the lead time. Source: Zheng,
/// *Management Science* 38 (1992), 87–103; Snyder & Shen, *Fundamentals of Supply Chain Theory*, eq. 5.7.
pub fn rq_cost<D: Distribution + ?Sized>(
    costs: &LotCosts,
    demand: f64,
    over_lead_time: &D,
    policy: &ReorderQuantity,
) -> f64 {
    let area = cost_between(costs, over_lead_time, policy.reorder_point, policy.order_quantity);
    (costs.order * demand + area) / policy.order_quantity
}

/// ∫ g from r to r + Q, by g(y) = h·(y − μ) + (h + p)·loss(y).
fn cost_between<D: Distribution + ?Sized>(costs: &LotCosts, of: &D, r: f64, quantity: f64) -> f64 {
    costs.holding * quantity * (r + 0.5 * quantity - of.mean())
        + (costs.holding + costs.shortage) * (of.second_loss(r) - of.second_loss(r + quantity))
}

/// The best reorder point for an order quantity: g(r) = g(r + Q). (Snyder & Shen, eq. 5.9.)
pub fn rq_reorder_point<D: Distribution + ?Sized>(
    costs: &LotCosts,
    over_lead_time: &D,
    order_quantity: f64,
) -> f64 {
    let best = costs.best_position(over_lead_time);
    bisect(best - order_quantity, best, |r| {
        costs.at(over_lead_time, r) > costs.at(over_lead_time, r + order_quantity)
    })
}

/// The policy of least cost for continuous demand; `None` unless costs and demand are positive.
///
/// At the optimum the cost is g(r) = g(r + Q), so that K·λ = ∫ (g(r) − g(y)) dy, which falls with r: two nested
/// bisections find it. Source: Zheng, *Management Science* 38 (1992), 87–103.
pub fn rq_optimum<D: Distribution + ?Sized>(
    costs: &LotCosts,
    demand: f64,
    over_lead_time: &D,
) -> Option<ReorderQuantity> {
    let usable = costs.are_usable() && demand > 0.0 && (costs.order * demand).is_finite();
    if !usable {
        return None;
    }
    let best = costs.best_position(over_lead_time);
    // The quantity at whose far end g has risen to what it is at r.
    let quantity = |r: f64| {
        let level = costs.at(over_lead_time, r);
        let is_below = |position: f64| costs.at(over_lead_time, position) < level;
        let mut reach = (best - r).max(f64::MIN_POSITIVE);
        while is_below(best + reach) && reach.is_finite() {
            reach *= 2.0;
        }
        bisect(best, best + reach, is_below) - r
    };
    let is_too_low = |r: f64| {
        let q = quantity(r);
        costs.at(over_lead_time, r) * q - cost_between(costs, over_lead_time, r, q) > costs.order * demand
    };
    let mut reach = over_lead_time.variance().sqrt() + 1.0;
    while reach.is_finite() && !is_too_low(best - reach) {
        reach *= 2.0;
    }
    let reorder_point = bisect(best - reach, best, is_too_low);
    Some(ReorderQuantity { reorder_point, order_quantity: quantity(reorder_point) })
}
