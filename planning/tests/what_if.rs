//! Properties of what-if: directions, additivity and limits.

use planning::bounds;
use planning::normal;
use planning::stock::reorder_point;
use planning::what_if::{Items, Scenario, movers, policy, totals};
use proptest::prelude::*;

const TODAY: Scenario = Scenario {
    service_level: 0.95,
    lead_time_factor: 1.0,
    lead_time_sd_factor: 1.0,
    demand_factor: 1.0,
    order_cost: 20.0,
    holding_rate: 0.25,
    review_days: 1.0,
};

/// Columns of a small catalogue, owned.
#[derive(Clone, Debug)]
struct Catalogue([Vec<f32>; 7]);

impl Catalogue {
    fn items(&self) -> Items<'_> {
        let [demand, sd, lead, lead_sd, cost, minimum, pack] = &self.0;
        Items {
            demand_per_day: demand,
            error_sd_per_day: sd,
            lead_time_days: lead,
            lead_time_sd_days: lead_sd,
            unit_cost: cost,
            minimum_order: minimum,
            pack_size: pack,
        }
    }

    fn rows(&self) -> Vec<u32> {
        (0..self.0[0].len() as u32).collect()
    }
}

fn catalogue() -> impl Strategy<Value = Catalogue> {
    let item = (0.001..500f32, 0.0..6f32, 1.0..60f32, 0.0..20f32, 0.05..80f32, 0..3u8);
    prop::collection::vec(item, 1..30).prop_map(|items| {
        let mut columns: [Vec<f32>; 7] = Default::default();
        for (demand, cv, lead, lead_sd, cost, missing) in items {
            let row = [demand, demand * cv, lead, lead_sd, cost, f32::NAN, f32::NAN];
            for (column, value) in columns.iter_mut().zip(row) {
                column.push(value);
            }
            if missing == 0 {
                *columns[4].last_mut().expect("just pushed") = f32::NAN;
            }
        }
        Catalogue(columns)
    })
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let value = |b: bounds::Bound| b.min..b.max;
    let [a, b, c, d, e, f, g] = bounds::SCENARIO;
    (value(a), value(b), value(c), value(d), value(e), value(f), value(g))
        .prop_map(|(a, b, c, d, e, f, g)| Scenario::from_values([a, b, c, d, e, f, g]))
}

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
        let item = catalogue.items().item(0);
        let p = policy(&item, &scenario, normal::ppf(scenario.service_level));
        let s = reorder_point(
            scenario.service_level,
            item.lead_time_days * scenario.lead_time_factor,
            item.lead_time_sd_days * scenario.lead_time_sd_factor,
            item.demand_per_day * scenario.demand_factor,
            item.error_sd_per_day * scenario.demand_factor,
            Some(scenario.review_days),
        );
        prop_assert_eq!(p.reorder_point, s);
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
    ]);
    let t = totals(&catalogue.items(), &catalogue.rows(), &TODAY);
    assert_eq!((t.items, t.without_demand), (1, 1));
    let quantity = |c: &Catalogue| policy(&c.items().item(1), &TODAY, 1.0).order_quantity;
    assert_eq!(quantity(&catalogue) % 12.0, 0.0);
    catalogue.0[5][1] = 1_000.0;
    assert_eq!(quantity(&catalogue), 1_008.0);
}
