//! Random walk with drift.

use super::definition::{Definition, Run};
use super::method::Method;
use super::naive::naive;
use super::series::Fit;

/// Random walk with drift.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::Drift),
    name: "drift",
    description: "the last value and the mean change per period",
    run: Run::Fit(|series| drift(series.history, series.horizon)),
};

/// The last value plus h times the mean change (y_n − y_1) ÷ (n − 1); error variance σ²·h·(1 + h ÷ (n − 1)).
///
/// Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §5.2 and §5.5.
pub fn drift(history: &[f64], horizon: usize) -> Fit {
    let (Some(first), Some(last), true) = (history.first(), history.last(), history.len() > 1) else {
        return naive(history, horizon);
    };
    let changes = (history.len() - 1) as f64;
    let slope = (last - first) / changes;
    let fitted =
        core::iter::once(f64::NAN).chain(history.iter().map(|y| y + slope)).take(history.len()).collect();
    let mean = (1..=horizon).map(|h| last + slope * h as f64).collect();
    Fit::new(fitted, mean).with_variance(history, 0, |h| h as f64 * (1.0 + h as f64 / changes))
}
