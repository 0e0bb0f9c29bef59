//! The periods of sales, and the steps in which history and forecasts count them.

use crate::convert::{count_i64, count_u32};
use crate::day::Day;
use serde::{Deserialize, Serialize};

/// What a row of sales adds up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SalesPeriod {
    /// A day.
    #[default]
    Day,
    /// Seven days.
    Week,
    /// A month of the calendar.
    Month,
}

impl SalesPeriod {
    /// Every period, the shortest first.
    pub const ALL: [SalesPeriod; 3] = [SalesPeriod::Day, SalesPeriod::Week, SalesPeriod::Month];

    /// `day`, `week` or `month`.
    pub fn name(self) -> &'static str {
        ["day", "week", "month"][self as usize]
    }

    /// The step in which such sales are counted: days by week.
    pub fn step(self) -> Step {
        if self == SalesPeriod::Month { Step::Month } else { Step::Week }
    }
}

/// The step from one period of history and forecasts to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Seven days.
    #[default]
    Week,
    /// A month of the calendar.
    Month,
}

impl Step {
    /// `week` or `month`.
    pub fn name(self) -> &'static str {
        ["week", "month"][self as usize]
    }

    /// Days of a period; of a month the mean, a twelfth of 365.25.
    pub fn days(self) -> f64 {
        [7.0, 30.4375][self as usize]
    }

    /// Whole periods in a year: the season.
    pub fn periods_a_year(self) -> usize {
        [52, 12][self as usize]
    }

    /// Periods forecast. Thirteen weeks are longer than the lead times in common use; who counts by month waits longer.
    pub fn horizon_periods(self) -> usize {
        [13, 6][self as usize]
    }
}

/// Periods one after another, of which the last of the history ends on a given day; the coming ones follow it.
///
/// Months are those of the calendar if that day is the last of its month. Otherwise each begins as many days later: a
/// month's sales still fall into one period, because they are dated on the last day of their month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Periods {
    /// From one to the next.
    pub step: Step,
    /// The last day of the history.
    pub last: Day,
    /// Periods of the history.
    pub count: u32,
}

impl Periods {
    /// First day of a period, counted from the first of the history.
    pub fn first_day(self, place: usize) -> Day {
        self.end(count_i64(place) - 1).plus(1)
    }

    /// Last day of a period.
    pub fn last_day(self, place: usize) -> Day {
        self.end(count_i64(place))
    }

    /// Days of a period.
    pub fn days(self, place: usize) -> usize {
        usize::try_from(self.last_day(place).since(self.first_day(place)) + 1).unwrap_or(0)
    }

    /// The period of a day; `None` before the history.
    pub fn place(self, day: Day) -> Option<usize> {
        usize::try_from(i64::from(self.count) - 1 - self.age(day)).ok()
    }

    /// Periods from that of a day to the last of the history; below zero for coming ones.
    pub fn age(self, day: Day) -> i64 {
        match self.step {
            Step::Week => i64::from(self.last.since(day)).div_euclid(7),
            Step::Month if day.is_month_end() => self.last_month() - day.month_number(),
            Step::Month => self.last_month() - day.plus(-self.later_days()).month_number(),
        }
    }

    /// Such periods of which the first is that of a day.
    #[must_use]
    pub fn since(step: Step, first: Day, last: Day) -> Periods {
        let one = Periods { step, last, count: 1 };
        let before = usize::try_from(one.age(first)).unwrap_or(0);
        Periods { count: count_u32(before + 1), ..one }
    }

    fn end(self, place: i64) -> Day {
        let back = i64::from(self.count) - 1 - place;
        match self.step {
            Step::Week => self.last.plus((-7_i64).saturating_mul(back)),
            Step::Month => {
                let first_of_next =
                    Day::in_month(self.last_month().saturating_sub(back).saturating_add(1), 1);
                first_of_next.map_or(Day(i32::MAX), |day| day.plus(self.later_days() - 1))
            }
        }
    }

    /// Days by which each month begins later than that of the calendar.
    fn later_days(self) -> i64 {
        if self.last.is_month_end() { 0 } else { i64::from(self.last.ymd().2) }
    }

    /// The calendar's month of the last period.
    fn last_month(self) -> i64 {
        self.last.month_number() - i64::from(!self.last.is_month_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn months_are_those_of_the_calendar_or_begin_as_many_days_later() {
        let check = |last: &str, days: [&str; 4]| {
            let periods = Periods { step: Step::Month, last: day(last), count: 2 };
            let found =
                [periods.first_day(0), periods.last_day(0), periods.first_day(2), periods.last_day(2)];
            assert_eq!(found.map(|day| day.to_string()), days, "{last}");
        };
        check("2024-02-29", ["2024-01-01", "2024-01-31", "2024-03-01", "2024-03-31"]);
        check("2024-07-10", ["2024-05-11", "2024-06-10", "2024-07-11", "2024-08-10"]);
        let weeks = Periods { step: Step::Week, last: day("2024-07-10"), count: 2 };
        assert_eq!((weeks.first_day(0), weeks.last_day(2)), (day("2024-06-27"), day("2024-07-17")));
        assert_eq!((weeks.place(day("2024-06-26")), weeks.place(day("2024-06-27"))), (None, Some(0)));
        assert_eq!((weeks.place(day("2024-07-11")), weeks.days(0)), (Some(2), 7));
    }

    #[test]
    fn the_mean_of_steps_is_that_of_the_calendar() {
        let four_years = Periods { step: Step::Month, last: day("2024-12-31"), count: 48 };
        let days: usize = (0..48).map(|place| four_years.days(place)).sum();
        assert_eq!(days as f64 / 48.0, Step::Month.days());
    }

    proptest! {
        /// Periods follow one another without gap, hold the days that are in them, and each month's last day is in another.
        #[test]
        fn periods_tile_the_days(last in 10_000..20_000i32, count in 1..80u32, by_month in any::<bool>()) {
            let step = if by_month { Step::Month } else { Step::Week };
            let periods = Periods { step, last: Day(last), count };
            prop_assert_eq!(periods.last_day(count as usize - 1), Day(last));
            for place in 0..count as usize + 6 {
                let (first, end) = (periods.first_day(place), periods.last_day(place));
                prop_assert_eq!(periods.first_day(place + 1), end.plus(1));
                prop_assert!((7..=31).contains(&periods.days(place)));
                // Only where months begin after the 28th may a last day of one fall into another's.
                if !by_month || Day(last).is_month_end() || Day(last).ymd().2 < 28 {
                    prop_assert_eq!((periods.place(first), periods.place(end)), (Some(place), Some(place)));
                }
            }
            let months = (0..24).filter_map(|back| Day::in_month(Day(last).month_number() - back, 31));
            let ends: Vec<i64> = months.map(|end| periods.age(end)).collect();
            prop_assert!(!by_month || ends.windows(2).all(|pair| pair[1] == pair[0] + 1), "{:?}", ends);
            let again = Periods::since(step, periods.last_day(0), Day(last));
            prop_assert!(by_month && Day(last).ymd().2 >= 28 || again == periods);
        }
    }
}
