//! Demand of every item-location by day, for the days on which plans of the past are tried.

use futures::StreamExt;

use super::periods::{PERIOD_DAYS, PLAN_ORIGINS, PLAN_PERIODS};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::query;
use crate::rows::Rows;

/// Days read: those that plans of the past are tried on and learned from, as `day_demand.sql` says.
const DAYS: usize = PLAN_ORIGINS * PLAN_PERIODS * PERIOD_DAYS.unsigned_abs() as usize;

/// Units by day; most item-locations sell on few of them, so only those are kept.
pub(super) struct Days {
    /// Where each row's days begin; one more than rows.
    starts: Vec<usize>,
    /// Days before as_of, and units.
    sold: Vec<(u16, f32)>,
}

impl Days {
    /// Reads the last days of so many rows.
    pub(super) async fn read(engine: &Engine, rows: usize) -> Result<Self> {
        let mut stream = engine.stream(query::DAY_DEMAND).await?;
        let mut days = Days { starts: vec![0; rows + 1], sold: Vec::new() };
        while let Some(batch) = stream.next().await {
            let batch = [batch.map_err(Error::engine("query day_demand"))?];
            let columns = Rows::new(query::DAY_DEMAND.name, &batch);
            let keys = columns.places("row", rows)?.into_iter().zip(columns.i64("age")?);
            for ((row, age), units) in keys.zip(columns.f32("units")?) {
                // The query has no others.
                let Some(age) = age.and_then(|age| u16::try_from(age).ok()) else { continue };
                days.starts[row + 1] += 1;
                days.sold.push((age, units));
            }
        }
        for row in 0..rows {
            days.starts[row + 1] += days.starts[row];
        }
        Ok(days)
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

    /// Units of each day of a row, oldest first; at most `history_days`, for there are none before the history.
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
