//! Fill rate (type 2 service): the share of demanded units that was shipped from stock at once.

use super::{Better, Definition, Measure, Ratio, Unit, Window, rows};

/// Units shipped from stock ÷ units demanded: a ratio of sums, never a mean of ratios.
///
/// Source: P. Schönsleben, *Integral Logistics Management*, §11.3.3.
pub(super) const DEFINITION: Definition =
    Definition { id: "fill_rate", unit: Unit::Percent, better: Better::Higher, measure };

fn measure(window: &Window) -> Option<Ratio> {
    window.known.fill?;
    Some(Ratio {
        numerator: window.sums.value(Measure::UnitsFilled),
        denominator: window.sums.value(Measure::UnitsDue),
        factor: 1.0,
        rows: rows(window, &[Measure::SalesRows, Measure::StockRows]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_five_of_fifty_one_units() {
        let window = super::super::window(5, &[(Measure::UnitsFilled, 45.0), (Measure::UnitsDue, 51.0)]);
        assert!((measure(&window).unwrap().value().unwrap() - 0.8823529412).abs() < 1e-10);
    }
}
