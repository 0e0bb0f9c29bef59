//! Properties of what-if: directions, additivity and limits.

mod budget;
mod catalogue;

use catalogue::{Catalogue, TODAY, catalogue, scenario};
use planning::bounds;
use planning::stock::reorder_point;
use planning::what_if::{
    Curve, Factors, Formula, GroupTotals, Item, Movers, Scenario, ServiceType, Target, curve, movers, policy,
    sensitivity, totals,
};
use proptest::prelude::*;

proptest! {
    #[test]
    fn totals_are_finite_and_count_every_row(catalogue in catalogue(), scenario in scenario()) {
        let t = totals(&catalogue.items(), &catalogue.rows(), &scenario);
        prop_assert_eq!((t.items + t.without_cost + t.without_demand) as usize, catalogue.items().len());
        for value in [t.stock_value, t.safety_stock_value, t.holding_cost_per_year, t.orders_per_year, t.filled_per_year] {
            prop_assert!(value.is_finite() && value >= 0.0, "{t:?}");
        }
        prop_assert!(t.filled_per_year <= t.demand_per_year * (1.0 + 1e-12));
    }

    #[test]
    fn more_service_costs_more_stock_and_fills_more(catalogue in catalogue(), scenario in scenario()) {
        let at = |service_level| totals(&catalogue.items(), &catalogue.rows(), &Scenario { service_level, ..scenario });
        let (low, high) = (at(0.9), at(0.98));
        prop_assert!(high.stock_value >= low.stock_value);
        prop_assert!(high.filled_per_year >= low.filled_per_year * (1.0 - 1e-12));
        prop_assert_eq!(high.orders_per_year, low.orders_per_year);
    }

    #[test]
    fn slower_or_less_reliable_suppliers_need_more_stock(catalogue in catalogue(), scenario in scenario()) {
        let at = |lead_time_factor, lead_time_sd_factor| {
            let changed = Scenario { lead_time_factor, lead_time_sd_factor, ..scenario };
            totals(&catalogue.items(), &catalogue.rows(), &changed).stock_value
        };
        prop_assert!(at(2.0, 1.0) >= at(1.0, 1.0));
        prop_assert!(at(1.0, 2.0) >= at(1.0, 0.5));
    }

    #[test]
    fn the_policy_is_the_reorder_point_formula(catalogue in catalogue(), scenario in scenario()) {
        let item = Item { factors: Factors::NORMAL, ..catalogue.items().item(0) };
        let p = policy(&item, &scenario, &Target::of(&scenario));
        let s = reorder_point(
            scenario.service_level,
            item.lead_time_days * scenario.lead_time_factor,
            item.lead_time_sd_days * scenario.lead_time_sd_factor,
            item.demand_per_day * scenario.demand_factor,
            item.error_sd_per_day * scenario.demand_factor,
            Some(scenario.review_days),
        );
        prop_assert!((p.reorder_point - s).abs() <= 1e-9 * s.abs(), "{} {s}", p.reorder_point);
    }

    #[test]
    fn movers_are_the_largest_changes(catalogue in catalogue(), after in scenario()) {
        let (items, rows) = (catalogue.items(), catalogue.rows());
        let all = movers(&items, &rows, &TODAY, &after, rows.len());
        let top = movers(&items, &rows, &TODAY, &after, 3);
        prop_assert_eq!(&all[..top.len()], &top[..]);
        prop_assert!(all.windows(2).all(|w| w[0].stock_value_change.abs() >= w[1].stock_value_change.abs()));
        let sum: f64 = all.iter().map(|m| m.stock_value_change).sum();
        let change = totals(&items, &rows, &after).stock_value - totals(&items, &rows, &TODAY).stock_value;
        prop_assert!((sum - change).abs() <= 1e-9 * (1.0 + totals(&items, &rows, &after).stock_value));
    }
}

