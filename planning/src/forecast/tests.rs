//! What holds for every method.

use super::*;
use proptest::prelude::*;

fn check(history: &[f64], method: Method, reason: fn(&Reason) -> bool) {
    let found = auto(history, 12, 3);
    assert!(
        found.method == method && reason(&found.reason),
        "{history:?}: {:?} {:?}",
        found.method,
        found.reason
    );
}

#[test]
fn each_kind_of_demand_gets_its_method() {
    let season: Vec<f64> = (0..60).map(|t| if t % 12 > 8 { 90.0 } else { 20.0 + (t % 12) as f64 }).collect();
    let forecast = auto(&season, 12, 12);
    assert!(forecast.mean.iter().zip(&season).all(|(m, y)| (m - y).abs() < 0.1), "{forecast:?}");
    check(&[0.0, 0.0, 3.0, 4.0], Method::HistoricAverage, |r| *r == Reason::ShortHistory);
    check(&[4.0; 20], Method::HistoricAverage, |r| *r == Reason::Constant);
    check(&[0.0; 10], Method::Zero, |r| *r == Reason::NoDemand);
    check(&[], Method::Zero, |r| *r == Reason::NoDemand);
    let noise: Vec<f64> = (0..48).map(|t| 20.0 + ((t * 7) % 5) as f64).collect();
    let weighted = |reason: &Reason| match reason {
        Reason::BacktestWeights { rmsse, naive_rmsse, origins, .. } => rmsse < naive_rmsse && *origins == 4,
        _ => false,
    };
    check(&noise, Method::WeightedCombination, weighted);
}

#[test]
fn an_item_that_stopped_selling_is_not_stocked() {
    let mut history = vec![5.0; 30];
    history.extend([0.0; 12]);
    let forecast = auto(&history, 52, 4);
    assert_eq!((forecast.method, &forecast.notices[..]), (Method::Zero, &[Notice::DemandEnded][..]));
    assert_eq!((forecast.error_sd, &forecast.cumulative_sd[..]), (0.0, &[0.0; 4][..]));
    assert_ne!(auto(&history[..32], 52, 4).method, Method::Zero);
}

#[test]
fn what_sells_on_working_days_is_forecast_as_well_as_by_the_best_method() {
    // Mondays to Fridays of 26 weeks, by their weekday and by a fixed walk, the last four to be forecast.
    let noise = |t: usize| ((t * t * 37 + t * 11) % 13) as f64 - 6.0;
    let sold = |t: usize| if t % 7 < 5 { 10.0 + 10.0 * (t % 7) as f64 + noise(t) } else { 0.0 };
    let all: Vec<f64> = (0..182).map(sold).collect();
    for days in [182, 180] {
        let (history, coming) = all[..days].split_at(days - 28);
        let rmse = |method: &Definition| {
            let options = Options { method, seasons: &[7], horizon: 28, ..Options::default() };
            let found = forecast(history, &options).mean;
            let squares = found.iter().zip(coming).map(|(mean, y)| (mean - y) * (mean - y));
            (squares.sum::<f64>() / 28.0).sqrt()
        };
        let singles = METHODS.iter().filter(|method| !matches!(method.run, Run::Choose(_)));
        let best = singles.map(rmse).fold(f64::MAX, f64::min);
        let auto = rmse(find("auto").expect("a method"));
        assert!(auto < 1.1 * best, "{days} days: {auto}, the best method {best}");
    }
}

#[test]
fn pauses_before_rare_demand_are_demand_of_zero_unless_they_cannot_be_chance() {
    let since: Vec<f64> = (0..40).map(|t| if t % 4 == 0 { 3.0 } else { 0.0 }).collect();
    let after = |zeros: usize| auto(&[vec![0.0; zeros], since.clone()].concat(), 1, 1).mean[0];
    assert!(after(12) < 0.98 * after(0), "{} {}", after(12), after(0));
    // 0.75^90 is less than 1e-9.
    assert_eq!(after(90), after(0));
}

#[test]
fn a_launch_does_not_haunt_an_item_that_hardly_sells() {
    // A real item: 588 units in its first week, a few dozen a week after, none at last.
    let history: Vec<f64> =
        [588, 36, 48, 60, 122, 120, 54, 18, 13, 48, 24, 62, 57, 12, 13, 0].map(f64::from).to_vec();
    let forecast = auto(&history, 52, 13);
    // The undershoot of a lump is about half of it: sd² ÷ 2·mean is not more than the largest week.
    let undershoot = forecast.error_sd * forecast.error_sd / (2.0 * forecast.mean[0]);
    assert!(undershoot < 588.0, "{undershoot} {forecast:?}");
}

#[test]
fn a_promotion_is_expected_when_it_comes_and_not_mistaken_for_demand_when_it_is_over() {
    let promotion: Vec<f64> = (0..64).map(|t| f64::from(u8::from(t % 9 >= 7))).collect();
    let weeks = |t: usize| [40.0, 44.0, 38.0, 42.0][t % 4] * (1.0 + 2.0 * promotion[t]);
    let history: Vec<f64> = (0..54).map(weeks).collect();
    let regressors = [promotion.clone()];
    let options = Options { horizon: 10, regressors: &regressors, ..Options::default() };
    let told = forecast(&history, &options);
    assert!((told.effects[0] - 3.0).abs() < 0.1, "{:?}", told.effects);
    assert!((0..10).all(|h| (told.mean[h] / weeks(54 + h) - 1.0).abs() < 0.15), "{:?}", told.mean);
    let untold = forecast(&history, &Options { regressors: &[], ..options.clone() });
    assert!(untold.effects.is_empty() && untold.mean[7] < 0.6 * told.mean[7]);
    for method in ["mean_combination", "median_combination", "weighted_combination"] {
        let method = find(method).expect("a method");
        let found = forecast(&history, &Options { method, levels: &[0.8], ..options.clone() });
        assert!((found.mean[7] / found.mean[0] - 3.0).abs() < 0.6, "{} {:?}", method.name, found.mean);
    }
}

