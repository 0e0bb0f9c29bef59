//! Demand and stock of every item-location by period.

use planning::forecast::DemandClass;

use super::influences::Influences;
use super::periods::{Shape, born};
use crate::engine::Engine;
use crate::error::Result;
use crate::query;

/// A period served for at least this share of its time shows the pace of its demand. One served for less shows no more
/// than that there was so much demand at least: its forecast takes it as censored.
const SERVED_MIN: f32 = 0.5;

/// What every item-location sold and held, `shape.periods` cells a row.
#[derive(Debug)]
pub(super) struct Demand {
    pub(super) shape: Shape,
    /// Units sold.
    pub(super) units: Vec<f32>,
    /// Stock at the end of each period, NaN where unknown.
    on_hand: Vec<f32>,
    /// Days without stock of each period, NaN where unknown.
    stockout_days: Vec<f32>,
    /// Share of each period for which demand could be served, NaN where unknown.
    served: Vec<f32>,
    /// What moves demand beside the season.
    pub(super) influences: Influences,
}

impl Demand {
    /// Reads it.
    ///
    /// # Errors
    /// What the engine refuses.
    pub(super) async fn read(engine: &Engine, shape: Shape) -> Result<Self> {
        let mut units = shape.cells(0.0);
        shape.fill(engine, query::PERIOD_DEMAND, &mut [("units", &mut units)]).await?;
        let (mut on_hand, mut stockout_days) = (shape.cells(f32::NAN), shape.cells(f32::NAN));
        let mut stock = [("on_hand", &mut on_hand[..]), ("stockout_days", &mut stockout_days[..])];
        shape.fill(engine, query::PERIOD_STOCK, &mut stock).await?;
        let mut served = shape.cells(f32::NAN);
        let known = engine.facts().known;
        // With backorders or order lines, demand without stock is recorded all the same.
        if known.hours || (known.on_hand && known.fill.is_none()) {
            shape.fill(engine, query::PERIOD_SERVED, &mut [("served", &mut served)]).await?;
        }
        let influences = Influences::read(engine, shape).await?;
        Ok(Demand { shape, units, on_hand, stockout_days, served, influences })
    }

    /// Demand by period without anything else known, for tests.
    #[cfg(test)]
    pub(super) fn of(rows: &[Vec<f32>]) -> Self {
        let shape = Shape { rows: rows.len(), periods: rows.first().map_or(0, Vec::len) };
        let unknown = shape.cells(f32::NAN);
        Demand {
            shape,
            units: rows.concat(),
            on_hand: unknown.clone(),
            stockout_days: unknown.clone(),
            served: unknown,
            influences: Influences::none(shape),
        }
    }

    /// Units of a row by period.
    pub(super) fn units_of(&self, row: usize) -> &[f32] {
        self.shape.row(&self.units, row)
    }

    /// Stock of a row at the end of each period, NaN where unknown.
    pub(super) fn on_hand_of(&self, row: usize) -> &[f32] {
        self.shape.row(&self.on_hand, row)
    }

    /// Days without stock of each period of a row, NaN where unknown.
    pub(super) fn stockout_days_of(&self, row: usize) -> &[f32] {
        self.shape.row(&self.stockout_days, row)
    }

    /// Share of each period of a row for which demand could be served, NaN where unknown.
    pub(super) fn served_of(&self, row: usize) -> &[f32] {
        self.shape.row(&self.served, row)
    }

    /// Demand of a row by period: what was sold, at the pace of the time in which it could be sold.
    pub(super) fn history(&self, row: usize) -> Vec<f64> {
        let demand = |(units, served): (&f32, &f32)| {
            let share = if *served >= SERVED_MIN { f64::from(served.min(1.0)) } else { 1.0 };
            f64::from(*units) / share
        };
        self.units_of(row).iter().zip(self.served_of(row)).map(demand).collect()
    }

    /// Demand of a row by period as far as it is known; NaN where stock hid it.
    pub(super) fn known(&self, row: usize) -> Vec<f64> {
        let known = |(units, is_censored): (f64, bool)| if is_censored { f64::NAN } else { units };
        self.history(row).into_iter().zip(self.censored(row)).map(known).collect()
    }

    /// Periods of a row whose demand stock hid.
    pub(super) fn censored(&self, row: usize) -> Vec<bool> {
        self.served_of(row).iter().map(|share| *share < SERVED_MIN).collect()
    }

    /// Whether a row's demand is in whole units.
    pub(super) fn is_whole(&self, row: usize) -> bool {
        self.units_of(row).iter().all(|units| units.fract() == 0.0)
    }

    /// Demand class of a row since its first demand.
    pub(super) fn class(&self, row: usize) -> DemandClass {
        let history = self.history(row);
        DemandClass::of(&history[born(&history)..])
    }
}
