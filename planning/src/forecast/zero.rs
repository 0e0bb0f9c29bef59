//! Zero: demand has stopped.

use super::definition::{Definition, Run};
use super::method::Method;
use super::series::Fit;

/// No demand.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::Zero),
    name: "zero",
    description: "no demand, for items that have stopped selling",
    run: Run::Fit(|series| zero(series.history, series.horizon)),
};

/// Zero in every period, fitted and forecast.
pub fn zero(history: &[f64], horizon: usize) -> Fit {
    Fit::flat(vec![0.0; history.len()], 0.0, horizon)
}
