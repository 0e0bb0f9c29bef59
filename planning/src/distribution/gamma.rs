//! Gamma demand: never negative, skewed, any deviation.

use super::Distribution;
use super::deviance::poisson_term;
use crate::normal;
use core::num::NonZeroU32;

/// Series take about ten times the root of the shape in steps.
const SHAPE_MAX: f64 = 1e12;

/// Gamma demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    scale: f64,
}

/// P(X ≤ x), E\[(x − X)⁺\] and ½·E\[((x − X)⁺)²\] at scale 1, or the same of the other side.
struct Side {
    probability: f64,
    loss: f64,
    second_loss: f64,
}

impl Gamma {
    /// From shape and scale (units); `None` unless both are positive and finite and the shape is at most 10¹². Beyond
    /// that series take too long, and a normal distribution gives the same values.
    pub fn new(shape: f64, scale: f64) -> Option<Self> {
        let usable = shape > 0.0 && shape <= SHAPE_MAX && scale > 0.0 && scale.is_finite();
        usable.then_some(Gamma { shape, scale })
    }

    /// From mean and deviation in units; `None` as for [`Gamma::new`], shape = (mean ÷ deviation)².
    pub fn from_moments(mean: f64, sd: f64) -> Option<Self> {
        let usable = mean > 0.0 && sd > 0.0;
        if usable { Gamma::new(mean * mean / (sd * sd), sd * sd / mean) } else { None }
    }

    /// Below y = x ÷ scale: P(a, y) = Σ tₘ with tₘ = y^(a+m)·e^(−y) ÷ Γ(a + m + 1), and its integrals Σ m·tₘ and
    /// ½·Σ m·(m − 1)·tₘ. Every term is positive, so small values keep their digits.
    fn below(&self, y: f64) -> Side {
        let mut term = poisson_term(self.shape, y);
        let mut side = Side { probability: term, loss: 0.0, second_loss: 0.0 };
        let mut m = 0.0;
        while term > 0.0 {
            m += 1.0;
            let step = y / (self.shape + m);
            term *= step;
            side.probability += term;
            side.loss += m * term;
            let second = 0.5 * m * (m - 1.0) * term;
            side.second_loss += second;
            if m > 1.0 && second < 1e-18 * (1.0 - step) * side.second_loss {
                break;
            }
        }
        side
    }

    /// Above y: Q(a, y) by Legendre's continued fraction (Abramowitz & Stegun 6.5.31, Lentz's method), the losses
    /// from it (Zipkin, *Foundations of Inventory Management* (2000), §C.2.3).
    fn above(&self, y: f64) -> Side {
        let a = self.shape;
        let term = poisson_term(a, y);
        let mut b = y + 1.0 - a;
        let (mut c, mut d) = (f64::MAX, 1.0 / b);
        let mut fraction = d;
        let mut i = 0.0;
        loop {
            i += 1.0;
            let numerator = i * (a - i);
            b += 2.0;
            d = 1.0 / (numerator * d + b);
            c = b + numerator / c;
            let step = c * d;
            fraction *= step;
            let done = (step - 1.0).abs() < 1e-16;
            if done || i > 1e6 {
                break;
            }
        }
        let probability = a * term * fraction;
        Side {
            probability,
            loss: (a - y) * probability + a * term,
            second_loss: 0.5 * (((a - y) * (a - y) + a) * probability + a * term * (a + 1.0 - y)),
        }
    }

    /// The side that is summed directly, and whether it is the one below.
    fn side(&self, x: f64) -> (Side, bool) {
        let y = x.max(0.0) / self.scale;
        if y < self.shape + 1.0 { (self.below(y), true) } else { (self.above(y), false) }
    }
}

impl Distribution for Gamma {
    fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    fn variance(&self) -> f64 {
        self.shape * self.scale * self.scale
    }

    fn pdf(&self, x: f64) -> f64 {
        if x < 0.0 {
            return 0.0;
        }
        if x == 0.0 {
            let at_zero = if self.shape < 1.0 { f64::INFINITY } else { 0.0 };
            return if self.shape == 1.0 { 1.0 / self.scale } else { at_zero };
        }
        poisson_term(self.shape, x / self.scale) * self.shape / x
    }

    fn cdf(&self, x: f64) -> f64 {
        let (side, is_below) = self.side(x);
        if is_below { side.probability } else { 1.0 - side.probability }
    }

    fn survival(&self, x: f64) -> f64 {
        let (side, is_below) = self.side(x);
        if is_below { 1.0 - side.probability } else { side.probability }
    }

    /// Newton steps on the smaller tail, kept inside a bracket; started from Wilson & Hilferty (1931), or from the
    /// first term of the series where that is negative or the shape small.
    fn quantile(&self, p: f64) -> f64 {
        if p.is_nan() || !(0.0..=1.0).contains(&p) {
            return f64::NAN;
        }
        if p == 0.0 || p == 1.0 {
            return if p == 0.0 { 0.0 } else { f64::INFINITY };
        }
        let a = self.shape;
        let root = 1.0 - 1.0 / (9.0 * a) + normal::ppf(p) / (3.0 * a.sqrt());
        let first_term = libm::exp((libm::log(p) + libm::lgamma(a + 1.0)) / a);
        let mut x = self.scale * if a < 1.0 || root < 0.1 { first_term } else { a * root * root * root };
        let (mut low, mut high) = (0.0, f64::INFINITY);
        for _ in 0..200 {
            // Positive above the quantile.
            let excess = if p < 0.5 { self.cdf(x) - p } else { (1.0 - p) - self.survival(x) };
            if excess > 0.0 {
                high = x
            } else {
                low = x
            }
            let newton = x - excess / self.pdf(x);
            let inside = newton > low && newton < high;
            let middle = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * low };
            let next = if inside { newton } else { middle };
            if excess == 0.0 || (next - x).abs() <= 2e-16 * x {
                break;
            }
            x = next;
        }
        x
    }

    fn loss(&self, x: f64) -> f64 {
        let (side, is_below) = self.side(x);
        if is_below { self.mean() - x + self.scale * side.loss } else { self.scale * side.loss }
    }

    fn complementary_loss(&self, x: f64) -> f64 {
        let (side, is_below) = self.side(x);
        if is_below { self.scale * side.loss } else { x - self.mean() + self.scale * side.loss }
    }

    fn second_loss(&self, x: f64) -> f64 {
        let (side, is_below) = self.side(x);
        let summed = self.scale * self.scale * side.second_loss;
        if !is_below {
            return summed;
        }
        let gap = self.mean() - x;
        0.5 * (self.variance() + gap * gap) - summed
    }

    fn over_periods(&self, periods: NonZeroU32) -> Self {
        Gamma { shape: f64::from(periods.get()) * self.shape, scale: self.scale }
    }
}
