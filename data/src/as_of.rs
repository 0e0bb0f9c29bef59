//! The day that counts as "today": the last one of which the snapshot knows both stock and sales.

use planning::day::Day;
use planning::periods::SalesPeriod;

/// Largest number of days from the last sale to a stock count that still belongs to it: a weekend, a holiday, an
/// export on the next morning; with sales by week or month, until the next of them would be whole. With a longer gap, sales
/// are missing.
fn counted_after_days(period: SalesPeriod) -> i32 {
    match period {
        SalesPeriod::Day => 7,
        SalesPeriod::Week => 6,
        SalesPeriod::Month => 27,
    }
}

/// Largest number of days from a stock count to the last sale for which the count is still today's, because many
/// companies count once a month. Older stock is ignored, and sales decide.
const COUNTED_BEFORE_DAYS: i32 = 31;

/// The last day with stock, if it is near the last day with sales; otherwise the latter.
///
/// `first_sale` is the day of the first row of sales; before it nothing is known.
pub(crate) fn as_of(period: SalesPeriod, first_sale: Day, last_sale: Day, last_stock: Option<Day>) -> Day {
    let is_near = |day: &Day| {
        let after = day.since(last_sale);
        *day >= first_sale && (-COUNTED_BEFORE_DAYS..=counted_after_days(period)).contains(&after)
    };
    last_stock.filter(is_near).unwrap_or(last_sale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_the_last_count_near_the_last_sale() {
        let check = |last_stock: Option<i32>, expected: i32| {
            assert_eq!(
                as_of(SalesPeriod::Day, Day(80), Day(100), last_stock.map(Day)),
                Day(expected),
                "{last_stock:?}"
            );
        };
        check(None, 100);
        check(Some(100), 100);
        check(Some(107), 107);
        check(Some(108), 100);
        check(Some(90), 90);
        // Before the first sale nothing is known of what was sold.
        check(Some(79), 100);
        assert_eq!(as_of(SalesPeriod::Day, Day(0), Day(100), Some(Day(69))), Day(69));
        assert_eq!(as_of(SalesPeriod::Day, Day(0), Day(100), Some(Day(68))), Day(100));
        for (period, day) in [(SalesPeriod::Week, 106), (SalesPeriod::Month, 127)] {
            assert_eq!(as_of(period, Day(0), Day(100), Some(Day(day))), Day(day));
            assert_eq!(as_of(period, Day(0), Day(100), Some(Day(day + 1))), Day(100));
        }
    }
}
