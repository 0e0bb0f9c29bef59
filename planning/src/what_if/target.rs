//! A service target, ready to be applied to any number of item-locations.

use super::{Formula, Scenario, ServiceType};
use crate::normal::{self, Table, Tail};

/// Newton's method for a fill rate ends at a step this small: two or three steps, more where orders are small beside σ.
const STEP_MIN: f64 = 1e-9;
const STEPS_MAX: usize = 30;

/// Largest safety stock in deviations; beyond lie promises that no forecast can keep.
const FACTOR_MAX: f64 = 4.0;
/// Halvings of 0 … `FACTOR_MAX`: to 1e-6.
const HALVINGS: u32 = 22;

/// A service level with the values that all its items share.
#[derive(Clone, Copy)]
pub struct Target {
    table: &'static Table,
    formula: Formula,
    factor: Factor,
}

/// The source of safety factors.
#[derive(Clone, Copy)]
enum Factor {
    /// One for all items: the normal quantile of a cycle service level, and its tail.
    Shared(f64, Tail),
    /// Each item's own, for a share of units that may be short.
    Short(f64),
    /// Each item's own, for the demand that the last unit of money in its stock serves a year.
    Return(f64),
}

impl Target {
    /// The target of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self::new(scenario.service_level, scenario.service_type, scenario.formula)
    }

    /// A service level in (0, 1) of that type.
    pub fn new(service_level: f64, service_type: ServiceType, formula: Formula) -> Self {
        let factor = match service_type {
            ServiceType::Cycle => return Self::with_factor(normal::ppf(service_level), formula),
            ServiceType::Fill => Factor::Short(1.0 - service_level),
        };
        Target { table: normal::table(), formula, factor }
    }

    /// One safety factor for all.
    pub fn with_factor(z: f64, formula: Formula) -> Self {
        let tail = Tail { loss: normal::loss(z), probability: normal::survival(z) };
        Target { table: normal::table(), formula, factor: Factor::Shared(z, tail) }
    }

    /// Stock in which the last unit of money serves this much demand a year; see
    /// [`BudgetSearch`](super::BudgetSearch).
    pub fn with_return(filled_per_year: f64, formula: Formula) -> Self {
        Target { table: normal::table(), formula, factor: Factor::Return(filled_per_year) }
    }

    /// Whether all items have the same factor.
    #[inline]
    pub(super) fn is_shared(&self) -> bool {
        matches!(self.factor, Factor::Shared(..))
    }

    /// How reorder points are computed.
    pub(super) fn formula(&self) -> Formula {
        self.formula
    }

    /// The safety factor k for `orders_per_year` orders of `quantity` units where demand to be covered deviates by `sd`
    /// units, and `shortage` times as many units are short as the normal's losses say.
    ///
    /// For a fill rate β the exact form G(k) − G(k + Q/σ) = (1 − β)·Q ÷ σ ÷ shortage, as in
    /// [`fill_rate_factor_exact`](crate::stock::fill_rate_factor_exact), within 1e-8; at least 0, because orders so large
    /// that they reach the target by themselves leave no reason to run down stock on purpose.
    #[inline]
    pub(super) fn factor(&self, quantity: f64, sd: f64, orders_per_year: f64, shortage: f64) -> f64 {
        match self.factor {
            Factor::Shared(z, _) => z,
            Factor::Short(share) if sd > 0.0 => self.fill_rate_factor(share / shortage, quantity / sd),
            Factor::Short(_) => 0.0,
            Factor::Return(filled) => {
                self.return_factor(filled / (orders_per_year * shortage), quantity / sd)
            }
        }
    }

    fn fill_rate_factor(&self, share: f64, steps: f64) -> f64 {
        let short = share * steps;
        let mut k = self.table.loss_inverse(short);
        for _ in 0..STEPS_MAX {
            let (here, later) = (self.table.tail(k), self.table.tail(k + steps));
            let slope = here.probability - later.probability;
            if slope <= 0.0 {
                break;
            }
            let next = (k + (here.loss - later.loss - short) / slope).max(0.0);
            let moved = (next - k).abs();
            k = next;
            if moved < STEP_MIN {
                break;
            }
        }
        k
    }

    /// The k from 0 to [`FACTOR_MAX`] with Φ(k + `steps`) − Φ(k) = `share`.
    fn return_factor(&self, share: f64, steps: f64) -> f64 {
        // Beyond seven deviations the tail is zero.
        if steps > 7.0 {
            return (-normal::ppf(share.min(0.5))).min(FACTOR_MAX);
        }
        let excess = |k: f64| self.table.tail(k).probability - self.table.tail(k + steps).probability - share;
        let (mut low, mut high) = (0.0, FACTOR_MAX);
        if excess(low) <= 0.0 {
            return low;
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if excess(middle) > 0.0 { low = middle } else { high = middle }
        }
        low
    }

    /// The tail above a safety factor.
    #[inline]
    pub(super) fn tail(&self, factor: f64) -> Tail {
        match self.factor {
            Factor::Shared(z, tail) if z.to_bits() == factor.to_bits() => tail,
            _ => self.table.tail(factor),
        }
    }

    /// Share of units expected to be short at safety factor `k` with `tail` above it: 1 −
    /// [`expected_fill_rate`](crate::stock::expected_fill_rate), within 1e-9 ÷ (Q/σ).
    #[inline]
    pub(super) fn short_share(&self, k: f64, tail: &Tail, quantity: f64, sd: f64) -> f64 {
        let covered = sd > 0.0;
        if !covered {
            return 0.0;
        }
        let steps = quantity / sd;
        (tail.loss - self.table.tail(k + steps).loss) / steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::{expected_fill_rate, fill_rate_factor_exact};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_fill_rate_is_met_as_the_exact_form_meets_it(beta in 0.5..0.999f64, steps in 0.05..60.0f64, sd in 0.1..1e4f64) {
            let target = Target::new(beta, ServiceType::Fill, Formula::Corrected);
            let k = target.factor(steps * sd, sd, 12.0, 1.0);
            let exact = fill_rate_factor_exact(beta, steps * sd, sd).max(0.0);
            prop_assert!((k - exact).abs() < 1e-6 / steps.min(1.0), "{k} {exact}");
            let reached = expected_fill_rate(k, steps * sd, sd);
            prop_assert!(reached >= beta - 1e-8, "{reached} {beta}");
            prop_assert!(k == 0.0 || reached <= beta + 1e-8, "{reached} {beta}");
        }

        #[test]
        fn the_fill_rate_is_the_exact_one(level in 0.5..0.999f64, steps in 0.05..60.0f64, k in -6.0..6.0f64) {
            let target = Target::new(level, ServiceType::Cycle, Formula::Corrected);
            for factor in [k, target.factor(steps, 1.0, 12.0, 1.0)] {
                let short = target.short_share(factor, &target.tail(factor), steps, 1.0);
                prop_assert!((1.0 - short - expected_fill_rate(factor, steps, 1.0)).abs() < 1e-9 / steps.min(1.0));
            }
        }
    }
}
