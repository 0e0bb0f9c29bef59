//! Demand of many series by day, and the calendar that it shows.

use super::calendar::{Calendar, DAYS, DAYS_MIN, PARTS, WEEKDAYS, part, weekday};
use super::series::CLOSED;
use crate::convert::count_u32;
use crate::day::Day;

/// With fewer series than this, each has only its own season.
const SERIES_MIN: u64 = 30;
/// The level of a day is the mean of this many days around it.
const LEVEL_DAYS: usize = 91;
/// A century of days: a longer span means mistaken times.
pub(super) const SPAN_MAX: i32 = 36_525;

/// Demand of many series by day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SharedDemand {
    first: Day,
    /// From `first` on.
    days: Vec<DayDemand>,
    series: u64,
}

/// Demand of all series on a day, and their mean demand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct DayDemand {
    demand: f64,
    /// Over series that have a number for the day.
    mean_of_known: f64,
    /// Over series whose first and last day enclose the day.
    mean_of_begun: f64,
}

impl DayDemand {
    fn mean(&self, no_number: NoNumber) -> f64 {
        match no_number {
            NoNumber::Missing => self.mean_of_known,
            NoNumber::Zero => self.mean_of_begun,
        }
    }
}

/// The meaning of a day for which a series has no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoNumber {
    /// Demand is not known.
    Missing,
    /// There was no demand.
    Zero,
}

impl SharedDemand {
    /// Adds a series: its days with their demand in any order, NaN where missing. Demand below zero counts as zero.
    ///
    /// A series is weighted by the root of its mean demand. Weighted by demand, the largest series would set the
    /// calendar of all; weighted equally, the chance of the rarest would.
    pub fn add(&mut self, demand: &[(Day, f64)]) {
        self.add_weighted(demand, |mean| 1.0 / mean.sqrt());
    }

    /// The same with a weight for the series, which depends on its mean demand.
    pub(super) fn add_weighted(&mut self, demand: &[(Day, f64)], weight: fn(f64) -> f64) {
        let known = || demand.iter().filter(|(_, y)| y.is_finite()).map(|(day, y)| (*day, y.max(0.0)));
        let sum: f64 = known().map(|(_, y)| y).sum();
        let ends = known().map(|(day, _)| day).min().zip(known().map(|(day, _)| day).max());
        let Some((first, last)) = ends.filter(|_| sum > 0.0 && sum.is_finite()) else { return };
        let (begin, end) = match self.days.len() {
            0 => (first, last),
            known => (first.min(self.first), last.max(self.first.plus(count_u32(known - 1)))),
        };
        if end.since(begin) >= SPAN_MAX {
            return;
        }
        // No day is before the first.
        let place = |day: Day| day.since(begin).unsigned_abs() as usize;
        if !self.days.is_empty() {
            self.days.splice(0..0, core::iter::repeat_n(DayDemand::default(), place(self.first)));
        }
        self.first = begin;
        self.days.resize(place(end) + 1, DayDemand::default());
        self.series += 1;
        let begun = &mut self.days[place(first)..=place(last)];
        let (rows, days) = (known().count() as f64, begun.len() as f64);
        let weight = weight(sum / rows);
        begun.iter_mut().for_each(|day| day.mean_of_begun += weight * sum / days);
        for (day, y) in known() {
            let day = &mut self.days[place(day)];
            day.demand += weight * y;
            day.mean_of_known += weight * sum / rows;
        }
    }

    /// The first day; `None` without series.
    pub(super) fn first(&self) -> Option<Day> {
        (!self.days.is_empty()).then_some(self.first)
    }

    /// Demand of a day, and the mean demand of the series that have a number for it.
    pub(super) fn on(&self, day: Day, no_number: NoNumber) -> (f64, f64) {
        let place = usize::try_from(day.since(self.first)).ok();
        place
            .and_then(|place| self.days.get(place))
            .map_or((0.0, 0.0), |day| (day.demand, day.mean(no_number)))
    }

    /// The calendar from demand before a day; `None` with fewer than thirty series or less than half a year.
    ///
    /// By the ratio to a moving average (Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §3.4):
    /// first the mean ratio of each weekday, then of each part of the month in the remainder.
    pub fn calendar(&self, before: Day, no_number: NoNumber) -> Option<Calendar> {
        let known = usize::try_from(before.since(self.first)).unwrap_or(0).min(self.days.len());
        if self.series < SERIES_MIN || known < DAYS_MIN {
            return None;
        }
        let from = known.saturating_sub(DAYS);
        let relative = self.days[from..known].iter().map(|day| {
            let mean = day.mean(no_number);
            (mean > 0.0).then(|| day.demand / mean)
        });
        let ratios: Vec<(Day, f64)> = ratios(&relative.collect::<Vec<_>>())
            .map(|(t, ratio)| (self.first.plus(count_u32(from + t)), ratio))
            .collect();
        let weekday = relative_means::<WEEKDAYS>(ratios.iter().map(|(day, ratio)| (weekday(*day), *ratio)))?;
        let left = ratios.iter().filter_map(|(day, ratio)| {
            let index = weekday[self::weekday(*day)];
            (index >= CLOSED).then(|| (part(*day), ratio / index))
        });
        Some(Calendar { weekday, part: relative_means::<PARTS>(left)? })
    }
}

