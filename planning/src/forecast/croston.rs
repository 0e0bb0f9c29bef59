//! Croston's method and its bias correction, for demand that is rare.

use super::definition::{Definition, Run};
use super::method::Method;
use super::series::Fit;

/// Smoothing constant of demand sizes and intervals, as Syntetos and Boylan used it.
pub const ALPHA: f64 = 0.1;

/// Croston's method.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::Croston),
    name: "croston",
    description: "Croston: size of a demand ÷ interval between demands, both smoothed by 0.1",
    run: Run::Fit(|series| croston(series.history, ALPHA, series.horizon)),
};

/// The Syntetos–Boylan approximation.
pub const SBA: Definition = Definition {
    method: Some(Method::SyntetosBoylan),
    name: "sba",
    description: "Syntetos–Boylan approximation: Croston times 0.95, against its bias",
    run: Run::Fit(|series| syntetos_boylan(series.history, ALPHA, series.horizon)),
};

/// Croston's method: sizes and intervals of demands are smoothed apart; the forecast is size ÷ interval.
///
/// Source: J. D. Croston, "Forecasting and stock control for intermittent demands", *Operational Research
/// Quarterly* 23 (1972).
pub fn croston(history: &[f64], alpha: f64, horizon: usize) -> Fit {
    intermittent(history, alpha, horizon, 1.0)
}

/// Croston's method times 1 − α/2, which removes most of its upward bias.
///
/// Source: A. Syntetos & J. Boylan, "The accuracy of intermittent demand estimates", *International Journal of
/// Forecasting* 21 (2005).
pub fn syntetos_boylan(history: &[f64], alpha: f64, horizon: usize) -> Fit {
    intermittent(history, alpha, horizon, 1.0 - alpha / 2.0)
}

fn intermittent(history: &[f64], alpha: f64, horizon: usize, factor: f64) -> Fit {
    let mut fitted = Vec::with_capacity(history.len());
    let (mut size, mut interval, mut since_demand, mut rate) = (0.0, 0.0, 0.0, f64::NAN);
    for y in history {
        fitted.push(rate);
        since_demand += 1.0;
        if *y > 0.0 {
            if rate.is_nan() {
                (size, interval) = (*y, since_demand);
            } else {
                size = alpha * y + (1.0 - alpha) * size;
                interval = alpha * since_demand + (1.0 - alpha) * interval;
            }
            rate = factor * size / interval;
            since_demand = 0.0;
        }
    }
    Fit::flat(fitted, if rate.is_nan() { 0.0 } else { rate }, horizon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_demand_every_third_period() {
        let history: Vec<f64> = (1..=30).map(|t| if t % 3 == 0 { 6.0 } else { 0.0 }).collect();
        assert!((croston(&history, ALPHA, 2).mean[1] - 2.0).abs() < 1e-12);
        assert!((syntetos_boylan(&history, ALPHA, 1).mean[0] - 1.9).abs() < 1e-12);
    }

    #[test]
    fn no_demand_no_forecast() {
        assert_eq!(croston(&[0.0; 5], ALPHA, 2).mean, [0.0, 0.0]);
    }

    #[test]
    fn sizes_and_intervals_move_by_a_tenth() {
        // First demand: size 4, interval 2. Second: size 4 + 0.1·(14 − 4) = 5, interval 2 + 0.1·(3 − 2) = 2.1.
        let fit = croston(&[0.0, 4.0, 0.0, 0.0, 14.0], ALPHA, 1);
        assert!((fit.mean[0] - 5.0 / 2.1).abs() < 1e-12);
        assert_eq!(fit.fitted[2..], [2.0, 2.0, 2.0]);
    }
}
