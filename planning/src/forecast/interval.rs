//! Prediction intervals from a forecast's error deviation.

use super::{Forecast, Method};
use crate::normal;

/// The upper end of the constants recommended for smoothing demand (Silver, Pyke & Peterson, §4.3): the constant that
/// was fitted is not kept, and a wider interval is the smaller fault.
const SMOOTHING: f64 = 0.3;
/// The constant with which the Croston family is fitted.
const RARE: f64 = 0.1;

/// Lower and upper end of each coming period's demand at a level in (0, 1): mean ± z·σ_h, not below zero.
///
/// σ_h² = σ²·(1 + (h − 1)·α²), the variance of simple exponential smoothing h periods ahead (Hyndman, Koehler, Ord &
/// Snyder, *Forecasting with Exponential Smoothing*, table 6.1); α is 0 for methods whose level does not move.
pub fn interval(forecast: &Forecast, level: f64) -> (Vec<f64>, Vec<f64>) {
    let alpha = match forecast.method {
        Method::SimpleExponentialSmoothing => SMOOTHING,
        Method::Croston | Method::SyntetosBoylan => RARE,
        Method::HistoricAverage | Method::SeasonalNaive | Method::Zero => 0.0,
    };
    let z = normal::ppf(0.5 + 0.5 * level);
    let half_width =
        |(ahead, _): (usize, &f64)| z * forecast.error_sd * (1.0 + ahead as f64 * alpha * alpha).sqrt();
    let half_widths = forecast.mean.iter().enumerate().map(half_width);
    let ends =
        forecast.mean.iter().zip(half_widths).map(|(mean, half)| ((mean - half).max(0.0), mean + half));
    ends.unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(method: Method, mean: Vec<f64>) -> Forecast {
        Forecast { method, mean, error_sd: 10.0, notices: Vec::new() }
    }

    #[test]
    fn intervals_grow_with_the_horizon_and_the_level_and_stop_at_zero() {
        let smooth = forecast(Method::SimpleExponentialSmoothing, vec![100.0, 100.0, 5.0]);
        let (lower, upper) = interval(&smooth, 0.95);
        let z = 1.959_963_984_540_054;
        assert!((upper[0] - 100.0 - 10.0 * z).abs() < 1e-12 && (lower[0] - 100.0 + 10.0 * z).abs() < 1e-12);
        assert!((upper[1] - 100.0 - 10.0 * z * 1.09f64.sqrt()).abs() < 1e-12);
        assert_eq!(lower[2], 0.0);
        let (inner_lower, inner_upper) = interval(&smooth, 0.8);
        assert!(inner_upper[0] < upper[0] && inner_lower[0] > lower[0]);
        let (_, seasonal) = interval(&forecast(Method::SeasonalNaive, vec![100.0, 100.0]), 0.8);
        assert_eq!(seasonal[0], seasonal[1]);
    }
}
