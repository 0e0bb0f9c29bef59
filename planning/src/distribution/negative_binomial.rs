//! Negative binomial demand: whole units, more variable than Poisson.

use super::deviance::{deviance, stirling_error};
use super::lattice::{Lattice, MEAN_MAX};
use core::f64::consts::PI;

/// Tails fall by a factor of e every so many units.
const DISPERSION_MAX: f64 = 1e5;

/// Negative binomial demand: a Poisson whose mean is gamma distributed with shape `size`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NegativeBinomial {
    size: f64,
    /// mean ÷ variance, and what is left to 1.
    success: f64,
    failure: f64,
    mean: f64,
    variance: f64,
}

impl NegativeBinomial {
    /// From its mean and deviation in units; `None` unless 0 < mean < deviation². Also `None` beyond a mean of 10¹²
    /// or a variance of 10⁵ times the mean: sums over whole units then take too long, and a gamma gives the same
    /// values.
    pub fn new(mean: f64, sd: f64) -> Option<Self> {
        let variance = sd * sd;
        let excess = variance - mean;
        let usable = mean > 0.0 && mean <= MEAN_MAX && excess > 0.0 && excess <= DISPERSION_MAX * mean;
        usable.then_some(NegativeBinomial {
            size: mean * mean / excess,
            success: mean / variance,
            failure: excess / variance,
            mean,
            variance,
        })
    }
}

impl Lattice for NegativeBinomial {
    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.variance
    }

    /// Γ(k + r) ÷ (k!·Γ(r))·pʳ·qᵏ as r ÷ (k + r) times a binomial term.
    fn probability(&self, k: f64) -> f64 {
        let NegativeBinomial { size, success, failure, .. } = *self;
        if k == 0.0 {
            return libm::exp(size * libm::log1p(-failure));
        }
        let trials = k + size;
        let errors = stirling_error(trials) - stirling_error(k) - stirling_error(size);
        let exponent = errors - deviance(k, trials * failure) - deviance(size, trials * success);
        libm::exp(exponent) * (size / (2.0 * PI * k * trials)).sqrt()
    }

    fn ratio(&self, k: f64) -> f64 {
        (k + self.size) / (k + 1.0) * self.failure
    }

    fn times(&self, periods: f64) -> Self {
        NegativeBinomial {
            size: periods * self.size,
            mean: periods * self.mean,
            variance: periods * self.variance,
            ..*self
        }
    }
}
