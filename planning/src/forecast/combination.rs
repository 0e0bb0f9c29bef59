//! Combinations of forecasts: of the methods that suit the demand class, their mean, median, or weighted by how well
//! they forecast from earlier origins.

use super::demand_class::DemandClass;
use super::method::{Definition, Method, Run};
use super::pool::{self, Member};
use super::series::{Fit, Series};
use crate::accuracy::Origins;

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
/// Periods of history that the first origin needs.
const HISTORY_MIN: usize = 8;
/// Weights are inverse to this power of the mean squared error. Of ½, 1, 2 and 4, 1 and 2 gave the least errors on M4
/// weekly and hourly, tourism, car parts and M5 series; the best method alone was worse on each.
const POWER: f64 = 2.0;

/// A weighted combination and the backtest behind it.
pub(super) struct Weighted {
    /// Member and weight; weights sum to one.
    pub(super) members: Vec<(Method, f64)>,
    pub(super) fit: Fit,
    /// Errors of the combination, demand − forecast, of each origin's periods; empty where history is too short.
    pub(super) errors: Vec<Vec<f64>>,
    /// Mean squared error of the combination and of the seasonal naive method over the origins.
    pub(super) mse: (f64, f64),
}

/// Origins that a history allows: apart by the horizon, or by less where there would be fewer than two.
fn origins(periods: usize, horizon: usize) -> Origins {
    let horizon = horizon.clamp(1, (periods / 4).max(1));
    Origins { count: ORIGINS, horizon, step: horizon, history_min: HISTORY_MIN }
}

pub(super) fn weighted(series: &Series) -> Weighted {
    let history = series.history;
    let origins = origins(history.len(), series.horizon);
    // Where members that need more history would see too little at the oldest origin, fewer origins do.
    let known: Vec<usize> = origins.of(history.len()).collect();
    let shortest = known.last().copied().unwrap_or(history.len());
    let members = pool::members(DemandClass::of(history), series, shortest);
    let fits: Vec<Fit> = members.iter().map(|member| run(*member, series)).collect();
    // Errors by member, origin, period.
    let errors: Vec<Vec<Vec<f64>>> =
        members.iter().map(|member| past_errors(*member, series, &known, origins)).collect();
    let squares: Vec<f64> = errors.iter().map(|errors| mean_square(errors)).collect();
    let weights = weights(&squares);
    let blend =
        |values: Vec<f64>| values.iter().zip(&weights).map(|(value, weight)| value * weight).sum::<f64>();
    let combined: Vec<Vec<f64>> = (0..known.len())
        .map(|o| (0..origins.horizon).map(|h| blend(errors.iter().map(|e| e[o][h]).collect())).collect())
        .collect();
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
    let naive = pool::NAIVE.map(|member| mean_square(&past_errors(member, series, &known, origins)));
    Weighted {
        members: members.iter().map(|member| member.method).zip(weights.iter().copied()).collect(),
        fit: Fit::new(fitted, mean),
        mse: (mean_square(&combined), naive[usize::from(series.season() > 1 && shortest >= series.season())]),
        errors: combined,
    }
}

/// A member's fit, its forecasts not below zero where demand never was: a trend that leaves the possible must not pull
/// the others with it.
fn run(member: Member, series: &Series) -> Fit {
    let mut fit = (member.fit)(series);
    if series.history.iter().all(|y| *y >= 0.0) {
        fit.mean.iter_mut().for_each(|mean| *mean = mean.max(0.0));
    }
    fit
}

fn past_errors(member: Member, series: &Series, known: &[usize], origins: Origins) -> Vec<Vec<f64>> {
    let errors = |known: &usize| {
        let past = Series { history: &series.history[..*known], horizon: origins.horizon, ..*series };
        series.history[*known..].iter().zip(run(member, &past).mean).map(|(y, f)| y - f).collect()
    };
    known.iter().map(errors).collect()
}

fn mean_square(errors: &[Vec<f64>]) -> f64 {
    let count = errors.iter().map(Vec::len).sum::<usize>().max(1);
    errors.iter().flatten().map(|e| e * e).sum::<f64>() / count as f64
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
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len().is_multiple_of(2) { 0.5 * (values[half - 1] + values[half]) } else { values[half] }
}

fn combine(series: &Series, join: impl Fn(&mut [f64]) -> f64) -> Fit {
    let members = pool::members(DemandClass::of(series.history), series, series.history.len());
    let fits: Vec<Fit> =
        members.iter().filter(|member| !member.is_naive()).map(|member| run(*member, series)).collect();
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
        assert!(weighted.mse.0 < 1e-3 && weighted.errors.len() == ORIGINS);
    }
}
