//! A run of what-if finds the same in steps of any size: what the server runs out at once, a browser does by frames.

#[path = "items/fixture.rs"]
#[allow(dead_code, reason = "shared with the tests of items")]
mod fixture;

use contract::{
    BudgetAnswer, Derived, Filter, MoverAnswer, WhatIf, WhatIfDetails, WhatIfQuery, WhatIfRun, WhatIfStep,
    what_if,
};
use fixture::Row;
use planning::what_if::{CURVE_SERVICE_LEVELS, Scenario, budget, curve, movers, sensitivity};

/// Sixty item-locations, none like another; `unit_cost` of each.
fn costing(unit_cost: impl Fn(u8) -> f32) -> Derived {
    let row = |place: u8| -> Row {
        let (names, part) = (usize::from(place), f32::from(place));
        let numbers = [part, unit_cost(place), 2.0, 0.0, 4.0, 1.5 + part / 7.0];
        (
            (names % 5, names % 5, names % 3),
            (u16::from(place % 3), u16::from(place % 2), place % 3, 0),
            numbers,
        )
    };
    fixture::derived(&(0..60).map(row).collect::<Vec<_>>())
}

/// The run in steps of so many item-locations, and how many steps that took.
fn steps(derived: &Derived, mut run: WhatIfRun, rows: usize) -> (WhatIfDetails, BudgetAnswer, usize) {
    let mut details = None;
    for step in 1.. {
        run = match run.step(derived, rows) {
            WhatIfStep::Going(run) => run,
            WhatIfStep::Details(run, found) => {
                assert!(details.replace(found).is_none(), "the details come once");
                run
            }
            WhatIfStep::Budget(budget) => return (details.expect("before the budget"), budget, step),
        };
    }
    unreachable!("a run ends")
}

#[test]
fn steps_of_any_size_find_the_same_to_the_last_bit() {
    let derived = costing(|place| 1.0 + f32::from(place % 11));
    let now = derived.facts.settings.scenario();
    let scenario = Scenario { service_level: 0.98, lead_time_factor: 1.3, ..now };
    let filter = Filter { location: vec!["uk".into()], ..Filter::default() };
    for (filter, stock_budget) in [(Filter::default(), None), (filter, Some(700.0))] {
        let query = WhatIfQuery { filter, scenario, compared: None, stock_budget };
        let answer = what_if(&derived, query.clone());
        assert!(
            answer.movers.len() > 3 && answer.curve.len() > 3,
            "something is found, or this tests nothing"
        );
        let whole = format!(
            "{:?}",
            (&answer.curve, &answer.movers, &answer.categories, &answer.sensitivity, &answer.budget)
        );
        let asked = WhatIf::new(&derived, query);
        let mut before = usize::MAX;
        for rows in [1, 7, 30, 1_000] {
            let (details, budget, taken) = steps(&derived, asked.run(&derived), rows);
            let WhatIfDetails { curve, movers, categories, sensitivity } = details;
            assert_eq!(
                format!("{:?}", (&curve, &movers, &categories, &sensitivity, &budget)),
                whole,
                "{rows}"
            );
            assert!(taken <= before, "{taken} steps of {rows} rows");
            before = taken;
        }
    }
}

/// Each part beside what `planning` finds of it in one go, over all rows.
#[test]
fn a_run_finds_what_the_functions_of_planning_find() {
    let derived = costing(|place| 1.0 + f32::from(place % 11));
    let now = derived.facts.settings.scenario();
    for (scenario, stock_budget) in [
        (now, None),
        (Scenario { service_level: 0.98, lead_time_factor: 1.3, ..now }, None),
        (Scenario { demand_factor: 0.5, review_days: 7.0, ..now }, Some(700.0)),
    ] {
        let query = WhatIfQuery { filter: Filter::default(), scenario, compared: Some(now), stock_budget };
        let answer = what_if(&derived, query);
        let policy = &derived.plan.policy;
        let (items, rows) = (policy.as_items(), policy.all_rows().collect::<Vec<u32>>());
        let totals = |scenario| planning::what_if::totals(&items, &rows, scenario);
        assert_eq!((answer.now.totals, answer.scenario.totals), (totals(&now), totals(&scenario)));
        assert_eq!(answer.compared.map(|compared| compared.totals), Some(totals(&now)));
        assert_eq!(answer.curve, curve(&items, &rows, &scenario, &CURVE_SERVICE_LEVELS));
        assert_eq!(answer.sensitivity, sensitivity(&items, &rows, &scenario));
        let moved = movers(&items, &rows, &now, &scenario, 10);
        let change = |mover: &MoverAnswer| mover.stock_value_change;
        assert_eq!(
            answer.movers.iter().map(change).collect::<Vec<_>>(),
            moved.iter().map(|mover| mover.stock_value_change).collect::<Vec<_>>()
        );
        let money = stock_budget.unwrap_or(totals(&scenario).stock_value);
        let found = budget(&items, &rows, &scenario, money);
        let ways = [&answer.budget.uniform, &answer.budget.spread].map(|way| (way.value, way.totals));
        assert_eq!(ways, [found.uniform, found.spread].map(|way| (way.value, way.totals)));
        assert_eq!(answer.budget.stock_budget, money);
        for (row, group) in answer.categories.iter().zip(&derived.cube.categories) {
            let place = derived.cube.categories.iter().position(|other| other == group);
            let of = |row: &u32| Some(usize::from(policy.category[*row as usize])) == place;
            let rows: Vec<u32> = rows.iter().copied().filter(of).collect();
            assert_eq!(&row.category, group);
            assert_eq!(row.scenario, planning::what_if::totals(&items, &rows, &scenario), "{}", group.id);
        }
        assert_eq!(answer.categories.len(), 3);
    }
}

#[test]
fn a_moved_scenario_is_as_if_it_had_been_asked_for() {
    let derived = costing(|place| 1.0 + f32::from(place % 11));
    let now = derived.facts.settings.scenario();
    let scenario = Scenario { demand_factor: 1.5, ..now };
    let ask = |scenario| WhatIfQuery {
        filter: Filter::default(),
        scenario,
        compared: Some(Scenario { service_level: 0.8, ..now }),
        stock_budget: None,
    };
    let mut moved = WhatIf::new(&derived, ask(now));
    assert_eq!(moved.sums().now, moved.sums().scenario);
    moved.move_to(&derived, scenario);
    let asked = WhatIf::new(&derived, ask(scenario));
    assert_eq!(moved.sums(), asked.sums());
    assert!(asked.sums().scenario.stock_value > asked.sums().now.stock_value);
    let (moved, asked) = (moved.run(&derived).run_out(&derived), asked.run(&derived).run_out(&derived));
    assert_eq!(format!("{moved:?}"), format!("{asked:?}"));
}

#[test]
fn without_costs_there_is_no_money_to_show() {
    let derived = costing(|_| f32::NAN);
    let scenario = derived.facts.settings.scenario();
    let query = WhatIfQuery { filter: Filter::default(), scenario, compared: None, stock_budget: None };
    let answer = what_if(&derived, query);
    assert!(answer.curve.is_empty() && answer.sensitivity.is_empty() && answer.movers.is_empty());
    assert!(answer.budget.stock_budget.is_nan());
    assert_eq!(answer.scenario.cost_per_year, None);
}
