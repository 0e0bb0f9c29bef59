//! The effect of the calendar on the demand of many items alike.
//!
//! Weekdays and parts of the month (wages and benefits are paid at its beginning) move demand by some percent. A single
//! item shows that too faintly to tell it from chance; all items of a file together show it clearly.

use super::seasonal_index::shares;
use super::series::Series;
use crate::day::Day;

/// Days of history used: two years.
pub(super) const DAYS: usize = 731;
/// Fewest days that show a usable calendar: half a year.
pub(super) const DAYS_MIN: usize = 182;
/// Days in a part of the month; the last part has the remaining days.
const PART_DAYS: u32 = 5;
pub(super) const PARTS: usize = 6;
pub(super) const WEEKDAYS: usize = 7;
/// Weight of the share of all series, as a number of demands of mean size, against a series' own share of a part of
/// the month.
const DRAWN: f64 = 128.0;

/// Demand relative to its level by weekday and part of the month, each about one in the mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calendar {
    pub(super) weekday: [f64; WEEKDAYS],
    pub(super) part: [f64; PARTS],
}

/// The calendar's values for one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalendarDay {
    /// Demand expected of the day, relative to its level.
    pub index: f64,
    /// Part of the month, 0 to 5.
    pub part: u8,
}

impl Calendar {
    /// Its values for a day.
    pub fn day(&self, day: Day) -> CalendarDay {
        let place = part(day);
        #[expect(clippy::cast_possible_truncation, reason = "a month has six parts")]
        let part = place as u8;
        CalendarDay { index: self.weekday[weekday(day)] * self.part[place], part }
    }

    /// Its values for a day whose weekday alone is known, as when days are counted from an arbitrary one.
    pub fn counted_day(&self, day: Day) -> CalendarDay {
        CalendarDay { index: self.weekday[weekday(day)], part: 0 }
    }
}

/// Demand by part of the month relative to the mean, drawn to one: the pattern that a series' own demand shows after
/// the shared calendar has been divided out. `None` without a calendar, for a short history, without demand, or where
/// demand is below zero.
pub(super) fn own_parts(series: &Series) -> Option<Vec<f64>> {
    let from = series.history.len().saturating_sub(DAYS);
    let demand = &series.history[from..];
    if series.calendar.is_empty() || series.history.len() < DAYS_MIN || demand.iter().any(|y| *y < 0.0) {
        return None;
    }
    shares(demand, |t| usize::from(series.calendar[from + t].part), PARTS, DRAWN)
}

pub(super) fn weekday(day: Day) -> usize {
    day.0.rem_euclid(7) as usize
}

pub(super) fn part(day: Day) -> usize {
    (((day.ymd().2 - 1) / PART_DAYS) as usize).min(PARTS - 1)
}

#[cfg(test)]
mod tests {
    use super::super::influences::Influences;
    use super::super::series::Fit;
    use super::*;

    #[test]
    fn a_series_has_parts_of_the_month_of_its_own_as_far_as_its_demand_shows_them() {
        let end = Day::from_ymd(2016, 1, 1).expect("a date");
        let calendar = Calendar { weekday: [1.0; WEEKDAYS], part: [1.0; PARTS] };
        let days: Vec<Day> = (0..762).map(|t| end.plus(t - 731)).collect();
        let of_days: Vec<CalendarDay> = days.iter().map(|day| calendar.day(*day)).collect();
        let history: Vec<f64> =
            days[..731].iter().map(|day| if part(*day) == 0 { 9.0 } else { 3.0 }).collect();
        let series = Series { calendar: &of_days, ..Series::new(&history, &[], 31) };
        let own = own_parts(&series).expect("parts");
        // By hand: the first five days of 24 months.
        let mean = history.iter().sum::<f64>() / 731.0;
        assert!((own[0] - (120.0 * 9.0 + 128.0 * mean) / (248.0 * mean)).abs() < 1e-9, "{own:?}");
        let fit = Influences::of(&series).without(&series, |s| Fit::flat(s.history.to_vec(), 4.5, s.horizon));
        assert!(fit.mean[..5].iter().all(|y| *y > 5.5) && fit.mean[5] < 4.3, "{:?}", fit.mean);
        assert!(fit.fitted.iter().zip(&history).all(|(f, y)| (f - y).abs() < 1e-9));
    }
}
