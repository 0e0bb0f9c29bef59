//! A method chosen for a series, and what it found.

use super::effects::Effects;
use super::method::Method;
use super::result::{Backtest, Notice, Reason};
use super::series::Fit;

/// A method chosen for a series.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The method.
    pub method: Method,
    /// Why.
    pub reason: Reason,
    /// Its fit, over the whole history given.
    pub fit: Fit,
    /// Its forecasts from earlier origins; empty where history is too short, or where a method was asked for.
    pub backtest: Backtest,
    /// What regressors do to demand.
    pub effects: Option<Effects>,
    /// Notices about the forecast.
    pub notices: Vec<Notice>,
}
