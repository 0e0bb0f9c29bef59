//! Teunter–Syntetos–Babai: the probability of demand falls while none comes.

use super::method::{Definition, Method, Run};
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
/// Begun with the first demand's size and with whether the first period has demand.
/// Source: R. Teunter, A. Syntetos & M. Babai, "Intermittent demand: Linking forecasting to inventory obsolescence",
/// *European Journal of Operational Research* 214 (2011).
pub fn teunter_syntetos_babai(
    history: &[f64],
    alpha_size: f64,
    alpha_probability: f64,
    horizon: usize,
) -> Fit {
    let mut size = history.iter().copied().find(|y| *y > 0.0).unwrap_or(0.0);
    let mut fitted = Vec::with_capacity(history.len());
    let mut probability = f64::NAN;
    let mut begun = false;
    for y in history {
        fitted.push(if begun { size * probability } else { f64::NAN });
        let demand = f64::from(u8::from(*y > 0.0));
        probability = if probability.is_nan() {
            demand
        } else {
            alpha_probability * demand + (1.0 - alpha_probability) * probability
        };
        if *y > 0.0 {
            size = if begun { alpha_size * y + (1.0 - alpha_size) * size } else { *y };
            begun = true;
        }
    }
    Fit::flat(fitted, if begun { size * probability } else { 0.0 }, horizon)
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
