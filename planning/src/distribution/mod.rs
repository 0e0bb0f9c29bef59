//! Distributions of demand: probabilities, quantiles and loss functions, accurate to about 1e-12.
//!
//! Stock policies need three losses of demand X at a level x: E\[(X − x)⁺\], the units short; E\[(x − X)⁺\], the
//! units left; and the second-order loss ½·E\[((X − x)⁺)²\], the integral of the first above x.

/// Normal demand.
mod normal;

/// Gamma demand: never negative, skewed.
mod gamma;

/// Powers over factorials without cancellation.
mod deviance;

/// Sums over demand in whole units.
mod lattice;

/// Poisson demand: units asked for one by one.
mod poisson;

/// Whole units, more variable than Poisson.
mod negative_binomial;

/// Demand as it was observed.
mod empirical;

use core::num::NonZeroU32;

pub use empirical::Empirical;
pub use gamma::Gamma;
pub use negative_binomial::NegativeBinomial;
pub use normal::Normal;
pub use poisson::Poisson;

/// A distribution of demand, in units.
pub trait Distribution {
    /// E\[X\].
    fn mean(&self) -> f64;

    /// Var X, units².
    fn variance(&self) -> f64;

    /// Density at `x`; the probability of `x` where X takes single values.
    fn pdf(&self, x: f64) -> f64;

    /// P(X ≤ x).
    fn cdf(&self, x: f64) -> f64;

    /// P(X > x), accurate in the upper tail.
    fn survival(&self, x: f64) -> f64;

    /// The smallest x with P(X ≤ x) ≥ p; NaN outside \[0, 1\].
    fn quantile(&self, p: f64) -> f64;

    /// E\[(X − x)⁺\]: expected units short of `x` units in stock.
    fn loss(&self, x: f64) -> f64;

    /// E\[(x − X)⁺\]: expected units left of `x` units in stock.
    fn complementary_loss(&self, x: f64) -> f64;

    /// ½·E\[((X − x)⁺)²\].
    fn second_loss(&self, x: f64) -> f64;

    /// The sum over so many independent periods, each distributed as this.
    fn over_periods(&self, periods: NonZeroU32) -> Self
    where
        Self: Sized;
}