proptest! {
    #[test]
    fn what_is_added_in_parts_is_what_is_added_at_once(
        catalogue in catalogue(), scenario in scenario(), size in 1..9usize, fill in any::<bool>(), textbook in any::<bool>(),
    ) {
        let service_type = if fill { ServiceType::Fill } else { ServiceType::Cycle };
        let formula = if textbook { Formula::Textbook } else { Formula::Corrected };
        let scenario = Scenario { service_type, formula, ..scenario };
        let (items, rows) = (catalogue.items(), catalogue.rows());
        let levels = [0.8, 0.95];
        let (mut parts, mut largest) = (Curve::new(&scenario, &levels), Movers::new(&TODAY, &scenario, 4));
        for some in rows.chunks(size) {
            parts.add(&items, some);
            largest.add(&items, some);
        }
        let whole = curve(&items, &rows, &scenario, &levels);
        prop_assert_eq!(&parts.points(), &whole);
        prop_assert_eq!(largest.largest(), movers(&items, &rows, &TODAY, &scenario, 4));
        for point in whole {
            let at = Scenario { service_level: point.service_level, ..scenario };
            prop_assert_eq!(point.totals, totals(&items, &rows, &at));
        }
    }

    #[test]
    fn groups_add_up_to_the_whole(catalogue in catalogue(), scenario in scenario()) {
        let (items, rows) = (catalogue.items(), catalogue.rows());
        let group: Vec<u16> = rows.iter().map(|row| (row % 3) as u16).collect();
        let whole = totals(&items, &rows, &scenario);
        let mut groups = GroupTotals::new(&scenario, 3);
        rows.chunks(2).for_each(|some| groups.add(&items, some, &group));
        let parts = groups.totals();
        prop_assert_eq!(parts.iter().map(|t| t.items).sum::<u32>(), whole.items);
        let stock: f64 = parts.iter().map(|t| t.stock_value).sum();
        prop_assert!((stock - whole.stock_value).abs() <= 1e-9 * (1.0 + whole.stock_value));
    }

    #[test]
    fn the_textbook_promises_what_it_does_not_keep(catalogue in catalogue(), scenario in scenario()) {
        let (items, rows) = (catalogue.items(), catalogue.rows());
        let of = |formula| totals(&items, &rows, &Scenario { formula, ..scenario });
        let (corrected, textbook) = (of(Formula::Corrected), of(Formula::Textbook));
        prop_assert!(textbook.stock_value <= corrected.stock_value);
        prop_assert!(textbook.stockouts_per_year >= corrected.stockouts_per_year);
        if let Some(service) = corrected.cycle_service() {
            // More where nothing less than what is expected is held.
            prop_assert!(service > scenario.service_level - 1e-9);
        }
    }

    #[test]
    fn a_fill_rate_is_reached_and_not_by_more_stock_than_needed(
        catalogue in catalogue(), scenario in scenario(), more in 0.0005..0.01f64,
    ) {
        let (items, rows) = (catalogue.items(), catalogue.rows());
        let of = |service_level| {
            totals(&items, &rows, &Scenario { service_type: ServiceType::Fill, service_level, ..scenario })
        };
        let t = of(scenario.service_level);
        if let Some(rate) = t.fill_rate() {
            prop_assert!(rate >= scenario.service_level - 1e-7, "{rate}");
        }
        prop_assert!(of((scenario.service_level + more).min(0.999)).stock_value >= t.stock_value * (1.0 - 1e-9));
    }

    #[test]
    fn swings_stand_by_size_and_are_what_totals_say(catalogue in catalogue(), scenario in scenario()) {
        let (items, rows) = (catalogue.items(), catalogue.rows());
        let swings = sensitivity(&items, &rows, &scenario);
        prop_assert!(swings.windows(2).all(|pair| pair[0].cost_range() >= pair[1].cost_range()));
        for swing in swings {
            let place = bounds::SCENARIO.iter().position(|bound| bound == swing.bound).expect("a parameter");
            for (value, cost) in [(swing.low, swing.cost_per_year_low), (swing.high, swing.cost_per_year_high)] {
                prop_assert!(swing.bound.allows(value));
                let mut values = scenario.values();
                values[place] = value;
                let found = totals(&items, &rows, &scenario.with_values(values));
                prop_assert_eq!(cost, found.cost_per_year());
            }
        }
    }
}

#[test]
fn the_textbook_gives_74_percent_where_it_promises_95() {
    // DESIGN §4: normal demand of 50 ± 15 a day, four days of lead time, a look a day.
    let item = planning::what_if::Item {
        demand_per_day: 50.0,
        error_sd_per_day: 15.0,
        exposed_demand_per_day: 50.0,
        review_sd_per_day: 15.0,
        factors: Factors::NORMAL,
        shortage_factor: 1.0,
        lead_time_days: 4.0,
        lead_time_sd_days: 0.0,
        unit_cost: f64::NAN,
        minimum_order: 500.0,
        pack_size: f64::NAN,
    };
    let service = |formula| policy(&item, &TODAY, &Target::of(&Scenario { formula, ..TODAY })).cycle_service;
    assert!((service(Formula::Textbook) - 0.74).abs() < 0.015, "{}", service(Formula::Textbook));
    assert!((service(Formula::Corrected) - 0.95).abs() < 1e-9);
}

#[test]
fn an_item_without_demand_is_not_stocked_and_orders_are_whole_packs() {
    let column = |value: f32| vec![value, value];
    let mut catalogue = Catalogue([
        vec![0.0, 7.0],
        column(3.0),
        column(10.0),
        column(2.0),
        column(4.0),
        column(50.0),
        column(12.0),
        column(0.84),
        column(1.28),
        column(1.64),
        column(2.05),
        column(2.58),
    ]);
    let t = totals(&catalogue.items(), &catalogue.rows(), &TODAY);
    assert_eq!((t.items, t.without_demand), (1, 1));
    let quantity = |c: &Catalogue| policy(&c.items().item(1), &TODAY, &Target::of(&TODAY)).order_quantity;
    assert_eq!(quantity(&catalogue) % 12.0, 0.0);
    catalogue.0[5][1] = 1_000.0;
    assert_eq!(quantity(&catalogue), 1_008.0);
}