/// The edges of rare demand, at which formulas divide by nothing: none, one, and no period without.
#[test]
fn methods_for_rare_demand_hold_at_its_edges() {
    let single = |at: usize, periods: usize| (0..periods).map(|t| if t == at { 2.0 } else { 0.0 }).collect();
    let mut cases: Vec<(Vec<f64>, [f64; 2])> = vec![(vec![7.0, 7.0, 7.0, 6.0, 6.0], [5.7, 7.0])];
    for periods in [1, 2, 3, 5, 7, 30] {
        cases.push((vec![0.0; periods], [0.0, 0.0]));
        cases.extend((0..periods).map(|at| (single(at, periods), [0.0, 2.0])));
    }
    for name in ["croston", "sba", "tsb", "adida", "imapa"] {
        let method = find(name).expect("a method");
        for (history, [least, most]) in &cases {
            for horizon in [1, 3, 40] {
                let found =
                    forecast(history, &Options { method, horizon, levels: &[0.95], ..Options::default() });
                let Interval { lower, upper, .. } = &found.intervals[0];
                for h in 0..horizon {
                    let mean = found.mean[h];
                    assert!((*least..=*most + 1e-12).contains(&mean), "{name} of {history:?}: {mean}");
                    assert!(
                        lower[h] <= mean && mean <= upper[h] && upper[h].is_finite(),
                        "{name} of {history:?}"
                    );
                    let varies = history.len() > 1 && *most == 2.0;
                    assert!(!varies || upper[h] > lower[h], "{name} of {history:?}: {lower:?} {upper:?}");
                }
            }
        }
    }
}

#[test]
fn the_registry_is_whole() {
    let mut names: Vec<&str> = METHODS.iter().map(|definition| definition.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), METHODS.len(), "a name twice");
    for method in Method::ALL.iter().filter(|method| **method != Method::LevelAndSeason) {
        assert!(
            METHODS.iter().any(|definition| definition.method == Some(*method)),
            "{method:?} is not offered"
        );
    }
    assert!(find("auto").is_some_and(|definition| definition.method.is_none()) && find("magic").is_none());
}

fn demand() -> impl Strategy<Value = Vec<f64>> {
    let any = prop_oneof![3 => Just(0.0), 5 => 0.0..1e6f64, 1 => Just(f64::NAN)];
    let rare = prop_oneof![30 => Just(0.0), 1 => 0.0..1e6f64];
    prop_oneof![3 => prop::collection::vec(any, 0..100), 1 => prop::collection::vec(rare, 0..100)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_method_gives_finite_demand_not_below_zero(
        history in demand(),
        season in 0..60usize,
        horizon in 1..60usize,
        censored in prop::collection::vec(any::<bool>(), 0..100),
        dampen_outliers in any::<bool>(),
        regressors in prop::collection::vec(demand(), 0..3),
    ) {
        for method in &METHODS {
            let options = Options {
                method,
                seasons: &[season, 7],
                horizon,
                levels: &[0.5, 0.95],
                cumulative: true,
                censored: &censored,
                dampen_outliers,
                regressors: &regressors,
                ..Options::default()
            };
            let found = forecast(&history, &options);
            prop_assert_eq!(found.mean.len(), horizon);
            let is_fine = |values: &[f64]| values.iter().all(|m| m.is_finite() && *m >= 0.0);
            prop_assert!(is_fine(&found.mean) && is_fine(&found.cumulative_sd), "{} {found:?}", method.name);
            prop_assert!(found.error_sd.is_finite() && found.error_sd >= 0.0, "{} {found:?}", method.name);
            prop_assert!(found.cumulative_sd.windows(2).all(|pair| pair[1] >= pair[0] * (1.0 - 1e-12)));
            let [inner, outer] = &found.intervals[..] else { panic!("two levels") };
            for h in 0..horizon {
                let mean = found.mean[h];
                let ends = [outer.lower[h], inner.lower[h], mean, inner.upper[h], outer.upper[h]];
                let is_nested = ends.windows(2).all(|pair| pair[0] <= pair[1]);
                prop_assert!(is_fine(&ends) && is_nested, "{} {ends:?}", method.name);
            }
        }
    }

    #[test]
    fn effects_do_not_depend_on_units(history in prop::collection::vec(0.0..50f64, 8..60), unit in 1e-3..1e3f64) {
        let promotion: Vec<f64> = (0..70).map(|t| f64::from(u8::from(t % 5 == 0))).collect();
        let price: Vec<f64> = promotion.iter().map(|x| unit * (2.0 - x)).collect();
        let with = |history: &[f64], column: &Vec<f64>| {
            forecast(history, &Options { regressors: std::slice::from_ref(column), ..Options::default() })
        };
        let found = with(&history, &promotion);
        let scaled = with(&history.iter().map(|y| y * unit).collect::<Vec<_>>(), &price);
        for (effect, other) in found.effects.iter().zip(&scaled.effects) {
            prop_assert!((effect * other - 1.0).abs() < 1e-5, "{found:?} {scaled:?}");
        }
    }

    #[test]
    fn leading_emptiness_changes_nothing(history in prop::collection::vec(0.5..50f64, 6..60), lead in 0..30usize) {
        let mut longer = vec![0.0; lead];
        longer.extend(&history);
        prop_assert_eq!(auto(&longer, 12, 4).mean, auto(&history, 12, 4).mean);
    }
}
