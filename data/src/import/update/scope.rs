//! The scope of an import: the stored rows that it may replace.

use std::collections::{BTreeSet, HashSet};

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use futures::StreamExt;

use super::Replace;
use crate::error::{Error, Result};
use crate::schema::{Kind, Table};
use crate::sorting::Sorter;

const DOING: &str = "comparing an import with the snapshot";

/// The first and last part of an import, and the locations and channels it has.
pub(super) struct Scope {
    pub(super) table: &'static Table,
    pub(super) replace: Replace,
    /// The column whose values are the parts.
    pub(super) part: &'static str,
    pub(super) first: String,
    pub(super) last: String,
    /// Values by column; a column that the import lacks, or has empty cells in, restricts nothing.
    within: Vec<(&'static str, HashSet<String>)>,
}

impl Scope {
    /// From the rows registered as `fresh`, which has these columns.
    pub(super) async fn read(
        sorter: &Sorter,
        table: &'static Table,
        replace: Replace,
        fresh: &str,
        columns: &[String],
    ) -> Result<Scope> {
        let part = match replace {
            Replace::Items => table.named[0],
            Replace::Days => table.part,
        };
        let mut scope =
            Scope { table, replace, part, first: String::new(), last: String::new(), within: Vec::new() };
        let bound = async |function: &str| {
            let sql =
                format!("SELECT CAST({function}({}) AS VARCHAR) AS content FROM {fresh}", scope.part_sql());
            let found = sorter.tally(DOING, &sql).await?;
            Ok::<_, Error>(found.first().map_or(String::new(), |(.., content)| content.to_owned()))
        };
        (scope.first, scope.last) = (bound("min").await?, bound("max").await?);
        // Things that are named as a whole are replaced at every location.
        let within = if part == table.part { table.within } else { &[] };
        for name in within.iter().filter(|name| columns.iter().any(|column| column == *name)) {
            if let Some(values) = distinct(sorter, fresh, name).await? {
                scope.within.push((*name, values));
            }
        }
        Ok(scope)
    }

    /// Columns that distinguish the things within a part.
    pub(super) fn beyond(&self) -> impl Iterator<Item = &'static str> {
        self.table.named.iter().copied().filter(|name| *name != self.part)
    }

    /// True if only the named things of a part are replaced.
    pub(super) fn is_by_item(&self) -> bool {
        self.replace == Replace::Items && self.beyond().next().is_some()
    }

    /// Condition for rows between the first and the last part.
    pub(super) fn between_sql(&self) -> String {
        let literal = |text: &str| match self.is_day() {
            true => format!("DATE '{text}'"),
            false => format!("'{}'", text.replace('\'', "''")),
        };
        format!("{} BETWEEN {} AND {}", self.part_sql(), literal(&self.first), literal(&self.last))
    }

    /// For each row, whether its location and channel are in the import's scope.
    pub(super) fn covers(&self, batch: &RecordBatch) -> Result<Vec<bool>> {
        let mut covered = vec![true; batch.num_rows()];
        for (name, values) in &self.within {
            let Some(column) = batch.column_by_name(name) else {
                continue;
            };
            for (covered, value) in covered.iter_mut().zip(as_text(column)?.iter()) {
                *covered &= value.is_none_or(|value| values.contains(value));
            }
        }
        Ok(covered)
    }

    /// For each row, whether it is in one of `parts` and in the import's scope.
    pub(super) fn is_in(&self, batch: &RecordBatch, parts: &BTreeSet<String>) -> Result<Vec<bool>> {
        let mut found = self.covers(batch)?;
        for (found, part) in found.iter_mut().zip(self.part_texts(batch)?.iter()) {
            *found &= part.is_some_and(|part| parts.contains(part));
        }
        Ok(found)
    }

    /// The part of a row, in SQL.
    pub(super) fn part_sql(&self) -> String {
        match self.is_day() {
            true => format!("CAST(\"{}\" AS DATE)", self.part),
            false => format!("\"{}\"", self.part),
        }
    }

    /// The part of each row.
    pub(super) fn part_column(&self, batch: &RecordBatch) -> Result<ArrayRef> {
        let column = batch.column_by_name(self.part).ok_or_else(|| {
            let problem = format!("column {} is missing", self.part);
            Error::engine(DOING)(datafusion::error::DataFusionError::Internal(problem))
        })?;
        let kind = if self.is_day() { DataType::Date32 } else { DataType::Utf8 };
        cast(column, &kind).map_err(Error::engine(DOING))
    }

    /// The same as text.
    pub(super) fn part_texts(&self, batch: &RecordBatch) -> Result<StringArray> {
        as_text(&self.part_column(batch)?)
    }

    fn is_day(&self) -> bool {
        self.table.column(self.part).is_some_and(|column| matches!(column.kind, Kind::Date | Kind::Moment))
    }
}

/// The channel of each row, where the table has channels.
pub(super) fn channels(batch: &RecordBatch) -> Result<Option<StringArray>> {
    batch.column_by_name(CHANNEL).map(as_text).transpose()
}

const CHANNEL: &str = "channel";

/// True if a row of one channel replaces a row of the other; an unknown channel matches any.
pub(super) fn is_same_channel(stored: Option<&str>, fresh: Option<&str>) -> bool {
    stored.is_none_or(|stored| fresh.is_none_or(|fresh| fresh == stored))
}

/// The distinct values of a column; `None` if a cell is empty.
async fn distinct(sorter: &Sorter, fresh: &str, name: &str) -> Result<Option<HashSet<String>>> {
    let sql = format!("SELECT DISTINCT \"{name}\" AS content FROM {fresh}");
    let mut batches = sorter.query(DOING, &sql).await?;
    let mut values = HashSet::new();
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(Error::engine(DOING))?;
        for value in as_text(batch.column(0))?.iter() {
            match value {
                Some(value) => values.insert(value.to_owned()),
                None => return Ok(None),
            };
        }
    }
    Ok(Some(values))
}

fn as_text(column: &ArrayRef) -> Result<StringArray> {
    let text = cast(column, &DataType::Utf8).map_err(Error::engine(DOING))?;
    Ok(text.as_string::<i32>().clone())
}
