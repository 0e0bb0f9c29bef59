//! Powers over factorials, y^a·e^(−y) ÷ Γ(a + 1) and their like, without the cancellation of logarithms.
//!
//! Source: C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000).

use core::f64::consts::PI;

/// From here on Stirling's series is exact to double precision.
const STIRLING_FROM: f64 = 20.0;

/// y^a·e^(−y) ÷ Γ(a + 1), for a ≥ 0 and y ≥ 0: the Poisson probability of a where a is an integer.
pub(super) fn poisson_term(a: f64, y: f64) -> f64 {
    if a < STIRLING_FROM && y < 700.0 {
        return libm::pow(y, a) * libm::exp(-y) / libm::tgamma(a + 1.0);
    }
    if a < STIRLING_FROM {
        return libm::exp(a * libm::log(y) - y - libm::lgamma(a + 1.0));
    }
    if y == 0.0 {
        return 0.0;
    }
    libm::exp(-stirling_error(a) - deviance(a, y)) / (2.0 * PI * a).sqrt()
}

/// ln Γ(a + 1) less Stirling's formula (a + ½)·ln a − a + ½·ln 2π, for a > 0.
pub(super) fn stirling_error(a: f64) -> f64 {
    if a < STIRLING_FROM {
        return libm::lgamma(a + 1.0) - (a + 0.5) * libm::log(a) + a - 0.5 * libm::log(2.0 * PI);
    }
    let a2 = a * a;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / a2) / a2) / a2) / a2) / a
}

/// x·ln(x ÷ m) + m − x, for x ≥ 0 and m > 0: half the Poisson deviance of x at mean m.
pub(super) fn deviance(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut power = 2.0 * x * v;
    let mut odd = 1.0;
    loop {
        power *= v * v;
        odd += 2.0;
        let longer = sum + power / odd;
        if longer == sum {
            return sum;
        }
        sum = longer;
    }
}
