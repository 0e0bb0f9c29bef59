//! Losses of quantiles and intervals.

use super::{mean, pairs, ratio};

/// Pinball loss of forecasts of the quantile `probability`: p·(a − q) where demand was above, (1 − p)·(q − a) below.
///
/// Source: Koenker & Bassett, "Regression quantiles", *Econometrica* 46 (1978).
pub fn pinball(actual: &[f64], quantile: &[f64], probability: f64) -> Option<f64> {
    mean(pairs(actual, quantile).map(|pair| Some(loss(pair, probability))))
}

/// The pinball loss of one period.
pub(super) fn loss((actual, quantile): (f64, f64), probability: f64) -> f64 {
    if actual >= quantile {
        probability * (actual - quantile)
    } else {
        (1.0 - probability) * (quantile - actual)
    }
}

/// Share of periods whose demand lay within the interval, ends included.
pub fn coverage(actual: &[f64], lower: &[f64], upper: &[f64]) -> Option<f64> {
    let inside = |(a, (l, u)): (&f64, (&f64, &f64))| f64::from(u8::from(l <= a && a <= u));
    let known = |(a, (l, u)): &(&f64, (&f64, &f64))| a.is_finite() && l.is_finite() && u.is_finite();
    mean(actual.iter().zip(lower.iter().zip(upper)).filter(known).map(inside).map(Some))
}

/// Mean scaled interval score: the width, plus 2 ÷ (1 − level) times the distance of demand outside the interval,
/// divided by the in-sample mean absolute error of the seasonal naive method.
///
/// Source: Makridakis, Spiliotis & Assimakopoulos, "The M4 Competition", *International Journal of Forecasting* 36
/// (2020), after Gneiting & Raftery (2007).
pub fn msis(
    history: &[f64],
    season: usize,
    actual: &[f64],
    (lower, upper): (&[f64], &[f64]),
    level: f64,
) -> Option<f64> {
    let penalty = ratio(2.0, 1.0 - level)?;
    let score = |(a, (l, u)): (&f64, (&f64, &f64))| u - l + penalty * ((l - a).max(0.0) + (a - u).max(0.0));
    let known = |(a, (l, u)): &(&f64, (&f64, &f64))| a.is_finite() && l.is_finite() && u.is_finite();
    let mean_score = mean(actual.iter().zip(lower.iter().zip(upper)).filter(known).map(score).map(Some))?;
    let lag = season.max(1);
    let changes = history.iter().skip(lag).zip(history).map(|(y, before)| (y - before).abs());
    ratio(mean_score, mean(changes.filter(|change| change.is_finite()).map(Some))?)
}
