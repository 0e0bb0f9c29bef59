//! What rows of sales add up: a day, a week or a month, as their dates show or as it was told.

use planning::day::Day;
use planning::month_day::MonthDay;
use planning::periods::SalesPeriod;
use serde::Deserialize;

use crate::long::{Step, usual_step};
use crate::store::RowPeriods;

/// Fewest dates that show a period.
const DATES_MIN: usize = 6;
/// Dates that may differ from the others: holidays, typing errors. Of few dates, one in ten.
pub(super) const STRAYS_MAX: usize = 2;

/// How the rows of sales are dated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dating {
    pub(super) period: SalesPeriod,
    /// The last day of a week, in days since Monday.
    pub(super) last_weekday: u8,
}

impl Dating {
    /// What ascending dates show; days where they show nothing.
    pub(super) fn of(days: &[Day]) -> Dating {
        let period = match usual_step(days).filter(|_| days.len() >= DATES_MIN) {
            Some(Step::WEEK) => SalesPeriod::Week,
            Some(Step::Months(1)) => SalesPeriod::Month,
            _ => SalesPeriod::Day,
        };
        if strays(period, days) > STRAYS_MAX.min(days.len() / 10 + 1) {
            return Dating::default();
        }
        Dating::told(period, None, days)
    }

    /// Of a period that is known. Weeks that are dated on Mondays are taken to begin on these, others to end on their date.
    pub(super) fn told(period: SalesPeriod, dated: Option<Dated>, days: &[Day]) -> Dating {
        let (weekday, _) = usual_weekday(days);
        let begins = dated.map_or(weekday == 0, |dated| dated == Dated::First);
        Dating { period, last_weekday: if begins { (weekday + 6) % 7 } else { weekday } }
    }

    /// The last day of the period that a day is in.
    pub(super) fn last_day(self, day: Day) -> Day {
        match self.period {
            SalesPeriod::Day => day,
            SalesPeriod::Week => day.plus((i32::from(self.last_weekday) - day.since_monday()).rem_euclid(7)),
            SalesPeriod::Month => Day::in_month(day.month_number(), 31).unwrap_or(day),
        }
    }
}

/// The weekday of most days, in days since Monday, and how many have it.
pub(super) fn usual_weekday(days: &[Day]) -> (u8, usize) {
    let mut counts = [0; 7];
    days.iter().for_each(|day| counts[usize::try_from(day.since_monday()).unwrap_or(0)] += 1);
    let most = (0..7_u8).max_by_key(|weekday| (counts[usize::from(*weekday)], std::cmp::Reverse(*weekday)));
    let most = most.unwrap_or(0);
    (most, counts[usize::from(most)])
}

/// How many dates are not on the weekday, or the day of the month, that most have.
pub(super) fn strays(period: SalesPeriod, days: &[Day]) -> usize {
    match period {
        SalesPeriod::Day => 0,
        SalesPeriod::Week => days.len() - usual_weekday(days).1,
        SalesPeriod::Month => days.len() - MonthDay::of_most(days.iter().copied()).1,
    }
}

/// Which day of its week a row of a week is dated on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dated {
    /// The first.
    First,
    /// The last.
    Last,
}

/// What a mapping says of the rows of sales.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SalesRows {
    /// What a row adds up; found in the dates where it is not told.
    pub period: Option<SalesPeriod>,
    /// Which day of its week a row of a week is dated on; Mondays begin weeks and other days end them, where it is not told.
    pub dated: Option<Dated>,
}

