//! Fill rate (type 2 service) of a reorder-point policy, and the reorder point for a fill rate.

use super::bisect::bisect;
use super::{LeadTimeDemand, Undershoot};
use crate::normal;

/// The safety factor k at which a policy of that order quantity meets the fill rate: G(k) = (1 − β)·Q ÷ σ.
///
/// The simple form, uncapped: negative where even less than the mean lead-time demand would do; NaN where the target
/// is not in (0, 1) or a quantity is not positive. `order_quantity` and `sd_lead_time_demand` in units.
/// Source: Silver, Pyke & Peterson, *Inventory Management and Production Planning and Scheduling*, eq. 7.27.
pub fn fill_rate_factor(fill_rate: f64, order_quantity: f64, sd_lead_time_demand: f64) -> f64 {
    if !is_solvable(fill_rate, order_quantity, sd_lead_time_demand) {
        return f64::NAN;
    }
    normal::loss_inverse((1.0 - fill_rate) * order_quantity / sd_lead_time_demand)
}

/// The safety factor k of the exact form, G(k) − G(k + Q/σ) = (1 − β)·Q ÷ σ, which does not count twice the units
/// already owed when an order arrives; smaller than [`fill_rate_factor`] where Q is small beside σ. Arguments and NaN
/// as there.
pub fn fill_rate_factor_exact(fill_rate: f64, order_quantity: f64, sd_lead_time_demand: f64) -> f64 {
    let simple = fill_rate_factor(fill_rate, order_quantity, sd_lead_time_demand);
    if simple.is_nan() {
        return f64::NAN;
    }
    let steps = order_quantity / sd_lead_time_demand;
    // The exact fill rate is below β where all of Q is short: k = −Q/σ − 40, beyond any normal demand.
    bisect((-steps - 40.0).min(simple), simple, |k| {
        expected_fill_rate(k, order_quantity, sd_lead_time_demand) < fill_rate
    })
}

fn is_solvable(fill_rate: f64, order_quantity: f64, sd: f64) -> bool {
    let steps = order_quantity / sd;
    fill_rate > 0.0 && fill_rate < 1.0 && steps > 0.0 && steps.is_finite()
}

/// Expected fill rate at safety factor `k`: β = 1 − σ·(G(k) − G(k + Q/σ)) ÷ Q, exact for any order quantity.
///
/// `sd` is the deviation of demand over the time the reorder point must cover. Source: Silver, Pyke & Peterson,
/// *Inventory Management and Production Planning and Scheduling*, §7.7.
pub fn expected_fill_rate(k: f64, order_quantity: f64, sd: f64) -> f64 {
    if sd <= 0.0 {
        return 1.0;
    }
    let steps = order_quantity / sd;
    // Beyond seven deviations the second loss is below 1e-13 and cannot be seen.
    let later = if k + steps < 7.0 { normal::loss(k + steps) } else { 0.0 };
    1.0 - (normal::loss(k) - later) / steps
}

/// A reorder point for a fill rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FillRatePoint {
    /// Safety factor k.
    pub factor: f64,
    /// k·σ, units.
    pub safety_stock: f64,
    /// Units.
    pub reorder_point: f64,
    /// The target would be met with less than mean demand in stock; the factor was raised to zero.
    pub is_capped: bool,
}

