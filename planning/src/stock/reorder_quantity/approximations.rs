//! Textbook approximations of the best (r,Q), for normal demand over the lead time.

use super::{ReorderQuantity, rq_reorder_point};
use crate::distribution::{Distribution, Normal};
use crate::normal;
use crate::stock::{LotCosts, eoq, eoq_with_backorders, newsvendor_level};

/// The Q of the deterministic model with backorders, and the best r for it.
///
/// Source: Zheng, *Management Science* 38 (1992): its cost is at most an eighth above the optimum. Arguments as for
/// [`super::rq_cost`].
pub fn rq_eoq_with_backorders<D: Distribution + ?Sized>(
    costs: &LotCosts,
    demand: f64,
    over_lead_time: &D,
) -> ReorderQuantity {
    let order_quantity =
        eoq_with_backorders(demand, costs.order, costs.holding, costs.shortage).order_quantity;
    ReorderQuantity { reorder_point: rq_reorder_point(costs, over_lead_time, order_quantity), order_quantity }
}

/// The economic order quantity, and the newsvendor's level as r. (Snyder & Shen, eq. 5.21.)
pub fn rq_eoq_with_safety_stock<D: Distribution + ?Sized>(
    costs: &LotCosts,
    demand: f64,
    over_lead_time: &D,
) -> ReorderQuantity {
    ReorderQuantity {
        reorder_point: newsvendor_level(costs.holding, costs.shortage, over_lead_time),
        order_quantity: eoq(demand, costs.order, costs.holding),
    }
}

/// Expected-inventory-level approximation, shortage cost per unit short (not per unit and period); with its own
/// estimate of the cost per period.
///
/// F(r) = 1 − Q·h ÷ (p·λ) and Q = √(2λ·(K + p·loss(r)) ÷ h) in turn until they settle. `None` where holding a lot
/// costs more than running short of a period's demand, so that no r pays, or where they do not settle.
/// Source: Hadley & Whitin, *Analysis of Inventory Systems* (1963), ch. 4; Snyder & Shen, eqs. 5.16–5.18.
pub fn rq_expected_level(
    costs: &LotCosts,
    demand: f64,
    over_lead_time: &Normal,
) -> Option<(ReorderQuantity, f64)> {
    let LotCosts { order, holding, shortage } = *costs;
    let policy = settle(eoq(demand, order, holding), |quantity| {
        let r = over_lead_time.quantile(1.0 - quantity * holding / (shortage * demand));
        (r, (2.0 * demand * (order + shortage * over_lead_time.loss(r)) / holding).sqrt())
    })?;
    let (r, quantity) = (policy.reorder_point, policy.order_quantity);
    let held = holding * (r - over_lead_time.mean() + 0.5 * quantity);
    let per_order = order + shortage * over_lead_time.loss(r);
    Some((policy, held + per_order * demand / quantity))
}

/// Loss-function approximation: loss(r) = h·Q ÷ (h + p) and Q = √(2·(K·λ + (h + p)·second loss(r)) ÷ h) in turn until
/// they settle; `None` where they do not.
///
/// It neglects units still owed when an order arrives. Source: Hadley & Whitin, *Analysis of Inventory Systems*
/// (1963); Snyder & Shen, eqs. 5.28–5.29.
pub fn rq_loss_function(costs: &LotCosts, demand: f64, over_lead_time: &Normal) -> Option<ReorderQuantity> {
    let both = costs.holding + costs.shortage;
    let (mean, sd) = (over_lead_time.mean(), over_lead_time.variance().sqrt());
    settle(eoq(demand, costs.order, costs.holding), |quantity| {
        let r = mean + sd * normal::loss_inverse(costs.holding * quantity / (both * sd));
        let shortage = both * over_lead_time.second_loss(r);
        (r, (2.0 * (costs.order * demand + shortage) / costs.holding).sqrt())
    })
}

/// Repeats quantity → (r, next quantity) until neither moves by more than a part in 10¹³.
fn settle(mut quantity: f64, next: impl Fn(f64) -> (f64, f64)) -> Option<ReorderQuantity> {
    for _ in 0..10_000 {
        let (reorder_point, better) = next(quantity);
        let usable = reorder_point.is_finite() && better.is_finite();
        if !usable {
            return None;
        }
        let moved = (better - quantity).abs();
        quantity = better;
        if moved <= 1e-13 * quantity {
            return Some(ReorderQuantity { reorder_point, order_quantity: quantity });
        }
    }
    None
}
