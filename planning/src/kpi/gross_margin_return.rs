//! Gross margin return on inventory (GMROI): margin earned a year per unit of money in stock.

use super::{Better, Definition, Measure, Ratio, Unit, Window, average_inventory, rows};

/// (Revenue − cost of goods sold) ÷ average inventory at cost, × 365 ÷ days; sales without a unit cost are left out.
///
/// Source: M. Levy & B. Weitz, *Retailing Management*, ch. 12.
pub(super) const DEFINITION: Definition =
    Definition { id: "gross_margin_return", unit: Unit::MoneyPerMoneyYear, better: Better::Higher, measure };

fn measure(window: &Window) -> Option<Ratio> {
    if !window.known.revenue {
        return None;
    }
    let margin = window.sums[Measure::CostedRevenue] - window.sums[Measure::CostOfGoodsSold];
    Some(Ratio {
        numerator: margin as f64 / Measure::Revenue.scale(),
        denominator: average_inventory(window)?,
        factor: 365.0 / f64::from(window.days),
        rows: rows(window, &[Measure::SalesRows, Measure::StockRows]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sales_without_a_cost_do_not_count() {
        let window = super::super::window(
            365,
            &[
                (Measure::Revenue, 900.0),
                (Measure::CostedRevenue, 500.0),
                (Measure::CostOfGoodsSold, 300.0),
                (Measure::InventoryValueDays, 36_500.0),
            ],
        );
        assert!((measure(&window).unwrap().value().unwrap() - 2.0).abs() < 1e-12);
    }
}
