//! Historic average.

use super::definition::{Definition, Run};
use super::method::Method;
use super::series::Fit;

/// Historic average.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::HistoricAverage),
    name: "historic_average",
    description: "the mean of all history",
    run: Run::Fit(|series| historic_average(series.history, series.horizon)),
};

/// The mean of all history; error variance s²·(1 + 1 ÷ n), s² the sample variance.
///
/// Fitted values are the mean of the periods before, as a forecaster would have known it.
/// Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §5.2 and §5.5.
pub fn historic_average(history: &[f64], horizon: usize) -> Fit {
    let mut sum = 0.0;
    let mut fitted = Vec::with_capacity(history.len());
    for (t, y) in history.iter().enumerate() {
        fitted.push(if t > 0 { sum / t as f64 } else { f64::NAN });
        sum += y;
    }
    let count = history.len().max(1) as f64;
    let mean = sum / count;
    let mut fit = Fit::flat(fitted, mean, horizon);
    if history.len() > 1 {
        let squares: f64 = history.iter().map(|y| (y - mean) * (y - mean)).sum();
        fit.variance = Some(vec![squares / (count - 1.0) * (1.0 + 1.0 / count); horizon]);
    }
    fit
}
