//! Daily demand of every item-location, for the days on which past plans are replayed.

use super::day_measures::MeasuredDay;
use super::periods::{PERIOD_DAYS, PLAN_ORIGINS, PLAN_PERIODS};
use super::units::as_f32;

/// Days kept: those that plans of the past are tried on and learned from.
const DAYS: usize = PLAN_ORIGINS * PLAN_PERIODS * PERIOD_DAYS.unsigned_abs() as usize;

/// Units by day. Most item-locations sell on few days, so only those are kept.
pub(super) struct Days {
    /// Offsets of each row's days; one more than rows.
    starts: Vec<usize>,
    /// Days before as_of, and units.
    sold: Vec<(u16, f32)>,
}

impl Days {
    /// Of so many rows, none added yet.
    pub(super) fn new(rows: usize) -> Self {
        Days { starts: vec![0; rows + 1], sold: Vec::new() }
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
        let mut days = Days { starts: vec![0], sold: Vec::new() };
        for row in rows {
            let recent = (0..).zip(row.iter().rev().take(DAYS));
            let sold = recent.filter(|(_, units)| **units > 0.0).map(|(age, units)| (age, *units));
            days.sold.extend(sold);
            days.starts.push(days.sold.len());
        }
        days
    }

    /// Units of each day of a row, oldest first; at most `history_days`, because there are none before the history.
    pub(super) fn of(&self, row: usize, history_days: usize) -> Vec<f64> {
        let mut units = vec![0.0; DAYS.min(history_days)];
        for (age, sold) in &self.sold[self.starts[row]..self.starts[row + 1]] {
            if let Some(place) = units.len().checked_sub(1 + usize::from(*age)) {
                units[place] = f64::from(*sold);
            }
        }
        units
    }
}
