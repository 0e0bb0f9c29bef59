//! Costs of ordering, holding and running short: the trade-off of (r,Q) and (s,S) policies.

use super::newsvendor::{critical_ratio, newsvendor_cost};
use crate::distribution::Distribution;

/// Costs of a policy that orders lots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LotCosts {
    /// Money per order.
    pub order: f64,
    /// Money per unit in stock and period.
    pub holding: f64,
    /// Money per unit owed and period.
    pub shortage: f64,
}

impl LotCosts {
    /// Whether every cost is positive and finite, as the policies need.
    pub(super) fn are_usable(&self) -> bool {
        [self.order, self.holding, self.shortage].iter().all(|cost| *cost > 0.0 && cost.is_finite())
    }

    /// Holding and shortage cost per period at an inventory position, money.
    pub(super) fn at<D: Distribution + ?Sized>(&self, demand: &D, position: f64) -> f64 {
        newsvendor_cost(self.holding, self.shortage, demand, position)
    }

    /// The inventory position at which that cost is smallest, units.
    pub(super) fn best_position<D: Distribution + ?Sized>(&self, demand: &D) -> f64 {
        demand.quantile(critical_ratio(self.holding, self.shortage))
    }
}
