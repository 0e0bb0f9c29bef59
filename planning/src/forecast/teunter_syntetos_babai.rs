//! Teunter–Syntetos–Babai: the probability of demand falls with every period without demand.

use super::definition::{Definition, Run};
use super::method::Method;
use super::series::Fit;

/// Smoothing constants of sizes and of the probability.
pub(super) const ALPHA: (f64, f64) = (0.1, 0.1);

/// Teunter–Syntetos–Babai.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::TeunterSyntetosBabai),
    name: "tsb",
    description: "Teunter–Syntetos–Babai: size × probability of demand, which falls while none comes",
    run: Run::Fit(|series| teunter_syntetos_babai(series.history, ALPHA.0, ALPHA.1, series.horizon)),
};

/// Size of demands (smoothed when there is one) × probability of demand (smoothed every period).
///
/// It begins with the size of the first demand, and with a probability of 1 if the first period has demand, else with
/// the smoothing constant. Source: R. Teunter, A. Syntetos & M. Babai, "Intermittent demand: Linking forecasting to
/// inventory obsolescence", *European Journal of Operational Research* 214 (2011).
pub fn teunter_syntetos_babai(
    history: &[f64],
    alpha_size: f64,
    alpha_probability: f64,
    horizon: usize,
) -> Fit {
    let Some(first) = history.iter().position(|y| *y > 0.0) else {
        return Fit::flat(vec![f64::NAN; history.len()], 0.0, horizon);
    };
    let mut fitted = Vec::with_capacity(history.len());
    fitted.resize(first + 1, f64::NAN);
    let mut size = history[first];
    let mut probability = if first == 0 { 1.0 } else { alpha_probability };
    for y in &history[first + 1..] {
        fitted.push(size * probability);
        probability *= 1.0 - alpha_probability;
        if *y > 0.0 {
            probability += alpha_probability;
            size = alpha_size * y + (1.0 - alpha_size) * size;
        }
    }
    Fit::flat(fitted, size * probability, horizon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_by_a_tenth_each_period_without_demand() {
        let mut history = vec![8.0; 5];
        history.extend([0.0; 3]);
        let fit = teunter_syntetos_babai(&history, 0.1, 0.1, 1);
        assert!((fit.mean[0] - 8.0 * 0.9 * 0.9 * 0.9).abs() < 1e-12);
        assert_eq!(teunter_syntetos_babai(&[0.0; 4], 0.1, 0.1, 2).mean, [0.0, 0.0]);
    }
}
