//! Simple exponential smoothing.

use super::definition::{Definition, Run};
use super::line_search::minimise;
use super::method::Method;
use super::series::Fit;

/// Range of smoothing constants: near the lower end the level is the mean of all history, near the upper end the last
/// value.
pub const ALPHA: (f64, f64) = (0.01, 0.99);
/// The constant of the method with a fixed one.
const FIXED_ALPHA: f64 = 0.1;

/// Simple exponential smoothing, optimised.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::SimpleExponentialSmoothing),
    name: "ses",
    description: "simple exponential smoothing, constant of least squared one-step error",
    run: Run::Fit(|series| simple_exponential_smoothing(series.history, series.horizon)),
};

/// Simple exponential smoothing with a fixed constant.
pub const FIXED: Definition = Definition {
    method: Some(Method::FixedExponentialSmoothing),
    name: "ses_fixed",
    description: "simple exponential smoothing with a constant of 0.1",
    run: Run::Fit(|series| fixed_exponential_smoothing(series.history, FIXED_ALPHA, series.horizon)),
};

/// Exponential smoothing with the α in [0.01, 0.99] that has the smallest squared one-step error.
///
/// Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §8.1.
pub fn simple_exponential_smoothing(history: &[f64], horizon: usize) -> Fit {
    fixed_exponential_smoothing(history, best_alpha(history, ALPHA), horizon)
}

/// Level ℓ ← ℓ + α·(y − ℓ), begun at the first value; error variance σ²·(1 + (h − 1)·α²).
///
/// Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §8.1 and table 8.8.
pub fn fixed_exponential_smoothing(history: &[f64], alpha: f64, horizon: usize) -> Fit {
    let Some(first) = history.first() else {
        return Fit::flat(Vec::new(), 0.0, horizon);
    };
    let mut level = *first;
    let mut fitted = Vec::with_capacity(history.len());
    fitted.push(f64::NAN);
    for y in &history[1..] {
        fitted.push(level);
        level = alpha * y + (1.0 - alpha) * level;
    }
    Fit::flat(fitted, level, horizon).with_variance(history, 0, |h| 1.0 + (h - 1) as f64 * alpha * alpha)
}

/// The last level alone, without fitted values.
pub(super) fn last_level(history: &[f64], alpha: f64) -> f64 {
    let Some((first, rest)) = history.split_first() else { return 0.0 };
    rest.iter().fold(*first, |level, y| alpha * y + (1.0 - alpha) * level)
}

/// The constant within `bounds` with the smallest squared one-step error.
pub(super) fn best_alpha(history: &[f64], bounds: (f64, f64)) -> f64 {
    if history.len() < 3 {
        return 0.5 * (bounds.0 + bounds.1);
    }
    minimise(bounds, |alphas| squared_errors(history, alphas))
}

/// Sum of squared one-step errors for eight constants at once, because their levels do not depend on each other.
fn squared_errors(history: &[f64], alphas: &[f64; 8]) -> [f64; 8] {
    let mut level = [history[0]; 8];
    let mut sum = [0.0; 8];
    let rest = alphas.map(|alpha| 1.0 - alpha);
    for y in &history[1..] {
        for i in 0..8 {
            let error = y - level[i];
            sum[i] += error * error;
            level[i] = alphas[i] * y + rest[i] * level[i];
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_level_shift_is_followed_and_noise_is_averaged() {
        let shift: Vec<f64> = (0..40).map(|t| if t < 20 { 10.0 } else { 30.0 }).collect();
        assert!((simple_exponential_smoothing(&shift, 1).mean[0] - 30.0).abs() < 0.01);
        let noise: Vec<f64> = (0..40).map(|t| if t % 2 == 0 { 9.0 } else { 11.0 }).collect();
        assert!((simple_exponential_smoothing(&noise, 1).mean[0] - 10.0).abs() < 1.0);
    }

    #[test]
    fn a_level_by_hand() {
        let fit = fixed_exponential_smoothing(&[10.0, 20.0, 30.0], 0.5, 2);
        assert_eq!((&fit.fitted[1..], &fit.mean[..]), (&[10.0, 15.0][..], &[22.5, 22.5][..]));
        // Errors 10 and 15: σ² = 162.5; after two periods 162.5·1.25.
        assert_eq!(fit.variance.as_deref(), Some(&[162.5, 203.125][..]));
    }

    proptest! {
        #[test]
        fn no_grid_value_is_better(history in prop::collection::vec(0.0..100f64, 3..60)) {
            let chosen = squared_errors(&history, &[best_alpha(&history, ALPHA); 8])[0];
            for i in 0..50 {
                let other = squared_errors(&history, &[0.01 + 0.02 * f64::from(i); 8])[0];
                prop_assert!(chosen <= other * (1.0 + 1e-6), "{chosen} {other}");
            }
        }
    }
}
