//! Holt–Winters: level, trend and season.

use super::definition::{Definition, Run};
use super::ets::{Error, Form, Season, Trend, ets};
use super::holt::holt;
use super::method::Method;
use super::series::Fit;

/// Holt–Winters, additive season.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::HoltWinters),
    name: "holt_winters",
    description: "Holt–Winters: level, trend and additive season",
    run: Run::Fit(|series| holt_winters(series.history, series.season(), series.horizon)),
};

/// Holt–Winters, multiplicative season.
pub const MULTIPLICATIVE: Definition = Definition {
    method: Some(Method::HoltWintersMultiplicative),
    name: "holt_winters_multiplicative",
    description: "Holt–Winters: level, trend and multiplicative season",
    run: Run::Fit(|series| holt_winters_multiplicative(series.history, series.season(), series.horizon)),
};

/// ETS(A,A,A); Holt's method where the season is longer than 24 periods or history too short to fit it.
///
/// Source: P. Winters, "Forecasting sales by exponentially weighted moving averages", *Management Science* 6 (1960).
pub fn holt_winters(history: &[f64], season: usize, horizon: usize) -> Fit {
    let form = Form::new(Error::Additive, Trend::Additive, Season::Additive);
    ets(form, history, season, horizon).unwrap_or_else(|| holt(history, horizon))
}

/// ETS(M,A,M); the additive season where data are not above zero.
pub fn holt_winters_multiplicative(history: &[f64], season: usize, horizon: usize) -> Fit {
    let form = Form::new(Error::Multiplicative, Trend::Additive, Season::Multiplicative);
    ets(form, history, season, horizon).unwrap_or_else(|| holt_winters(history, season, horizon))
}
