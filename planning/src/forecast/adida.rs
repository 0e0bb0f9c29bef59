//! ADIDA: smooth at the interval between demands, then divide.

use super::definition::{Definition, Run};
use super::exponential_smoothing::{best_alpha, last_level};
use super::method::Method;
use super::series::Fit;
use crate::convert::whole_usize;

/// Constants tried on aggregated demand: the range in use for intermittent demand.
pub(super) const ALPHA: (f64, f64) = (0.1, 0.3);

/// Aggregate–disaggregate.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::Adida),
    name: "adida",
    description: "demand summed over its mean interval, smoothed, and divided again",
    run: Run::Fit(|series| adida(series.history, series.horizon)),
};

/// Exponential smoothing of demand summed over blocks as long as the mean interval between demands, per period.
///
/// Blocks end with the last period; α in [0.1, 0.3]. Fitted values are the rate of the blocks before, with that α.
/// Source: K. Nikolopoulos, A. Syntetos, J. Boylan, F. Petropoulos & V. Assimakopoulos, "An aggregate–disaggregate
/// intermittent demand approach (ADIDA) to forecasting", *Journal of the Operational Research Society* 62 (2011).
pub fn adida(history: &[f64], horizon: usize) -> Fit {
    let Some(level) = mean_interval(history) else {
        return Fit::flat(vec![0.0; history.len()], 0.0, horizon);
    };
    let sums = block_sums(history, level);
    let alpha = best_alpha(&sums, ALPHA);
    let rate = last_level(&sums, alpha) / level as f64;
    Fit::flat(fitted(history, &sums, level, alpha), rate, horizon)
}

/// Mean interval between demands, the first counted from the start, rounded half to even; `None` without demand.
pub(super) fn mean_interval(history: &[f64]) -> Option<usize> {
    let last = history.iter().rposition(|y| *y > 0.0)?;
    let demands = history.iter().filter(|y| **y > 0.0).count();
    Some(whole_usize(((last + 1) as f64 / demands as f64).round_ties_even()).max(1))
}

/// Sums of whole blocks of `level` periods, the last of which ends with the history.
pub(super) fn block_sums(history: &[f64], level: usize) -> Vec<f64> {
    history[history.len() % level..].chunks_exact(level).map(|block| block.iter().sum()).collect()
}

/// The rate of each period, as estimated from the blocks before it.
pub(super) fn fitted(history: &[f64], sums: &[f64], level: usize, alpha: f64) -> Vec<f64> {
    let mut fitted = vec![f64::NAN; history.len()];
    let mut smoothed = f64::NAN;
    for (block, sum) in fitted[history.len() % level..].chunks_exact_mut(level).zip(sums) {
        block.fill(smoothed / level as f64);
        smoothed = if smoothed.is_nan() { *sum } else { alpha * sum + (1.0 - alpha) * smoothed };
    }
    fitted
}
