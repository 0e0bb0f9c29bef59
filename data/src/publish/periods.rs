//! Periods: the steps of seven days in which history and forecasts count, back from as_of.

use planning::convert::count_i64;

use crate::engine::Engine;
use crate::error::Result;
use crate::query::Named;
use crate::rows::Rows;

/// Days of a period of the cube and of the series.
pub(super) const PERIOD_DAYS: i32 = 7;
/// Periods in a year: the season of weekly demand.
pub(super) const SEASON_PERIODS: usize = 52;
/// Periods forecast: a quarter of a year, longer than the longest lead times in common use.
pub(super) const HORIZON_PERIODS: usize = 13;
/// Days forecast.
#[expect(clippy::cast_possible_truncation, reason = "thirteen")]
pub(super) const HORIZON_DAYS: u32 = HORIZON_PERIODS as u32 * PERIOD_DAYS.unsigned_abs();

/// Origins of past plans, and the periods between them: the half-year of the proof, and the year before it that shows
/// the needs of orders.
pub(super) const PLAN_ORIGINS: usize = YEAR_ORIGINS + PROOF_ORIGINS;
pub(super) const YEAR_ORIGINS: usize = 13;
pub(super) const PROOF_ORIGINS: usize = 7;
pub(super) const PLAN_PERIODS: usize = 4;

/// How many item-locations and periods a table of cells has: `periods` cells a row, the oldest period first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) rows: usize,
    pub(super) periods: usize,
}

impl Shape {
    /// A cell for each period of each row.
    pub(super) fn cells(self, value: f32) -> Vec<f32> {
        vec![value; self.rows * self.periods]
    }

    /// The cells of a row.
    pub(super) fn row(self, cells: &[f32], row: usize) -> &[f32] {
        &cells[row * self.periods..(row + 1) * self.periods]
    }

    /// The period that ended so many periods before as_of; `None` before the history.
    pub(super) fn period(self, age: Option<i64>) -> Option<usize> {
        usize::try_from((count_i64(self.periods) - 1).checked_sub(age?)?).ok()
    }

    /// Fills columns of a query that has `row` and `age` into their cells.
    ///
    /// # Errors
    /// What the engine refuses; a row that there is not.
    pub(super) async fn fill(
        self,
        engine: &Engine,
        query: Named,
        columns: &mut [(&str, &mut [f32])],
    ) -> Result<()> {
        let batches = engine.query(query).await?;
        let found = Rows::new(query.name, &batches);
        let places = found.places("row", self.rows)?.into_iter().zip(found.i64("age")?);
        let cells: Vec<Option<usize>> =
            places.map(|(row, age)| Some(row * self.periods + self.period(age)?)).collect();
        for (name, column) in columns {
            for (cell, value) in cells.iter().zip(found.f32(name)?) {
                if let Some(cell) = cell {
                    column[*cell] = value;
                }
            }
        }
        Ok(())
    }
}

/// The period of the first demand; the number of periods without any.
pub(super) fn born(history: &[f64]) -> usize {
    history.iter().position(|units| *units > 0.0).unwrap_or(history.len())
}

/// Mean of some periods, units per day.
pub(super) fn mean_per_day(periods: &[f64]) -> f64 {
    periods.iter().sum::<f64>() / periods.len() as f64 / f64::from(PERIOD_DAYS)
}

/// Sum over so many days of coming periods; the last period continues beyond its end.
pub(super) fn sum(periods: &[f64], days: f64) -> f64 {
    let length = days / f64::from(PERIOD_DAYS);
    let whole = planning::convert::whole_usize(length).min(periods.len());
    let next = periods.get(whole).or(periods.last()).copied().unwrap_or(0.0);
    periods[..whole].iter().sum::<f64>() + (length - whole as f64) * next
}
