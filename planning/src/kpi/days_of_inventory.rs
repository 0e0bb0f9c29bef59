//! Days of inventory: how long the average stock lasts at the pace of the window.

use super::{Better, Definition, Measure, Ratio, Unit, Window, average_inventory, rows};

/// Days × average inventory ÷ cost of goods sold.
///
/// Source: Brigham & Houston, *Fundamentals of Financial Management*, ch. 16 (inventory conversion period).
pub(super) const DEFINITION: Definition =
    Definition { id: "days_of_inventory", unit: Unit::Days, better: Better::Lower, measure };

fn measure(window: &Window) -> Option<Ratio> {
    Some(Ratio {
        numerator: average_inventory(window)?,
        denominator: window.sums.value(Measure::CostOfGoodsSold),
        factor: f64::from(window.days),
        rows: rows(window, &[Measure::SalesRows, Measure::StockRows]),
    })
}

#[cfg(test)]
mod tests {
    use super::super::turnover;
    use super::*;

    #[test]
    fn is_365_over_turnover() {
        let window = super::super::window(
            364,
            &[(Measure::CostOfGoodsSold, 730.0), (Measure::InventoryValueDays, 364.0 * 91.5)],
        );
        let days = measure(&window).unwrap().value().unwrap();
        let turns = (turnover::DEFINITION.measure)(&window).unwrap().value().unwrap();
        assert!((days * turns - 365.0).abs() < 1e-9);
    }
}
