//! The state space form of the theta models, fitted exactly except for one search over α.
//!
//! One-step forecast μ_{t+1} = ℓ_t + w·(A_t·(1 − α)^t + B_t·(1 − (1 − α)^{t+1}) ÷ α), w = 1 − 1 ÷ θ, with the level
//! ℓ_t = α·y_t + (1 − α)·ℓ_{t−1} and the trend line A_t + B_t·t by least squares. Given α the errors are linear in ℓ_0
//! and w, so both come from normal equations and only α is searched.

use super::super::line_search;
use super::super::series::Fit;
use super::Theta;

const LANES: usize = 8;
/// Smoothing constants of the original study.
const ALPHA: (f64, f64) = (0.1, 0.99);
/// Errors of the first periods depend on the first states and do not count.
const SKIPPED: usize = 3;

/// Trend lines: of the whole series, or of each beginning of it.
pub(super) struct Lines {
    /// A_t and B_t, known after period t (from 0).
    lines: Vec<(f64, f64)>,
    /// Mean of the series.
    mean: f64,
}

impl Lines {
    fn new(is_dynamic: bool, history: &[f64]) -> Self {
        let n = history.len() as f64;
        let mut mean = history[0];
        let (mut a, mut b) = (history[0], 0.0);
        let mut lines = Vec::with_capacity(history.len());
        lines.push((a, b));
        for (t, y) in history.iter().enumerate().skip(1) {
            (mean, a, b) = next_line(t, mean, b, *y);
            lines.push((a, b));
        }
        if !is_dynamic {
            let mean = history.iter().sum::<f64>() / n;
            let weighted = history.iter().zip(1..).map(|(y, t)| y * f64::from(t)).sum::<f64>() / n;
            let slope = 6.0 * (2.0 * weighted - (n + 1.0) * mean) / (n * n - 1.0);
            lines.fill((mean - (n + 1.0) * slope / 2.0, slope));
        }
        Lines { lines, mean }
    }
}

/// Mean and trend line with one more value, the t-th from 0.
fn next_line(t: usize, mean: f64, slope: f64, y: f64) -> (f64, f64, f64) {
    let t = t as f64;
    let new_mean = (t * mean + y) / (t + 1.0);
    let new_slope = ((t - 1.0) * slope + 6.0 * (y - mean) / (t + 1.0)) / (t + 2.0);
    (new_mean, new_mean - new_slope * (t + 2.0) / 2.0, new_slope)
}

/// A theta model with all its parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Parameters {
    pub(super) alpha: f64,
    pub(super) level: f64,
    /// 1 − 1 ÷ θ.
    pub(super) weight: f64,
}

pub(super) fn forecast(kind: Theta, history: &[f64], horizon: usize) -> Fit {
    let lines = Lines::new(kind.is_dynamic(), history);
    let parameters = estimate(kind, history, &lines);
    forecast_with(kind, history, parameters, horizon)
}

/// Parameters with the smallest squared one-step error.
fn estimate(kind: Theta, history: &[f64], lines: &Lines) -> Parameters {
    let fixed = (!kind.is_optimised()).then_some(0.5);
    let alpha = line_search::minimise(ALPHA, |alphas| {
        let sums = Sums::over(history, lines, alphas);
        core::array::from_fn(|i| sums.solve(i, fixed).2)
    });
    let (level, weight, _) = Sums::over(history, lines, &[alpha; LANES]).solve(0, fixed);
    Parameters { alpha, level, weight }
}

/// Sums of products of the terms of a period's error, r − p·ℓ_0 − g·w.
#[derive(Default)]
struct Sums {
    rr: [f64; LANES],
    pp: [f64; LANES],
    gg: [f64; LANES],
    pr: [f64; LANES],
    gr: [f64; LANES],
    pg: [f64; LANES],
}

impl Sums {
    fn over(history: &[f64], lines: &Lines, alphas: &[f64; LANES]) -> Self {
        let rest = alphas.map(|alpha| 1.0 - alpha);
        let inverse = alphas.map(|alpha| 1.0 / alpha);
        let mut sums = Sums::default();
        // Level from ℓ_0 = 0, and the weight (1 − α)^t of ℓ_0 in it.
        let mut level = alphas.map(|alpha| alpha * history[0]);
        let mut power = rest;
        for (t, y) in history.iter().enumerate().skip(1) {
            let (a, b) = lines.lines[t - 1];
            for i in 0..LANES {
                if t >= SKIPPED {
                    let r = y - level[i];
                    let p = power[i];
                    let g = a * p + b * (1.0 - p * rest[i]) * inverse[i];
                    sums.rr[i] += r * r;
                    sums.pp[i] += p * p;
                    sums.gg[i] += g * g;
                    sums.pr[i] += p * r;
                    sums.gr[i] += g * r;
                    sums.pg[i] += p * g;
                }
                level[i] = alphas[i] * y + rest[i] * level[i];
                power[i] *= rest[i];
            }
        }
        sums
    }

    /// ℓ_0, w and the sum of squared errors; w is `fixed`, or within [0, 1], θ being at least one.
    fn solve(&self, i: usize, fixed: Option<f64>) -> (f64, f64, f64) {
        let (pp, gg, pr, gr, pg) = (self.pp[i], self.gg[i], self.pr[i], self.gr[i], self.pg[i]);
        let given_weight = |w: f64| if pp > 1e-200 { (pr - w * pg) / pp } else { 0.0 };
        let weight = fixed.unwrap_or_else(|| {
            let determinant = pp * gg - pg * pg;
            let w = if determinant > 1e-12 * pp * gg {
                (pp * gr - pg * pr) / determinant
            } else if gg > 0.0 {
                gr / gg
            } else {
                0.0
            };
            w.clamp(0.0, 1.0)
        });
        let level = given_weight(weight);
        let square = self.rr[i] + level * level * pp + weight * weight * gg
            - 2.0 * (level * pr + weight * gr - level * weight * pg);
        (level, weight, square)
    }
}

/// Fitted values and forecasts with given parameters; the error variance is that of the level, σ²·(1 + (h − 1)·α²).
pub(super) fn forecast_with(kind: Theta, history: &[f64], parameters: Parameters, horizon: usize) -> Fit {
    let Parameters { alpha, level: first, weight } = parameters;
    let rest = 1.0 - alpha;
    let Lines { lines, mut mean } = Lines::new(kind.is_dynamic(), history);
    let mut level = alpha * history[0] + rest * first;
    let mut power = rest;
    let step = |level: f64, power: f64, (a, b): (f64, f64)| {
        level + weight * (a * power + b * (1.0 - power * rest) / alpha)
    };
    let mut fitted = vec![f64::NAN];
    for (t, y) in history.iter().enumerate().skip(1) {
        fitted.push(step(level, power, lines[t - 1]));
        level = alpha * y + rest * level;
        power *= rest;
    }
    let (mut a, mut b) = lines[history.len() - 1];
    let mut forecasts = Vec::with_capacity(horizon);
    for t in history.len()..history.len() + horizon {
        let y = step(level, power, (a, b));
        forecasts.push(y);
        level = alpha * y + rest * level;
        power *= rest;
        if kind.is_dynamic() {
            (mean, a, b) = next_line(t, mean, b, y);
        }
    }
    Fit::new(fitted, forecasts).with_variance(history, 0, |h| 1.0 + (h - 1) as f64 * alpha * alpha)
}
