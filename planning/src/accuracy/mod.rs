//! Measures of forecast error. Periods whose demand or forecast is missing (NaN) are left out.
//!
//! A measure is `None` where it is not defined: no periods, a denominator of zero. For intermittent demand use
//! squared or scaled squared errors or quantile losses: absolute errors are smallest at the median, which is then
//! zero.

/// Errors of point forecasts.
mod point;

/// Errors divided by those of the naive method.
mod scaled;

/// Losses of quantiles and intervals.
mod interval;

/// Rolling origins: forecasting the past from what was known before it.
mod backtest;

/// Errors of many forecasts as ratios of sums.
mod sums;

/// Errors of many series together.
mod pooled;

#[cfg(test)]
mod tests;

pub use backtest::{Origins, Window, backtest};
pub use interval::{coverage, msis, pinball};
pub use point::{
    TrackingSignal, bias, mae, mape, mse, r_squared, relative_bias, rmse, smape, tracking_signal, wape,
};
pub use pooled::{LevelMeasures, Measures, Pooled, Tested};
pub use scaled::{mase, owa, rmsse};
pub use sums::{ErrorSums, mean_squared_change};

/// Pairs of known demand and forecast.
fn pairs<'a>(actual: &'a [f64], forecast: &'a [f64]) -> impl Iterator<Item = (f64, f64)> + 'a {
    let known = |(a, f): &(f64, f64)| a.is_finite() && f.is_finite();
    actual.iter().copied().zip(forecast.iter().copied()).filter(known)
}

/// Mean of the values; `None` if there are none, or if one of them is `None`.
fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0u32);
    for value in values {
        sum += value?;
        count += 1;
    }
    (count > 0).then(|| sum / f64::from(count))
}

fn ratio(numerator: f64, denominator: f64) -> Option<f64> {
    (denominator > 0.0).then(|| numerator / denominator)
}
