//! Stock of every item-location today, and how the last year went.

use crate::engine::Engine;
use crate::error::Result;
use crate::query::{self, Named};
use crate::rows::Rows;

/// Stock at the end of as_of, by row; NaN where it is not known.
#[derive(Debug)]
pub(super) struct StockNow {
    /// Stock on hand, units; below zero what is backordered.
    pub(super) on_hand: Vec<f32>,
    /// What stock records say is on order, units.
    pub(super) on_order: Vec<f32>,
}

impl StockNow {
    /// Reads it.
    pub(super) async fn read(engine: &Engine, rows: usize) -> Result<Self> {
        let [on_hand, on_order] = by_row(engine, query::STOCK_NOW, rows, ["on_hand", "on_order"]).await?;
        Ok(StockNow { on_hand, on_order })
    }
}

/// The 365 days up to as_of, by row; NaN where a figure is not known.
#[derive(Debug)]
pub(super) struct LastYear {
    /// Days with stock or sales in the activity window, whose balance is known.
    pub(super) active_days: Vec<f32>,
    /// Of those, days that ended without stock.
    pub(super) stockout_days: Vec<f32>,
    /// Units demanded that found no stock; `None` where nothing says what was shipped.
    pub(super) short_units: Option<Vec<f32>>,
}

impl LastYear {
    /// Reads it.
    pub(super) async fn read(engine: &Engine, rows: usize) -> Result<Self> {
        let names = ["active_days", "stockout_days", "short_units"];
        let [active_days, stockout_days, short_units] = by_row(engine, query::ITEM_YEAR, rows, names).await?;
        let known = engine.facts().known;
        let balances = |column: Vec<f32>| if known.on_hand { column } else { vec![f32::NAN; rows] };
        Ok(LastYear {
            active_days: balances(active_days),
            stockout_days: balances(stockout_days),
            short_units: known.fill.is_some().then_some(short_units),
        })
    }
}

/// Columns of a query that has `row`, in the order of the rows; NaN where it has none.
async fn by_row<const COLUMNS: usize>(
    engine: &Engine,
    query: Named,
    rows: usize,
    names: [&str; COLUMNS],
) -> Result<[Vec<f32>; COLUMNS]> {
    let batches = engine.query(query).await?;
    let found = Rows::new(query.name, &batches);
    let places = found.places("row", rows)?;
    let mut columns = [(); COLUMNS].map(|()| vec![f32::NAN; rows]);
    for (column, name) in columns.iter_mut().zip(names) {
        for (row, value) in places.iter().zip(found.f32(name)?) {
            column[*row] = value;
        }
    }
    Ok(columns)
}
