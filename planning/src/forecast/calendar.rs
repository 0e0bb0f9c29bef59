//! The effect of the calendar on the demand of many items alike.
//!
//! Weekdays and parts of the month (wages and benefits are paid at its beginning) move demand by some percent. A single
//! item shows that too faintly to tell it from chance; all items of a file together show it clearly.

use crate::day::Day;

/// Days of history used: two years.
pub(super) const DAYS: usize = 731;
/// Fewest days that show a usable calendar: half a year.
pub(super) const DAYS_MIN: usize = 182;
/// Days in a part of the month; the last part has the remaining days.
const PART_DAYS: u32 = 5;
pub(super) const PARTS: usize = 6;
pub(super) const WEEKDAYS: usize = 7;
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

pub(super) fn weekday(day: Day) -> usize {
    day.0.rem_euclid(7) as usize
}

pub(super) fn part(day: Day) -> usize {
    (((day.ymd().2 - 1) / PART_DAYS) as usize).min(PARTS - 1)
}
