//! Holt's linear trend.

use super::definition::{Definition, Run};
use super::drift::drift;
use super::ets::{Error, Form, Season, Trend, ets};
use super::method::Method;
use super::series::Fit;

/// Holt's linear trend.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::Holt),
    name: "holt",
    description: "Holt: a level and a trend, both smoothed",
    run: Run::Fit(|series| holt(series.history, series.horizon)),
};

/// Exponential smoothing with additive trend, ETS(A,A,N); drift where history is too short to fit it.
///
/// Source: C. Holt (1957), reprinted as "Forecasting seasonals and trends by exponentially weighted moving averages",
/// *International Journal of Forecasting* 20 (2004).
pub fn holt(history: &[f64], horizon: usize) -> Fit {
    let form = Form::new(Error::Additive, Trend::Additive, Season::None);
    ets(form, history, 1, horizon).unwrap_or_else(|| drift(history, horizon))
}
