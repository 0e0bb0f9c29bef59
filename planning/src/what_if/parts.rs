//! The parts of an item-location's policy, for readers who want to see it computed.

use super::policy::Basis;
use super::{Formula, Item, Policy, Scenario, Target};
use crate::stock::{LeadTimeDemand, Undershoot, eoq};
use serde::Serialize;

/// A policy with every number in its formulas.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Parts {
    /// Forecast demand under the scenario, units per day.
    pub demand_per_day: f64,
    /// Forecast demand over the coming lead time and review period under the scenario, units per day.
    pub exposed_demand_per_day: f64,
    /// Deviation of the forecast error over the lead time under the scenario, units per √day.
    pub error_sd_per_day: f64,
    /// Deviation of the demand of a review period under the scenario, units per √day: for the undershoot.
    pub review_sd_per_day: f64,
    /// Mean lead time under the scenario, days.
    pub lead_time_days: f64,
    /// Deviation of the lead time under the scenario, days.
    pub lead_time_sd_days: f64,
    /// The normal quantile of a cycle service level, or the factor that meets a fill rate for normal demand.
    pub z: f64,
    /// The safety factor: the deviations that similar items have needed; the textbook's is `z`.
    pub safety_factor: f64,
    /// Demand over the lead time.
    pub lead_time_demand: LeadTimeDemand,
    /// Undershoot at a review.
    pub undershoot: Undershoot,
    /// Deviation that safety stock covers: √(σ²_LTD + Var U), units.
    pub covered_sd: f64,
    /// Economic order quantity before limits and packs, units; NaN without a unit cost.
    pub economic_quantity: f64,
    /// The resulting policy: reorder point = lead-time demand + undershoot + safety stock.
    pub policy: Policy,
}

/// The parts of an item's policy under a scenario; `None` without forecast demand or lead time.
pub fn parts(item: &Item, scenario: &Scenario) -> Option<Parts> {
    let basis = Basis::of(item, scenario)?;
    let target = Target::of(scenario);
    let (policy, z) = (basis.policy(&target), basis.safety_factor(&target));
    let costed = item.unit_cost > 0.0;
    let economic_quantity = if costed {
        eoq(policy.demand_per_year, scenario.order_cost, scenario.holding_rate * item.unit_cost)
    } else {
        f64::NAN
    };
    Some(Parts {
        demand_per_day: item.demand_per_day * scenario.demand_factor,
        exposed_demand_per_day: item.exposed_demand_per_day * scenario.demand_factor,
        error_sd_per_day: item.error_sd_per_day * scenario.demand_factor,
        review_sd_per_day: item.review_sd_per_day * scenario.demand_factor,
        lead_time_days: item.lead_time_days * scenario.lead_time_factor,
        lead_time_sd_days: item.lead_time_sd_days * scenario.lead_time_sd_factor,
        z,
        safety_factor: match scenario.formula {
            Formula::Corrected => item.factors.factor(z).max(0.0),
            Formula::Textbook => z,
        },
        lead_time_demand: basis.over_lead_time,
        undershoot: basis.undershoot,
        covered_sd: basis.covered_sd,
        economic_quantity,
        policy,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::what_if::{Factors, ServiceType};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_parts_add_up_to_the_policy(
            demand in 0.01..500.0f64, cv in 0.0..6.0f64, lead in 0.0..90.0f64, sd_lead in 0.0..20.0f64,
            cost in prop_oneof![Just(f64::NAN), 0.1..50.0f64], service in 0.5..0.999f64, review in 1.0..30.0f64,
            factor in 0.25..3.0f64, season in 0.1..4.0f64, first in -0.5..2.0f64, rise in 0.2..3.0f64,
        ) {
            let item = Item {
                demand_per_day: demand,
                exposed_demand_per_day: season * demand,
                error_sd_per_day: cv * demand,
                review_sd_per_day: 0.7 * cv * demand,
                factors: Factors([0.0, 1.0, 2.0, 3.5, 6.0].map(|step| first + rise * step)),
                shortage_factor: 1.2,
                lead_time_days: lead,
                lead_time_sd_days: sd_lead,
                unit_cost: cost,
                minimum_order: f64::NAN,
                pack_size: f64::NAN,
            };
            let scenario = Scenario {
                service_level: service,
                lead_time_factor: factor,
                lead_time_sd_factor: 1.0,
                demand_factor: factor,
                order_cost: 10.0,
                holding_rate: 0.25,
                review_days: review,
                service_type: ServiceType::Cycle,
                formula: Formula::Corrected,
            };
            let parts = parts(&item, &scenario).expect("demand");
            let safety = parts.safety_factor * parts.covered_sd;
            prop_assert!((parts.policy.safety_stock - safety).abs() <= 1e-9 * parts.covered_sd);
            let expected = parts.lead_time_demand.mean + parts.undershoot.mean;
            let point = expected + parts.policy.safety_stock;
            prop_assert_eq!(parts.policy.reorder_point.to_bits(), point.to_bits());
            prop_assert!((parts.lead_time_demand.mean / (season * demand * lead * factor * factor).max(1e-300) - 1.0).abs() < 1e-9 || lead == 0.0);
        }
    }
}
