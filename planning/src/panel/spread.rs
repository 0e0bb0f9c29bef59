//! How far what comes goes from what was expected: a scale for each item-location, learned from all of them together.
//!
//! The variance of its error is e^a · mean^b · variance^c · lump^d, the powers fitted to the squared errors of all, so that
//! an item with little history of its own has the spread of items like it.

use crate::linear_system::solve;

/// One thing that was forecast, and what came, in units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// How much it counts.
    pub weight: f64,
    /// What was expected; above zero.
    pub mean: f64,
    /// Variance that the item's own history showed, over as many periods, units².
    pub variance: f64,
    /// Mean size of demand as a unit of demand sees it.
    pub lump: f64,
    /// What came.
    pub actual: f64,
}

/// The variance of errors, learned from observations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    powers: [f64; FEATURES],
}

const FEATURES: usize = 4;
/// Fewer observations than this say nothing of a scale.
const OBSERVATIONS_MIN: usize = 200;
/// Units² that keep logarithms finite: a variance and a size of demand that are not seen.
const VARIANCE_MIN: f64 = 0.05;
const LUMP_MIN: f64 = 0.5;
/// A squared error counts as at most so many times its expectation while powers are fitted.
const RATIO_MAX: f64 = 30.0;
const ITERATIONS: usize = 25;

impl Scale {
    /// Learns from observations; `None` of too few.
    pub fn learn(observations: &[Observation]) -> Option<Self> {
        let usable: Vec<Observation> =
            observations.iter().filter(|seen| seen.weight > 0.0 && seen.mean > 0.0).copied().collect();
        let enough = usable.len() >= OBSERVATIONS_MIN;
        enough.then(|| powers(&usable)).flatten().map(|powers| Scale { powers })
    }

    /// Deviation of what comes around `mean`; see [`Observation`].
    pub fn sd(&self, mean: f64, variance: f64, lump: f64) -> f64 {
        let features = features(&Observation { weight: 1.0, mean, variance, lump, actual: 0.0 });
        libm::exp(0.5 * expectation(&self.powers, &features))
    }

    /// The same, of what may not have been learned: then the item's own, at least that of Poisson demand. None where nothing
    /// is expected.
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

/// The logarithm of the variance that is expected.
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
        // What observations do not tell apart stays at no power.
        normal.iter_mut().enumerate().for_each(|(place, row)| row[place] += 1e-6 * total);
        powers = solve(normal, right).try_into().ok()?;
    }
    powers.iter().all(|power| power.is_finite()).then_some(powers)
}
