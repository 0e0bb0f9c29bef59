//! How long a stock lasts against the forecast.

use super::Outlook;

/// Days that so many units last at an even demand per day: zero for no units, infinite without demand.
pub fn days_of_supply(units: f64, demand_per_day: f64) -> f64 {
    if units <= 0.0 { 0.0 } else { units / demand_per_day }
}

impl Outlook<'_> {
    /// Days covered by the forecast.
    pub fn horizon_days(&self) -> f64 {
        self.mean.len() as f64 * self.period_days
    }

    /// Days until cumulative demand exceeds `units`, that is, how long they last; they run out on the day after the
    /// last whole day of it. Zero for no units, infinite where the forecast does not exceed them within its horizon,
    /// NaN for NaN.
    pub fn cover_days(&self, units: f64) -> f64 {
        if units.is_nan() {
            return f64::NAN;
        }
        let period_days = self.period_days;
        let (mut demanded, mut day) = (0.0, 0.0);
        for mean in self.mean {
            let (more, left) = (self.factor * mean, (units - demanded).max(0.0));
            if more > left {
                return day + left / more * period_days;
            }
            demanded += more;
            day += period_days;
        }
        f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ahead(mean: &[f64]) -> Outlook<'_> {
        Outlook { mean, period_days: 7.0, factor: 1.0 }
    }

    #[test]
    fn cover_follows_the_forecast_not_its_mean() {
        let check = |mean: &[f64], units: f64, days: f64| {
            let found = ahead(mean).cover_days(units);
            assert!(found == days || (found - days).abs() < 1e-12, "{units} of {mean:?}: {found}");
        };
        check(&[35.0, 35.0], 10.0, 2.0);
        check(&[35.0, 35.0], 12.0, 2.4);
        // A mean of 5.5 a day would say 4.9 days.
        check(&[7.0, 70.0], 27.0, 9.0);
        check(&[7.0, 70.0], 0.0, 0.0);
        check(&[7.0, 70.0], -3.0, 0.0);
        // Demand that does not come does not exceed: the stock lasts until it does.
        check(&[7.0, 0.0, 7.0], 7.0, 14.0);
        check(&[7.0, 7.0], 14.0, f64::INFINITY);
        check(&[0.0, 0.0], 0.0, f64::INFINITY);
        check(&[], 1.0, f64::INFINITY);
        assert!(ahead(&[7.0]).cover_days(f64::NAN).is_nan());
        assert_eq!(Outlook { factor: 2.0, ..ahead(&[7.0, 7.0]) }.cover_days(7.0), 3.5);
    }

    #[test]
    fn an_even_demand_uses_up_what_is_there() {
        assert_eq!(
            (days_of_supply(12.0, 1.5), days_of_supply(0.0, 1.5), days_of_supply(-3.0, 1.5)),
            (8.0, 0.0, 0.0)
        );
        assert_eq!((days_of_supply(1.0, 0.0), days_of_supply(0.0, 0.0)), (f64::INFINITY, 0.0));
        assert!(days_of_supply(f64::NAN, 1.0).is_nan() && days_of_supply(1.0, f64::NAN).is_nan());
    }

    proptest! {
        #[test]
        fn cover_is_the_first_moment_demand_exceeds_the_units(
            mean in prop::collection::vec(0.01..50.0f64, 0..14), units in -10.0..400.0f64,
        ) {
            let outlook = ahead(&mean);
            let days = outlook.cover_days(units);
            if days.is_infinite() {
                prop_assert!(outlook.demand(outlook.horizon_days()) <= units.max(0.0) + 1e-9);
            } else {
                prop_assert!((outlook.demand(days) - units.max(0.0)).abs() < 1e-9);
                prop_assert!(outlook.demand(days + 1e-3) > units);
            }
            prop_assert!(outlook.cover_days(units + 1.0) >= days);
        }
    }
}
