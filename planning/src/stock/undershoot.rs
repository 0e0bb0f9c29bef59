//! The undershoot: how far below the reorder point the stock already is when a review finds it there.

use serde::Serialize;

/// Mean (units) and variance (units²) of the undershoot.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Undershoot {
    /// E\[U\].
    pub mean: f64,
    /// Var U.
    pub variance: f64,
}

impl Undershoot {
    /// From the mean and deviation of demand D over one review period:
    /// E\[U\] = E\[D²\] ÷ 2E\[D\], Var U = E\[D³\] ÷ 3E\[D\] − E\[U\]².
    ///
    /// The third moment is the normal's up to a coefficient of variation of ½, the gamma's from 1 on, linear
    /// between: a wider normal has negative demand and would give a negative variance.
    /// Source: S. Karlin (1958), the stationary excess of a renewal process; Tijms, *A First Course in Stochastic
    /// Models*, §2.1. No demand, no undershoot.
    pub fn new(mean: f64, sd: f64) -> Self {
        if mean <= 0.0 {
            return Undershoot { mean: 0.0, variance: 0.0 };
        }
        let cv = sd / mean;
        let cv2 = cv * cv;
        let gamma_weight = (2.0 * cv - 1.0).clamp(0.0, 1.0);
        // Both variances are mean² ÷ 12 times a polynomial in cv²; they differ in the last term only.
        let last = gamma_weight * 5.0 - (1.0 - gamma_weight) * 3.0;
        Undershoot {
            mean: 0.5 * mean * (1.0 + cv2),
            variance: mean * mean * (1.0 + cv2 * (6.0 + cv2 * last)) / 12.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn normal_demand_of_fifty_a_day() {
        let u = Undershoot::new(50.0, 15.0);
        assert!((u.mean - 27.25).abs() < 1e-12 && (u.variance - 315.77083333333326).abs() < 1e-9, "{u:?}");
    }

    #[test]
    fn exponential_demand_undershoots_by_its_own_mean() {
        // The exponential has no memory: the undershoot is distributed as the demand.
        let u = Undershoot::new(4.0, 4.0);
        assert!((u.mean - 4.0).abs() < 1e-12 && (u.variance - 16.0).abs() < 1e-12, "{u:?}");
    }

    proptest! {
        #[test]
        fn scales_and_is_never_negative(mean in 1e-3..1e6f64, cv in 0.0..30.0f64, scale in 0.1..10.0f64) {
            let u = Undershoot::new(mean, cv * mean);
            let scaled = Undershoot::new(scale * mean, scale * cv * mean);
            prop_assert!(u.mean >= mean / 2.0 && u.variance > 0.0);
            prop_assert!((scaled.mean / u.mean / scale - 1.0).abs() < 1e-9);
            prop_assert!((scaled.variance / u.variance / scale / scale - 1.0).abs() < 1e-9);
        }
    }
}
