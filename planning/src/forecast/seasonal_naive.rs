//! Seasonal naive: as one season before.

use super::definition::{Definition, Run};
use super::method::Method;
use super::series::Fit;

/// Seasonal naive.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::SeasonalNaive),
    name: "seasonal_naive",
    description: "each period as one season before",
    run: Run::Fit(|series| {
        // The longest season that the history holds contains the shorter ones.
        let fits = |season: &&usize| **season <= series.history.len();
        let season = series.seasons.iter().rev().find(fits).copied().unwrap_or(series.season());
        seasonal_naive(series.history, season, series.horizon)
    }),
};

/// Each period is forecast as the period one season before; with less than a season of history nothing is fitted and
/// the last value is repeated. Error variance after h periods σ²·(⌊(h − 1) ÷ season⌋ + 1).
///
/// Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §5.2 and §5.5.
pub fn seasonal_naive(history: &[f64], season: usize, horizon: usize) -> Fit {
    let n = history.len();
    let season = season.max(1);
    let fitted = (0..n).map(|t| if t >= season { history[t - season] } else { f64::NAN }).collect();
    let mean = (0..horizon)
        .map(|h| {
            if n >= season {
                history[n - season + h % season]
            } else {
                history.last().copied().unwrap_or(0.0)
            }
        })
        .collect();
    Fit::new(fitted, mean).with_variance(history, 0, |h| ((h - 1) / season + 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_the_last_season() {
        let fit = seasonal_naive(&[1.0, 2.0, 3.0, 4.0, 5.0], 3, 5);
        assert_eq!(fit.mean, [3.0, 4.0, 5.0, 3.0, 4.0]);
        assert_eq!(&fit.fitted[3..], [1.0, 2.0]);
        assert!(fit.fitted[..3].iter().all(|f| f.is_nan()));
        // Both errors are 3: σ² = 9, twice that once the season repeats.
        assert_eq!(fit.variance.as_deref(), Some(&[9.0, 9.0, 9.0, 18.0, 18.0][..]));
        assert_eq!(seasonal_naive(&[7.0], 3, 2).mean, [7.0, 7.0]);
    }
}
