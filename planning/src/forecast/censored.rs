//! Demand hidden by stockouts, and missing values.
//!
//! Sales of a period without stock are a lower bound of its demand. Such a period is replaced by the demand expected
//! given that bound, its mean and deviation estimated by expectation–maximisation from the periods around it: E[D | D
//! ≥ s] = μ + σ·φ(z) ÷ (1 − Φ(z)), z = (s − μ) ÷ σ, and μ where s is zero, because demand is never below zero.
//! Source: S. Nahmias, "Demand estimation in lost sales inventory systems", *Naval Research Logistics* 41 (1994).

use super::result::Notice;
use crate::convert::count_u32;
use crate::normal;

/// Weight of a period relative to the next nearer one: a memory of about ten periods on each side.
const MEMORY: f64 = 0.9;
const ITERATIONS: usize = 20;

/// The history with censored and missing periods estimated, and a notice for each kind.
pub(super) fn fill(
    history: &[f64],
    censored: &[bool],
    seasons: &[usize],
    notices: &mut Vec<Notice>,
) -> Vec<f64> {
    let missing = count_u32(history.iter().filter(|y| !y.is_finite()).count());
    let is_censored = |t: usize| history[t].is_finite() && censored.get(t).copied().unwrap_or(false);
    let hidden = count_u32((0..history.len()).filter(|t| is_censored(*t)).count());
    if missing > 0 {
        notices.push(Notice::Missing { periods: missing });
    }
    if hidden > 0 {
        notices.push(Notice::Censored { periods: hidden });
    }
    if missing + hidden == 0 {
        return history.to_vec();
    }
    let is_known = |t: usize| history[t].is_finite() && !is_censored(t);
    let factors = factors(history, &is_known, seasons.first().copied().unwrap_or(1));
    let factor = |t: usize| factors[t % factors.len()];
    let mut filled: Vec<Option<f64>> =
        (0..history.len()).map(|t| is_known(t).then(|| history[t] / factor(t))).collect();
    for _ in 0..ITERATIONS {
        let means = local_means(&filled);
        let deviation = deviation(&filled, &means);
        for t in (0..history.len()).filter(|t| !is_known(*t)) {
            let bound = if history[t].is_finite() { history[t] / factor(t) } else { 0.0 };
            filled[t] = Some(expected(means[t], deviation, bound));
        }
    }
    let estimate = |t: usize| filled[t].unwrap_or(0.0) * factor(t);
    (0..history.len()).map(|t| if is_known(t) { history[t] } else { estimate(t) }).collect()
}

/// Expected demand, given that it is at least `bound`.
fn expected(mean: f64, deviation: f64, bound: f64) -> f64 {
    if bound <= 0.0 || deviation <= 0.0 {
        return mean.max(bound);
    }
    let z = (bound - mean) / deviation;
    // φ(z) ÷ (1 − Φ(z)) tends to z; beyond six deviations both are lost in rounding.
    let hazard = if z > 6.0 { z + 1.0 / z } else { normal::pdf(z) / normal::survival(z) };
    (mean + deviation * hazard).max(bound)
}

/// Mean of each phase of the season relative to the overall mean, drawn towards one by a season's worth of demand.
fn factors(history: &[f64], is_known: &impl Fn(usize) -> bool, season: usize) -> Vec<f64> {
    let known: Vec<usize> = (0..history.len()).filter(|t| is_known(*t)).collect();
    let mean = known.iter().map(|t| history[*t]).sum::<f64>() / known.len().max(1) as f64;
    if mean <= 0.0 || known.len() < 2 * season {
        return vec![1.0];
    }
    let (mut sums, mut counts) = (vec![mean; season], vec![1.0; season]);
    for t in known {
        sums[t % season] += history[t];
        counts[t % season] += 1.0;
    }
    sums.iter().zip(counts).map(|(sum, count)| (sum / count / mean).max(0.05)).collect()
}

/// Weighted mean of the known values around each period; nearer values weigh more.
fn local_means(values: &[Option<f64>]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); values.len()];
    let mut run = |order: &mut dyn Iterator<Item = usize>, counts_itself: bool| {
        let (mut sum, mut weight) = (0.0, 0.0);
        for t in order {
            (sum, weight) = (sum * MEMORY, weight * MEMORY);
            let own = values[t].map_or((0.0, 0.0), |value| (value, 1.0));
            if counts_itself {
                (sum, weight) = (sum + own.0, weight + own.1);
            }
            sums[t] = (sums[t].0 + sum, sums[t].1 + weight);
            if !counts_itself {
                (sum, weight) = (sum + own.0, weight + own.1);
            }
        }
    };
    run(&mut (0..values.len()), true);
    run(&mut (0..values.len()).rev(), false);
    sums.iter().map(|(sum, weight)| if *weight > 0.0 { sum / weight } else { 0.0 }).collect()
}

fn deviation(values: &[Option<f64>], means: &[f64]) -> f64 {
    let errors: Vec<f64> =
        values.iter().zip(means).filter_map(|(value, mean)| value.map(|v| v - mean)).collect();
    (errors.iter().map(|e| e * e).sum::<f64>() / errors.len().max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Demand around ten with a weekly shape, from a linear congruential sequence; every fourth day stock ends at six.
    fn demand(seed: u64) -> (Vec<f64>, Vec<f64>, Vec<bool>) {
        let mut state = seed;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        let true_demand: Vec<f64> = (0..280)
            .map(|t| (10.0 + 3.0 * normal::ppf(uniform().clamp(1e-9, 1.0 - 1e-9))) * [1.3, 0.7][t % 2])
            .collect();
        let stock: Vec<f64> = (0..280).map(|_| if uniform() < 0.3 { 6.0 } else { 100.0 }).collect();
        let sales: Vec<f64> = true_demand.iter().zip(&stock).map(|(d, s)| d.min(*s).max(0.0)).collect();
        let censored = true_demand.iter().zip(&stock).map(|(d, s)| d > s).collect();
        (true_demand, sales, censored)
    }

    #[test]
    fn the_mean_is_recovered() {
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        for seed in 1..=20 {
            let (truth, sales, censored) = demand(seed);
            let filled = fill(&sales, &censored, &[2], &mut Vec::new());
            let (error, naive) = (mean(&filled) - mean(&truth), mean(&sales) - mean(&truth));
            assert!(error.abs() < 0.35 * naive.abs() && naive < -0.7, "seed {seed}: {error} {naive}");
            assert!(filled.iter().zip(&sales).all(|(f, s)| *f >= s - 1e-9), "a bound holds");
        }
    }

    #[test]
    fn days_without_stock_or_record_are_not_days_without_demand() {
        let mut history = vec![5.0; 40];
        (history[10], history[20]) = (0.0, f64::NAN);
        let mut censored = vec![false; 40];
        censored[10] = true;
        let mut notices = Vec::new();
        let filled = fill(&history, &censored, &[], &mut notices);
        assert!(filled.iter().all(|y| (y - 5.0).abs() < 1e-9), "{filled:?}");
        assert_eq!(notices, [Notice::Missing { periods: 1 }, Notice::Censored { periods: 1 }]);
        assert_eq!(fill(&[f64::NAN; 3], &[], &[7], &mut Vec::new()), [0.0; 3]);
    }
}
