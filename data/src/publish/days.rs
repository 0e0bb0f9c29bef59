//! Daily demand of every item-location, for the days on which past plans are replayed.

use std::ops::Range;

use planning::day::Day;
use planning::periods::{Periods, SalesPeriod, Step};

use super::day_measures::MeasuredDay;
use super::periods::{PastPlans, Shape};
use super::units::as_f32;

/// Days kept: those that plans of the past are tried on and learned from.
const DAYS: usize = {
    let (weeks, months) = (PastPlans::of(Step::Week), PastPlans::of(Step::Month));
    let (weeks, months) = (weeks.origins() * weeks.days(), months.origins() * months.days());
    if weeks > months { weeks } else { months }
};

/// Units by day, or by the last days of weeks or months. Most item-locations sell on few days, so only those are kept.
pub(super) struct Days {
    dates: Periods,
    /// What a row of sales adds up.
    period: SalesPeriod,
    /// Offsets of each row's days; one more than rows.
    starts: Vec<usize>,
    /// Days before as_of, and units.
    sold: Vec<(u16, f32)>,
}

impl Days {
    /// Of so many rows, none added yet.
    pub(super) fn new(shape: Shape, period: SalesPeriod) -> Self {
        Days { dates: shape.dates, period, starts: vec![0; shape.rows + 1], sold: Vec::new() }
    }

    /// Adds a day. They come in the order of rows and days.
    pub(super) fn add(&mut self, day: &MeasuredDay) {
        let Some(sold) = day.sold.filter(|_| day.age_days < DAYS) else { return };
        // Fewer than 65 536: see DAYS.
        self.sold.push((u16::try_from(day.age_days).unwrap_or(u16::MAX), as_f32(Some(sold.units))));
        self.starts[day.row + 1] = self.sold.len();
    }

    /// All were added: rows without any end where those before them do.
    #[must_use]
    pub(super) fn finish(mut self) -> Self {
        for row in 1..self.starts.len() {
            self.starts[row] = self.starts[row].max(self.starts[row - 1]);
        }
        self
    }

    /// Days of rows that have all of them, for tests.
    #[cfg(test)]
    pub(super) fn of_rows(rows: &[Vec<f32>]) -> Self {
        let shape = Shape::weeks(rows.len(), rows.first().map_or(0, |row| row.len() / 7));
        let mut days =
            Days { dates: shape.dates, period: SalesPeriod::Day, starts: vec![0], sold: Vec::new() };
        for row in rows {
            let recent = (0..).zip(row.iter().rev().take(DAYS));
            let sold = recent.filter(|(_, units)| **units > 0.0).map(|(age, units)| (age, *units));
            days.sold.extend(sold);
            days.starts.push(days.sold.len());
        }
        days
    }

    /// The periods whose days are kept, at most so many days, as places in [`Days::of`] of those days.
    pub(super) fn place(&self, days: usize, period: usize) -> Option<Range<usize>> {
        let back = |day: Day| usize::try_from(self.dates.last.since(day)).ok();
        let first = days.checked_sub(1 + back(self.dates.first_day(period))?)?;
        Some(first..first + self.dates.days(period))
    }

    /// Number of days kept of each row: no more than `most`, nor than the history has.
    pub(super) fn count(&self, most: usize) -> usize {
        let history = self.dates.last.since(self.dates.first_day(0)) + 1;
        DAYS.min(most).min(usize::try_from(history).unwrap_or(0))
    }

    /// Units of each of so many days of a row up to as_of, oldest first. Those of a week or month are spread over its days:
    /// evenly, and in whole units where they are whole.
    pub(super) fn of(&self, row: usize, days: usize) -> Vec<f64> {
        let mut units = vec![0.0; days];
        for (age, sold) in &self.sold[self.starts[row]..self.starts[row + 1]] {
            let sold = f64::from(*sold);
            if self.period == SalesPeriod::Day {
                if let Some(place) = days.checked_sub(1 + usize::from(*age)) {
                    units[place] += sold;
                }
                continue;
            }
            let day = self.dates.last.plus(-i64::from(*age));
            let within = self.dates.place(day).and_then(|period| self.place(days, period));
            if let Some(cells) = within.and_then(|within| units.get_mut(within)) {
                let count = cells.len();
                for (place, cell) in cells.iter_mut().enumerate() {
                    *cell += share(sold, place, count);
                }
            }
        }
        units
    }
}

/// What the day at a place among so many has of some units.
fn share(units: f64, place: usize, days: usize) -> f64 {
    let until = |place: usize| {
        let even = units * place as f64 / days as f64;
        if units.fract() == 0.0 { (even + 0.5).floor() } else { even }
    };
    until(place + 1) - until(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_a_period_are_spread_over_its_days_and_none_is_lost() {
        let spread =
            |units: f64, days: usize| (0..days).map(|place| share(units, place, days)).collect::<Vec<_>>();
        assert_eq!(spread(70.0, 7), [10.0; 7]);
        assert_eq!(spread(3.0, 7), [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
        assert_eq!(spread(1.0, 30).iter().position(|units| *units == 1.0), Some(14));
        assert!(spread(3.5, 7).iter().all(|units| (units - 0.5).abs() < 1e-12));
        for (units, days) in [(10.0, 7), (1.0, 31), (0.0, 28), (2.25, 30), (1e6 + 1.0, 29)] {
            let sum: f64 = spread(units, days).iter().sum();
            assert!((sum - units).abs() < 1e-6 * units.max(1.0), "{units} over {days}: {sum}");
        }
    }
}
