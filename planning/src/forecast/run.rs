//! Making a forecast: what is missing estimated, a method run or chosen, its errors measured.

use super::definition::Run;
use super::method::Method;
use super::options::Options;
use super::regressors::{self, Regressors};
use super::result::{Backtest, Forecast, Notice, Reason};
use super::selection::Selection;
use super::series::Series;
use super::short_sort::sort;
use super::uncertainty::Uncertainty;
use super::{censored, interval, outlier};

/// Forecasts demand after `history`, oldest period first; a missing value is NaN.
///
/// Never fails: problems become notices. Where no demand is below zero, no forecast is either.
pub fn forecast(history: &[f64], options: &Options) -> Forecast {
    backtested(history, options).0
}

/// The same, with the forecasts of the method chosen by `auto` from earlier origins. Their demand is the history with
/// censored and missing periods estimated.
pub fn backtested(history: &[f64], options: &Options) -> (Forecast, Backtest) {
    let mut seasons: Vec<usize> = options.seasons.iter().copied().filter(|season| *season > 1).collect();
    sort(&mut seasons, |a, b| a < b);
    seasons.dedup();
    let mut notices = Vec::new();
    let mut demand = censored::fill(history, options.censored, &seasons, &mut notices);
    let is_auto = matches!(options.method.run, Run::Choose(_));
    if is_auto || options.dampen_outliers {
        outlier::inspect(&mut demand, &seasons, options.dampen_outliers, &mut notices);
    }
    let columns = regressors::complete(options.regressors, demand.len(), demand.len() + options.horizon);
    let series = Series {
        history: &demand,
        seasons: &seasons,
        horizon: options.horizon,
        regressors: Regressors::new(&columns),
        calendar: options.calendar.get(..demand.len() + options.horizon).unwrap_or_default(),
    };
    let mut selection = match options.method.run {
        Run::Choose(choose) => choose(&series),
        Run::Fit(fit) => Selection {
            method: options.method.method.unwrap_or(Method::Zero),
            reason: Reason::Given,
            fit: fit(&series),
            backtest: Backtest::default(),
            effects: None,
            notices: Vec::new(),
        },
    };
    notices.append(&mut selection.notices);
    let uncertainty = Uncertainty::of(&series, options, &selection);
    if demand.iter().all(|y| *y >= 0.0) {
        selection.fit.mean.iter_mut().for_each(|mean| *mean = mean.max(0.0));
    }
    let forecast = Forecast {
        method: selection.method,
        reason: selection.reason,
        intervals: interval::all(&demand, &selection.fit.mean, &uncertainty.variance, options.levels),
        mean: selection.fit.mean,
        error_sd: uncertainty.error_sd,
        cumulative_sd: uncertainty.cumulative_sd,
        effects: selection.effects.map(|effects| effects.factors).unwrap_or_default(),
        season: None,
        notices,
    };
    (forecast, selection.backtest)
}

/// Forecasts `horizon` periods of a series with one season by `auto`, with the deviation of cumulative demand.
pub fn auto(history: &[f64], season: usize, horizon: usize) -> Forecast {
    forecast(history, &Options { seasons: &[season], horizon, cumulative: true, ..Options::default() })
}

impl Forecast {
    /// Whether a notice of this kind was given.
    pub fn has(&self, notice: Notice) -> bool {
        self.notices.contains(&notice)
    }
}
