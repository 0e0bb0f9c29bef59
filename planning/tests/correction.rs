//! What a correction found in simulation does to a policy, and what it leaves alone.

use planning::what_if::{Formula, Item, Scenario, ServiceType, Target, parts, policy};
use proptest::prelude::*;

proptest! {
    #[test]
    fn it_is_safety_stock_in_every_scenario_and_no_promise(
        demand in 0.001..500.0f64, cv in 0.0..6.0f64, lead in 1.0..60.0f64, sd_lead in 0.0..20.0f64,
        service in 0.5..0.999f64, factor in 0.25..3.0f64, review in 1.0..30.0f64,
        correction in 0.0..6.0f64, fill in any::<bool>(),
    ) {
        let item = Item {
            demand_per_day: demand,
            error_sd_per_day: cv * demand,
            one_step_sd_per_day: 0.8 * cv * demand,
            z_correction: 0.0,
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
            service_type: if fill { ServiceType::Fill } else { ServiceType::Cycle },
            formula: Formula::Corrected,
        };
        let raised = Item { z_correction: correction, ..item };
        let target = Target::of(&scenario);
        let (before, after) = (policy(&item, &scenario, &target), policy(&raised, &scenario, &target));
        let safety = correction * parts(&item, &scenario).expect("demand").covered_sd;
        let near = 2e-4 + 1e-9 * after.reorder_point;
        prop_assert!((after.reorder_point - before.reorder_point - safety).abs() <= near);
        prop_assert!((after.average_stock - before.average_stock - safety).abs() <= near);
        prop_assert_eq!((after.fill_rate, after.cycle_service), (before.fill_rate, before.cycle_service));
        prop_assert_eq!(after.order_quantity, before.order_quantity);
        // The textbook is as it is printed.
        let textbook = Scenario { formula: Formula::Textbook, ..scenario };
        let target = Target::of(&textbook);
        prop_assert_eq!(policy(&raised, &textbook, &target), policy(&item, &textbook, &target));
    }
}
