//! Errors divided by those of the naive method over the history.

use super::{mae, mean, mse, ratio};

/// Mean absolute error ÷ that of the seasonal naive method in sample, `season` 1 for the naive one.
///
/// Source: Hyndman & Koehler, "Another look at measures of forecast accuracy", *International Journal of Forecasting*
/// 22 (2006).
pub fn mase(history: &[f64], season: usize, actual: &[f64], forecast: &[f64]) -> Option<f64> {
    ratio(mae(actual, forecast)?, mean(changes(history, season).map(|c| Some(c.abs())))?)
}

/// Root of mean squared error ÷ that of the naive method in sample. Leading periods without demand are before the
/// item's life and do not count.
///
/// Source: Makridakis, Spiliotis & Assimakopoulos, "The M5 competition: Background, organization, and implementation",
/// *International Journal of Forecasting* 38 (2022).
pub fn rmsse(history: &[f64], season: usize, actual: &[f64], forecast: &[f64]) -> Option<f64> {
    let born = history.iter().position(|y| *y != 0.0)?;
    let scale = mean(changes(&history[born..], season).map(|c| Some(c * c)))?;
    ratio(mse(actual, forecast)?, scale).map(f64::sqrt)
}

fn changes(history: &[f64], season: usize) -> impl Iterator<Item = f64> + '_ {
    let lag = season.max(1);
    history.iter().skip(lag).zip(history).map(|(y, before)| y - before).filter(|change| change.is_finite())
}

/// Overall weighted average of the M4 competition: the mean of sMAPE and MASE, each ÷ that of a reference method over
/// the same series.
///
/// Source: Makridakis, Spiliotis & Assimakopoulos, "The M4 Competition", *International Journal of Forecasting* 36
/// (2020).
pub fn owa(smape: f64, mase: f64, reference_smape: f64, reference_mase: f64) -> Option<f64> {
    Some(0.5 * (ratio(smape, reference_smape)? + ratio(mase, reference_mase)?))
}
