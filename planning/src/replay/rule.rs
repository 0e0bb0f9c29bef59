//! Rules that use only the inventory position: the textbook's, and those of owners.

use super::ledger::Stock;
use crate::stock;

/// Recent periods whose mean a rule of thumb uses: a quarter of weeks.
const RECENT_PERIODS: usize = 13;

/// The order that raises the inventory position to a level, units.
pub fn order_up_to(level: f64, stock: &Stock) -> f64 {
    (level - stock.position()).max(0.0)
}

/// The textbook's order-up-to level, units: [`stock::order_up_to`] by the mean and deviation of all known demand, without
/// lead-time variability.
pub fn textbook_level(history: &[f64], protection_periods: usize, cycle_service: f64) -> f64 {
    let known: Vec<f64> = history.iter().copied().filter(|units| units.is_finite()).collect();
    let mean = mean(&known);
    let squares = known.iter().fold(0.0, |sum, units| sum + (units - mean) * (units - mean));
    let sd = (squares / known.len().saturating_sub(1).max(1) as f64).sqrt();
    let periods = protection_periods as f64;
    stock::order_up_to(cycle_service, periods, 0.0, mean, sd, 0.0).max(0.0)
}

/// This many periods of mean demand, units, from the last 13 known periods.
pub fn cover_level(history: &[f64], cover_periods: f64) -> f64 {
    let known = history.iter().rev().copied().filter(|units| units.is_finite());
    cover_periods * mean(&known.take(RECENT_PERIODS).collect::<Vec<_>>()).max(0.0)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, value| sum + value) / values.len().max(1) as f64
}

/// The order of an owner's rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lot {
    /// A lot of this many units, repeated until the position is above the reorder point; nothing if it is not
    /// positive.
    Quantity(f64),
    /// The order that raises the position to this many units.
    UpTo(f64),
}

/// An owner's rule: a lot when the inventory position is at or below the reorder point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FixedRule {
    /// Units; infinite to order at every review.
    pub reorder_point: f64,
    /// The order.
    pub lot: Lot,
}

impl FixedRule {
    /// Units to order.
    pub fn order(&self, stock: &Stock) -> f64 {
        let position = stock.position();
        if position > self.reorder_point {
            return 0.0;
        }
        match self.lot {
            Lot::UpTo(level) => order_up_to(level, stock),
            Lot::Quantity(quantity) if quantity > 0.0 && self.reorder_point.is_finite() => {
                quantity * (libm::floor((self.reorder_point - position) / quantity) + 1.0)
            }
            Lot::Quantity(quantity) => quantity.max(0.0),
        }
    }

    /// Initial stock where none is known, units.
    pub fn level(&self) -> f64 {
        match self.lot {
            Lot::UpTo(level) => level,
            Lot::Quantity(quantity) if self.reorder_point.is_finite() => self.reorder_point + quantity,
            Lot::Quantity(quantity) => quantity,
        }
        .max(0.0)
    }
}
