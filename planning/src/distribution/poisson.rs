//! Poisson demand: units asked for one by one, independently.

use super::deviance::poisson_term;
use super::lattice::{Lattice, MEAN_MAX};

/// Poisson demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poisson {
    mean: f64,
}

impl Poisson {
    /// From its mean in units; `None` unless it is in 0 … 10¹², beyond which sums over whole units take too long.
    pub fn new(mean: f64) -> Option<Self> {
        (0.0..=MEAN_MAX).contains(&mean).then_some(Poisson { mean })
    }
}

impl Lattice for Poisson {
    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.mean
    }

    fn probability(&self, k: f64) -> f64 {
        poisson_term(k, self.mean)
    }

    fn ratio(&self, k: f64) -> f64 {
        self.mean / (k + 1.0)
    }

    fn times(&self, periods: f64) -> Self {
        Poisson { mean: periods * self.mean }
    }
}
