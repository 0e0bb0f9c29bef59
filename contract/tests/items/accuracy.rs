//! Accuracy over item-locations: ratios of sums, by hand.

use super::fixture;
use contract::{AccuracyRow, BacktestSums, Cube, Filter, Grouping, Plan, accuracy};
use planning::accuracy::ErrorSums;

fn sums(demand: f64, bias: f64, absolute: f64, scaled_square: f64) -> ErrorSums {
    ErrorSums { periods: 10.0, demand, bias, absolute, scaled_square }
}

/// Three rows of which the last was not tested; the second is worth ten times as much as the first.
fn plan() -> (Cube, Plan) {
    let mut plan = Plan::default();
    let tested = |forecast, naive| BacktestSums { forecast, naive, origins: 2, has_season: true };
    let backtests = [
        Some(tested(sums(100.0, 20.0, 50.0, 9.0), sums(100.0, 0.0, 80.0, 16.0))),
        Some(tested(sums(300.0, -40.0, 70.0, 31.0), sums(300.0, 0.0, 60.0, 24.0))),
        None,
    ];
    for (row, backtest) in backtests.iter().enumerate() {
        plan.accuracy.push(backtest.as_ref());
        plan.policy.demand_per_day.push([1.0, 10.0, 5.0][row]);
        plan.policy.unit_cost.push([2.0, 2.0, f32::NAN][row]);
        plan.policy.category.push([0, 1, 1][row]);
        plan.policy.location.push(0);
        plan.policy.class.push([0, 1, 2][row]);
        plan.items.demand_class.push([0, 3, 3][row]);
        plan.items.method.push([27, 27, 5][row]);
    }
    (fixture::cube(), plan)
}

fn near(actual: Option<f64>, expected: f64) {
    assert!(actual.is_some_and(|actual| (actual - expected).abs() < 1e-6), "{actual:?}, expected {expected}");
}

#[test]
fn measures_are_ratios_of_sums() {
    let (cube, plan) = plan();
    let answer = accuracy(&fixture::facts(), &cube, &plan, &Filter::default());
    let total = &answer.total;
    assert_eq!((total.item_locations, total.untested, answer.origins), (2, 1, 2));
    near(total.wape, 120.0 / 400.0);
    near(total.naive_wape, 140.0 / 400.0);
    near(total.bias, -20.0 / 400.0);
    near(total.rmsse, (40.0f64 / 20.0).sqrt());
    near(total.naive_rmsse, (40.0f64 / 20.0).sqrt());
    near(total.value_added, 0.0);
    near(total.better, 0.5);
    near(total.better_by_value, 1.0 / 11.0);
    // √(9/16) = 0.75 and √(31/24) = 1.14.
    let counted: Vec<(f64, u32)> = answer.ratios.iter().map(|bin| (bin.from, bin.item_locations)).collect();
    assert_eq!(counted.iter().filter(|bin| bin.1 > 0).collect::<Vec<_>>(), [&(0.7, 1), &(1.1, 1)]);
}

#[test]
fn groups_split_the_total_and_a_filter_narrows_it() {
    let (cube, plan) = plan();
    let facts = fixture::facts();
    let answer = accuracy(&facts, &cube, &plan, &Filter::default());
    for grouping in [Grouping::Category, Grouping::DemandClass, Grouping::Method] {
        let groups: Vec<&AccuracyRow> = answer.groups.iter().filter(|row| row.grouping == grouping).collect();
        let sum = |of: fn(&AccuracyRow) -> u32| groups.iter().map(|row| of(row)).sum::<u32>();
        assert_eq!((sum(|row| row.item_locations), sum(|row| row.untested)), (2, 1), "{grouping:?}");
    }
    let lumpy = answer.groups.iter().find(|row| row.group == "lumpy").expect("a group");
    near(lumpy.value_added, 1.0 - (31.0f64 / 24.0).sqrt());
    let zero = answer.groups.iter().find(|row| row.group == "zero").expect("a group");
    assert_eq!(
        (zero.item_locations, zero.untested, zero.wape, zero.better),
        (0, 1, None, None),
        "no data, not zero"
    );
    let filter = Filter { category: vec![cube.categories[0].id.clone()], ..Filter::default() };
    let answer = accuracy(&facts, &cube, &plan, &filter);
    assert_eq!((answer.total.item_locations, answer.total.untested), (1, 0));
    near(answer.total.value_added, 0.25);
}
