//! Intervals from mean and variance.

use super::result::Interval;
use crate::normal;

/// Below this ratio of mean to deviation, a normal distribution gives a noticeable probability to demand below zero.
const NORMAL_RATIO_MIN: f64 = 2.0;

/// One interval for each level, a fraction; levels outside [0, 1) are moved to the nearest inside. The lower end of
/// level 0 is the median, or the mean where that is less.
pub(super) fn all(demand: &[f64], mean: &[f64], variance: &[f64], levels: &[f64]) -> Vec<Interval> {
    let is_count = demand.iter().all(|y| *y >= 0.0);
    let interval = |level: &f64| {
        let level = level.clamp(0.0, 1.0 - 1e-6);
        let ends = |probability: f64, bound: fn(f64, f64) -> f64| {
            let end = |(m, v): (&f64, &f64)| bound(quantile(*m, *v, probability, is_count), *m);
            mean.iter().zip(variance).map(end).collect()
        };
        // If demand is nearly always zero, its mean may be above the demand of 97 of 100 periods.
        let lower = ends((1.0 - level) / 2.0, f64::min);
        Interval { level, lower, upper: ends((1.0 + level) / 2.0, f64::max) }
    };
    levels.iter().map(interval).collect()
}

/// Quantile of demand with this mean and variance, from a normal distribution; from a gamma where demand cannot be
/// negative but the normal would be.
///
/// The gamma by the cube-root approximation: E. Wilson & M. Hilferty, "The distribution of chi-square", *Proceedings of
/// the National Academy of Sciences* 17 (1931).
fn quantile(mean: f64, variance: f64, probability: f64, is_count: bool) -> f64 {
    let (z, sd) = (normal::ppf(probability), variance.max(0.0).sqrt());
    if !is_count {
        return mean + z * sd;
    }
    if mean >= NORMAL_RATIO_MIN * sd || mean <= 0.0 {
        return (mean + z * sd).max(0.0);
    }
    let shape = mean * mean / variance;
    let root = (1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt())).max(0.0);
    mean * root * root * root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_where_it_can_be_gamma_where_it_must() {
        let wide = all(&[5.0, 0.0], &[10.0, 1.0], &[4.0, 4.0], &[0.9])[0].clone();
        assert!((wide.lower[0] - (10.0 - 1.6448536269514722 * 2.0)).abs() < 1e-12);
        assert_eq!(wide.lower[1], 0.0);
        // Gamma with mean 1 and shape 1: the exponential, whose 95 % point is −ln 0.05 = 2.996.
        let skewed = all(&[0.0], &[1.0], &[1.0], &[0.9])[0].clone();
        assert!((skewed.upper[0] - 2.996).abs() < 0.05, "{}", skewed.upper[0]);
        let rare = all(&[0.0], &[0.3], &[4.0], &[0.9])[0].clone();
        assert_eq!((rare.lower[0], rare.upper[0]), (0.0, 0.3));
        let signed = all(&[-5.0, 0.0], &[1.0], &[4.0], &[0.9])[0].clone();
        assert!(signed.lower[0] < -2.0);
    }
}
