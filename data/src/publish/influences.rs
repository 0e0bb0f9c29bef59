//! Known influences on demand: promotions in sales, and holidays and events in the calendar.

use std::collections::BTreeMap;

use contract::Influence;
use planning::panel::Holiday;
use planning::periods::SalesPeriod;

use super::holidays;
use super::periods::Shape;
use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::rows::Rows;

/// Fewest periods of the history with an event: a single one does not show that the event was the cause.
const EVENT_PERIODS_MIN: usize = 2;
/// Largest number of events used, the most frequent ones, because each costs time for every item.
const EVENTS_MAX: usize = 12;

/// Influences on the demand of all rows.
#[derive(Debug)]
pub(super) struct Influences {
    shape: Shape,
    /// Promoted share of each period of the history, row by row; empty where no sale names a promotion.
    promoted: Vec<f32>,
    /// Days that each event takes of each period of history and horizon.
    events: Vec<(String, Vec<f64>)>,
    /// Holidays that move from year to year.
    pub(super) holidays: Vec<Holiday>,
}

impl Influences {
    /// Reads promotions and the calendar.
    pub(super) async fn read(engine: &Engine, shape: Shape) -> Result<Self> {
        let promoted = promoted(engine, shape).await?;
        let events = events(engine, shape).await?;
        let holidays = holidays::all(shape.dates, &events);
        Ok(Influences { shape, promoted, events, holidays })
    }

    /// Nothing known, for tests.
    #[cfg(test)]
    pub(super) fn none(shape: Shape) -> Self {
        Influences { shape, promoted: Vec::new(), events: Vec::new(), holidays: Vec::new() }
    }

    /// Whether nothing is known to move the demand of single rows.
    pub(super) fn is_empty(&self) -> bool {
        self.promoted.is_empty() && self.events.is_empty()
    }

    /// The influences on a row, each with its values over history and horizon. Coming promotions are not known and
    /// are assumed as usual.
    pub(super) fn of(&self, row: usize) -> (Vec<Influence>, Vec<Vec<f64>>) {
        let (periods, horizon) = (self.shape.periods, self.shape.dates.step.horizon_periods());
        let promoted = self.promoted.get(row * periods..(row + 1) * periods).unwrap_or_default();
        let is_promoted = promoted.iter().any(|share| *share > 0.0);
        let values = promoted.iter().map(|share| f64::from(*share));
        let promotion = is_promoted
            .then(|| (Influence::Promotion, values.chain(std::iter::repeat_n(f64::NAN, horizon)).collect()));
        let events = self.events.iter().map(|(name, days)| (Influence::Event(name.clone()), days.clone()));
        promotion.into_iter().chain(events).unzip()
    }
}

/// The share of its days with a sale that names a promotion, of each period of each row: a day without a sale tells of none.
/// Empty where no sale names one.
async fn promoted(engine: &Engine, shape: Shape) -> Result<Vec<f32>> {
    let batches = engine.query(query::PROMOTED_DAYS).await?;
    let rows = Rows::new(query::PROMOTED_DAYS.name, &batches);
    let mut promoted = Vec::new();
    // A row of a week or month says it of the whole of it.
    let days_told = if engine.facts().rows.sales == SalesPeriod::Day { 7.0 } else { 1.0 };
    for (row, day) in rows.places("row", shape.rows)?.into_iter().zip(rows.i64("day")?) {
        if promoted.is_empty() {
            promoted = shape.cells(0.0);
        }
        if let Some(period) = shape.place(day).filter(|period| *period < shape.periods) {
            promoted[row * shape.periods + period] += 1.0;
        }
    }
    promoted.iter_mut().for_each(|days: &mut f32| *days /= days_told);
    Ok(promoted)
}

async fn events(engine: &Engine, shape: Shape) -> Result<Vec<(String, Vec<f64>)>> {
    let batches = engine.query(query::EVENT_DAYS).await?;
    let rows = Rows::new(query::EVENT_DAYS.name, &batches);
    let mut events: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (name, day) in rows.text("name")?.into_iter().zip(rows.i64("day")?) {
        let column = events.entry(name).or_insert_with(|| vec![0.0; shape.with_horizon()]);
        if let Some(cell) = shape.place(day).and_then(|period| column.get_mut(period)) {
            *cell += 1.0;
        }
    }
    let seen = |days: &Vec<f64>| days[..shape.periods].iter().filter(|days| **days > 0.0).count();
    let mut events: Vec<(String, Vec<f64>)> =
        events.into_iter().filter(|(_, days)| seen(days) >= EVENT_PERIODS_MIN).collect();
    events.sort_by_key(|(_, days)| std::cmp::Reverse(seen(days)));
    events.truncate(EVENTS_MAX);
    Ok(events)
}
