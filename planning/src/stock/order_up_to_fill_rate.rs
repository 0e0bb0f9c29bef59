//! Fill rate of a policy that restores its level every review period.

use super::LeadTimeDemand;
use super::bisect::bisect;
use crate::distribution::{Distribution, Normal};

/// Expected fill rate of ordering up to `level` units every `review_period` days, for normal demand.
///
/// What is owed at the end of a period less what was owed at its start, over its demand:
/// β = 1 − (E\[(D(L + R) − S)⁺\] − E\[(D(L) − S)⁺\]) ÷ (d·R); arguments as for [`super::order_up_to`]. 1 without
/// demand. Source: Silver, Pyke & Peterson, *Inventory Management and Production Planning and Scheduling*, §7.9;
/// Zhang & Zhang, *OR Spectrum* 29 (2007), for what is owed at the start.
pub fn order_up_to_fill_rate(
    level: f64,
    lead_time: f64,
    sd_lead_time: f64,
    demand: f64,
    sd_demand: f64,
    review_period: f64,
) -> f64 {
    let owed = |days: f64| {
        let over = LeadTimeDemand::new(demand, sd_demand, days, sd_lead_time);
        Normal::new(over.mean, over.sd).map_or(f64::NAN, |over| over.loss(level))
    };
    let per_period = demand * review_period;
    if per_period == 0.0 {
        return 1.0;
    }
    1.0 - (owed(lead_time + review_period) - owed(lead_time)) / per_period
}

/// The smallest level with that fill rate, in units; NaN unless the target is in (0, 1), demand and the review period
/// are positive and the deviations are not negative. Arguments as for [`super::order_up_to`].
pub fn order_up_to_for_fill_rate(
    fill_rate: f64,
    lead_time: f64,
    sd_lead_time: f64,
    demand: f64,
    sd_demand: f64,
    review_period: f64,
) -> f64 {
    let reached =
        |level: f64| order_up_to_fill_rate(level, lead_time, sd_lead_time, demand, sd_demand, review_period);
    let exposed = LeadTimeDemand::new(demand, sd_demand, lead_time + review_period, sd_lead_time);
    let usable = fill_rate > 0.0 && fill_rate < 1.0 && exposed.mean > 0.0 && review_period > 0.0;
    if !usable || exposed.sd.is_nan() {
        return f64::NAN;
    }
    let span = exposed.mean + 40.0 * exposed.sd;
    bisect(exposed.mean - span, exposed.mean + span, |level| reached(level) < fill_rate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn certain_demand_needs_exactly_itself() {
        // 50 a day, 4 + 2 days: 300 fill everything, 280 miss 20 of the 100 of a period.
        assert_eq!(order_up_to_fill_rate(300.0, 4.0, 0.0, 50.0, 0.0, 2.0), 1.0);
        assert_eq!(order_up_to_fill_rate(280.0, 4.0, 0.0, 50.0, 0.0, 2.0), 0.8);
        assert!((order_up_to_for_fill_rate(0.8, 4.0, 0.0, 50.0, 0.0, 2.0) - 280.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn meets_its_target_rises_with_it_and_scales(
            beta in 0.5..0.999f64, lead_time in 0.0..60.0f64, sd_lead_time in 0.0..5.0f64, demand in 0.1..500.0f64,
            cv in 0.01..1.0f64, review in 1.0..30.0f64,
        ) {
            let level = |beta: f64, scale: f64| {
                order_up_to_for_fill_rate(beta, lead_time, sd_lead_time, scale * demand, scale * cv * demand, review)
            };
            let s = level(beta, 1.0);
            let met = order_up_to_fill_rate(s, lead_time, sd_lead_time, demand, cv * demand, review);
            prop_assert!((met - beta).abs() < 1e-9, "{met}");
            prop_assert!(level(beta + 0.0005, 1.0) >= s);
            prop_assert!((level(beta, 3.0) - 3.0 * s).abs() < 1e-6 * s.abs().max(1.0));
        }
    }
}
