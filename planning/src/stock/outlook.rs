//! How expected demand uses up stock: the day by which a number of units will have gone.

/// Expected demand of coming days: the mean of each period spread evenly over its days, and after the last period the
/// average of all periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook<'a> {
    /// Mean demand of each coming period, units; the first begins tomorrow.
    pub mean: &'a [f64],
    /// Days of a period; of a month the mean.
    pub period_days: f64,
    /// Multiplies every mean.
    pub factor: f64,
}

/// Beyond three years no day is told.
const DAYS_MAX: u32 = 1_096;

impl Outlook<'_> {
    /// Units expected to be demanded in the `days` (at least 0) after today.
    pub fn demand(&self, days: f64) -> f64 {
        let period_days = self.period_days;
        let (mut demanded, mut left) = (0.0, days);
        for mean in self.mean {
            if left <= period_days {
                return demanded + self.factor * mean * (left / period_days);
            }
            demanded += self.factor * mean;
            left -= period_days;
        }
        demanded + self.per_day_after() * left
    }

    /// The first day, counted from today as 0, by whose end at least `units` are expected to have been demanded.
    ///
    /// `None` where that is not within three years, or `units` is not a number.
    pub fn days_until(&self, units: f64) -> Option<u32> {
        if units <= 0.0 {
            return Some(0);
        }
        let reached = |days: u32| self.demand(f64::from(days)) >= units;
        if !reached(DAYS_MAX) {
            return None;
        }
        // Demand never falls, so halving finds the first day exactly as `demand` defines it.
        let (mut before, mut at) = (0, DAYS_MAX);
        while at - before > 1 {
            let middle = before + (at - before) / 2;
            if reached(middle) { at = middle } else { before = middle }
        }
        Some(at)
    }

    fn per_day_after(&self) -> f64 {
        let days = self.mean.len() as f64 * self.period_days;
        if days > 0.0 { self.factor * self.mean.iter().sum::<f64>() / days } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn periods_are_used_up_one_after_the_other() {
        let outlook = Outlook { mean: &[7.0, 14.0], period_days: 7.0, factor: 1.0 };
        let check = |units: f64, days: Option<u32>| assert_eq!(outlook.days_until(units), days, "{units}");
        check(-1.0, Some(0));
        check(0.0, Some(0));
        check(0.5, Some(1));
        check(7.0, Some(7));
        check(7.1, Some(8));
        check(21.0, Some(14));
        // After the two weeks 1.5 a day.
        check(24.0, Some(16));
        check(1e9, None);
        check(f64::NAN, None);
        assert_eq!(outlook.demand(15.0), 22.5);
        let doubled = Outlook { factor: 2.0, ..outlook };
        assert_eq!(doubled.days_until(14.0), Some(7));
    }

    #[test]
    fn without_demand_nothing_is_used_up() {
        for mean in [&[][..], &[0.0, 0.0]] {
            let outlook = Outlook { mean, period_days: 7.0, factor: 1.0 };
            assert_eq!((outlook.demand(30.0), outlook.days_until(1.0)), (0.0, None));
        }
    }

    proptest! {
        #[test]
        fn the_day_is_the_first(
            mean in prop::collection::vec(0.0..500.0f64, 1..14), units in 0.1..5e3f64, factor in 0.25..3.0f64,
        ) {
            let outlook = Outlook { mean: &mean, period_days: 7.0, factor };
            if let Some(days) = outlook.days_until(units) {
                prop_assert!(days >= 1 && outlook.demand(f64::from(days)) >= units);
                prop_assert!(outlook.demand(f64::from(days - 1)) < units);
            } else {
                prop_assert!(outlook.demand(1_096.0) < units);
            }
        }
    }
}
