//! What it does to a policy that items alike have needed more or less than normal demand would.

use planning::what_if::{Factors, Formula, Item, Scenario, ServiceType, Target, parts, policy};
use proptest::prelude::*;

proptest! {
    #[test]
    fn it_is_safety_stock_in_every_scenario_and_no_other_promise(
        demand in 0.001..500.0f64, cv in 0.0..6.0f64, lead in 1.0..60.0f64, sd_lead in 0.0..20.0f64,
        service in 0.5..0.999f64, factor in 0.25..3.0f64, review in 1.0..30.0f64,
        first in -0.5..2.0f64, rise in 0.2..3.0f64,
    ) {
        let item = Item {
            demand_per_day: demand,
            exposed_demand_per_day: 1.3 * demand,
            error_sd_per_day: cv * demand,
            review_sd_per_day: 0.8 * cv * demand,
            factors: Factors::NORMAL,
            shortage_factor: 1.0,
            lead_time_days: lead,
            lead_time_sd_days: sd_lead,
            unit_cost: 3.0,
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
        let needed = Item { factors: Factors([0.0, 1.0, 2.0, 3.5, 6.0].map(|step| first + rise * step)), ..item };
        let target = Target::of(&scenario);
        let (before, after) = (policy(&item, &scenario, &target), policy(&needed, &scenario, &target));
        let of = parts(&needed, &scenario).expect("demand");
        // No less than what is expected.
        let more = (of.safety_factor - of.z.max(0.0)) * of.covered_sd;
        prop_assert_eq!(of.safety_factor, needed.factors.factor(of.z).max(0.0));
        let near = 1e-9 * (after.reorder_point.abs() + of.covered_sd);
        prop_assert!((after.reorder_point - before.reorder_point - more).abs() <= near);
        let more_kept = after.cycle_service - before.cycle_service;
        prop_assert!(more_kept == 0.0 || (of.safety_factor == 0.0 && more_kept > 0.0), "{more_kept}");
        prop_assert_eq!(after.order_quantity, before.order_quantity);
        // The textbook orders as it is printed; what that gives follows from what was needed.
        let textbook = Scenario { formula: Formula::Textbook, ..scenario };
        let target = Target::of(&textbook);
        let (printed, real) = (policy(&item, &textbook, &target), policy(&needed, &textbook, &target));
        prop_assert_eq!(real.reorder_point, printed.reorder_point);
        let held = real.safety_stock / of.covered_sd;
        let line = needed.factors.at_factor(held);
        let kept = planning::normal::cdf((held - line.shift) / line.slope);
        prop_assert!((real.cycle_service - kept).abs() < 1e-6);
    }

    #[test]
    fn a_share_of_units_is_promised_with_what_was_short_in_the_past(
        demand in 0.05..500.0f64, cv in 0.1..4.0f64, lead in 1.0..60.0f64, quantity in 1.0..2_000.0f64,
        share in 0.7..0.999f64, shortage in 1.0..2.5f64,
    ) {
        let item = Item {
            demand_per_day: demand,
            exposed_demand_per_day: demand,
            error_sd_per_day: cv * demand,
            review_sd_per_day: cv * demand,
            factors: Factors::NORMAL,
            shortage_factor: 1.0,
            lead_time_days: lead,
            lead_time_sd_days: 2.0,
            unit_cost: f64::NAN,
            minimum_order: quantity,
            pack_size: f64::NAN,
        };
        let scenario = Scenario {
            service_level: share,
            lead_time_factor: 1.0,
            lead_time_sd_factor: 1.0,
            demand_factor: 1.0,
            order_cost: 10.0,
            holding_rate: 0.25,
            review_days: 7.0,
            service_type: ServiceType::Fill,
            formula: Formula::Corrected,
        };
        let target = Target::of(&scenario);
        let lumped = Item { shortage_factor: shortage, ..item };
        let (usual, more) = (policy(&item, &scenario, &target), policy(&lumped, &scenario, &target));
        prop_assert!(more.safety_stock >= usual.safety_stock);
        prop_assert!(more.fill_rate >= share - 1e-6, "{} {share}", more.fill_rate);
        prop_assert!(more.safety_stock == 0.0 || more.fill_rate <= share + 1e-6, "{} {share}", more.fill_rate);
        // Which cycles end without a stockout it leaves alone; what those that do not are short, it multiplies.
        let cycles = Scenario { service_type: ServiceType::Cycle, ..scenario };
        let target = Target::of(&cycles);
        let (usual, more) = (policy(&item, &cycles, &target), policy(&lumped, &cycles, &target));
        prop_assert_eq!(usual.reorder_point, more.reorder_point);
        let short = (shortage * (1.0 - usual.fill_rate)).min(1.0);
        prop_assert!((1.0 - more.fill_rate - short).abs() < 1e-9);
    }
}
