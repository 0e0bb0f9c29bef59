//! Normal demand.

use super::Distribution;
use crate::normal;
use core::num::NonZeroU32;

/// Normal demand; a deviation of zero is demand known for certain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    mean: f64,
    sd: f64,
}

impl Normal {
    /// From its mean and deviation in units; `None` unless both are finite and the deviation is not negative.
    pub fn new(mean: f64, sd: f64) -> Option<Self> {
        (mean.is_finite() && sd.is_finite() && sd >= 0.0).then_some(Normal { mean, sd })
    }

    /// Deviations of `x` from the mean; where all demand is at the mean, that value counts as reached.
    fn standardise(&self, x: f64) -> f64 {
        if self.sd == 0.0 {
            return if x < self.mean { f64::NEG_INFINITY } else { f64::INFINITY };
        }
        (x - self.mean) / self.sd
    }
}

impl Distribution for Normal {
    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.sd * self.sd
    }

    fn pdf(&self, x: f64) -> f64 {
        if self.sd == 0.0 {
            return if x == self.mean { f64::INFINITY } else { 0.0 };
        }
        normal::pdf(self.standardise(x)) / self.sd
    }

    fn cdf(&self, x: f64) -> f64 {
        normal::cdf(self.standardise(x))
    }

    fn survival(&self, x: f64) -> f64 {
        normal::survival(self.standardise(x))
    }

    fn quantile(&self, p: f64) -> f64 {
        if self.sd == 0.0 && (0.0..=1.0).contains(&p) {
            return self.mean;
        }
        self.mean + self.sd * normal::ppf(p)
    }

    fn loss(&self, x: f64) -> f64 {
        if self.sd == 0.0 {
            return (self.mean - x).max(0.0);
        }
        self.sd * normal::loss(self.standardise(x))
    }

    fn complementary_loss(&self, x: f64) -> f64 {
        if self.sd == 0.0 {
            return (x - self.mean).max(0.0);
        }
        self.sd * normal::loss(-self.standardise(x))
    }

    fn second_loss(&self, x: f64) -> f64 {
        if self.sd == 0.0 {
            let short = (self.mean - x).max(0.0);
            return 0.5 * short * short;
        }
        self.sd * self.sd * normal::second_loss(self.standardise(x))
    }

    fn over_periods(&self, periods: NonZeroU32) -> Self {
        let periods = f64::from(periods.get());
        Normal { mean: periods * self.mean, sd: periods.sqrt() * self.sd }
    }
}
