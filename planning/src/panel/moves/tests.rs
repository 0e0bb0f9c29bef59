//! What is learned of holidays that move, and that it is nothing where they do nothing.

use super::super::tests::{SEASON, groups, uniforms};
use super::super::{FirstDemand, Panel};
use super::*;
use proptest::prelude::*;

/// A holiday on these days, counted from the history's first.
fn on(name: HolidayName, (before, after): (u16, u16), days: &[i32]) -> Holiday {
    Holiday { name, before, after, begins: days.iter().map(|day| f64::from(*day) / 7.0).collect() }
}

/// Days of a holiday of the Islamic calendar, year by year from its first.
fn lunar(first_day: i32) -> Vec<i32> {
    (0..8).map(|year| first_day + 354 * year).collect()
}

fn ramadan(first_day: i32) -> Holiday {
    on(HolidayName::Ramadan, (3, 5), &lunar(first_day))
}

/// Easter of 2010 to 2015 in a history from the first week of December 2009.
fn easter() -> Holiday {
    on(HolidayName::Easter, (4, 2), &[120, 505, 855, 1212, 1597, 1947])
}

/// The factor on a day so many days after Ramadan begins: people stock up, eat at night and rest after it.
fn feast(day: i32) -> f64 {
    match day {
        -14..0 => 1.6,
        0..30 => 2.4,
        30..37 => 0.6,
        _ => 1.0,
    }
}

/// The mean factor of a period whose days have one each, by the days since each beginning of a holiday.
fn factor(first_days: &[i32], period: usize) -> f64 {
    mean_of(period, |day| first_days.iter().map(|begins| feast(day - begins)).product())
}

fn mean_of(period: usize, factor: impl Fn(i32) -> f64) -> f64 {
    let first = 7 * i32::try_from(period).expect("few periods");
    (first..first + 7).map(factor).sum::<f64>() / 7.0
}

/// The last weeks of the year sell twice as much.
fn christmas(t: usize) -> f64 {
    if t % SEASON >= 46 { 1.8 } else { 0.9 }
}

/// Demand by chance of rows around 10 times a mean by period; `shared` swings are common to all rows and last some weeks.
fn sold(rows: usize, periods: usize, shared: f64, seed: u64, mean: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let mut uniform = uniforms(seed);
    let mut swing = 0.0;
    let swings: Vec<f64> = (0..periods)
        .map(|_| {
            swing = 0.6 * swing + shared * (uniform() + uniform() + uniform() - 1.5);
            libm::exp(swing)
        })
        .collect();
    let mut demand = Vec::with_capacity(rows * periods);
    for row in 0..rows {
        demand.extend((0..periods).map(|t| (20.0 * uniform() * swings[t] * mean(row, t)).round()));
    }
    demand
}

fn panel<'a>(demand: &'a [f64], groups: &'a [Group], holidays: &'a [Holiday]) -> Panel<'a> {
    Panel { periods: demand.len() / groups.len(), demand, groups, season: SEASON, holidays }
}

/// Mean of what is forecast of all rows for each of the periods after the known ones.
fn forecast(panel: Panel<'_>, known: usize) -> Vec<f64> {
    let known_panel = Known::new(panel, known);
    let seasons = known_panel.seasons();
    let mut sums = vec![0.0; panel.periods - known];
    for (row, group) in panel.groups.iter().enumerate() {
        let level = known_panel.level(row, &seasons, &FirstDemand::default()).units;
        for (sum, t) in sums.iter_mut().zip(known..) {
            *sum += level * seasons.index(*group, t) / panel.rows() as f64;
        }
    }
    sums
}

#[test]
fn a_feast_that_moves_is_forecast_where_it_falls() {
    let (rows, known, periods) = (40, 2 * SEASON + 6, 2 * SEASON + 22);
    for first_day in [80, 100, 115] {
        let days = lunar(first_day);
        let demand = sold(rows, periods, 0.03, 7, |_, t| christmas(t) * factor(&days, t));
        let groups = groups(rows, |_| (0, 0));
        // Mean error of a period, as a share of the peak.
        let off = |holidays: &[Holiday]| {
            let forecast = forecast(panel(&demand, &groups, holidays), known);
            let missed = |(mean, t): (&f64, usize)| (mean - 10.0 * christmas(t) * factor(&days, t)).abs();
            let sum: f64 = forecast.iter().zip(known..).map(missed).sum();
            sum / forecast.len() as f64 / (10.0 * 0.9 * 2.4)
        };
        let (with, without) = (off(&[ramadan(first_day)]), off(&[]));
        assert!(with < 0.1 && with < 0.6 * without, "{first_day}: {with} {without} of the peak");
    }
}

#[test]
fn of_chance_nothing_is_learned() {
    let holidays =
        [ramadan(90), easter(), on(HolidayName::BlackFriday, (1, 1), &[356, 720, 1084, 1455, 1819])];
    for seed in 0..12 {
        for shared in [0.0, 0.1] {
            let (rows, periods) = (40, 2 * SEASON + 13 * (usize::try_from(seed).expect("few") % 9));
            let demand = sold(rows, periods, shared, seed, |_, t| christmas(t));
            let groups = groups(rows, |row| (u16::from(row % 2 == 1), 0));
            let moves = Moves::learn(&Known::new(panel(&demand, &groups, &holidays), periods));
            assert!(moves.is_nothing(), "{seed} {shared}: {moves:?}");
        }
    }
}

