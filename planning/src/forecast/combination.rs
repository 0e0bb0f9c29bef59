//! Combinations of the methods that suit the demand class: their mean, their median, or weighted by how well they
//! forecast from earlier origins.

use super::definition::{Definition, Run};
use super::demand_class::DemandClass;
use super::effects::Effects;
use super::influences::Influences;
use super::method::Method;
use super::pool::{self, Member};
use super::result::Backtest;
use super::series::{Fit, Series};
use super::short_sort::sort;
use crate::accuracy::{Origins, Window, mean_squared_change};

/// Mean.
pub const MEAN: Definition = Definition {
    method: Some(Method::MeanCombination),
    name: "mean_combination",
    description: "the mean of the methods that suit the demand class",
    run: Run::Fit(|series| combine(series, |values| values.iter().sum::<f64>() / values.len() as f64)),
};

/// Median.
pub const MEDIAN: Definition = Definition {
    method: Some(Method::MedianCombination),
    name: "median_combination",
    description: "the median of the methods that suit the demand class",
    run: Run::Fit(|series| combine(series, median)),
};

/// Weights by backtest.
pub const WEIGHTED: Definition = Definition {
    method: Some(Method::WeightedCombination),
    name: "weighted_combination",
    description: "the methods that suit the demand class, weighted by their errors from earlier origins",
    run: Run::Fit(|series| weighted(series).fit),
};

/// Origins of the backtest that gives the weights.
const ORIGINS: usize = 4;
/// Periods of history needed before the first origin.
const HISTORY_MIN: usize = 8;
/// Weights are inverse to this power of the mean squared error. Of ½, 1, 2 and 4, 1 and 2 gave the least errors on M4
/// weekly and hourly, tourism, car parts and M5 series; the best method alone was worse on each.
const POWER: f64 = 2.0;

/// A weighted combination and the backtest behind it.
pub(super) struct Weighted {
    pub(super) fit: Fit,
    /// Forecasts of the combination from earlier origins; empty where history is too short.
    pub(super) backtest: Backtest,
    /// What regressors do to demand.
    pub(super) effects: Option<Effects>,
}

/// A series as known at an earlier origin.
struct Past<'a> {
    series: Series<'a>,
    influences: Influences,
    /// Demand after the origin.
    actual: &'a [f64],
}

impl<'a> Past<'a> {
    fn of(series: &Series<'a>, known: usize, horizon: usize) -> Self {
        let (history, coming) = series.history.split_at(known);
        let past = Series { history, horizon, ..*series };
        Past { influences: Influences::of(&past), series: past, actual: &coming[..horizon] }
    }
}

/// Origins that a history allows: one horizon apart, or closer where there would be fewer than two.
fn origins(periods: usize, horizon: usize) -> Origins {
    let horizon = horizon.clamp(1, (periods / 4).max(1));
    Origins { count: ORIGINS, horizon, step: horizon, history_min: HISTORY_MIN }
}

pub(super) fn weighted(series: &Series) -> Weighted {
    let history = series.history;
    let origins = origins(history.len(), series.horizon);
    // Fewer origins are used where members that need more history would see too little at the oldest one.
    let known: Vec<usize> = origins.of(history.len()).collect();
    let shortest = known.last().copied().unwrap_or(history.len());
    let members = pool::members(DemandClass::while_open(history, series.season()), series, shortest);
    let influences = Influences::of(series);
    let fits: Vec<Fit> = members.iter().map(|member| run(*member, series, &influences)).collect();
    let pasts: Vec<Past> = known.iter().map(|known| Past::of(series, *known, origins.horizon)).collect();
    // By member, the newest origin first.
    let window = |member: &Member| windows(&pasts, |past| run(*member, &past.series, &past.influences));
    let windows: Vec<Vec<Window>> = members.iter().map(window).collect();
    let squares: Vec<f64> = windows.iter().map(|windows| mean_square(windows)).collect();
    let weights = weights(&squares);
    let combined = (0..known.len()).map(|origin| without_own_errors(&windows, origin));
    let at = |pick: fn(&Fit) -> &Vec<f64>, t: usize| {
        // A member that has not begun leaves its weight to the others.
        let (mut sum, mut total) = (0.0, 0.0);
        for (fit, weight) in fits.iter().zip(&weights).filter(|(fit, _)| pick(fit)[t].is_finite()) {
            sum += weight * pick(fit)[t];
            total += weight;
        }
        if total > 0.0 { sum / total } else { f64::NAN }
    };
    let fitted = (0..history.len()).map(|t| at(|fit| &fit.fitted, t)).collect();
    let mean = (0..series.horizon).map(|h| at(|fit| &fit.mean, h)).collect();
    let has_season = series.season() > 1 && shortest >= series.season();
    let naive = pool::NAIVE[usize::from(has_season)];
    let naive = self::windows(&pasts, |past| run(naive, &past.series, &Influences::default()));
    Weighted {
        fit: Fit::new(fitted, mean),
        backtest: Backtest {
            method: combined.collect(),
            naive,
            has_season,
            weights: by_method(&members, &weights),
            scale: mean_squared_change(history),
        },
        effects: influences.effects,
    }
}

/// Weights of methods, largest first; they sum to one. Several members may share a method.
fn by_method(members: &[Member], weights: &[f64]) -> Vec<(Method, f64)> {
    let mut methods: Vec<(Method, f64)> = Vec::new();
    for (member, weight) in members.iter().zip(weights) {
        match methods.iter_mut().find(|(method, _)| *method == member.method) {
            Some((_, sum)) => *sum += weight,
            None => methods.push((member.method, *weight)),
        }
    }
    sort(&mut methods, |a, b| a.1 > b.1);
    methods
}

