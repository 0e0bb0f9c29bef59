//! (s,S): once per period, if the inventory position is at or below s, order up to S; customers wait.

use super::LotCosts;
use crate::convert::whole_usize;
use crate::distribution::Distribution;

/// Reorder point and order-up-to level, in units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MinMax {
    /// s.
    pub reorder_point: f64,
    /// S.
    pub order_up_to: f64,
}

/// The demand an (s,S) policy meets, in whole units.
#[derive(Clone, Copy, Debug)]
pub struct PeriodicDemand<'a, D: Distribution> {
    /// Over one review period.
    pub period: &'a D,
    /// Over the lead time and one review period more, at whose end stock is counted.
    pub exposed: &'a D,
}

/// Expected cost per period, exact for demand in whole units; s and S whole, s < S.
///
/// (K + Σ m(j)·g(S − j)) ÷ Σ m(j) for j = 0 … S − s − 1, m the renewal probabilities of demand and g the holding and
/// shortage cost at an inventory position. NaN unless costs and mean demand are positive.
/// Source: Zheng & Federgruen, *Operations Research* 39 (1991), 654–665.
pub fn min_max_cost<D: Distribution>(
    costs: &LotCosts,
    demand: &PeriodicDemand<'_, D>,
    policy: &MinMax,
) -> f64 {
    Evaluation::new(costs, demand, policy.order_up_to)
        .map_or(f64::NAN, |mut evaluation| evaluation.cost(policy.reorder_point, policy.order_up_to))
}

/// The (s,S) of least cost for demand in whole units, with that cost; `None` unless costs and mean demand are positive.
///
/// Source: Zheng & Federgruen, *Operations Research* 39 (1991), 654–665.
pub fn min_max_optimum<D: Distribution>(
    costs: &LotCosts,
    demand: &PeriodicDemand<'_, D>,
) -> Option<(MinMax, f64)> {
    let best_position = costs.best_position(demand.exposed);
    let mut of = Evaluation::new(costs, demand, best_position)?;
    let (mut s, mut up_to) = (best_position - 1.0, best_position);
    while of.cost(s, up_to) > of.position_cost(s) {
        s -= 1.0;
    }
    let mut least = of.cost(s, up_to);
    let mut candidate = up_to + 1.0;
    // No S whose own position costs more than the best policy can be better.
    while of.position_cost(candidate) <= least {
        if of.cost(s, candidate) < least {
            up_to = candidate;
            while of.cost(s, up_to) <= of.position_cost(s + 1.0) {
                s += 1.0;
            }
            least = of.cost(s, up_to);
        }
        candidate += 1.0;
    }
    Some((MinMax { reorder_point: s, order_up_to: up_to }, least))
}

/// Costs of many (s,S) under one demand, with its renewal probabilities computed once.
struct Evaluation<'a, D: Distribution> {
    costs: &'a LotCosts,
    demand: &'a PeriodicDemand<'a, D>,
    probabilities: Vec<f64>,
    renewals: Vec<f64>,
    /// Costs of the positions `origin`, `origin` + 1, … and `origin` − 1, `origin` − 2, …, as far as asked for.
    origin: f64,
    upwards: Vec<f64>,
    downwards: Vec<f64>,
}

impl<'a, D: Distribution> Evaluation<'a, D> {
    fn new(costs: &'a LotCosts, demand: &'a PeriodicDemand<'a, D>, origin: f64) -> Option<Self> {
        let at_zero = demand.period.pdf(0.0);
        let usable = costs.are_usable() && demand.period.mean() > 0.0 && at_zero < 1.0;
        let (probabilities, renewals) = (vec![at_zero], vec![1.0 / (1.0 - at_zero)]);
        let (upwards, downwards) = (Vec::new(), Vec::new());
        usable.then_some(Evaluation { costs, demand, probabilities, renewals, origin, upwards, downwards })
    }

    /// m(j): expected periods spent at j units below S, for j below `count`.
    fn extend_renewals(&mut self, count: usize) {
        while self.renewals.len() < count {
            let j = self.renewals.len();
            self.probabilities.push(self.demand.period.pdf(j as f64));
            let earlier: f64 = (1..=j).map(|l| self.probabilities[l] * self.renewals[j - l]).sum();
            self.renewals.push(self.renewals[0] * earlier);
        }
    }

    fn position_cost(&mut self, position: f64) -> f64 {
        let (known, first, step) = if position >= self.origin {
            (&mut self.upwards, self.origin, 1.0)
        } else {
            (&mut self.downwards, self.origin - 1.0, -1.0)
        };
        let index = whole_usize((position - first) * step);
        while known.len() <= index {
            let next = first + step * known.len() as f64;
            known.push(self.costs.at(self.demand.exposed, next));
        }
        known[index]
    }

