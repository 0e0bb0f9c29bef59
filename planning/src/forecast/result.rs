//! The result of a forecast.

use crate::convert::whole_usize;
use serde::{Deserialize, Serialize};

use super::demand_class::DemandClass;
use super::method::Method;
use crate::accuracy::{ErrorSums, Window};
use crate::panel::SeasonEffect;

/// Something that a reader of a forecast should know. Periods count from 0 at the beginning of the given history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Too few periods to fit a method.
    ShortHistory,
    /// Demand has paused for so long that it is taken to have ended.
    DemandEnded,
    /// All values are the same.
    Constant,
    /// A single value far from its neighbours.
    Outlier {
        /// The period.
        period: u32,
    },
    /// From this period on demand stays higher or lower.
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
    /// The first sales of new items of its category partly stand in for its history.
    Borrowed,
    /// A pause after which demand may have ended: the forecast is multiplied by the probability that demand goes on.
    MayHaveEnded {
        /// That probability, in whole percent.
        goes_on_percent: u8,
    },
    /// So few orders are expected a year that the item is not stocked but ordered when a customer asks.
    OrderedOnDemand {
        /// Units of an order of its usual size.
        units: u32,
    },
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
    /// Its own level, and the season of similar items: of its category at its location, its category, or all.
    LevelAndSeason {
        /// Root mean squared scaled error from earlier origins; the error is divided by that of the naive method in
        /// sample.
        rmsse: f64,
        /// That of the seasonal naive method, or the naive one without season.
        naive_rmsse: f64,
        /// Origins forecast from.
        origins: u32,
    },
    /// It forecast so much better than the others from earlier origins that it is used alone.
    BacktestWinner {
        /// Its root mean squared scaled error; the error is divided by that of the naive method in sample.
        rmsse: f64,
        /// That of the seasonal naive method, or the naive one without season.
        naive_rmsse: f64,
        /// Origins forecast from.
        origins: u32,
    },
}

impl Forecast {
    /// Deviation of the error of demand summed over so many coming periods, units. Between whole numbers of periods
    /// the variance is interpolated; beyond the horizon errors count as independent. Where no cumulative deviation
    /// was asked for, it follows from the one-step deviation.
    pub fn error_sd_over(&self, periods: f64) -> f64 {
        let sd = &self.cumulative_sd;
        let Some((first, last)) = sd.first().zip(sd.last()) else {
            return self.error_sd * periods.sqrt();
        };
        let whole = whole_usize(periods);
        match (whole.checked_sub(1), sd.get(whole)) {
            (None, _) => first * periods.sqrt(),
            (Some(_), None) => last * (periods / sd.len() as f64).sqrt(),
            (Some(before), Some(after)) => {
                let part = periods - whole as f64;
                ((1.0 - part) * sd[before] * sd[before] + part * after * after).sqrt()
            }
        }
    }
}

/// A method's forecasts from earlier origins, the newest first, beside those of the naive method from the same
/// origins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backtest {
    /// The method's forecasts; each was fitted only to what was known at its origin.
    pub method: Vec<Window>,
    /// The seasonal naive method's, or the naive one's without season.
    pub naive: Vec<Window>,
    /// Whether the oldest origin knew a season, so that the naive method is the seasonal one.
    pub has_season: bool,
    /// Methods that were weighted, with their weights, largest first; empty for a single one.
    pub weights: Vec<(Method, f64)>,
    /// The scale of squared errors: [`crate::accuracy::mean_squared_change`] of the item's history.
    pub scale: f64,
}

impl Backtest {
    /// The error sums of both; `None` without origins, or where the history never changes.
    pub fn sums(&self) -> Option<(ErrorSums, ErrorSums)> {
        ErrorSums::of(&self.method, self.scale).zip(ErrorSums::of(&self.naive, self.scale))
    }

    /// Counts periods from an earlier beginning.
    pub(super) fn begin_at(&mut self, before: usize) {
        for window in self.method.iter_mut().chain(&mut self.naive) {
            window.known += before;
        }
    }
}

/// An interval for each coming period that holds its demand with some probability.
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
    /// Intervals, one for each level asked for.
    pub intervals: Vec<Interval>,
    /// Root mean square of the one-step-ahead errors over the history, in units per period.
    pub error_sd: f64,
    /// Deviation of the error of demand summed over the first h coming periods, units; empty if it was not asked for.
    pub cumulative_sd: Vec<f64>,
    /// Factor on demand from the lowest to the highest value of each regressor that `auto` found; empty without.
    pub effects: Vec<f64>,
    /// The effect of its group's season; `None` where it is negligible, or the method knows no groups.
    pub season: Option<SeasonEffect>,
    /// Notices for the reader.
    pub notices: Vec<Notice>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_add_up_between_and_beyond_the_periods_tested() {
        let mut forecast = Forecast {
            method: Method::Theta,
            reason: Reason::Given,
            mean: vec![5.0; 3],
            intervals: Vec::new(),
            error_sd: 2.0,
            cumulative_sd: vec![2.0, 4.0, 6.0],
            effects: Vec::new(),
            season: None,
            notices: Vec::new(),
        };
        let check = |forecast: &Forecast, periods: f64, variance: f64| {
            let sd = forecast.error_sd_over(periods);
            assert!((sd * sd - variance).abs() < 1e-12, "{periods}: {sd}");
        };
        check(&forecast, 0.25, 1.0);
        check(&forecast, 1.0, 4.0);
        check(&forecast, 2.0, 16.0);
        check(&forecast, 2.5, 26.0);
        check(&forecast, 3.0, 36.0);
        check(&forecast, 12.0, 144.0);
        forecast.cumulative_sd.clear();
        check(&forecast, 9.0, 36.0);
    }
}