/// What the snapshot has that an import builds upon.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stored {
    pub(super) rows: RowPeriods,
    pub(super) has_stock: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use planning::convert::count_i64;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn every(step: i32, first: &str, count: i32) -> Vec<Day> {
        (0..count).map(|place| day(first).plus(step * place)).collect()
    }

    #[test]
    fn weeks_that_are_dated_on_mondays_begin_on_them_and_others_end_on_their_date() {
        for (first, last) in [
            ("2024-01-01", "2024-01-07"),
            ("2024-01-07", "2024-01-07"),
            ("2024-01-06", "2024-01-06"),
            ("2024-01-05", "2024-01-05"),
        ] {
            let dating = Dating::of(&every(7, first, 10));
            assert_eq!(
                (dating.period, dating.last_day(day(first))),
                (SalesPeriod::Week, day(last)),
                "{first}"
            );
        }
        let sundays = every(7, "2024-01-07", 10);
        let dating = Dating::told(SalesPeriod::Week, Some(Dated::First), &sundays);
        assert_eq!(dating.last_day(day("2024-01-07")), day("2024-01-13"));
    }

    #[test]
    fn what_is_no_week_and_no_month_stays_days() {
        let period = |days: &[Day]| Dating::of(days).period;
        assert_eq!(period(&every(7, "2024-01-01", 5)), SalesPeriod::Day, "too few");
        assert_eq!(period(&every(14, "2024-01-01", 20)), SalesPeriod::Day, "fortnights");
        assert_eq!(period(&every(1, "2024-01-01", 200)), SalesPeriod::Day);
        let working: Vec<Day> =
            every(1, "2024-01-01", 90).into_iter().filter(|day| day.is_working_day()).collect();
        assert_eq!(period(&working), SalesPeriod::Day);
        let quarters: Vec<Day> =
            (0..12).filter_map(|quarter| Day::in_month(2020 * 12 + 3 * quarter, 31)).collect();
        assert_eq!(period(&quarters), SalesPeriod::Day);
        let mut many_strays = every(7, "2024-01-01", 30);
        (0..4).for_each(|place| many_strays[3 * place + 1] = many_strays[3 * place + 1].plus(2));
        assert_eq!(period(&many_strays), SalesPeriod::Day);
    }

    proptest! {
        /// Weeks with holes and one or two dates beside them are weeks, whose rows stay in their own week.
        #[test]
        fn weeks_are_found(
            first in 10_000..20_000i32, count in 40..200usize, holes in prop::collection::vec(any::<bool>(), 200),
            strays in prop::collection::vec((0..200usize, 1..3i32), 0..3),
        ) {
            // Three weeks of four are there.
            let kept = |place: &usize| !(holes[*place] && place % 4 == 1);
            let mut days: Vec<Day> =
                (0..count).filter(kept).map(|place| Day(first).plus(7 * count_i64(place))).collect();
            for (place, moved) in strays {
                let place = place % days.len();
                days[place] = days[place].plus(moved);
            }
            days.sort_unstable();
            let dating = Dating::of(&days);
            prop_assert_eq!(dating.period, SalesPeriod::Week);
            for day in &days {
                let last = dating.last_day(*day);
                prop_assert!((0..7).contains(&last.since(*day)));
                prop_assert_eq!(last.since_monday(), i32::from(dating.last_weekday));
            }
        }

        /// Months dated by any day are months, and each is one row.
        #[test]
        fn months_are_found(month in 23_000..24_000i64, count in 6..80i64, of_month in 1..32u32, stray in any::<bool>()) {
            let mut days: Vec<Day> =
                (0..count).filter_map(|place| Day::in_month(month + place, of_month)).collect();
            if stray && count > 8 {
                let moved = if of_month > 15 { -2 } else { 2 };
                days[3] = days[3].plus(moved);
            }
            let dating = Dating::of(&days);
            prop_assert_eq!(dating.period, SalesPeriod::Month);
            let ends: Vec<Day> = days.iter().map(|day| dating.last_day(*day)).collect();
            prop_assert!(ends.iter().all(|day| day.is_month_end()));
            prop_assert!(ends.windows(2).all(|pair| pair[1].month_number() == pair[0].month_number() + 1));
        }

        /// Sales on some days of a year are not taken for weeks or months.
        #[test]
        fn single_days_stay_days(days in prop::collection::btree_set(0..365i32, 20..200)) {
            let days: Vec<Day> = days.into_iter().map(|day| Day(19_000 + day)).collect();
            prop_assert_eq!(Dating::of(&days).period, SalesPeriod::Day);
        }
    }
}
