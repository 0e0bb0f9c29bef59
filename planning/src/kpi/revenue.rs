//! Revenue of the window.

use super::{Better, Definition, Measure, Ratio, Unit, Window, rows};

/// Σ revenue of the sales rows.
pub(super) const DEFINITION: Definition =
    Definition { id: "revenue", unit: Unit::Money, better: Better::Higher, measure };

fn measure(window: &Window) -> Option<Ratio> {
    window.known.revenue.then(|| Ratio {
        numerator: window.sums.value(Measure::Revenue),
        denominator: 1.0,
        factor: 1.0,
        rows: rows(window, &[Measure::SalesRows]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_exact_to_the_ten_thousandth() {
        let window = super::super::window(7, &[(Measure::Revenue, 20_000_000.000_1)]);
        assert_eq!(measure(&window).unwrap().value(), Some(20_000_000.000_1));
    }
}
