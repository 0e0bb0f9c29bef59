//! Moving average.

use super::definition::{Definition, Run};
use super::method::Method;
use super::series::Fit;

/// Window without a season: a week of days.
pub(super) const WINDOW_PERIODS: usize = 7;

/// Moving average.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::WindowAverage),
    name: "window_average",
    description: "the mean of the last season, without season of the last 7 periods",
    run: Run::Fit(|series| {
        let window = series.seasons.first().copied().unwrap_or(WINDOW_PERIODS);
        window_average(series.history, window, series.horizon)
    }),
};

/// The mean of the last `window` periods, or of all if there are fewer.
///
/// Source: Silver, Pyke & Thomas, *Inventory and Production Management in Supply Chains*, §3.4.1.
pub fn window_average(history: &[f64], window: usize, horizon: usize) -> Fit {
    let window = window.max(1);
    let mean = |end: usize| {
        let periods = &history[end.saturating_sub(window)..end];
        periods.iter().sum::<f64>() / periods.len().max(1) as f64
    };
    let fitted = (0..history.len()).map(|t| if t >= window { mean(t) } else { f64::NAN }).collect();
    Fit::flat(fitted, mean(history.len()), horizon)
}
