//! IMAPA: the mean of ADIDA forecasts at several levels.

use super::adida::{ALPHA, block_sums, fitted, mean_interval};
use super::definition::{Definition, Run};
use super::exponential_smoothing::{best_alpha, last_level};
use super::method::Method;
use super::series::Fit;

/// Several levels of aggregation.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::Imapa),
    name: "imapa",
    description: "the mean of smoothed demand at every level of aggregation up to its mean interval",
    run: Run::Fit(|series| imapa(series.history, series.horizon)),
};

/// The mean, over block lengths 1 … mean interval between demands, of exponential smoothing of the block sums.
///
/// Source: F. Petropoulos & N. Kourentzes, "Forecast combinations for intermittent demand", *Journal of the
/// Operational Research Society* 66 (2015).
pub fn imapa(history: &[f64], horizon: usize) -> Fit {
    let Some(levels) = mean_interval(history) else {
        return Fit::flat(vec![0.0; history.len()], 0.0, horizon);
    };
    let mut rate = 0.0;
    let mut mean_fitted = vec![0.0; history.len()];
    for level in 1..=levels {
        let sums = block_sums(history, level);
        let alpha = best_alpha(&sums, ALPHA);
        rate += last_level(&sums, alpha) / level as f64;
        for (sum, value) in mean_fitted.iter_mut().zip(fitted(history, &sums, level, alpha)) {
            *sum += value / levels as f64;
        }
    }
    Fit::flat(mean_fitted, rate / levels as f64, horizon)
}
