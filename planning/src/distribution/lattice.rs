//! Demand in whole units. Every sum runs outwards from the level, so that tails keep their digits.

use super::Distribution;
use crate::normal;
use core::num::NonZeroU32;

/// Sums take about as many steps as ten deviations have units.
pub(super) const MEAN_MAX: f64 = 1e12;

/// A distribution on 0, 1, 2, … given by its probabilities and their ratio.
pub(super) trait Lattice {
    fn mean(&self) -> f64;

    fn variance(&self) -> f64;

    /// P(X = k), k a whole number ≥ 0.
    fn probability(&self, k: f64) -> f64;

    /// P(X = k + 1) ÷ P(X = k).
    fn ratio(&self, k: f64) -> f64;

    /// The sum of so many independent copies.
    fn times(&self, periods: f64) -> Self;
}

/// Σ f, Σ j·f and ½·Σ j²·f over the outcomes on one side of a level, j their distance from it.
#[derive(Default)]
struct Side {
    probability: f64,
    loss: f64,
    second_loss: f64,
}

impl Side {
    /// Sums terms at distances `from`, `from` + 1, …; `ratio(j)` leads from the term at distance j to the next.
    ///
    /// Takes as many steps as there are outcomes within some ten deviations.
    fn sum(from: f64, first: f64, ratio: impl Fn(f64) -> f64) -> Self {
        let mut side = Side::default();
        let (mut distance, mut term) = (from, first);
        while term > 0.0 {
            side.probability += term;
            side.loss += distance * term;
            let second = 0.5 * distance * distance * term;
            side.second_loss += second;
            let step = ratio(distance);
            // What follows is at most about the last term ÷ (1 − ratio).
            if second < 1e-18 * (1.0 - step) * side.second_loss {
                break;
            }
            term *= step;
            distance += 1.0;
        }
        side
    }
}

/// Both sides of a level: outcomes above it, and those at or below it.
struct Split {
    above: Side,
    below: Side,
}

impl Split {
    /// Sums the side with the smaller probability and takes the other as what is left of the moments.
    fn at<L: Lattice>(of: &L, k: f64) -> Self {
        let (mean, variance) = (of.mean(), of.variance());
        let second = 0.5 * (variance + (mean - k) * (mean - k));
        if k < 0.0 {
            let above = Side { probability: 1.0, loss: mean - k, second_loss: second };
            return Split { above, below: Side::default() };
        }
        let at = of.probability(k);
        if k >= mean {
            let above = Side::sum(1.0, at * of.ratio(k), |j| of.ratio(k + j));
            let below = Side {
                probability: 1.0 - above.probability,
                loss: k - mean + above.loss,
                second_loss: second - above.second_loss,
            };
            return Split { above, below };
        }
        let below = Side::sum(0.0, at, |j| if j >= k { 0.0 } else { 1.0 / of.ratio(k - j - 1.0) });
        let above = Side {
            probability: 1.0 - below.probability,
            loss: mean - k + below.loss,
            second_loss: second - below.second_loss,
        };
        Split { above, below }
    }
}

impl<L: Lattice> Distribution for L {
    fn mean(&self) -> f64 {
        Lattice::mean(self)
    }

    fn variance(&self) -> f64 {
        Lattice::variance(self)
    }

    fn pdf(&self, x: f64) -> f64 {
        if x < 0.0 || x != libm::floor(x) { 0.0 } else { self.probability(x) }
    }

    fn cdf(&self, x: f64) -> f64 {
        Split::at(self, libm::floor(x)).below.probability
    }

    fn survival(&self, x: f64) -> f64 {
        Split::at(self, libm::floor(x)).above.probability
    }

    fn quantile(&self, p: f64) -> f64 {
        if p.is_nan() || !(0.0..=1.0).contains(&p) {
            return f64::NAN;
        }
        if p == 1.0 {
            return f64::INFINITY;
        }
        let sd = Lattice::variance(self).sqrt();
        let guess = libm::floor((Lattice::mean(self) + normal::ppf(p) * sd).max(0.0));
        let mut width = libm::ceil(0.1 * sd).max(1.0);
        // Invariant: cdf(below) < p ≤ cdf(above); nothing is below −1.
        let (mut below, mut above) = (guess - 1.0, guess);
        while below > -1.0 && self.cdf(below) >= p {
            above = below;
            below = (below - width).max(-1.0);
            width *= 2.0;
        }
        while self.cdf(above) < p {
            below = above;
            above += width;
            width *= 2.0;
        }
        while above - below > 1.0 {
            let middle = libm::floor(0.5 * (below + above));
            if self.cdf(middle) < p { below = middle } else { above = middle }
        }
        above.max(0.0)
    }

    fn loss(&self, x: f64) -> f64 {
        let k = libm::floor(x);
        let above = Split::at(self, k).above;
        above.loss - (x - k) * above.probability
    }

    fn complementary_loss(&self, x: f64) -> f64 {
        let k = libm::floor(x);
        let below = Split::at(self, k).below;
        below.loss + (x - k) * below.probability
    }

    fn second_loss(&self, x: f64) -> f64 {
        let k = libm::floor(x);
        let above = Split::at(self, k).above;
        above.second_loss - (x - k) * (above.loss - 0.5 * (x - k) * above.probability)
    }

    fn over_periods(&self, periods: NonZeroU32) -> Self {
        self.times(f64::from(periods.get()))
    }
}
