//! Naive: the last value.

use super::definition::{Definition, Run};
use super::method::Method;
use super::series::Fit;

/// The last value.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::Naive),
    name: "naive",
    description: "the last value",
    run: Run::Fit(|series| naive(series.history, series.horizon)),
};

/// Every coming period as the last one; the error variance after h periods is h·σ².
///
/// Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §5.2 and §5.5.
pub fn naive(history: &[f64], horizon: usize) -> Fit {
    let Some((last, earlier)) = history.split_last() else {
        return Fit::flat(Vec::new(), 0.0, horizon);
    };
    let fitted = core::iter::once(f64::NAN).chain(earlier.iter().copied()).collect();
    Fit::flat(fitted, *last, horizon).with_variance(history, 0, |h| h as f64)
}
