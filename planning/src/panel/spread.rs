//! The spread of demand around its forecast: a scale for each item-location, learned from all of them together.
//!
//! The error variance is e^a · mean^b · variance^c · lump^d, with powers fitted to the squared errors of all, so that
//! an item with a short history has the spread of items like it.

use crate::linear_system::solve;

/// A forecast, with the demand that followed, in units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// Weight.
    pub weight: f64,
    /// Expected demand; above zero.
    pub mean: f64,
    /// Variance in the item's own history over as many periods, units².
    pub variance: f64,
    /// Mean size of demand weighted by units.
    pub lump: f64,
    /// Actual demand.
    pub actual: f64,
}

/// The variance of errors, learned from observations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    powers: [f64; FEATURES],
}

const FEATURES: usize = 4;
/// Fewer observations than this give no scale.
const OBSERVATIONS_MIN: usize = 200;
/// A variance and a size of demand small enough to be negligible, which keep logarithms finite.
const VARIANCE_MIN: f64 = 0.05;
const LUMP_MIN: f64 = 0.5;
/// While powers are fitted, a squared error counts as at most this many times its expectation.
const RATIO_MAX: f64 = 30.0;
const ITERATIONS: usize = 25;

impl Scale {
    /// Learns from observations; `None` with too few.
    pub fn learn(observations: &[Observation]) -> Option<Self> {
        let usable: Vec<Observation> =
            observations.iter().filter(|seen| seen.weight > 0.0 && seen.mean > 0.0).copied().collect();
        let enough = usable.len() >= OBSERVATIONS_MIN;
        enough.then(|| powers(&usable)).flatten().map(|powers| Scale { powers })
    }

    /// Deviation of demand around `mean`; see [`Observation`].
    pub fn sd(&self, mean: f64, variance: f64, lump: f64) -> f64 {
        let features = features(&Observation { weight: 1.0, mean, variance, lump, actual: 0.0 });
        libm::exp(0.5 * expectation(&self.powers, &features))
    }

    /// The same where the scale may be missing: then the item's own deviation, at least that of Poisson demand.
    /// `None` where no demand is expected.
    pub fn sd_or_own(scale: Option<Self>, mean: f64, variance: f64, lump: f64) -> f64 {
        match scale {
            _ if mean <= 0.0 => 0.0,
            Some(scale) => scale.sd(mean, variance, lump),
            None => variance.max(mean).sqrt(),
        }
    }
}

fn features(seen: &Observation) -> [f64; FEATURES] {
    let logs = [seen.mean.max(1e-6), seen.variance.max(0.0) + VARIANCE_MIN, seen.lump.max(0.0) + LUMP_MIN];
    let [mean, variance, lump] = logs.map(libm::log);
    [1.0, mean, variance, lump]
}

/// The logarithm of the expected variance.
fn expectation(powers: &[f64; FEATURES], features: &[f64; FEATURES]) -> f64 {
    powers.iter().zip(features).map(|(power, feature)| power * feature).sum()
}

/// Powers of the variance, by iterated least squares on the ratio of squared error to expectation (a gamma regression
/// with logarithmic link: P. McCullagh & J. Nelder, *Generalized Linear Models*, 1989, §8.4).
fn powers(observations: &[Observation]) -> Option<[f64; FEATURES]> {
    let total: f64 = observations.iter().map(|seen| seen.weight).sum();
    let square = |seen: &Observation| (seen.actual - seen.mean) * (seen.actual - seen.mean) + 1e-3;
    let mean = observations.iter().map(|seen| seen.weight * square(seen)).sum::<f64>() / total;
    let mut powers = [libm::log(mean), 0.0, 0.0, 0.0];
    for _ in 0..ITERATIONS {
        let (mut normal, mut right) = (vec![vec![0.0; FEATURES]; FEATURES], vec![0.0; FEATURES]);
        for seen in observations {
            let features = features(seen);
            let log = expectation(&powers, &features);
            let target = log + (square(seen) / libm::exp(log)).min(RATIO_MAX) - 1.0;
            for (row, (right, a)) in normal.iter_mut().zip(right.iter_mut().zip(features)) {
                *right += seen.weight * a * target;
                row.iter_mut().zip(features).for_each(|(cell, b)| *cell += seen.weight * a * b);
            }
        }
        // Powers that observations cannot separate stay at zero.
        normal.iter_mut().enumerate().for_each(|(place, row)| row[place] += 1e-6 * total);
        powers = solve(normal, right).try_into().ok()?;
    }
    powers.iter().all(|power| power.is_finite()).then_some(powers)
}
