//! Tells open purchase orders that may still arrive from abandoned ones, and reconciles them with stock records.

/// No order counts as abandoned before this age, days: nobody waits half a year for goods without asking for them.
pub const ABANDONED_DAYS_MIN: f64 = 180.0;
/// Nor before this many mean lead times plus deviations.
pub const ABANDONED_LEAD_TIMES: f64 = 3.0;

/// Whether an order that has been open for `age_days` was forgotten rather than late: it is older than half a year and
/// than three mean lead times plus three deviations. `lead_time` is (mean, deviation) in days.
pub fn is_abandoned(age_days: f64, lead_time: (f64, f64)) -> bool {
    age_days > ABANDONED_DAYS_MIN.max(ABANDONED_LEAD_TIMES * (lead_time.0 + lead_time.1))
}

/// Units on order, and units of abandoned orders that are not among them.
///
/// `stated` is the quantity in the stock records, NaN where there is none; `open` the units of orders that may still
/// arrive, `abandoned` those of the others. Where stock records exceed the open orders, abandoned orders explain the
/// rest as far as they reach.
pub fn on_order(stated: f64, open: f64, abandoned: f64) -> (f64, f64) {
    if stated.is_nan() {
        return (open, abandoned);
    }
    let given_up = (stated - open).max(0.0).min(abandoned);
    (stated - given_up, given_up)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_late_for_long_before_it_is_given_up() {
        assert!(!is_abandoned(180.0, (7.0, 1.0)) && is_abandoned(181.0, (7.0, 1.0)));
        assert!(!is_abandoned(330.0, (90.0, 20.0)) && is_abandoned(331.0, (90.0, 20.0)));
    }

    #[test]
    fn what_stock_records_say_counts_but_for_orders_given_up() {
        assert_eq!(on_order(f64::NAN, 700.0, 0.0), (700.0, 0.0));
        assert_eq!(on_order(f64::NAN, 0.0, 5_000.0), (0.0, 5_000.0));
        assert_eq!(on_order(5_000.0, 0.0, 5_000.0), (0.0, 5_000.0));
        assert_eq!(on_order(5_100.0, 100.0, 5_000.0), (100.0, 5_000.0));
        // The records have closed it already.
        assert_eq!(on_order(100.0, 100.0, 5_000.0), (100.0, 0.0));
        assert_eq!(on_order(300.0, 100.0, 0.0), (300.0, 0.0));
    }
}