/// Positions of values with their ratios to the mean of the values up to half a quarter before and after; left out
/// where that mean is zero.
fn ratios(values: &[Option<f64>]) -> impl Iterator<Item = (usize, f64)> {
    let half = LEVEL_DAYS / 2;
    let ratio = move |t: usize| {
        let around = &values[t.saturating_sub(half)..(t + half + 1).min(values.len())];
        let (sum, count) = around.iter().flatten().fold((0.0, 0.0), |(sum, count), y| (sum + y, count + 1.0));
        (sum > 0.0).then_some((t, values[t]? * count / sum))
    };
    (0..values.len()).filter_map(ratio)
}

/// The mean of each class relative to the mean of all values; one for a class without values, `None` if all values
/// are zero.
fn relative_means<const N: usize>(values: impl Iterator<Item = (usize, f64)>) -> Option<[f64; N]> {
    let (mut sums, mut counts) = ([0.0; N], [0.0; N]);
    for (class, value) in values {
        sums[class] += value;
        counts[class] += 1.0;
    }
    let mean = sums.iter().sum::<f64>() / counts.iter().sum::<f64>();
    let of = |class: usize| if counts[class] > 0.0 { sums[class] / counts[class] / mean } else { 1.0 };
    (mean > 0.0).then(|| core::array::from_fn(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two years from 2014-01-01, a Wednesday, of series with demand by day.
    fn shared(series: usize, demand: impl Fn(usize, Day) -> f64) -> (SharedDemand, Day) {
        let first = Day::from_ymd(2014, 1, 1).expect("a date");
        let mut shared = SharedDemand::default();
        for item in 0..series {
            let days = (0..730).map(|t| first.plus(t));
            shared.add(&days.map(|day| (day, demand(item, day))).collect::<Vec<_>>());
        }
        (shared, first.plus(730))
    }

    #[test]
    fn weekdays_and_month_parts_are_found() {
        let sunday = Day::from_ymd(2014, 1, 5).expect("a date");
        let (shared, end) = shared(40, |item, day| {
            let week = if weekday(day) == weekday(sunday) { 0.0 } else { 1.0 };
            let month = if part(day) <= 1 { 1.2 } else { 1.0 };
            week * month * (1 + item) as f64
        });
        let calendar = shared.calendar(end, NoNumber::Missing).expect("a calendar");
        let index = |month, day| calendar.day(Day::from_ymd(2016, month, day).expect("a date")).index;
        assert_eq!(index(5, 1), 0.0);
        assert!((index(5, 2) / index(5, 16) - 1.2).abs() < 0.02, "{calendar:?}");
        // The mean of 2016: about one.
        let year = Day::from_ymd(2016, 1, 1).expect("a date");
        let mean = (0..366).map(|t| calendar.day(year.plus(t)).index).sum::<f64>() / 366.0;
        assert!((mean - 1.0).abs() < 0.01, "{mean}");
    }

    #[test]
    fn a_day_without_numbers_is_unknown_or_closed_as_told() {
        let sunday = weekday(Day::from_ymd(2014, 1, 5).expect("a date"));
        // No numbers on Sundays, and half of them on Mondays.
        let (shared, end) = shared(40, |item, day| match (weekday(day) + 7 - sunday) % 7 {
            0 => f64::NAN,
            1 if item % 2 == 0 => f64::NAN,
            _ => 3.0,
        });
        let weekdays = |no_number| {
            let calendar = shared.calendar(end, no_number).expect("a calendar");
            [0, 1, 2].map(|k| (100.0 * calendar.weekday[(sunday + k) % 7]).round())
        };
        assert_eq!(weekdays(NoNumber::Missing), [100.0, 100.0, 100.0]);
        // Of the mean, 5½ of 7.
        assert_eq!(weekdays(NoNumber::Zero), [0.0, 64.0, 127.0]);
    }

    #[test]
    fn a_calendar_knows_nothing_of_later_days_and_needs_a_crowd_and_half_a_year() {
        let (all, end) = shared(30, |item, day| ((day.0.unsigned_abs() as usize * 7 + item) % 11) as f64);
        let middle = end.plus(-365);
        let (until, _) = shared(30, |item, day| match day < middle {
            true => ((day.0.unsigned_abs() as usize * 7 + item) % 11) as f64,
            false => 0.0,
        });
        // Series weigh differently by what they sell later: alike but for a factor.
        let (a, b) = (
            all.calendar(middle, NoNumber::Missing).expect("one"),
            until.calendar(middle, NoNumber::Missing).expect("one"),
        );
        assert!((0..7).all(|k| (a.weekday[k] - b.weekday[k]).abs() < 1e-2), "{a:?} {b:?}");
        assert_eq!(all.calendar(end.plus(-600), NoNumber::Missing), None);
        assert_eq!(shared(29, |_, _| 1.0).0.calendar(end, NoNumber::Missing), None);
        assert_eq!(shared(40, |_, _| 0.0).0.calendar(end, NoNumber::Missing), None);
    }

    #[test]
    fn series_may_come_in_any_order() {
        let day = |t: i32| Day(16_000 + t);
        let (mut one, mut other) = (SharedDemand::default(), SharedDemand::default());
        let (early, late) = ([(day(0), 1.0), (day(2), 3.0)], [(day(5), 4.0), (day(4), f64::NAN)]);
        one.add(&early);
        one.add(&late);
        other.add(&late);
        other.add(&early);
        assert_eq!(one, other);
        assert_eq!((one.first, one.days.len(), one.series), (day(0), 6, 2));
        one.add(&[(day(0), 1.0), (day(40_000), 1.0)]);
        assert_eq!(one, other, "a wrong century");
    }
}
