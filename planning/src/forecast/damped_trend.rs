//! Holt's trend, damped.

use super::definition::{Definition, Run};
use super::ets::{Error, Form, Season, Trend, ets};
use super::holt::holt;
use super::method::Method;
use super::series::Fit;

/// Damped trend.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::DampedTrend),
    name: "damped_trend",
    description: "Holt's level and trend, the trend fading",
    run: Run::Fit(|series| damped_trend(series.history, series.horizon)),
};

/// Exponential smoothing with damped trend, ETS(A,Ad,N); Holt's method where history is too short to fit it.
///
/// Source: E. Gardner & E. McKenzie, "Forecasting trends in time series", *Management Science* 31 (1985).
pub fn damped_trend(history: &[f64], horizon: usize) -> Fit {
    let form = Form::new(Error::Additive, Trend::Damped, Season::None);
    ets(form, history, 1, horizon).unwrap_or_else(|| holt(history, horizon))
}