/// Reorder point for a fill rate, with the exact factor; never below mean demand: `is_capped` says where that binds.
///
/// Without a review period for stock watched all the time; with it, mean and variance of the undershoot are added.
/// Lead time and its deviation in days, demand and the deviation of its forecast error in units per day. NaN where
/// [`fill_rate_factor`] is; without any deviation the reorder point is the mean.
pub fn fill_rate_reorder_point(
    fill_rate: f64,
    order_quantity: f64,
    lead_time: f64,
    sd_lead_time: f64,
    demand: f64,
    sd_demand: f64,
    review_period: Option<f64>,
) -> FillRatePoint {
    let over_lead_time = LeadTimeDemand::new(demand, sd_demand, lead_time, sd_lead_time);
    let undershoot = review_period.map_or(Undershoot { mean: 0.0, variance: 0.0 }, |days| {
        Undershoot::new(demand * days, sd_demand * days.sqrt())
    });
    let mean = over_lead_time.mean + undershoot.mean;
    let sd = (over_lead_time.sd * over_lead_time.sd + undershoot.variance).sqrt();
    let uncapped = if sd == 0.0 { 0.0 } else { fill_rate_factor_exact(fill_rate, order_quantity, sd) };
    let is_capped = uncapped < 0.0;
    let factor = if is_capped { 0.0 } else { uncapped };
    FillRatePoint { factor, safety_stock: factor * sd, reorder_point: mean + factor * sd, is_capped }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn worked_values() {
        for (fill_rate, quantity, k) in [
            (0.98, 400.0, 0.3002475529),
            (0.98, 100.0, 1.1145638781),
            (0.99, 400.0, 0.7405007209),
            (0.9, 400.0, -1.2864809707),
        ] {
            assert!((fill_rate_factor(fill_rate, quantity, 30.0) - k).abs() < 1e-9);
        }
        assert!(
            (normal::cdf(fill_rate_factor(0.98, 400.0, 30.0)) - 0.6180058323).abs() < 1e-9,
            "implied service"
        );
        assert!((30.0 * fill_rate_factor(0.98, 400.0, 30.0) - 9.00742659).abs() < 1e-8);
        assert!((30.0 * fill_rate_factor(0.98, 100.0, 30.0) - 33.43691634).abs() < 1e-8);
        for impossible in [(1.0, 400.0, 30.0), (0.0, 400.0, 30.0), (0.9, -1.0, 30.0), (0.9, 400.0, 0.0)] {
            assert!(fill_rate_factor(impossible.0, impossible.1, impossible.2).is_nan());
        }
    }

    #[test]
    fn fill_rates_of_95_percent_cycle_service() {
        let z = normal::ppf(0.95);
        for (quantity, simple) in
            [(400.0, 0.9984330280729152), (100.0, 0.9937321122916607), (30.0, 0.9791070409722024)]
        {
            assert!((1.0 - 30.0 * normal::loss(z) / quantity - simple).abs() < 1e-12);
            assert!(expected_fill_rate(z, quantity, 30.0) >= simple - 1e-15);
        }
    }

    #[test]
    fn the_simple_form_counts_some_shortage_twice() {
        let z = normal::ppf(0.95);
        assert!(expected_fill_rate(z, 30.0, 30.0) > 1.0 - normal::loss(z) + 1e-4);
    }

    #[test]
    fn a_target_below_what_no_safety_stock_gives_is_capped_and_says_so() {
        let point = fill_rate_reorder_point(0.9, 400.0, 4.0, 0.0, 50.0, 15.0, None);
        assert_eq!((point.factor, point.reorder_point, point.is_capped), (0.0, 200.0, true));
        let certain = fill_rate_reorder_point(0.98, 400.0, 4.0, 0.0, 50.0, 0.0, None);
        assert_eq!((certain.reorder_point, certain.is_capped), (200.0, false));
    }

    proptest! {
        #[test]
        fn the_exact_factor_meets_its_target_and_is_the_smaller(
            beta in 0.3..0.9999f64, quantity in 0.05..1e3f64, sd in 0.1..100.0f64,
        ) {
            let exact = fill_rate_factor_exact(beta, quantity, sd);
            prop_assert!((expected_fill_rate(exact, quantity, sd) - beta).abs() < 1e-9);
            prop_assert!(exact <= fill_rate_factor(beta, quantity, sd));
            prop_assert!(fill_rate_factor_exact(beta + 0.00005, quantity, sd) >= exact);
            let scaled = fill_rate_factor_exact(beta, 7.0 * quantity, 7.0 * sd);
            prop_assert!((scaled - exact).abs() < 1e-6 * (1.0 + exact.abs()));
        }

        #[test]
        fn stays_a_share_and_rises_with_the_factor(k in 0.0..4.0f64, quantity in 0.01..1e4f64, sd in 0.01..1e4f64) {
            let beta = expected_fill_rate(k, quantity, sd);
            prop_assert!((-1e-9..=1.0).contains(&beta), "{beta}");
            prop_assert!(expected_fill_rate(k + 0.1, quantity, sd) >= beta - 1e-12);
        }

        #[test]
        fn agrees_with_the_simple_form_for_large_quantities(beta in 0.5..0.999f64, sd in 0.1..100.0f64) {
            let quantity = 60.0 * sd;
            let k = fill_rate_factor(beta, quantity, sd);
            if k > -30.0 {
                prop_assert!((expected_fill_rate(k, quantity, sd) - beta).abs() < 1e-9);
            }
        }
    }
}
