//! The mean of the same period of the last seasons.

use super::definition::{Definition, Run};
use super::method::Method;
use super::series::Fit;

/// Seasons averaged.
pub(super) const SEASONS: usize = 4;

/// The mean of the same period of the last seasons.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::SeasonalWindowAverage),
    name: "seasonal_window_average",
    description: "the mean of the same period of the last 4 seasons",
    run: Run::Fit(|series| seasonal_window_average(series.history, series.season(), SEASONS, series.horizon)),
};

/// The mean of the same period of the last `seasons` seasons, or of all if there are fewer.
pub fn seasonal_window_average(history: &[f64], season: usize, seasons: usize, horizon: usize) -> Fit {
    let season = season.max(1);
    let at = |t: usize, known: usize| {
        // The newest known period of the same phase as t.
        let back = (t + 1 - known).div_ceil(season) * season;
        let (mut sum, mut count) = (0.0, 0.0);
        for k in 0..seasons.max(1) {
            let Some(p) = t.checked_sub(back + k * season) else { break };
            sum += history[p];
            count += 1.0;
        }
        if count > 0.0 { sum / count } else { f64::NAN }
    };
    let n = history.len();
    let fitted: Vec<f64> = (0..n).map(|t| at(t, t)).collect();
    let overall = history.iter().sum::<f64>() / n.max(1) as f64;
    let mean = (n..n + horizon).map(|t| at(t, n)).map(|m| if m.is_nan() { overall } else { m }).collect();
    Fit::new(fitted, mean)
}
