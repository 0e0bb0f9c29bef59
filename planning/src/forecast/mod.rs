//! Forecasts of demand per period, with the error deviation that safety stock needs.
//!
//! A series is demand in equal periods, oldest first. One file a method; [`auto`] chooses by demand class. Methods
//! return a value with notices, never fail: three periods of history give a forecast and [`Notice::ShortHistory`].

mod auto;
mod croston;
mod demand_class;
mod exponential_smoothing;
mod interval;
mod seasonal_naive;

pub use auto::auto;
pub use croston::{croston, syntetos_boylan};
pub use demand_class::DemandClass;
pub use exponential_smoothing::simple_exponential_smoothing;
pub use interval::interval;
pub use seasonal_naive::seasonal_naive;

use serde::{Deserialize, Serialize};

/// A forecasting method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The mean of all history: what is left when history is short.
    HistoricAverage,
    /// Each period as one season before.
    SeasonalNaive,
    /// Simple exponential smoothing with an optimised constant.
    SimpleExponentialSmoothing,
    /// Croston's method for intermittent demand.
    Croston,
    /// Croston's method with the Syntetos–Boylan bias correction.
    SyntetosBoylan,
    /// Nothing: demand has stopped.
    Zero,
}

impl Method {
    /// Every method, in a stable order: derived files store the index.
    pub const ALL: [Method; 6] = [
        Method::HistoricAverage,
        Method::SeasonalNaive,
        Method::SimpleExponentialSmoothing,
        Method::Croston,
        Method::SyntetosBoylan,
        Method::Zero,
    ];
}

/// What a reader of a forecast should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Too few periods to fit a method.
    ShortHistory,
    /// So long without demand that it is taken to have ended.
    DemandEnded,
}

/// A forecast of the periods after a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The method used.
    pub method: Method,
    /// Mean demand of each coming period.
    pub mean: Vec<f64>,
    /// Root mean square of the one-step-ahead errors over the history, in units per period.
    pub error_sd: f64,
    /// What a reader should know.
    pub notices: Vec<Notice>,
}

/// A method's fit: a one-step-ahead forecast of every period of the history (NaN before the method has started) and
/// of the coming periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Same length as the history.
    pub fitted: Vec<f64>,
    /// The coming periods.
    pub mean: Vec<f64>,
}

impl Fit {
    /// Root mean square of one-step errors from period `from` on; `None` if no period there was forecast.
    pub fn error_sd(&self, history: &[f64], from: usize) -> Option<f64> {
        let (mut sum, mut count) = (0.0, 0u32);
        for (actual, fitted) in history.iter().zip(&self.fitted).skip(from) {
            if fitted.is_finite() {
                let error = actual - fitted;
                sum += error * error;
                count += 1;
            }
        }
        (count > 0).then(|| (sum / f64::from(count)).sqrt())
    }
}
