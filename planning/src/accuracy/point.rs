//! Errors of point forecasts. Error = demand − forecast, as in Hyndman & Koehler, "Another look at measures of forecast
//! accuracy", *International Journal of Forecasting* 22 (2006); bias has the opposite sign, as planners read it.

use super::{mean, pairs, ratio};

/// Mean absolute error, units.
pub fn mae(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    mean(pairs(actual, forecast).map(|(a, f)| Some((a - f).abs())))
}

/// Mean squared error, units².
pub fn mse(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    mean(pairs(actual, forecast).map(|(a, f)| Some((a - f) * (a - f))))
}

/// Root mean squared error, units.
pub fn rmse(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    mse(actual, forecast).map(f64::sqrt)
}

/// Weighted absolute percentage error Σ|a − f| ÷ Σ|a|, a fraction; undefined without demand.
pub fn wape(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    let errors: f64 = pairs(actual, forecast).map(|(a, f)| (a - f).abs()).sum();
    ratio(errors, pairs(actual, forecast).map(|(a, _)| a.abs()).sum())
}

/// Mean absolute percentage error, mean of |a − f| ÷ |a|, a fraction; undefined where any period had no demand.
pub fn mape(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    mean(pairs(actual, forecast).map(|(a, f)| ratio((a - f).abs(), a.abs())))
}

/// Symmetric mean absolute percentage error in [0, 2]: mean of 2·|a − f| ÷ (|a| + |f|), zero where both are zero.
///
/// The M competitions print it times 100; some planning systems halve it.
pub fn smape(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    mean(pairs(actual, forecast).map(symmetric).map(Some))
}

/// The term of sMAPE of one period.
pub(super) fn symmetric((actual, forecast): (f64, f64)) -> f64 {
    if actual == forecast {
        return 0.0;
    }
    2.0 * (actual - forecast).abs() / (actual.abs() + forecast.abs())
}

/// Sum of forecast − demand, units: above zero where too much was forecast.
pub fn bias(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    mean(pairs(actual, forecast).map(|_| Some(0.0)))?;
    Some(pairs(actual, forecast).map(|(a, f)| f - a).sum())
}

/// Bias ÷ Σ demand, a fraction.
pub fn relative_bias(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    ratio(1.0, pairs(actual, forecast).map(|(a, _)| a).sum())
        .and_then(|per| Some(bias(actual, forecast)? * per))
}

/// Which mean absolute deviation a tracking signal is divided by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TrackingSignal {
    /// The mean of all absolute errors.
    Mean,
    /// Absolute errors, smoothed with this constant from the first on.
    Smoothed(f64),
}

/// Tracking signal Σ(a − f) ÷ mean absolute deviation: above zero where demand ran above the forecast. Undefined where
/// all errors are zero.
///
/// Source: Silver, Pyke & Thomas, *Inventory and Production Management in Supply Chains*, §3.7.
pub fn tracking_signal(actual: &[f64], forecast: &[f64], deviation: TrackingSignal) -> Option<f64> {
    let sum: f64 = pairs(actual, forecast).map(|(a, f)| a - f).sum();
    let size = match deviation {
        TrackingSignal::Mean => mae(actual, forecast)?,
        TrackingSignal::Smoothed(constant) => {
            let errors = pairs(actual, forecast).map(|(a, f)| (a - f).abs());
            errors.reduce(|smoothed, error| smoothed + constant * (error - smoothed))?
        }
    };
    ratio(sum, size)
}

/// Share of the variance of demand that the forecast explains, 1 − Σ(a − f)² ÷ Σ(a − ā)²; below zero where the mean
/// would have been better, undefined for constant demand.
pub fn r_squared(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    let centre = mean(pairs(actual, forecast).map(|(a, _)| Some(a)))?;
    let total: f64 = pairs(actual, forecast).map(|(a, _)| (a - centre) * (a - centre)).sum();
    let rest: f64 = pairs(actual, forecast).map(|(a, f)| (a - f) * (a - f)).sum();
    ratio(rest, total).map(|share| 1.0 - share)
}
