//! Stockout rate: the share of item-days that ended without stock.

use super::{Better, Definition, Measure, Ratio, Unit, Window, rows};

/// Item-days with on-hand ≤ 0 ÷ active item-days; where hours out of stock are recorded, hours out ÷ opening hours.
///
/// Five definitions are in use and disagree on the same data; this one counts time, the fill rate counts units.
pub(super) const DEFINITION: Definition =
    Definition { id: "stockout_rate", unit: Unit::Percent, better: Better::Lower, measure };

fn measure(window: &Window) -> Option<Ratio> {
    let (out, of) = if window.known.hours {
        (Measure::HoursOut, Measure::HoursOpen)
    } else if window.known.on_hand {
        (Measure::StockoutItemDays, Measure::ActiveItemDays)
    } else {
        return None;
    };
    Some(Ratio {
        numerator: window.sums.value(out),
        denominator: window.sums.value(of),
        factor: 1.0,
        rows: rows(window, &[Measure::StockRows]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_ten_item_days() {
        let window =
            super::super::window(5, &[(Measure::StockoutItemDays, 2.0), (Measure::ActiveItemDays, 10.0)]);
        assert_eq!(measure(&window).unwrap().value(), Some(0.2));
    }

    #[test]
    fn hours_win_where_they_are_recorded() {
        let mut window = super::super::window(
            5,
            &[(Measure::HoursOut, 4.5), (Measure::HoursOpen, 45.0), (Measure::ActiveItemDays, 10.0)],
        );
        window.known.hours = true;
        assert_eq!(measure(&window).unwrap().value(), Some(0.1));
    }
}
