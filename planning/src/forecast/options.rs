//! What a forecast is asked for.

use super::calendar::CalendarDay;
use super::definition::Definition;
use super::registry::METHODS;

/// Options of a forecast. `Options::default()` is one period ahead by `auto`, without season or intervals.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Method or rule; see [`METHODS`] and [`super::find`].
    pub method: &'a Definition,
    /// Lengths of the seasons in periods; lengths below two mean no season.
    pub seasons: &'a [usize],
    /// Periods to forecast.
    pub horizon: usize,
    /// Levels of the intervals, fractions in (0, 1).
    pub levels: &'a [f64],
    /// Whether to compute the deviation of cumulative demand, which may need a backtest.
    pub cumulative: bool,
    /// Known influences for `auto`, the combinations and `linear_regression`, each a column over history and horizon.
    /// NaN and values beyond a column's end count as the column's mean.
    pub regressors: &'a [Vec<f64>],
    /// Whether stock ran out in a period, so that demand was at least the recorded value; may be shorter than the
    /// history.
    pub censored: &'a [bool],
    /// Whether outliers are drawn towards their neighbours before fitting.
    pub dampen_outliers: bool,
    /// The calendar's values for each day of history and horizon, for `auto` and the combinations; see
    /// [`super::SharedDemand`]. A shorter one is not used.
    pub calendar: &'a [CalendarDay],
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            method: &METHODS[0],
            seasons: &[],
            horizon: 1,
            levels: &[],
            cumulative: false,
            regressors: &[],
            censored: &[],
            dampen_outliers: false,
            calendar: &[],
        }
    }
}
