//! Shapes of demand around its mean: quantiles of errors in units of their deviation, from similar items.
//!
//! They hold on unseen days as far as these resemble the past (conformal prediction: V. Vovk, A. Gammerman & G.
//! Shafer, *Algorithmic Learning in a Random World*, 2005), and where a period often has no demand at all.

use super::quantile::quantile;
use crate::normal;

/// An observation that shapes are learned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Came {
    /// Weight.
    pub weight: f64,
    /// Expected demand, units; above zero.
    pub mean: f64,
    /// Expected deviation, units; above zero.
    pub sd: f64,
    /// Actual demand, units.
    pub actual: f64,
}

/// Shapes of demand around its mean, for classes of similar items by the ratio of deviation to mean, smallest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shapes(Vec<Shape>);

/// Quantiles of (actual − mean) ÷ deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shape {
    /// Logarithm of the largest deviation ÷ mean among its observations.
    log_variation: f64,
    quantiles: [f64; PROBABILITIES.len()],
}

/// Probabilities whose quantiles are kept; others are interpolated on the scale of the normal distribution.
const PROBABILITIES: [f64; 15] =
    [0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.975, 0.98, 0.99, 0.995];
/// Fewer observations than this say nothing about a tail.
const OBSERVATIONS_MIN: usize = 200;
/// Fewest observations of a shape, and largest number of shapes.
const SHAPE_OBSERVATIONS_MIN: usize = 200;
const SHAPES_MAX: usize = 40;

impl Shapes {
    /// Learns from observations. With too few there are no shapes, and all demand counts as normal.
    pub fn learn(came: &[Came]) -> Self {
        // (log variation, standardised error, weight)
        let usable = came.iter().filter(|seen| seen.weight > 0.0 && seen.mean > 0.0 && seen.sd > 0.0);
        let mut errors: Vec<(f64, f64, f64)> = usable
            .map(|seen| (libm::log(seen.sd / seen.mean), (seen.actual - seen.mean) / seen.sd, seen.weight))
            .collect();
        if errors.len() < OBSERVATIONS_MIN {
            return Shapes::default();
        }
        errors.sort_by(|a, b| a.0.total_cmp(&b.0));
        let shapes = (errors.len() / SHAPE_OBSERVATIONS_MIN).clamp(1, SHAPES_MAX);
        // Errors of the same variation are of the same class.
        let ends = (1..=shapes).map(|place| {
            let last = errors[place * errors.len() / shapes - 1].0;
            errors.partition_point(|(variation, ..)| *variation <= last)
        });
        let mut from = 0;
        let part = |to: usize| {
            let mut sorted: Vec<(f64, f64)> =
                errors[from..to].iter().map(|(_, error, weight)| (*error, *weight)).collect();
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            from = to;
            Shape {
                log_variation: errors[to - 1].0,
                quantiles: PROBABILITIES.map(|probability| quantile(&sorted, probability)),
            }
        };
        let mut ends: Vec<usize> = ends.collect();
        ends.dedup();
        Shapes(ends.into_iter().map(part).collect())
    }

    /// The quantile of a probability in (0, 1), in deviations above the mean, where deviation ÷ mean is `variation`.
    pub fn factor(&self, variation: f64, probability: f64) -> f64 {
        let log = libm::log(variation.max(1e-9));
        let place = self.0.partition_point(|shape| shape.log_variation < log);
        let shape = self.0.get(place).or(self.0.last());
        shape.map_or_else(|| normal::ppf(probability), |shape| shape.factor(probability))
    }
}

impl Shape {
    fn factor(&self, probability: f64) -> f64 {
        let after =
            PROBABILITIES.partition_point(|known| *known <= probability).clamp(1, PROBABILITIES.len() - 1);
        let [low, high] = [after - 1, after];
        let [z_low, z_high, z] = [PROBABILITIES[low], PROBABILITIES[high], probability].map(normal::ppf);
        let part = (z - z_low) / (z_high - z_low);
        self.quantiles[low] + part * (self.quantiles[high] - self.quantiles[low])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_demand_that_is_rare_is_none_and_a_class_of_its_own() {
        // Half of the periods without demand, half between none and four times the mean; and of others always the mean.
        let rare = (0..2000).map(|i| f64::from(i) / 1000.0).map(|x| (x - 1.0).max(0.0) * 4.0);
        let rare = rare.map(|actual| Came { weight: 1.0, mean: 1.0, sd: 1.5, actual });
        let even = (0..2000).map(|_| Came { weight: 1.0, mean: 8.0, sd: 0.5, actual: 8.0 });
        let shapes = Shapes::learn(&rare.chain(even).collect::<Vec<_>>());
        let units = |probability| 1.0 + 1.5 * shapes.factor(1.5, probability);
        assert!(
            units(0.1).abs() < 1e-9 && (units(0.95) - 3.6).abs() < 0.05,
            "{} {}",
            units(0.1),
            units(0.95)
        );
        assert!(shapes.factor(0.5 / 8.0, 0.975).abs() < 1e-9);
        assert!(
            (Shapes::learn(&[]).factor(0.5, 0.95) - normal::ppf(0.95)).abs() < 1e-12,
            "then it is normal"
        );
    }
}
