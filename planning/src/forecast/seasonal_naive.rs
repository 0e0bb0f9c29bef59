//! Seasonal naive: as one season before.

use super::Fit;

/// Each period is forecast as the period one season before; with less than a season of history nothing is fitted and
/// the last value is repeated.
///
/// Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §5.2.
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
    Fit { fitted, mean }
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
        assert_eq!(seasonal_naive(&[7.0], 3, 2).mean, [7.0, 7.0]);
    }
}