/// A member's fit, to demand without its known influences. Its forecasts stay at or above zero where demand always
/// was, so that an impossible trend does not pull the other members with it.
fn run(member: Member, series: &Series, influences: &Influences) -> Fit {
    let mut fit = influences.without(series, member.fit);
    if series.history.iter().all(|y| *y >= 0.0) {
        fit.mean.iter_mut().for_each(|mean| *mean = mean.max(0.0));
    }
    fit
}

/// The combination's forecast from an origin, weighted by the errors from the other origins: weights look better than
/// they are on the errors that chose them. Without another origin all members weigh the same.
fn without_own_errors(windows: &[Vec<Window>], origin: usize) -> Window {
    let others = |windows: &Vec<Window>| {
        let others: Vec<Window> = [&windows[..origin], &windows[origin + 1..]].concat();
        if others.is_empty() { 1.0 } else { mean_square(&others) }
    };
    let weights = weights(&windows.iter().map(others).collect::<Vec<_>>());
    let blend = |h: usize| -> f64 {
        windows.iter().zip(&weights).map(|(windows, weight)| weight * windows[origin].forecast[h]).sum()
    };
    let Window { known, actual, .. } = &windows[0][origin];
    Window { known: *known, actual: actual.clone(), forecast: (0..actual.len()).map(blend).collect() }
}

/// Forecasts from earlier origins.
fn windows(pasts: &[Past], fit: impl Fn(&Past) -> Fit) -> Vec<Window> {
    let window = |past: &Past| {
        let (known, actual) = (past.series.history.len(), past.actual.to_vec());
        Window { known, actual, forecast: fit(past).mean }
    };
    pasts.iter().map(window).collect()
}

fn mean_square(windows: &[Window]) -> f64 {
    let errors: Vec<f64> = windows.iter().flat_map(Window::errors).collect();
    errors.iter().map(|e| e * e).sum::<f64>() / errors.len().max(1) as f64
}

fn weights(squares: &[f64]) -> Vec<f64> {
    let largest = squares.iter().copied().fold(0.0, f64::max);
    // A member without error takes nearly all.
    let raw: Vec<f64> =
        squares.iter().map(|s| libm::pow((s / largest.max(1e-300)).max(1e-9), -POWER)).collect();
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|weight| weight / sum).collect()
}

fn median(values: &mut [f64]) -> f64 {
    sort(values, |a, b| a < b);
    let half = values.len() / 2;
    if values.len().is_multiple_of(2) { 0.5 * (values[half - 1] + values[half]) } else { values[half] }
}

fn combine(series: &Series, join: impl Fn(&mut [f64]) -> f64) -> Fit {
    let class = DemandClass::while_open(series.history, series.season());
    let members = pool::members(class, series, series.history.len());
    let influences = Influences::of(series);
    let members = members.iter().filter(|member| !member.is_naive());
    let fits: Vec<Fit> = members.map(|member| run(*member, series, &influences)).collect();
    let at = |pick: fn(&Fit) -> &Vec<f64>, t: usize| {
        let mut values: Vec<f64> =
            fits.iter().map(|fit| pick(fit)[t]).filter(|value| value.is_finite()).collect();
        if values.is_empty() { f64::NAN } else { join(&mut values) }
    };
    let fitted = (0..series.history.len()).map(|t| at(|fit| &fit.fitted, t)).collect();
    Fit::new(fitted, (0..series.horizon).map(|h| at(|fit| &fit.mean, h)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_inverse_to_the_squared_mean_square() {
        assert_eq!(weights(&[1.0, 2.0]), [0.8, 0.2]);
        assert_eq!(weights(&[0.0, 0.0]), [0.5, 0.5]);
        assert!(weights(&[0.0, 5.0])[0] > 0.999);
    }

    #[test]
    fn an_origin_is_forecast_with_the_weights_of_the_others() {
        let window = |known, forecast| Window { known, actual: vec![10.0], forecast: vec![forecast] };
        // The first member is right at the newest origin only, the second at the oldest only.
        let windows = [vec![window(9, 10.0), window(8, 6.0)], vec![window(9, 4.0), window(8, 10.0)]];
        assert!((without_own_errors(&windows, 0).forecast[0] - 4.0).abs() < 0.01);
        assert!((without_own_errors(&windows, 1).forecast[0] - 6.0).abs() < 0.01);
        let alone = [vec![window(9, 10.0)], vec![window(9, 4.0)]];
        assert_eq!(without_own_errors(&alone, 0), window(9, 7.0));
    }

    #[test]
    fn a_median_of_four_is_between_the_middle_two() {
        assert_eq!(median(&mut [9.0, 1.0, 3.0, 5.0]), 4.0);
        assert_eq!(median(&mut [9.0, 1.0, 3.0]), 3.0);
    }

    #[test]
    fn a_clean_season_is_left_to_the_method_that_repeats_it() {
        let history: Vec<f64> = (0..60).map(|t| [4.0, 9.0, 30.0, 2.0][t % 4]).collect();
        let weighted = weighted(&Series::new(&history, &[4], 4));
        assert!(
            weighted.fit.mean.iter().zip(&history).all(|(m, y)| (m - y).abs() < 0.01),
            "{:?}",
            weighted.fit.mean
        );
        assert!(mean_square(&weighted.backtest.method) < 1e-3);
        assert_eq!(weighted.backtest.method.len(), ORIGINS);
    }
}
