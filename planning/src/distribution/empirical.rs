//! Demand as it was observed, or as a table of probabilities.

use super::Distribution;
use core::num::NonZeroU32;

/// Single values with probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Empirical {
    /// Ascending, without repetition.
    values: Vec<f64>,
    probabilities: Vec<f64>,
    /// P(X ≤ value).
    cumulative: Vec<f64>,
}

impl Empirical {
    /// Every sample equally likely; `None` without samples, or where one is not finite.
    pub fn from_samples(samples: &[f64]) -> Option<Self> {
        let weighted: Vec<(f64, f64)> = samples.iter().map(|value| (*value, 1.0)).collect();
        Self::from_weights(&weighted)
    }

    /// From (value, weight), in any order; weights are divided by their sum.
    ///
    /// `None` where a value or weight is not finite, a weight is negative, or all weights are zero.
    pub fn from_weights(weighted: &[(f64, f64)]) -> Option<Self> {
        let usable = |(value, weight): &(f64, f64)| value.is_finite() && weight.is_finite() && *weight >= 0.0;
        if !weighted.iter().all(usable) {
            return None;
        }
        let mut sorted: Vec<(f64, f64)> =
            weighted.iter().copied().filter(|(_, weight)| *weight > 0.0).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        sorted.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
        if sorted.is_empty() || !total.is_finite() {
            return None;
        }
        let mut so_far = 0.0;
        let cumulative = sorted.iter().map(|(_, weight)| {
            so_far += weight;
            so_far / total
        });
        let mut cumulative: Vec<f64> = cumulative.collect();
        *cumulative.last_mut()? = 1.0;
        Some(Empirical {
            values: sorted.iter().map(|(value, _)| *value).collect(),
            probabilities: sorted.iter().map(|(_, weight)| weight / total).collect(),
            cumulative,
        })
    }

    /// The values, ascending, each with its probability.
    pub fn outcomes(&self) -> impl Iterator<Item = (f64, f64)> {
        self.values.iter().copied().zip(self.probabilities.iter().copied())
    }

    /// Number of values at or below `x`.
    fn rank(&self, x: f64) -> usize {
        self.values.partition_point(|value| *value <= x)
    }

    fn expect(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.outcomes().map(|(value, probability)| probability * of(value)).sum()
    }
}

impl Distribution for Empirical {
    fn mean(&self) -> f64 {
        self.expect(|value| value)
    }

    fn variance(&self) -> f64 {
        let mean = self.mean();
        self.expect(|value| (value - mean) * (value - mean))
    }

    fn pdf(&self, x: f64) -> f64 {
        match self.rank(x).checked_sub(1) {
            Some(last) if self.values[last] == x => self.probabilities[last],
            _ => 0.0,
        }
    }

    fn cdf(&self, x: f64) -> f64 {
        self.rank(x).checked_sub(1).map_or(0.0, |last| self.cumulative[last])
    }

    fn survival(&self, x: f64) -> f64 {
        self.probabilities[self.rank(x)..].iter().fold(0.0, |sum, probability| sum + probability)
    }

    fn quantile(&self, p: f64) -> f64 {
        if p.is_nan() || !(0.0..=1.0).contains(&p) {
            return f64::NAN;
        }
        self.values[self.cumulative.partition_point(|reached| *reached < p)]
    }

    fn loss(&self, x: f64) -> f64 {
        self.expect(|value| (value - x).max(0.0))
    }

    fn complementary_loss(&self, x: f64) -> f64 {
        self.expect(|value| (x - value).max(0.0))
    }

    fn second_loss(&self, x: f64) -> f64 {
        self.expect(|value| 0.5 * (value - x).max(0.0) * (value - x).max(0.0))
    }

    /// By convolution: quick where values are whole units, which meet again in sums.
    fn over_periods(&self, periods: NonZeroU32) -> Self {
        (1..periods.get()).fold(self.clone(), |sum, _| {
            let pairs = sum.outcomes().flat_map(|(a, p)| self.outcomes().map(move |(b, q)| (a + b, p * q)));
            Self::from_weights(&pairs.collect::<Vec<_>>()).unwrap_or(sum)
        })
    }
}
