//! Two sorted streams of rows walked side by side: which parts are new, changed, or the same.

use std::collections::BTreeSet;

use arrow::array::{Array, ArrayRef, BooleanArray, RecordBatch, StringArray, new_null_array};
use arrow::compute::filter_record_batch;
use arrow::row::{RowConverter, Rows, SortField};
use datafusion::execution::SendableRecordBatchStream;
use futures::StreamExt;

use super::TableChange;
use super::change::Counted;
use super::scope::{Scope, part_sql, part_texts};
use crate::error::{Error, Result};
use crate::import::sorting::Sorter;
use crate::schema::{Column, Table};

const DOING: &str = "comparing an import with the snapshot";

/// The parts to be written, and what is said of all.
pub(super) struct Compared {
    /// Parts that the snapshot has otherwise or not at all.
    pub(super) written: BTreeSet<String>,
    /// Those of them that it has.
    pub(super) replaced: BTreeSet<String>,
    pub(super) change: TableChange,
}

/// Compares the rows registered as `fresh` with those registered as `stored`, if any, that they speak for. Memory
/// holds the parts that differ, never their rows.
pub(super) async fn compare(
    sorter: &Sorter,
    table: &'static Table,
    fresh: &str,
    stored: Option<&str>,
    scope: &Scope,
) -> Result<Compared> {
    let fields = table.columns.iter().map(|column| SortField::new(column.kind.arrow())).collect();
    let converter = RowConverter::new(fields).map_err(Error::engine(DOING))?;
    let mut new = Side::open(sorter, table, &converter, fresh, "", None).await?;
    let condition = format!("WHERE {}", scope.between_sql());
    let mut old = match stored {
        Some(stored) => Some(Side::open(sorter, table, &converter, stored, &condition, Some(scope)).await?),
        None => None,
    };
    let none = Counted::default();
    let mut compared = Compared {
        written: BTreeSet::new(),
        replaced: BTreeSet::new(),
        change: TableChange { table: table.name, appended: none, replaced: none, unchanged: none },
    };
    while let Some(part) = new.part().await? {
        let (mut before, mut after, mut same) = (0, 0, true);
        if let Some(old) = &mut old {
            old.skip_to(&part).await?;
        }
        loop {
            let found = new.row_of(&part).await?;
            let stored = match &mut old {
                Some(old) => old.row_of(&part).await?,
                None => None,
            };
            if found.is_none() && stored.is_none() {
                break;
            }
            after += u64::from(found.is_some());
            before += u64::from(stored.is_some());
            same &= found == stored;
        }
        let change = &mut compared.change;
        match (before, same) {
            (0, _) => change.appended.add(0, after),
            (_, true) => change.unchanged.add(before, after),
            (_, false) => change.replaced.add(before, after),
        }
        if before > 0 && !same {
            compared.replaced.insert(part.clone());
        }
        if !same {
            compared.written.insert(part);
        }
    }
    Ok(compared)
}

/// One of the two streams.
struct Side<'a> {
    table: &'static Table,
    converter: &'a RowConverter,
    scope: Option<&'a Scope>,
    batches: SendableRecordBatchStream,
    parts: StringArray,
    rows: Option<Rows>,
    next: usize,
}

impl<'a> Side<'a> {
    async fn open(
        sorter: &Sorter,
        table: &'static Table,
        converter: &'a RowConverter,
        name: &str,
        condition: &str,
        scope: Option<&'a Scope>,
    ) -> Result<Side<'a>> {
        let columns = sorter.columns(name).await?;
        let has = |column: &str| columns.iter().any(|(name, _)| name == column);
        let keys = table.key.iter().filter(|key| has(key));
        let order = std::iter::once(part_sql(table)).chain(keys.map(|key| format!("\"{key}\"")));
        let order: Vec<_> = order.map(|key| format!("{key} ASC NULLS FIRST")).collect();
        let sql = format!("SELECT * FROM {name} {condition} ORDER BY {}", order.join(", "));
        let batches = sorter.query(DOING, &sql).await?;
        let parts = StringArray::new_null(0);
        Ok(Side { table, converter, scope, batches, parts, rows: None, next: 0 })
    }

    /// True if there is a row to look at.
    async fn fill(&mut self) -> Result<bool> {
        while self.next == self.parts.len() {
            let Some(batch) = self.batches.next().await else {
                return Ok(false);
            };
            let mut batch = batch.map_err(Error::engine(DOING))?;
            if let Some(scope) = self.scope {
                let covered = BooleanArray::from(scope.covers(&batch)?);
                batch = filter_record_batch(&batch, &covered).map_err(Error::engine(DOING))?;
            }
            self.parts = part_texts(self.table, &batch)?;
            let columns: Vec<_> = self.table.columns.iter().map(|column| full(column, &batch)).collect();
            self.rows = Some(self.converter.convert_columns(&columns).map_err(Error::engine(DOING))?);
            self.next = 0;
        }
        Ok(true)
    }

    /// The part of the next row.
    async fn part(&mut self) -> Result<Option<String>> {
        Ok(self.fill().await?.then(|| self.parts.value(self.next).to_owned()))
    }

    /// Passes over the rows of parts before this one.
    async fn skip_to(&mut self, part: &str) -> Result<()> {
        while self.fill().await? && self.parts.value(self.next) < part {
            self.next += 1;
        }
        Ok(())
    }

    /// The next row, in a form that can be compared, if it is of this part.
    async fn row_of(&mut self, part: &str) -> Result<Option<Vec<u8>>> {
        if !self.fill().await? || self.parts.value(self.next) != part {
            return Ok(None);
        }
        let row = self.rows.as_ref().map(|rows| rows.row(self.next).as_ref().to_vec());
        self.next += 1;
        Ok(row)
    }
}

/// The column, or one of nulls: a column that is missing and one that is empty are the same.
fn full(column: &Column, batch: &RecordBatch) -> ArrayRef {
    let found = batch.column_by_name(column.name).cloned();
    found.unwrap_or_else(|| new_null_array(&column.kind.arrow(), batch.num_rows()))
}
