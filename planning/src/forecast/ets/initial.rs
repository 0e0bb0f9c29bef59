//! First states, from a decomposition of the beginning.

use super::super::decomposition;
use super::form::{Form, Season, Trend};

/// First level, slope and season (beginning with the first period's).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Initial {
    pub(super) level: f64,
    pub(super) slope: f64,
    pub(super) seasonal: Vec<f64>,
}

/// Seasonal indices by classical decomposition, then the mean, with a trend the regression line, of the first ten
/// periods or two seasons of what remains.
///
/// Source: Hyndman, Koehler, Ord & Snyder, *Forecasting with Exponential Smoothing*, §2.6.1.
pub(super) fn states(form: Form, history: &[f64], season: usize) -> Initial {
    let is_multiplicative = form.season == Season::Multiplicative;
    let seasonal = match form.season {
        Season::None => Vec::new(),
        _ => decomposition::indices(history, season, is_multiplicative),
    };
    let periods = if seasonal.is_empty() { 10 } else { (2 * season).max(10) }.min(history.len());
    let adjusted: Vec<f64> = history[..periods]
        .iter()
        .enumerate()
        .map(|(t, y)| match form.season {
            Season::None => *y,
            Season::Additive => y - seasonal[t % season],
            Season::Multiplicative => y / seasonal[t % season].max(0.01),
        })
        .collect();
    let count = periods.max(1) as f64;
    let mean = adjusted.iter().sum::<f64>() / count;
    if form.trend == Trend::None || periods < 2 {
        return Initial { level: mean, slope: 0.0, seasonal };
    }
    let centre = (count + 1.0) / 2.0;
    let cross: f64 = adjusted.iter().enumerate().map(|(t, y)| ((t + 1) as f64 - centre) * (y - mean)).sum();
    let slope = cross / (count * (count * count - 1.0) / 12.0);
    Initial { level: mean - slope * centre, slope, seasonal }
}
