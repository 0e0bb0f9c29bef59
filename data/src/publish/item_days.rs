//! The days of every item-location, one after another: what was sold, ordered and in stock on each.

use datafusion::execution::SendableRecordBatchStream;
use futures::StreamExt;
use futures::stream::Fuse;

use super::members::FAULT;
use crate::engine::Engine;
use crate::error::{Error, Place, Result};
use crate::query::{self, Named};
use crate::rows::Rows;

/// A day of an item-location on which it sold, was ordered or had its stock recorded. Units, money and hours are counted in
/// ten-thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ItemDay {
    pub(super) row: usize,
    /// Days since 1970.
    pub(super) day: i32,
    pub(super) sold: Option<Sold>,
    pub(super) placed: Option<Placed>,
    pub(super) stock: Option<Stock>,
}

/// What sales say, of all channels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sold {
    pub(super) units: i128,
    pub(super) revenue: Option<i128>,
    pub(super) rows: u32,
}

/// What order lines say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) ordered: Option<i128>,
    pub(super) shipped: Option<i128>,
}

/// What stock records say of the end of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stock {
    pub(super) on_hand: Option<i128>,
    pub(super) on_order: Option<i128>,
    pub(super) hours_out: Option<i128>,
}

/// Reads them in the order of rows and days.
pub(super) struct ItemDays {
    sold: Cursor<2>,
    placed: Cursor<2>,
    stock: Cursor<3>,
}

impl ItemDays {
    /// Begins with the first; there are so many rows.
    pub(super) async fn open(engine: &Engine, rows: usize) -> Result<Self> {
        Ok(ItemDays {
            sold: Cursor::new(
                query::SALES_IN_ORDER,
                engine.stream_in_order(query::SALES_IN_ORDER).await?,
                rows,
                ["units", "revenue"],
            ),
            // Of order lines, which have another order, the engine sorts the sums.
            placed: Cursor::new(
                query::ORDERS_IN_ORDER,
                engine.stream(query::ORDERS_IN_ORDER).await?,
                rows,
                ["ordered", "shipped"],
            ),
            stock: Cursor::new(
                query::STOCK_IN_ORDER,
                engine.stream_in_order(query::STOCK_IN_ORDER).await?,
                rows,
                ["on_hand", "on_order", "hours_out"],
            ),
        })
    }

    /// The next day; none after the last.
    ///
    /// # Errors
    /// What the engine refuses; rows that are not in their order.
    pub(super) async fn next(&mut self) -> Result<Option<ItemDay>> {
        let keys = [self.sold.key().await?, self.placed.key().await?, self.stock.key().await?];
        let Some((row, day)) = keys.into_iter().flatten().min() else { return Ok(None) };
        let mut found = ItemDay { row, day, ..ItemDay::default() };
        while self.sold.key().await? == Some((row, day)) {
            let [units, revenue] = self.sold.take()?;
            let sold = found.sold.get_or_insert_default();
            sold.units += units.unwrap_or(0);
            sold.revenue = sum(sold.revenue, revenue);
            sold.rows += 1;
        }
        while self.placed.key().await? == Some((row, day)) {
            let [ordered, shipped] = self.placed.take()?;
            let placed = found.placed.get_or_insert_default();
            (placed.ordered, placed.shipped) = (sum(placed.ordered, ordered), sum(placed.shipped, shipped));
        }
        if self.stock.key().await? == Some((row, day)) {
            let [on_hand, on_order, hours_out] = self.stock.take()?;
            found.stock = Some(Stock { on_hand, on_order, hours_out });
        }
        Ok(Some(found))
    }
}

/// The sum of what is known.
pub(super) fn sum(one: Option<i128>, other: Option<i128>) -> Option<i128> {
    one.zip(other).map(|(one, other)| one + other).or(one).or(other)
}

/// Rows of a query, in the order of `row` and `day`.
struct Cursor<const COLUMNS: usize> {
    query: Named,
    names: [&'static str; COLUMNS],
    stream: Fuse<SendableRecordBatchStream>,
    rows: usize,
    keys: Vec<(usize, i32)>,
    columns: Vec<Vec<Option<i128>>>,
    at: usize,
}

impl<const COLUMNS: usize> Cursor<COLUMNS> {
    fn new(
        query: Named,
        stream: SendableRecordBatchStream,
        rows: usize,
        names: [&'static str; COLUMNS],
    ) -> Self {
        Cursor { query, names, stream: stream.fuse(), rows, keys: Vec::new(), columns: Vec::new(), at: 0 }
    }

    /// Row and day of what [`Cursor::take`] will give; none at the end.
    async fn key(&mut self) -> Result<Option<(usize, i32)>> {
        while self.at == self.keys.len() {
            let Some(batch) = self.stream.next().await else { return Ok(None) };
            let batch = [batch.map_err(Error::engine(&format!("query {}", self.query.name)))?];
            // The order is checked against the last key that there was, which an empty batch does not have.
            if batch[0].num_rows() == 0 {
                continue;
            }
            let found = Rows::new(self.query.name, &batch);
            let last = self.keys.last().copied();
            let days = found.i64("day")?.into_iter().map(|day| day.and_then(|day| i32::try_from(day).ok()));
            let keys = found.places("row", self.rows)?.into_iter().zip(days.map(Option::unwrap_or_default));
            self.keys = keys.collect();
            self.columns = self.names.iter().map(|name| found.decimals(name)).collect::<Result<_>>()?;
            self.at = 0;
            if last.is_some_and(|last| self.keys.first().is_some_and(|first| *first < last)) {
                return Err(self.disorder());
            }
        }
        Ok(Some(self.keys[self.at]))
    }

    fn take(&mut self) -> Result<[Option<i128>; COLUMNS]> {
        let at = self.at;
        if self.keys.get(at + 1).is_some_and(|next| *next < self.keys[at]) {
            return Err(self.disorder());
        }
        self.at += 1;
        Ok(std::array::from_fn(|column| self.columns[column][at]))
    }

    fn disorder(&self) -> Error {
        Error::bad(Place::new(format!("query {}", self.query.name)), "its rows are not in order", FAULT)
    }
}
