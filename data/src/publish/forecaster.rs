//! The forecast of each item-location: together with all others, or by the method that its rule names.

use contract::{Effect, Influence};
use planning::convert::{count_u32, single};
use planning::forecast::{self, Backtest, Definition, Forecast, Freed, METHODS, Options};

use super::demand::Demand;
use super::item_locations::ItemLocations;
use super::parallel;
use super::periods::born;
use super::progress::OnProgress;
use super::spread::LEVELS;
use super::together::Together;

/// An effect smaller than this share is ignored.
const EFFECT_MIN: f32 = 0.005;

/// Forecasts rows of demand.
pub(super) struct Forecaster<'a> {
    demand: &'a Demand,
    /// What all rows taught.
    pub(super) together: Together,
}

/// A row's forecast.
pub(super) struct Forecasted {
    pub(super) forecast: Forecast,
    /// What was forecast from earlier origins.
    pub(super) backtest: Backtest,
    /// What is known to move its demand.
    pub(super) effects: Vec<Effect>,
}

impl<'a> Forecaster<'a> {
    const OPTIONS: Options<'static> = Options {
        method: &METHODS[0],
        seasons: &[],
        horizon: 0,
        levels: &LEVELS,
        cumulative: true,
        regressors: &[],
        censored: &[],
        dampen_outliers: false,
        calendar: &[],
    };

    /// Learns from all rows together.
    pub(super) fn learn(demand: &'a Demand, items: &ItemLocations, progress: OnProgress<'_>) -> Self {
        let rows = demand.shape.rows;
        let freed = if demand.influences.is_empty() {
            vec![None; rows]
        } else {
            parallel::rows(rows, "promotions and events", progress, |row| freed(demand, row))
        };
        let known = (0..rows).flat_map(|row| demand.known(row)).collect();
        let holidays = demand.influences.holidays.as_slice();
        let together =
            Together::learn(known, items.groups(), (demand.shape.dates, holidays), freed, progress);
        Forecaster { demand, together }
    }

    /// Forecasts a row by a method; by all rows together where that is none.
    pub(super) fn forecast(&self, row: usize, method: &'static Definition) -> Forecasted {
        let history = self.demand.history(row);
        let (influences, regressors) = self.demand.influences.of(row);
        let (forecast, backtest) = if method.method.is_none() {
            self.together.forecast(row, &history)
        } else {
            let censored = self.demand.censored(row);
            let step = self.demand.shape.dates.step;
            let options = Options {
                method,
                seasons: &[step.periods_a_year()],
                horizon: step.horizon_periods(),
                censored: &censored,
                regressors: &regressors,
                ..Self::OPTIONS
            };
            let (forecast, backtest) = forecast::backtested(&history, &options);
            let intervals = self.together.intervals(row, &forecast.mean);
            let error_sd = self.together.sd(row, forecast.mean.first().copied().unwrap_or(0.0));
            (Forecast { intervals, error_sd, ..forecast }, backtest)
        };
        // An item says nothing about the time before its first demand.
        let lived = born(&history)..self.demand.shape.periods;
        let with = |column: &Vec<f64>| column[lived.clone()].iter().filter(|value| **value > 0.0).count();
        let periods = regressors.iter().map(|column| count_u32(with(column)));
        let effect = |((influence, factor), periods): ((Influence, &f64), u32)| Effect {
            influence,
            factor: single(*factor),
            periods,
        };
        let effects = influences.into_iter().zip(&forecast.effects).zip(periods).map(effect);
        let effects = effects.filter(|effect| (effect.factor - 1.0).abs() >= EFFECT_MIN).collect();
        Forecasted { forecast, backtest, effects }
    }
}

/// The effects of promotions and events on a row.
fn freed(demand: &Demand, row: usize) -> Option<Freed> {
    let (_, regressors) = demand.influences.of(row);
    forecast::freed(&demand.known(row), &regressors, demand.shape.dates.step.horizon_periods())
}
