//! Inventory turnover: how many times a year the stock is sold.

use super::{Better, Definition, Measure, Ratio, Unit, Window, average_inventory, rows};

/// Cost of goods sold ÷ average inventory at cost, same window, × 365 ÷ days.
///
/// Source: Brigham & Houston, *Fundamentals of Financial Management*, ch. 4, with both sides at cost; the average is
/// the mean of end-of-day balances.
pub(super) const DEFINITION: Definition =
    Definition { id: "turnover", unit: Unit::TimesPerYear, better: Better::Higher, measure };

fn measure(window: &Window) -> Option<Ratio> {
    Some(Ratio {
        numerator: window.sums.value(Measure::CostOfGoodsSold),
        denominator: average_inventory(window)?,
        factor: 365.0 / f64::from(window.days),
        rows: rows(window, &[Measure::SalesRows, Measure::StockRows]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_times_a_year() {
        let balances = [100e3, 120e3, 80e3, 90e3, 110e3];
        let year = super::super::window(
            365,
            &[
                (Measure::CostOfGoodsSold, 500e3),
                (Measure::InventoryValueDays, balances.iter().sum::<f64>() / 5.0 * 365.0),
            ],
        );
        assert!((measure(&year).unwrap().value().unwrap() - 5.0).abs() < 1e-12);
    }
}
