//! Stock value: the value of the stock at the end of the window.

use super::{Better, Definition, Measure, Ratio, Unit, Window, rows};

/// Σ end-of-day stock (not below zero) × unit cost on the window's last day.
pub(super) const DEFINITION: Definition =
    Definition { id: "stock_value", unit: Unit::Money, better: Better::Neither, measure };

fn measure(window: &Window) -> Option<Ratio> {
    (window.known.on_hand && window.known.cost && window.is_closing_known).then(|| Ratio {
        numerator: window.sums.value(Measure::ClosingValue),
        denominator: 1.0,
        factor: 1.0,
        rows: rows(window, &[Measure::ClosingActive]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_unit_costs_and_a_count_on_the_day() {
        let mut window = super::super::window(7, &[(Measure::ClosingValue, 1_234.5)]);
        assert_eq!(measure(&window).unwrap().value(), Some(1_234.5));
        window.known.cost = false;
        assert_eq!(measure(&window), None);
        window.known.cost = true;
        window.is_closing_known = false;
        assert_eq!(measure(&window), None, "stock that nobody counted is not zero");
    }
}
