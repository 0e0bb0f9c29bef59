//! Simple exponential smoothing.

use super::Fit;

/// Level ℓ ← ℓ + α·(y − ℓ), begun at the first value, with the α in [0.01, 0.99] of least squared one-step error.
///
/// Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §8.1. The error has one minimum in
/// practice: a grid finds its cell, golden-section search the minimum in it.
pub fn simple_exponential_smoothing(history: &[f64], horizon: usize) -> Fit {
    smooth(history, best_alpha(history), horizon)
}

fn smooth(history: &[f64], alpha: f64, horizon: usize) -> Fit {
    let Some(first) = history.first() else {
        return Fit { fitted: Vec::new(), mean: vec![0.0; horizon] };
    };
    let mut level = *first;
    let mut fitted = Vec::with_capacity(history.len());
    fitted.push(f64::NAN);
    for y in &history[1..] {
        fitted.push(level);
        level += alpha * (y - level);
    }
    Fit { fitted, mean: vec![level; horizon] }
}

fn squared_error(history: &[f64], alpha: f64) -> f64 {
    let mut level = history[0];
    let mut sum = 0.0;
    for y in &history[1..] {
        let error = y - level;
        sum += error * error;
        level += alpha * error;
    }
    sum
}

fn best_alpha(history: &[f64]) -> f64 {
    if history.len() < 3 {
        return 0.5;
    }
    let grid = |i: u32| 0.01 + 0.07 * f64::from(i);
    let mut best = 0;
    for i in 1..=14 {
        if squared_error(history, grid(i)) < squared_error(history, grid(best)) {
            best = i;
        }
    }
    let (mut low, mut high) = (grid(best.saturating_sub(1)), grid((best + 1).min(14)));
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    while high - low > 1e-4 {
        let (left, right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if squared_error(history, left) <= squared_error(history, right) { high = right } else { low = left }
    }
    let refined = 0.5 * (low + high);
    // The error may have more than one minimum between three grid values.
    if squared_error(history, refined) <= squared_error(history, grid(best)) { refined } else { grid(best) }
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

    proptest! {
        #[test]
        fn no_grid_value_is_better(history in prop::collection::vec(0.0..100f64, 3..60)) {
            let chosen = squared_error(&history, best_alpha(&history));
            for i in 0..15 {
                let other = squared_error(&history, 0.01 + 0.07 * f64::from(i));
                prop_assert!(chosen <= other);
            }
        }
    }
}
