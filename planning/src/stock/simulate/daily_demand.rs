//! The source of the demand of a simulated day.

use super::Random;
use super::table::Table;
use crate::convert::whole_usize;
use crate::distribution::{Distribution, Empirical, Gamma, NegativeBinomial, Normal, Poisson};
use crate::normal;

/// Beyond this mean a single unit does not matter, and a table of probabilities would be long.
const WHOLE_UNITS_UP_TO: f64 = 1000.0;

/// Demand per day, in units. Values below zero and NaN count as no demand.
#[derive(Clone, Debug, PartialEq)]
pub enum DailyDemand<'a> {
    /// The days of a history in their order, from the first again after the last.
    Replayed(&'a [f64]),
    /// Runs of successive days from random places of a history, which keep the dependence between neighbouring days.
    /// Source: Künsch, *Annals of Statistics* 17 (1989), 1217–1241.
    Blocks {
        /// Units per day, oldest first.
        history: &'a [f64],
        /// Days per run; at most the whole history.
        block_days: usize,
    },
    /// Independent days, each as one of those observed.
    Empirical(Empirical),
    /// Independent normal days.
    Normal(Normal),
    /// Independent gamma days.
    Gamma(Gamma),
    /// Independent Poisson days.
    Poisson(Poisson),
    /// Independent negative binomial days.
    NegativeBinomial(NegativeBinomial),
}

impl DailyDemand<'_> {
    /// Independent days with this mean and deviation; `None` unless the mean is positive and both are finite.
    ///
    /// Whole units: negative binomial, Poisson where the variance is not above the mean. Else normal up to a
    /// coefficient of variation of ½, beyond which it would often be negative, and gamma above.
    pub fn from_moments(mean: f64, sd: f64, whole_units: bool) -> Option<Self> {
        let usable = mean > 0.0 && mean.is_finite() && sd >= 0.0 && sd.is_finite();
        if !usable {
            return None;
        }
        if whole_units && mean <= WHOLE_UNITS_UP_TO && sd <= WHOLE_UNITS_UP_TO {
            return match NegativeBinomial::new(mean, sd) {
                Some(counts) => Some(DailyDemand::NegativeBinomial(counts)),
                None => Poisson::new(mean).map(DailyDemand::Poisson),
            };
        }
        if sd > 0.5 * mean {
            return Gamma::from_moments(mean, sd).map(DailyDemand::Gamma);
        }
        Normal::new(mean, sd).map(DailyDemand::Normal)
    }

    /// The demand of `days` days; `None` without a history to draw from.
    pub(super) fn path(&self, days: usize, random: &mut Random) -> Option<Vec<f64>> {
        let mut path = match self {
            DailyDemand::Replayed(history) => blocks(history, history.len(), days, || 0),
            DailyDemand::Blocks { history, block_days } => {
                let length = (*block_days).clamp(1, history.len().max(1));
                blocks(history, length, days, || random.index(history.len() + 1 - length))
            }
            DailyDemand::Normal(normal) => {
                let (mean, sd) = (normal.mean(), normal.variance().sqrt());
                Some((0..days).map(|_| mean + sd * normal::ppf(random.uniform())).collect())
            }
            DailyDemand::Gamma(gamma) => {
                let (mean, variance) = (gamma.mean(), gamma.variance());
                let (shape, scale) = (mean * mean / variance, variance / mean);
                Some((0..days).map(|_| scale * standard_gamma(shape, random)).collect())
            }
            DailyDemand::Empirical(observed) => draws(Table::new(observed.outcomes())?, days, random),
            DailyDemand::Poisson(poisson) => draws(whole_units(poisson)?, days, random),
            DailyDemand::NegativeBinomial(counts) => draws(whole_units(counts)?, days, random),
        }?;
        for units in &mut path {
            // f64::max takes the other one where it finds NaN.
            *units = units.max(0.0);
        }
        Some(path)
    }
}

fn blocks(history: &[f64], length: usize, days: usize, mut start: impl FnMut() -> usize) -> Option<Vec<f64>> {
    if history.is_empty() {
        return None;
    }
    let mut path = Vec::with_capacity(days + length);
    while path.len() < days {
        let from = start();
        path.extend_from_slice(&history[from..from + length]);
    }
    path.truncate(days);
    Some(path)
}

fn draws(table: Table, days: usize, random: &mut Random) -> Option<Vec<f64>> {
    Some((0..days).map(|_| table.draw(random)).collect())
}

/// Outcomes up to where less than 1e-13 is left.
fn whole_units(of: &impl Distribution) -> Option<Table> {
    let mut left = 1.0;
    let outcomes = (0..).map_while(|k| {
        let probability = of.pdf(f64::from(k));
        let more = left > 1e-13;
        left -= probability;
        more.then_some((f64::from(k), probability))
    });
    // A bound, where rounding keeps `left` above: a hundred deviations leave nothing.
    let most = 100.0 + of.mean() + 100.0 * of.variance().sqrt();
    Table::new(outcomes.take(whole_usize(most)))
}

/// A gamma variate of scale 1. Source: Marsaglia & Tsang, *ACM Transactions on Mathematical Software* 26 (2000),
/// 363–372, with their power of a uniform for shapes below 1.
fn standard_gamma(shape: f64, random: &mut Random) -> f64 {
    if shape < 1.0 {
        let power = libm::pow(random.uniform(), 1.0 / shape);
        return power * standard_gamma(shape + 1.0, random);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal::ppf(random.uniform());
        let root = 1.0 + c * x;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        let u = random.uniform();
        let x2 = x * x;
        if u < 1.0 - 0.0331 * x2 * x2 || libm::log(u) < 0.5 * x2 + d * (1.0 - v + libm::log(v)) {
            return d * v;
        }
    }
}
