//! Safety stock, reorder point and order-up-to level for a cycle service target.

use super::{LeadTimeDemand, Undershoot};
use crate::normal;

/// Safety stock z·σ_LTD in units, for a cycle service level in (0, 1); negative below ½.
///
/// Lead time and its deviation in days, demand and the deviation of its forecast error in units per day.
/// Source: King, "Crack the Code", APICS (2011).
pub fn safety_stock(service: f64, lead_time: f64, sd_lead_time: f64, demand: f64, sd_demand: f64) -> f64 {
    normal::ppf(service) * LeadTimeDemand::new(demand, sd_demand, lead_time, sd_lead_time).sd
}

/// Reorder point in units: order when the inventory position is at or below it.
///
/// Without a review period the textbook d·L + z·σ_LTD, right where stock is watched continuously and sold one by
/// one. With it, s = d·L + E\[U\] + z·√(σ²_LTD + Var U) also covers the undershoot U of a check every
/// `review_period` days. Arguments as for [`safety_stock`].
pub fn reorder_point(
    service: f64,
    lead_time: f64,
    sd_lead_time: f64,
    demand: f64,
    sd_demand: f64,
    review_period: Option<f64>,
) -> f64 {
    let over_lead_time = LeadTimeDemand::new(demand, sd_demand, lead_time, sd_lead_time);
    let z = normal::ppf(service);
    match review_period {
        None => over_lead_time.mean + z * over_lead_time.sd,
        Some(review_days) => {
            let undershoot = Undershoot::new(demand * review_days, sd_demand * review_days.sqrt());
            let sd = (over_lead_time.sd * over_lead_time.sd + undershoot.variance).sqrt();
            over_lead_time.mean + undershoot.mean + z * sd
        }
    }
}

/// Order-up-to level in units of a policy that orders every `review_period` days:
/// d·(L + R) + z·√((L + R)·σ_d² + d²·σ_L²). Arguments as for [`safety_stock`].
///
/// Source: Silver, Pyke & Peterson, *Inventory Management and Production Planning and Scheduling*, §7.9.
pub fn order_up_to(
    service: f64,
    lead_time: f64,
    sd_lead_time: f64,
    demand: f64,
    sd_demand: f64,
    review_period: f64,
) -> f64 {
    let exposed = LeadTimeDemand::new(demand, sd_demand, lead_time + review_period, sd_lead_time);
    exposed.mean + normal::ppf(service) * exposed.sd
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_uncertainty_alone_and_a_rounded_factor() {
        assert!((safety_stock(0.95, 5.0, 0.0, 120.0, 60.0) - 220.6802713740344).abs() < 1e-9, "demand");
        assert!((safety_stock(0.95, 5.0, 2.0, 120.0, 0.0) - 394.7648704683534).abs() < 1e-9, "lead time");
        let service = normal::cdf(1.65);
        assert!((safety_stock(service, 5.0, 2.0, 120.0, 60.0) - 453.67499380062816).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn rises_with_the_service_target_and_scales_with_demand(
            service in 0.5..0.99f64, lead_time in 0.5..90.0f64, sd_lead_time in 0.0..30.0f64,
            demand in 0.01..1e4f64, cv in 0.0..8.0f64, review in 1.0..30.0f64, scale in 0.1..10.0f64,
        ) {
            let s = |service, scale: f64| {
                reorder_point(service, lead_time, sd_lead_time, scale * demand, scale * cv * demand, Some(review))
            };
            prop_assert!(s(service + 0.005, 1.0) >= s(service, 1.0));
            prop_assert!((s(service, scale) / s(service, 1.0) / scale - 1.0).abs() < 1e-9);
            prop_assert!(s(service, 1.0) > reorder_point(service, lead_time, sd_lead_time, demand, cv * demand, None));
        }
    }
}
