//! Quantiles of coming demand, learned from past demand of many item-locations.
//!
//! ln(q + u) = ln(mean + z·sd + u) + Σ power · feature, u about one unit: the normal quantile of expected demand,
//! moved by what similar items have shown. For each probability the powers come from a quantile regression (R.
//! Koenker & G. Bassett, *Regression quantiles*, Econometrica 46, 1978) on logarithms, drawn to zero, so that few
//! observations teach little. Such quantiles hold on unseen days as far as these resemble the past.

use crate::linear_system::solve;
use crate::normal;

/// Facts known beforehand about the demand that an order must cover.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facts {
    /// Expected demand, units.
    pub mean: f64,
    /// Its deviation, units.
    pub sd: f64,
    /// Deviation of a period's demand, units.
    pub period_sd: f64,
    /// Mean size of demand weighted by units, units.
    pub lump: f64,
    /// The largest demand that the item has shown over such a time, units.
    pub largest: f64,
    /// Share of the periods since its first demand that had demand.
    pub frequency: f64,
    /// Periods since its first demand.
    pub lived: f64,
    /// Units of an order.
    pub lot: f64,
    /// Demand of a period whose season is one, units.
    pub level: f64,
    /// Mean demand of a period in the last [`RECENT_WEEKS`], units: whether it rises or falls.
    pub recent: [f64; RECENT_WEEKS.len()],
    /// The median, the second largest and the largest demand of a period that had any, units.
    pub sizes: [f64; 3],
}

/// Weeks whose mean demand tells where an item-location is going: about a month, a quarter, half a year, a year.
pub const RECENT_WEEKS: [usize; 4] = [4, 13, 26, 52];

/// Facts, with the demand that followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// Weight.
    pub weight: f64,
    /// The facts.
    pub facts: Facts,
    /// Actual demand, units.
    pub actual: f64,
}

/// Quantiles at some probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantiles {
    /// Units that keep logarithms finite.
    unit: f64,
    /// Mean and deviation of each feature over the observations.
    features: [(f64, f64); FEATURES],
    /// (normal quantile, powers of the features) of each probability, in the order in which they were asked for.
    fitted: Vec<(f64, [f64; FEATURES])>,
}

const FEATURES: usize = 18;
/// The prior of zero for each power weighs as much as this many observations, for features with a deviation of one.
const DRAWN_OBSERVATIONS: f64 = 60.0;
/// A unit is at most this share of mean expected demand, because demand may be in tonnes.
const UNIT_SHARE: f64 = 0.1;
/// Similar items move a quantile by at most this, e⁴ ≈ 55 times.
const MOVED_MAX: f64 = 4.0;
const ITERATIONS: usize = 25;
/// A feature that varies less is ignored.
const DEVIATION_MIN: f64 = 1e-6;
/// Smaller errors, in logarithms, weigh as much as this one.
const ERROR_MIN: f64 = 1e-3;

impl Quantiles {
    /// Learns the quantiles of `probabilities`, each in (0, 1), rising. Without observations they are normal.
    pub fn learn(seen: &[Seen], probabilities: &[f64]) -> Self {
        let usable = |seen: &&Seen| seen.weight > 0.0 && seen.facts.mean > 0.0 && seen.actual.is_finite();
        let usable: Vec<&Seen> = seen.iter().filter(usable).collect();
        let total: f64 = usable.iter().map(|seen| seen.weight).sum();
        let expected: f64 = usable.iter().map(|seen| seen.weight * seen.facts.mean).sum();
        let unit = if total > 0.0 { (UNIT_SHARE * expected / total).min(1.0) } else { 1.0 };
        let mean_weight = total / usable.len().max(1) as f64;
        let weights: Vec<f64> = usable.iter().map(|seen| seen.weight / mean_weight).collect();
        let features: Vec<[f64; FEATURES]> = usable.iter().map(|seen| seen.facts.features(unit)).collect();
        let moments = moments(&features, &weights);
        let rows: Vec<([f64; FEATURES], f64)> =
            features.iter().zip(weights).map(|(row, weight)| (standardised(row, &moments), weight)).collect();
        let mut powers = [0.0; FEATURES];
        let mut fitted = Vec::with_capacity(probabilities.len());
        for probability in probabilities {
            let z = normal::ppf(*probability);
            let above =
                |seen: &&Seen| libm::log((seen.actual.max(0.0) + unit) / (seen.facts.normal(z) + unit));
            let above: Vec<f64> = usable.iter().map(above).collect();
            powers = regressed(&rows, &above, *probability, powers);
            fitted.push((z, powers));
        }
        Quantiles { unit, features: moments, fitted }
    }

    /// The quantiles of coming demand, units, rising with their probabilities.
    pub fn of<'a>(&'a self, facts: &'a Facts) -> impl Iterator<Item = f64> + 'a {
        let features = standardised(&facts.features(self.unit), &self.features);
        let mut highest = 0.0_f64;
        self.fitted.iter().map(move |(z, powers)| {
            let moved = dot(powers, &features).clamp(-MOVED_MAX, MOVED_MAX);
            let normal = facts.normal(*z) + self.unit;
            highest = highest.max(normal * libm::exp(moved) - self.unit);
            highest
        })
    }
}

impl Facts {
    /// The quantile if demand were normal, at least zero.
    fn normal(&self, z: f64) -> f64 {
        (self.mean + z * self.sd).max(0.0)
    }

