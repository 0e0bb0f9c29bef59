//! Holding cost: what it cost to hold the stock over the window.

use super::Measure;
use super::{Better, Definition, Ratio, Unit, Window, average_inventory, rows};

/// Average on-hand value at cost × annual holding rate × days ÷ 365.
///
/// Source: Silver, Pyke & Peterson, *Inventory Management and Production Planning and Scheduling*, §3.4.
pub(super) const DEFINITION: Definition =
    Definition { id: "holding_cost", unit: Unit::Money, better: Better::Lower, measure };

fn measure(window: &Window) -> Option<Ratio> {
    Some(Ratio {
        numerator: average_inventory(window)? * window.holding_rate_per_year * f64::from(window.days),
        denominator: 365.0,
        factor: 1.0,
        rows: rows(window, &[Measure::StockRows]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_the_value_in_a_year() {
        let year = super::super::window(365, &[(Measure::InventoryValueDays, 365.0 * 80_000.0)]);
        assert!((measure(&year).unwrap().value().unwrap() - 20_000.0).abs() < 1e-9);
    }
}
