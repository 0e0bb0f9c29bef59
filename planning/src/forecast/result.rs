//! A forecast as it is handed out.

use serde::{Deserialize, Serialize};

use super::demand_class::DemandClass;
use super::method::Method;

/// What a reader of a forecast should know. Periods count from 0 at the beginning of the history given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Too few periods to fit a method.
    ShortHistory,
    /// So long without demand that it is taken to have ended.
    DemandEnded,
    /// All values are the same.
    Constant,
    /// A single value far from its neighbours.
    Outlier {
        /// The period.
        period: u32,
    },
    /// From this period on demand is lastingly higher or lower.
    LevelShift {
        /// The first period at the new level.
        period: u32,
    },
    /// Demand of periods without stock was estimated.
    Censored {
        /// Number of such periods.
        periods: u32,
    },
    /// Values that are missing were estimated.
    Missing {
        /// Number of such periods.
        periods: u32,
    },
    /// The profile of the category stands in for history.
    Borrowed,
}

/// Why a method was used.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It was asked for.
    Given,
    /// There is no demand, or it has ended.
    NoDemand,
    /// History is too short to fit or test anything.
    ShortHistory,
    /// All values are the same.
    Constant,
    /// The demand class decides; history is too short for a backtest.
    Class(DemandClass),
    /// Several methods, weighted by how well they forecast from earlier origins.
    BacktestWeights {
        /// Root mean squared scaled error of the combination; the error is divided by that of the naive method in
        /// sample.
        rmsse: f64,
        /// That of the seasonal naive method, or the naive one without season.
        naive_rmsse: f64,
        /// Origins forecast from.
        origins: u32,
        /// The method with the largest weight.
        largest: Method,
        /// Its weight, a fraction.
        weight: f64,
    },
    /// It forecast so much better than others from earlier origins that it stands alone.
    BacktestWinner {
        /// Its root mean squared scaled error; the error is divided by that of the naive method in sample.
        rmsse: f64,
        /// That of the seasonal naive method, or the naive one without season.
        naive_rmsse: f64,
        /// Origins forecast from.
        origins: u32,
    },
}

/// An interval that holds demand of each coming period with a probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Probability that demand lies within, as a fraction.
    pub level: f64,
    /// Lower ends.
    pub lower: Vec<f64>,
    /// Upper ends.
    pub upper: Vec<f64>,
}

/// A forecast of the periods after a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The method used.
    pub method: Method,
    /// Why it was used.
    pub reason: Reason,
    /// Mean demand of each coming period.
    pub mean: Vec<f64>,
    /// Intervals, one a level asked for.
    pub intervals: Vec<Interval>,
    /// Root mean square of the one-step-ahead errors over the history, in units per period.
    pub error_sd: f64,
    /// Deviation of the error of demand summed over the first h coming periods, units; empty if not asked for.
    pub cumulative_sd: Vec<f64>,
    /// What a reader should know.
    pub notices: Vec<Notice>,
}
