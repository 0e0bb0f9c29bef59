//! Tries another method on an item's history: its forecast, and its errors from earlier dates.

use super::record::ItemRecord;
use planning::accuracy::{ErrorSums, Origins, backtest, mean_squared_change};
use planning::convert::{count_u32, single};
use planning::forecast::{METHODS, Method, Options, forecast};
use planning::periods::Step;
use serde::{Deserialize, Serialize};

/// Origins of the backtest, as those of the published forecast.
const ORIGINS: usize = 4;
/// Periods known at the oldest origin.
const HISTORY_MIN: usize = 8;

/// The inputs of a trial: the item's history, and the method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialRequest {
    /// The method.
    pub method: Method,
    /// Units demanded in each period, oldest first.
    pub units: Vec<f32>,
    /// Days of each period that ended without stock; NaN where unknown.
    pub stockout_days: Vec<f32>,
    /// From one period to the next.
    pub step: Step,
    /// Periods to forecast.
    pub horizon: u32,
}

/// The result of a trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The method.
    pub method: Method,
    /// Mean of each coming period, units.
    pub mean: Vec<f64>,
    /// Errors from the same origins as the published forecast's; `None` where history is too short.
    pub errors: Option<ErrorSums>,
}

impl TrialRequest {
    /// A trial of a method on an item.
    pub fn of(record: &ItemRecord, method: Method) -> Self {
        TrialRequest {
            method,
            units: record.series.units.clone(),
            stockout_days: record.series.stockout_days.clone(),
            step: record.periods.step,
            horizon: count_u32(record.series.forecast.mean.len()),
        }
    }

    /// Forecasts, from now and from earlier origins. The history begins with the first demand. A period without stock
    /// on most of its days is censored, as for the published forecast.
    pub fn run(&self) -> Trial {
        let born = self.units.iter().position(|units| *units > 0.0).unwrap_or(0);
        let history: Vec<f64> = self.units[born..].iter().map(|units| f64::from(*units)).collect();
        let most = single(0.5 * self.step.days());
        let censored: Vec<bool> = self.stockout_days.iter().skip(born).map(|days| *days > most).collect();
        let definition = METHODS.iter().find(|known| known.method == Some(self.method));
        let seasons = [self.step.periods_a_year()];
        let ahead = |history: &[f64], horizon: usize| {
            let options = Options {
                method: definition.unwrap_or(&METHODS[0]),
                seasons: &seasons,
                horizon,
                censored: &censored,
                ..Options::default()
            };
            forecast(history, &options).mean
        };
        let horizon = self.horizon as usize;
        let tested = horizon.clamp(1, (history.len() / 4).max(1));
        let origins = Origins { count: ORIGINS, horizon: tested, step: tested, history_min: HISTORY_MIN };
        let windows = backtest(&history, origins, ahead);
        Trial {
            method: self.method,
            mean: ahead(&history, horizon),
            errors: ErrorSums::of(&windows, mean_squared_change(&history)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: Method, units: Vec<f32>) -> TrialRequest {
        let stockout_days = vec![0.0; units.len()];
        TrialRequest { method, units, stockout_days, step: Step::Week, horizon: 13 }
    }

    #[test]
    fn the_naive_method_repeats_the_last_period_and_is_tested_from_four_dates() {
        let units: Vec<f32> = (0..120).map(|t| if t < 20 { 0.0 } else { (t % 5) as f32 }).collect();
        let trial = request(Method::Naive, units.clone()).run();
        assert_eq!(trial.mean, [4.0; 13]);
        let errors = trial.errors.expect("long enough");
        let off = |known: usize| -> f64 {
            units[known..known + 13].iter().map(|y| f64::from((y - units[known - 1]).abs())).sum()
        };
        assert_eq!(errors.absolute, [107, 94, 81, 68].map(off).iter().sum::<f64>());
        assert_eq!(errors.periods, 52.0);
    }

    #[test]
    fn periods_without_stock_count_as_censored() {
        let units: Vec<f32> = (0..60).map(|t| if t >= 57 { 0.0 } else { 10.0 }).collect();
        let mut asked = request(Method::WindowAverage, units);
        let as_sold = asked.run().mean[0];
        asked.stockout_days[57..].fill(7.0);
        let as_wanted = asked.run().mean[0];
        assert!(as_wanted > as_sold && (as_wanted - 10.0).abs() < 0.5, "{as_wanted} {as_sold}");
    }

    #[test]
    fn nothing_sold_and_nothing_known_are_no_panic() {
        for units in [vec![], vec![0.0; 30], vec![3.0]] {
            let trial = request(Method::Mstl, units).run();
            assert_eq!((trial.mean.len(), trial.errors), (13, None));
        }
    }
}
