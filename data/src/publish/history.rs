//! One pass over the days of every item-location, for everything that a publication takes from them.

use contract::{Cube, Settings};

use super::cube::{CubeSums, period_count};
use super::day_measures::DayMeasures;
use super::days::Days;
use super::demand::{Demand, DemandSums};
use super::influences::Influences;
use super::item_days::ItemDays;
use super::item_locations::ItemLocations;
use super::periods::Shape;
use super::progress::{OnProgress, Progress};
use super::stock::{LastYear, StockNow, YearSums};
use crate::engine::Engine;
use crate::error::Result;

/// Progress is told after so many rows.
const TOLD: usize = 256;

/// What the days of all item-locations say, row for row.
pub(super) struct History {
    pub(super) cube: Cube,
    pub(super) demand: Demand,
    pub(super) days: Days,
    pub(super) stock: StockNow,
    pub(super) year: LastYear,
}

impl History {
    /// Reads sales, stock and orders once, in their order, and adds them up.
    ///
    /// # Errors
    /// What the engine refuses; sums beyond what can be counted.
    pub(super) async fn read(
        engine: &Engine,
        items: &ItemLocations,
        settings: &Settings,
        progress: OnProgress<'_>,
    ) -> Result<Self> {
        let (facts, rows) = (engine.facts(), items.len());
        let periods = period_count(&facts)?;
        let shape = Shape::new(rows, facts.periods);
        let known = facts.known;
        let is_lost = known.hours || (known.on_hand && known.fill.is_none());
        let mut measures = DayMeasures::new(&facts, settings);
        let mut cube = CubeSums::new(items, periods);
        let mut demand = DemandSums::new(shape, is_lost);
        let (mut days, mut stock, mut year) =
            (Days::new(shape, facts.rows.sales), StockNow::new(rows), YearSums::new(rows));
        let mut item_days = ItemDays::open(engine, rows).await?;
        let mut told = 0;
        while let Some(found) = item_days.next().await? {
            if found.row >= told {
                progress(Progress { step: "adding up days", done: found.row as u64, total: rows as u64 });
                told = found.row + TOLD;
            }
            let Some(day) = measures.measured(&found) else { continue };
            cube.add(&day);
            demand.add(&day);
            days.add(&day);
            stock.add(&day);
            year.add(&day);
        }
        let influences = Influences::read(engine, shape).await?;
        Ok(History {
            cube: cube.finish(&facts, settings)?,
            demand: demand.finish(influences),
            days: days.finish(),
            stock,
            year: year.finish(known),
        })
    }
}

#[cfg(test)]
mod tests;
