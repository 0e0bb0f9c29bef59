//! Safety factors that similar items have needed, by service level.

use serde::{Deserialize, Serialize};

/// Service levels at which a factor is kept.
pub const FACTOR_LEVELS: [f64; 5] = [0.8, 0.9, 0.95, 0.98, 0.995];
/// Their quantiles of the standard normal distribution.
const NORMAL: [f64; 5] = [
    0.841_621_233_572_914_3,
    1.281_551_565_544_600_4,
    1.644_853_626_951_472_2,
    2.053_748_910_631_823,
    2.575_829_303_548_901,
];
/// Smallest rise of a factor with the service level; a smaller one comes from too few observations.
const SLOPE_MIN: f64 = 0.05;

/// Deviations above expected demand that an order must cover to keep each of [`FACTOR_LEVELS`].
///
/// Between the levels, and beyond the first and last, factors are linear in the normal quantile. There demand, in
/// deviations, is shift + slope × a standard normal number, so that losses and fill rates have the normal's closed
/// forms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Factors(pub [f64; FACTOR_LEVELS.len()]);

/// A line of [`Factors`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FactorLine {
    /// Factor at a normal quantile of zero.
    pub shift: f64,
    /// Factor added per normal deviation; above zero.
    pub slope: f64,
}

impl Factors {
    /// The factors of normally distributed demand.
    pub const NORMAL: Self = Factors(NORMAL);

    /// The line at a normal quantile.
    #[inline]
    pub fn at_quantile(&self, z: f64) -> FactorLine {
        self.line(NORMAL[1..NORMAL.len() - 1].iter().filter(|knot| **knot < z).count())
    }

    /// The line on which a factor lies.
    #[inline]
    pub fn at_factor(&self, factor: f64) -> FactorLine {
        self.line(self.0[1..NORMAL.len() - 1].iter().filter(|knot| **knot < factor).count())
    }

    /// The safety factor of a normal quantile.
    pub fn factor(&self, z: f64) -> f64 {
        let line = self.at_quantile(z);
        line.shift + line.slope * z
    }

    #[inline]
    fn line(&self, place: usize) -> FactorLine {
        let rise = (self.0[place + 1] - self.0[place]) / (NORMAL[place + 1] - NORMAL[place]);
        let slope = if rise > SLOPE_MIN { rise } else { SLOPE_MIN };
        FactorLine { shift: self.0[place] - slope * NORMAL[place], slope }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal;
    use proptest::prelude::*;

    #[test]
    fn normal_factors_are_quantiles_and_knots_are_what_they_say() {
        for (level, knot) in FACTOR_LEVELS.into_iter().zip(NORMAL) {
            assert!((normal::ppf(level) - knot).abs() < 1e-14, "{level}");
        }
        for z in [-2.0, 0.0, 1.0, 1.5, 2.2, 3.5] {
            assert!((Factors::NORMAL.factor(z) - z).abs() < 1e-12);
        }
    }

    proptest! {
        #[test]
        fn factors_rise_and_pass_through_what_is_kept(
            first in -0.5..1.0f64, steps in prop::collection::vec(0.05..3.0f64, 4), z in -1.0..3.5f64,
        ) {
            let mut known = [first; 5];
            for (place, step) in steps.iter().enumerate() {
                known[place + 1] = known[place] + step;
            }
            let factors = Factors(known);
            for (knot, factor) in NORMAL.into_iter().zip(known) {
                prop_assert!((factors.factor(knot) - factor).abs() < 1e-9);
            }
            prop_assert!(factors.factor(z + 0.01) > factors.factor(z));
            let line = factors.at_factor(factors.factor(z));
            prop_assert!((line.shift + line.slope * z - factors.factor(z)).abs() < 1e-9);
        }
    }
}
