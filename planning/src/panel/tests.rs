//! What a panel learns, and that it learns nothing from what came later.

use super::*;
use proptest::prelude::*;

pub(super) const SEASON: usize = 52;

/// Uniform numbers, the same for the same seed (Numerical Recipes' linear congruential generator).
pub(super) fn uniforms(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_add(1);
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Demand of `rows` items with a level each, times the index of the period, whole and by chance.
fn sold(rows: usize, periods: usize, index: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let mut uniform = uniforms(7);
    let mut demand = Vec::with_capacity(rows * periods);
    for row in 0..rows {
        let level = [1.0, 5.0, 20.0][row % 3];
        demand.extend((0..periods).map(|t| (2.0 * uniform() * level * index(row, t)).round()));
    }
    demand
}

pub(super) fn groups(rows: usize, of: impl Fn(usize) -> (u16, u16)) -> Vec<Group> {
    (0..rows).map(of).map(|(category, location)| Group { category, location }).collect()
}

/// Ten weeks of the year sell eight times the others.
fn christmas(t: usize) -> f64 {
    if t % SEASON >= 42 { 4.0 } else { 0.5 }
}

#[test]
fn a_category_that_has_a_season_is_forecast_with_it_and_another_without() {
    let (rows, periods) = (120, 150);
    let groups = groups(rows, |row| (u16::from(row % 2 == 1), 0));
    let demand = sold(rows, periods, |row, t| if row % 2 == 1 { christmas(t) } else { 1.0 });
    let panel = Panel { periods, demand: &demand, groups: &groups, season: SEASON, holidays: &[] };
    let known = Known::new(panel, periods);
    let seasons = known.seasons();
    let first = known.first_demand(&seasons);
    for (category, index) in [(0, [1.0, 1.0]), (1, [christmas(20), christmas(46)])] {
        let group = Group { category, location: 0 };
        let found = [20, 46].map(|phase| seasons.index(group, 3 * SEASON + phase));
        // Their mean over the year is 1.17; smoothing takes some of the edge.
        let mean = if category == 1 { (42.0 * 0.5 + 10.0 * 4.0) / 52.0 } else { 1.0 };
        for (found, right) in found.iter().zip(index) {
            assert!((found - right / mean).abs() < 0.15 * right / mean + 0.05, "{category}: {found} {right}");
        }
    }
    // An item's level is what it would sell at an index of one, whatever season it is.
    let level = known.level(1, &seasons, &first);
    assert!((level.units / (5.0 * 61.0 / 52.0) - 1.0).abs() < 0.25, "{level:?}");
}

#[test]
fn a_season_is_said_to_be_of_the_group_that_shows_it() {
    // Sixty items of a category at one location, three of it at another, three of another category.
    let (rows, periods) = (66, 150);
    let groups = groups(rows, |row| match row {
        0..60 => (0, 0),
        60..63 => (0, 1),
        _ => (1, 0),
    });
    let seasons = |demand: &[f64]| {
        let panel = Panel { periods, demand, groups: &groups, season: SEASON, holidays: &[] };
        Known::new(panel, periods).seasons()
    };
    let even = seasons(&vec![4.0; rows * periods]);
    let seasons = seasons(&sold(rows, periods, |_, t| christmas(t)));
    let effect = |row: usize| seasons.effect(groups[row], periods..periods + 13).expect("a season");
    assert_eq!(effect(0).group, SeasonGroup::CategoryAtLocation);
    assert_eq!(effect(62).group, SeasonGroup::Category);
    assert_eq!(effect(65).group, SeasonGroup::All);
    // Periods 150 to 162 are weeks 46 to 51 and 0 to 6 of the year: the peak, and what follows it.
    let (_, low, high) = effect(0).summary();
    assert_eq!(effect(0).index.len(), 13);
    assert!(low < 0.7 && high > 2.0, "{low} {high}");
    assert_eq!(even.effect(groups[0], periods..periods + 13), None);
    assert_eq!(Seasons::default().effect(groups[0], periods..periods + 13), None);
}

#[test]
fn a_season_that_earlier_years_do_not_bear_out_is_not_believed() {
    // Each year another quarter was strong: what the year before says is wrong.
    let (rows, periods) = (90, 3 * SEASON);
    let groups = groups(rows, |_| (0, 0));
    let strong = |t: usize| if t % SEASON / 13 == t / SEASON { 2.5 } else { 0.5 };
    let chance = sold(rows, periods, |_, t| strong(t));
    let steady = sold(rows, periods, |_, t| christmas(t));
    let strength = |demand: &[f64]| {
        let panel = Panel { periods, demand, groups: &groups, season: SEASON, holidays: &[] };
        Known::new(panel, periods).seasons().strength(groups[0])
    };
    assert!(strength(&chance) < Some(0.6), "{:?}", strength(&chance));
    assert_eq!(strength(&steady), Some(1.0));
}

#[test]
fn a_closed_shop_is_a_gap_and_not_a_fall_in_demand() {
    let (rows, periods) = (60, 80);
    let groups = groups(rows, |row| (0, u16::from(row % 2 == 1)));
    let open = sold(rows, periods, |_, _| 1.0);
    let mut closed = open.clone();
    for row in (1..rows).step_by(2) {
        closed[row * periods + 76..row * periods + 78].fill(0.0);
    }
    let levels = |demand: &[f64]| -> Vec<f64> {
        let panel = Panel { periods, demand, groups: &groups, season: SEASON, holidays: &[] };
        let known = Known::new(panel, periods);
        let (seasons, first) = (known.seasons(), FirstDemand::default());
        (0..rows)
            .map(|row| known.level(row, &seasons, &first))
            .map(|level| level.units * level.goes_on)
            .collect()
    };
    let total = |levels: &[f64]| levels.iter().skip(1).step_by(2).sum::<f64>();
    let ratio = total(&levels(&closed)) / total(&levels(&open));
    assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
}

#[test]
fn one_sale_is_not_a_rate() {
    // Every item began some time ago with a first order of ten and sells one a period since; one began two periods ago.
    let (rows, periods) = (40, 60);
    let groups = groups(rows, |_| (0, 0));
    let born = |row: usize| if row == 0 { periods - 2 } else { 5 + row };
    let demand: Vec<f64> = (0..rows)
        .flat_map(|row| {
            (0..periods).map(move |t| match t.checked_sub(born(row)) {
                None => 0.0,
                Some(0) => 10.0,
                Some(_) => 1.0,
            })
        })
        .collect();
    let panel = Panel { periods, demand: &demand, groups: &groups, season: SEASON, holidays: &[] };
    let known = Known::new(panel, periods);
    let seasons = known.seasons();
    let alone = known.level(0, &seasons, &FirstDemand::default()).units;
    let level = known.level(0, &seasons, &known.first_demand(&seasons));
    assert!(alone > 4.0 && level.units < 2.6 && level.lent > 0.5, "{alone} {level:?}");
}

#[test]
fn a_pause_out_of_season_is_no_end() {
    let (rows, periods) = (60, 2 * SEASON + 30);
    let groups = groups(rows, |_| (0, 0));
    let index = |t: usize| if t % SEASON >= 42 { 5.0 } else { 0.0 };
    let demand = sold(rows, periods, |_, t| index(t));
    let panel = Panel { periods, demand: &demand, groups: &groups, season: SEASON, holidays: &[] };
    let known = Known::new(panel, periods);
    let seasons = known.seasons();
    let level = known.level(1, &seasons, &FirstDemand::default());
    // Thirty weeks without demand, of an item that sold in nearly all of ten.
    assert!(level.goes_on > 0.5, "{level:?}");
    let even = known.level(1, &Seasons::default(), &FirstDemand::default());
    assert!(even.goes_on < 0.05, "{even:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn an_origin_knows_nothing_of_what_came_later(
        seed in any::<u64>(), known in 20usize..110, changed in prop::collection::vec(0.0..500.0f64, 8),
    ) {
        let (rows, periods) = (12, 120);
        let mut uniform = uniforms(seed);
        let mut demand: Vec<f64> = (0..rows * periods).map(|_| if uniform() < 0.4 { (uniform() * 30.0).round() } else { 0.0 }).collect();
        demand[3] = f64::NAN;
        let groups = groups(rows, |row| ([0, 1, 2][row % 3], [0, 1][row % 2]));
        let at = |demand: &[f64]| {
            let panel = Panel { periods, demand, groups: &groups, season: SEASON, holidays: &[] };
            let known = Known::new(panel, known);
            let seasons = known.seasons();
            let first = known.first_demand(&seasons);
            (0..rows).map(|row| (known.level(row, &seasons, &first), seasons.indices(groups[row], 0..200))).collect::<Vec<_>>()
        };
        let before = at(&demand);
        for (place, value) in changed.iter().enumerate() {
            let row = place * rows / changed.len();
            demand[row * periods + known + place % (periods - known)] = *value;
        }
        prop_assert_eq!(&before, &at(&demand));
        for (level, index) in before {
            prop_assert!(level.units >= 0.0 && (0.0..=1.0).contains(&level.goes_on) && level.variance >= 0.0, "{level:?}");
            prop_assert!(index.iter().all(|index| *index >= 0.0 && index.is_finite()));
        }
    }

    /// What is learned from one half holds for the other, for demand whose spread goes with its mean in any way.
    #[test]
    fn quantiles_hold_for_those_they_were_not_learned_from(power in 0.3..1.0f64, tail in 0.2..2.0f64, seed in any::<u64>()) {
        let mut uniform = uniforms(seed);
        let mut draw = || {
            let mean = libm::exp(6.0 * uniform());
            // A gamma-like skewed number with mean one: a power of a uniform number.
            let skewed = libm::pow(uniform(), tail) * (tail + 1.0);
            let actual = (mean + libm::pow(mean, power) * 2.0 * (skewed - 1.0)).max(0.0);
            Observation { weight: 1.0, mean, variance: libm::pow(mean, 2.0 * power), lump: 1.0, actual }
        };
        let (learned, later): (Vec<_>, Vec<_>) = (0..4000).map(|_| (draw(), draw())).unzip();
        let scale = Scale::learn(&learned).expect("enough");
        let seen = |error: &Observation| Seen {
            weight: error.weight,
            facts: Facts {
                mean: error.mean,
                sd: scale.sd(error.mean, error.variance, error.lump),
                period_sd: error.variance.sqrt(),
                lump: error.lump,
                largest: 2.0 * error.mean,
                frequency: 1.0,
                lived: 100.0,
                lot: 1.0,
                ..Facts::default()
            },
            actual: error.actual,
        };
        let probabilities = [0.8, 0.9, 0.95, 0.98];
        let quantiles = Quantiles::learn(&learned.iter().map(seen).collect::<Vec<_>>(), &probabilities);
        for (place, probability) in probabilities.into_iter().enumerate() {
            // Together, and of the smaller and the larger half.
            for part in [0.0..f64::INFINITY, 0.0..20.0, 20.0..f64::INFINITY] {
                let of: Vec<Seen> = later.iter().map(seen).filter(|seen| part.contains(&seen.facts.mean)).collect();
                let quantile = |seen: &Seen| quantiles.of(&seen.facts).nth(place).expect("one for each");
                let share = |is: &dyn Fn(&Seen) -> bool| of.iter().filter(|seen| is(seen)).count() as f64 / of.len() as f64;
                // Many may be as small as the quantile: none at all.
                let below = share(&|seen| seen.actual < quantile(seen));
                let at_most = share(&|seen| seen.actual <= quantile(seen));
                prop_assert!(
                    below < probability + 0.05 && at_most > probability - 0.05,
                    "{probability} of {part:?}: {below} to {at_most}"
                );
            }
        }
        for seen in later.iter().map(seen) {
            let all: Vec<f64> = quantiles.of(&seen.facts).collect();
            prop_assert!(all.is_sorted() && all[0] >= 0.0, "{all:?}");
        }
    }
}

#[test]
fn of_too_little_nothing_is_learned() {
    let one = Observation { weight: 1.0, mean: 3.0, variance: 2.0, lump: 1.0, actual: 4.0 };
    assert_eq!(Scale::learn(&[one; 150]), None);
    let facts = Facts {
        mean: 30.0,
        sd: 10.0,
        period_sd: 3.0,
        lump: 2.0,
        largest: 60.0,
        frequency: 1.0,
        lived: 50.0,
        lot: 9.0,
        ..Facts::default()
    };
    let of = |seen: &[Seen]| Quantiles::learn(seen, &[0.95]).of(&facts).next().expect("one");
    let normal = 30.0 + 10.0 * crate::normal::ppf(0.95);
    assert!((of(&[]) - normal).abs() < 1e-9, "then it is normal");
    let once = of(&[Seen { weight: 1.0, facts, actual: 90.0 }]);
    assert!(once > normal && once < 60.0, "once is not always: {once}");
    assert!(of(&[Seen { weight: 1.0, facts, actual: 90.0 }; 500]) > 80.0);
}