#[test]
fn what_falls_in_the_same_week_each_year_is_the_seasons() {
    for weeks in [1, 3, 7] {
        let spring = |t: usize| if (18..18 + weeks).contains(&(t % SEASON)) { 2.0 } else { 1.0 };
        let (rows, periods) = (40, 3 * SEASON);
        let demand = sold(rows, periods, 0.03, 7, |_, t| christmas(t) * spring(t));
        let groups = groups(rows, |_| (0, 0));
        let holidays = [easter()];
        let moves = Moves::learn(&Known::new(panel(&demand, &groups, &holidays), periods));
        assert!(moves.is_nothing(), "{weeks}: {moves:?}");
    }
}

#[test]
fn a_location_that_does_not_keep_the_feast_is_not_moved_by_it() {
    let (rows, periods) = (120, 3 * SEASON + 8);
    let days = lunar(100);
    let of = |row: usize| u16::from(row % 2 == 1);
    let demand = sold(rows, periods, 0.03, 7, |row, t| if of(row) == 1 { factor(&days, t) } else { 1.0 });
    let (groups, holidays) = (groups(rows, |row| (0, of(row))), [ramadan(100)]);
    let seasons = Known::new(panel(&demand, &groups, &holidays), periods).seasons();
    let ratio = |location: u16| {
        // The third period of the fourth Ramadan, and one well after it.
        let index = |day: i32| {
            seasons.index(Group { category: 0, location }, usize::try_from(day / 7).expect("after"))
        };
        index(days[3] + 14) / index(days[3] + 90)
    };
    assert!((ratio(0) - 1.0).abs() < 0.1 && (ratio(1) - 2.4).abs() < 0.35, "{} {}", ratio(0), ratio(1));
    let coming =
        usize::try_from(days[3] / 7).expect("after")..usize::try_from(days[3] / 7 + 4).expect("after");
    let named = |location: u16| {
        let effect = seasons.effect(Group { category: 0, location }, coming.clone());
        effect.map(|effect| effect.holidays).unwrap_or_default()
    };
    assert_eq!((named(0), named(1)), (Vec::new(), vec![HolidayName::Ramadan]));
}

#[test]
fn two_feasts_that_move_alike_are_both_found() {
    let (rows, periods) = (40, 3 * SEASON);
    let (fast, sacrifice) = (lunar(60), lunar(60 + 98));
    let of_day = |day: i32| {
        let is_before = sacrifice.iter().any(|begins| (-14..0).contains(&(day - begins)));
        let fasting: f64 = fast.iter().map(|begins| feast(day - begins)).product();
        if is_before { 2.0 * fasting } else { fasting }
    };
    let demand = sold(rows, periods, 0.03, 7, |_, t| mean_of(t, of_day));
    let holidays = [ramadan(60), on(HolidayName::EidAlAdha, (3, 1), &sacrifice)];
    let groups = groups(rows, |_| (0, 0));
    let moves = Moves::learn(&Known::new(panel(&demand, &groups, &holidays), periods));
    let coming = periods..periods + SEASON;
    assert_eq!(moves.named(groups[0], coming), [HolidayName::Ramadan, HolidayName::EidAlAdha]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn an_origin_knows_no_later_feast_and_rows_may_come_in_any_order(
        known in 60usize..150, first_day in 30i32..300, seed in any::<u64>(),
    ) {
        let (rows, periods) = (30, 160);
        let (days, holidays) = (lunar(first_day), [ramadan(first_day), easter()]);
        let mut demand = sold(rows, periods, 0.05, seed, |_, t| factor(&days, t));
        let groups = groups(rows, |row| ([0, 1, 2][row % 3], [0, 1][row % 2]));
        let at = |demand: &[f64], groups: &[Group]| {
            let seasons = Known::new(panel(demand, groups, &holidays), known).seasons();
            groups.iter().map(|group| seasons.indices(*group, 0..200)).collect::<Vec<_>>()
        };
        let before = at(&demand, &groups);
        for index in before.iter().flatten() {
            prop_assert!(*index >= 0.0 && index.is_finite());
        }
        let turned: Vec<f64> = demand.chunks(periods).rev().flatten().copied().collect();
        let turned_groups: Vec<Group> = groups.iter().rev().copied().collect();
        let turned = at(&turned, &turned_groups);
        for (a, b) in before.iter().flatten().zip(turned.iter().rev().flatten()) {
            prop_assert!((a - b).abs() <= 1e-9 * a.abs(), "{} {}", a, b);
        }
        for row in 0..rows {
            demand[row * periods + known..(row + 1) * periods].fill(77.0);
        }
        prop_assert_eq!(before, at(&demand, &groups));
    }
}
