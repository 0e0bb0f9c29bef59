//! (r,Q) for demand in whole units.

use super::ReorderQuantity;
use crate::distribution::Distribution;
use crate::stock::LotCosts;

/// Expected cost per period, exact for demand of single units: (K·λ + Σ g(y) for y = r + 1 … r + Q) ÷ Q.
///
/// Arguments as for [`super::rq_cost`], r and Q whole. Source: Federgruen & Zheng, *Operations Research* 40 (1992),
/// 808–813; Snyder & Shen, *Fundamentals of Supply Chain Theory*, eq. 5.48.
pub fn rq_cost_whole_units<D: Distribution + ?Sized>(
    costs: &LotCosts,
    demand: f64,
    over_lead_time: &D,
    policy: &ReorderQuantity,
) -> f64 {
    let mut total = costs.order * demand;
    let mut position = policy.reorder_point + 1.0;
    while position <= policy.reorder_point + policy.order_quantity {
        total += costs.at(over_lead_time, position);
        position += 1.0;
    }
    total / policy.order_quantity
}

/// The policy of least cost for demand of single units, with that cost; `None` unless costs and demand are positive.
///
/// Grows Q by one unit at a time, on the side where g is smaller, as long as the cost falls: g is convex, so the first
/// rise is the end. Source: Federgruen & Zheng, *Operations Research* 40 (1992), 808–813.
pub fn rq_optimum_whole_units<D: Distribution + ?Sized>(
    costs: &LotCosts,
    demand: f64,
    over_lead_time: &D,
) -> Option<(ReorderQuantity, f64)> {
    let usable = costs.are_usable() && demand > 0.0 && demand.is_finite();
    if !usable {
        return None;
    }
    let best = costs.best_position(over_lead_time);
    let (mut r, mut quantity) = (best - 1.0, 1.0);
    let mut total = costs.order * demand + costs.at(over_lead_time, best);
    loop {
        let (below, above) = (costs.at(over_lead_time, r), costs.at(over_lead_time, r + quantity + 1.0));
        let next = below.min(above);
        // Another unit lowers the mean where it costs less than the mean.
        if next >= total / quantity {
            let policy = ReorderQuantity { reorder_point: r, order_quantity: quantity };
            return Some((policy, total / quantity));
        }
        if below < above {
            r -= 1.0;
        }
        quantity += 1.0;
        total += next;
    }
}
