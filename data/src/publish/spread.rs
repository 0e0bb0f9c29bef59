//! How far a single period's demand goes from its forecast.

use planning::forecast::Interval;
use planning::panel::{Facts, Level, Observation, Quantiles, Scale, Seen};

use super::demand::LEVELS;

/// Probabilities of the ends of [`LEVELS`], rising.
const ENDS: [f64; 4] = [0.025, 0.1, 0.9, 0.975];

/// The spread of a period's demand, learned from what came of all item-locations.
pub(super) struct Spread {
    scale: Option<Scale>,
    quantiles: Quantiles,
}

impl Spread {
    /// Learns from (level, what was expected of a period, what came).
    pub(super) fn learn(seen: &[(Level, f64, f64)]) -> Self {
        let error = |(level, mean, actual): &(Level, f64, f64)| Observation {
            weight: 1.0,
            mean: *mean,
            variance: level.variance,
            lump: level.lump,
            actual: *actual,
        };
        let scale = Scale::learn(&seen.iter().map(error).collect::<Vec<_>>());
        let mut spread = Spread { scale, quantiles: Quantiles::learn(&[], &ENDS) };
        let with_facts = |(level, mean, actual): &(Level, f64, f64)| Seen {
            weight: 1.0,
            facts: spread.facts(level, *mean),
            actual: *actual,
        };
        spread.quantiles = Quantiles::learn(&seen.iter().map(with_facts).collect::<Vec<_>>(), &ENDS);
        spread
    }

    /// What is known of a period of which `mean` is expected.
    pub(super) fn facts(&self, level: &Level, mean: f64) -> Facts {
        let Level { variance, lump, largest, lived, .. } = *level;
        let sd = match self.scale {
            _ if mean <= 0.0 => 0.0,
            Some(scale) => scale.sd(mean, variance, lump),
            // Of too few items and origins to learn from: the item's own, at least that of Poisson demand.
            None => variance.max(mean).sqrt(),
        };
        Facts { mean, sd, lump, largest, frequency: level.frequency(), lived: f64::from(lived), lot: 1.0 }
    }

    /// Where each period's demand lies with the probabilities of [`LEVELS`].
    pub(super) fn intervals(&self, level: &Level, mean: &[f64]) -> Vec<Interval> {
        let mut intervals = LEVELS.map(|level| Interval { level, lower: Vec::new(), upper: Vec::new() });
        for mean in mean {
            let facts = self.facts(level, *mean);
            let mut ends = [*mean; ENDS.len()];
            if facts.sd > 0.0 {
                ends.iter_mut().zip(self.quantiles.of(&facts)).for_each(|(end, units)| *end = units);
            }
            // Of demand that is nearly always zero the mean may be above what is seen in 97 of 100 periods.
            for (place, interval) in intervals.iter_mut().enumerate() {
                interval.lower.push(ends[1 - place].min(*mean));
                interval.upper.push(ends[2 + place].max(*mean));
            }
        }
        intervals.to_vec()
    }
}
