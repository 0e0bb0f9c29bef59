//! The spread of a single period's demand around its forecast.

use planning::forecast::Interval;
use planning::panel::{Came, Level, Observation, Scale, Shapes};

/// Levels of the intervals shown.
pub(super) const LEVELS: [f64; 3] = [MEDIAN, 0.8, 0.95];
/// The level whose lower end is the median.
pub(super) const MEDIAN: f64 = 0.0;

/// The spread of a period's demand, learned from all item-locations.
pub(super) struct Spread {
    scale: Option<Scale>,
    shapes: Shapes,
}

impl Spread {
    /// Learns from (level, expected demand of a period, actual demand).
    pub(super) fn learn(seen: &[(Level, f64, f64)]) -> Self {
        let error = |(level, mean, actual): &(Level, f64, f64)| Observation {
            weight: 1.0,
            mean: *mean,
            variance: level.variance,
            lump: level.lump,
            actual: *actual,
        };
        let scale = Scale::learn(&seen.iter().map(error).collect::<Vec<_>>());
        let mut spread = Spread { scale, shapes: Shapes::default() };
        let came = |(level, mean, actual): &(Level, f64, f64)| Came {
            weight: 1.0,
            mean: *mean,
            sd: spread.sd(level, *mean),
            actual: *actual,
        };
        spread.shapes = Shapes::learn(&seen.iter().map(came).collect::<Vec<_>>());
        spread
    }

    /// Deviation of a period's demand around `mean`.
    pub(super) fn sd(&self, level: &Level, mean: f64) -> f64 {
        Scale::sd_or_own(self.scale, mean, level.variance, level.lump)
    }

    /// Where each period's demand lies with the probabilities of [`LEVELS`].
    pub(super) fn intervals(&self, level: &Level, mean: &[f64]) -> Vec<Interval> {
        let interval = |probability: f64| {
            let end = |mean: &f64, probability: f64| {
                let sd = self.sd(level, *mean);
                let factor = if sd > 0.0 { self.shapes.factor(sd / mean, probability) } else { 0.0 };
                (mean + factor * sd).max(0.0)
            };
            // If demand is nearly always zero, its mean may be above the demand of 97 of 100 periods.
            let lower = mean.iter().map(|mean| end(mean, (1.0 - probability) / 2.0).min(*mean));
            let upper = mean.iter().map(|mean| end(mean, (1.0 + probability) / 2.0).max(*mean));
            Interval { level: probability, lower: lower.collect(), upper: upper.collect() }
        };
        LEVELS.map(interval).to_vec()
    }
}