    fn features(&self, unit: f64) -> [f64; FEATURES] {
        let mean = libm::log(self.mean.max(0.0) + 0.1 * unit);
        let lot = self.lot.max(unit);
        let log = |units: f64| libm::log(units.max(0.0) + unit);
        let [month, quarter, half, year] = self.recent.map(log);
        let [median, second, largest] = self.sizes.map(log);
        [
            1.0,
            mean,
            0.1 * mean * mean,
            libm::log(self.lump.max(0.0) + 0.5 * unit),
            log(self.largest),
            libm::log(self.frequency.max(0.0) + 0.01),
            libm::log(self.lived.max(0.0) + 1.0),
            libm::log(lot),
            libm::log(1.0 + self.lump.max(0.0) / lot),
            log(self.period_sd),
            self.frequency,
            month - quarter,
            quarter - half,
            half - year,
            quarter - log(self.level),
            median,
            second,
            largest,
        ]
    }
}

/// Powers with which a share `probability` of the weight lies below. Iterated least squares, with weights that turn
/// it into the smallest sum of weighted absolute errors (E. Schlossmacher, Journal of the American Statistical
/// Association 68, 1973).
fn regressed(
    rows: &[([f64; FEATURES], f64)],
    above: &[f64],
    probability: f64,
    mut powers: [f64; FEATURES],
) -> [f64; FEATURES] {
    for _ in 0..ITERATIONS {
        let mut left = vec![vec![0.0; FEATURES]; FEATURES];
        let mut right = vec![0.0; FEATURES];
        for ((features, weight), above) in rows.iter().zip(above) {
            let error = above - dot(&powers, features);
            let side = if error > 0.0 { probability } else { 1.0 - probability };
            let counts = weight * side / error.abs().max(ERROR_MIN);
            for (i, feature) in features.iter().enumerate() {
                right[i] += counts * feature * above;
                // The lower triangle is enough.
                for (cell, other) in left[i].iter_mut().zip(&features[..=i]) {
                    *cell += counts * feature * other;
                }
            }
        }
        left.iter_mut().enumerate().for_each(|(place, row)| row[place] += DRAWN_OBSERVATIONS);
        powers = solve(left, right).try_into().unwrap_or([0.0; FEATURES]);
    }
    powers
}

/// Mean and deviation of each feature; a deviation of one where it does not vary.
fn moments(rows: &[[f64; FEATURES]], weights: &[f64]) -> [(f64, f64); FEATURES] {
    let total: f64 = weights.iter().sum();
    let mean = |of: &dyn Fn(&[f64; FEATURES]) -> f64| {
        rows.iter().zip(weights).map(|(row, weight)| weight * of(row)).sum::<f64>() / total
    };
    let mut moments = [(0.0, 1.0); FEATURES];
    if total > 0.0 {
        // The first is the constant.
        for (place, moments) in moments.iter_mut().enumerate().skip(1) {
            let centre = mean(&|row| row[place]);
            let deviation = mean(&|row| (row[place] - centre) * (row[place] - centre)).sqrt();
            *moments = (centre, if deviation > DEVIATION_MIN { deviation } else { 1.0 });
        }
    }
    moments
}

fn standardised(features: &[f64; FEATURES], moments: &[(f64, f64); FEATURES]) -> [f64; FEATURES] {
    let mut standardised = *features;
    standardised
        .iter_mut()
        .zip(moments)
        .for_each(|(feature, (centre, deviation))| *feature = (*feature - centre) / deviation);
    standardised
}

fn dot(powers: &[f64; FEATURES], features: &[f64; FEATURES]) -> f64 {
    powers.iter().zip(features).map(|(power, feature)| power * feature).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_do_not_depend_on_the_unit() {
        // The same in tonnes and in kilograms, as far as a unit of a kilogram is small.
        // Evenly spread over (0, 1), one after the other as far apart as can be.
        let mut at = 0.0_f64;
        let mut uniform = || {
            at = (at + 0.618_033_988_749_894_9).fract();
            at
        };
        let seen: Vec<Seen> = (0..2000)
            .map(|_| {
                let mean = 1000.0 * (1.0 + uniform());
                let facts = Facts {
                    mean,
                    sd: 0.3 * mean,
                    period_sd: 30.0,
                    lump: 90.0,
                    largest: 2.0 * mean,
                    frequency: 0.9,
                    lived: 60.0,
                    lot: 500.0,
                    level: 40.0,
                    recent: [30.0, 50.0, 40.0, 40.0],
                    sizes: [30.0, 80.0, 90.0],
                };
                Seen { weight: 1.0, facts, actual: mean * (0.5 + uniform()) }
            })
            .collect();
        let times = |seen: &Seen, factor: f64| {
            let Facts { mean, sd, period_sd, lump, largest, lot, level, recent, sizes, .. } = seen.facts;
            let facts = Facts {
                mean: factor * mean,
                sd: factor * sd,
                period_sd: factor * period_sd,
                lump: factor * lump,
                largest: factor * largest,
                lot: factor * lot,
                level: factor * level,
                recent: recent.map(|units| factor * units),
                sizes: sizes.map(|units| factor * units),
                ..seen.facts
            };
            Seen { facts, actual: factor * seen.actual, ..*seen }
        };
        let tonnes: Vec<Seen> = seen.iter().map(|seen| times(seen, 0.001)).collect();
        let one = |seen: &[Seen]| Quantiles::learn(seen, &[0.9]).of(&seen[7].facts).next().expect("one");
        let ratio = 1000.0 * one(&tonnes) / one(&seen);
        assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
    }
}