    fn cost(&mut self, s: f64, up_to: f64) -> f64 {
        let count = whole_usize((up_to - s).max(1.0));
        self.extend_renewals(count);
        let (mut money, mut periods) = (self.costs.order, 0.0);
        for j in 0..count {
            money += self.renewals[j] * self.position_cost(up_to - j as f64);
            periods += self.renewals[j];
        }
        money / periods
    }
}

/// Power approximation of the best (s,S), in units, from two moments of demand.
///
/// `mean` per period; `exposed_mean` and `exposed_sd` of demand over the lead time and one period more. Meant for
/// order quantities of at least one and a half periods' demand. Source: Ehrhardt & Mosier, *Management Science* 30
/// (1984), 618–622.
pub fn min_max_power_approximation(
    costs: &LotCosts,
    mean: f64,
    exposed_mean: f64,
    exposed_sd: f64,
) -> MinMax {
    let spread = 1.0 + exposed_sd * exposed_sd / (mean * mean);
    let quantity = 1.3
        * libm::pow(mean, 0.494)
        * libm::pow(costs.order / costs.holding, 0.506)
        * libm::pow(spread, 0.116);
    let z = (quantity / exposed_sd * costs.holding / costs.shortage).sqrt();
    let reorder_point = 0.973 * exposed_mean + exposed_sd * (0.183 / z + 1.063 - 2.192 * z);
    MinMax { reorder_point, order_up_to: reorder_point + quantity }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::{Empirical, NegativeBinomial, Poisson};
    use core::num::NonZeroU32;
    use proptest::prelude::*;

    fn check_optimum<D: Distribution>(costs: &LotCosts, period: &D, lead_time: u32) {
        let exposed = period.over_periods(NonZeroU32::MIN.saturating_add(lead_time));
        let demand = PeriodicDemand { period, exposed: &exposed };
        let (best, least) = min_max_optimum(costs, &demand).expect("positive costs");
        assert!((min_max_cost(costs, &demand, &best) / least - 1.0).abs() < 1e-12);
        for (ds, du) in
            [(-1.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-3.0, 5.0)]
        {
            let s = best.reorder_point + ds;
            let other = MinMax { reorder_point: s, order_up_to: (best.order_up_to + du).max(s + 1.0) };
            assert!(
                min_max_cost(costs, &demand, &other) >= least * (1.0 - 1e-12),
                "{other:?} beats {best:?}"
            );
        }
        let power =
            min_max_power_approximation(costs, period.mean(), exposed.mean(), exposed.variance().sqrt());
        let s = power.reorder_point.round();
        let whole = MinMax { reorder_point: s, order_up_to: power.order_up_to.round().max(s + 1.0) };
        assert!(min_max_cost(costs, &demand, &whole) >= least * (1.0 - 1e-12), "{whole:?} beats {best:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn neighbours_and_the_approximation_are_not_cheaper(
            order in 1.0..100.0f64, holding in 0.2..4.0f64, ratio in 1.0..30.0f64, mean in 0.3..25.0f64,
            cv in 0.3..2.5f64, lead_time in 0..4u32,
        ) {
            let costs = LotCosts { order, holding, shortage: ratio * holding };
            check_optimum(&costs, &Poisson::new(mean).expect("valid"), lead_time);
            if let Some(counts) = NegativeBinomial::new(mean, cv * mean) {
                check_optimum(&costs, &counts, lead_time);
            }
            let observed = Empirical::from_weights(&[(0.0, 0.6), (1.0, 0.2), (4.0, 0.15), (11.0, 0.05)]);
            check_optimum(&costs, &observed.expect("valid"), lead_time);
        }
    }

    #[test]
    fn without_demand_or_cost_there_is_no_policy() {
        let (none, some) = (Poisson::new(0.0).expect("valid"), Poisson::new(3.0).expect("valid"));
        let costs = LotCosts { order: 5.0, holding: 1.0, shortage: 4.0 };
        assert_eq!(min_max_optimum(&costs, &PeriodicDemand { period: &none, exposed: &none }), None);
        let free = LotCosts { order: 0.0, ..costs };
        let demand = PeriodicDemand { period: &some, exposed: &some };
        assert!(min_max_cost(&free, &demand, &MinMax { reorder_point: 1.0, order_up_to: 4.0 }).is_nan());
    }
}
