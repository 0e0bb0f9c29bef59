//! Which stored rows an import speaks for.

use std::collections::{BTreeSet, HashSet};

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use futures::StreamExt;

use crate::error::{Error, Result};
use crate::import::sorting::Sorter;
use crate::schema::{Kind, Table};

const DOING: &str = "comparing an import with the snapshot";

/// The first and last part of an import, and the locations and channels it has.
pub(super) struct Scope {
    table: &'static Table,
    pub(super) first: String,
    pub(super) last: String,
    /// Values by column; a column that the import lacks, or has empty cells in, restricts nothing.
    within: Vec<(&'static str, HashSet<String>)>,
}

impl Scope {
    /// Of the rows registered as `fresh`, which has these columns.
    pub(super) async fn read(
        sorter: &Sorter,
        table: &'static Table,
        fresh: &str,
        columns: &[String],
    ) -> Result<Scope> {
        let part = part_sql(table);
        let bound = async |function: &str| {
            let sql = format!("SELECT CAST({function}({part}) AS VARCHAR) AS content FROM {fresh}");
            let found = sorter.tally(DOING, &sql).await?;
            Ok::<_, Error>(found.first().map_or(String::new(), |(.., content)| content.to_owned()))
        };
        let (first, last) = (bound("min").await?, bound("max").await?);
        let mut within = Vec::new();
        for name in table.within.iter().filter(|name| columns.iter().any(|column| column == *name)) {
            if let Some(values) = distinct(sorter, fresh, name).await? {
                within.push((*name, values));
            }
        }
        Ok(Scope { table, first, last, within })
    }

    /// Condition for rows between the first and the last part.
    pub(super) fn between_sql(&self) -> String {
        let is_day = is_day(self.table);
        let literal = |text: &str| match is_day {
            true => format!("DATE '{text}'"),
            false => format!("'{}'", text.replace('\'', "''")),
        };
        format!("{} BETWEEN {} AND {}", part_sql(self.table), literal(&self.first), literal(&self.last))
    }

    /// For each row whether the import speaks for its location and channel.
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

    /// For each row whether it is in one of `parts` and the import speaks for it.
    pub(super) fn is_in(&self, batch: &RecordBatch, parts: &BTreeSet<String>) -> Result<Vec<bool>> {
        let mut found = self.covers(batch)?;
        for (found, part) in found.iter_mut().zip(part_texts(self.table, batch)?.iter()) {
            *found &= part.is_some_and(|part| parts.contains(part));
        }
        Ok(found)
    }
}

/// The distinct values of a column; none if a cell is empty.
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

/// The part of a row, in SQL.
pub(super) fn part_sql(table: &Table) -> String {
    match is_day(table) {
        true => format!("CAST(\"{}\" AS DATE)", table.part),
        false => format!("\"{}\"", table.part),
    }
}

/// The part of each row, as text.
pub(super) fn part_texts(table: &Table, batch: &RecordBatch) -> Result<StringArray> {
    let column = batch.column_by_name(table.part).ok_or_else(|| {
        let problem = format!("column {} is missing", table.part);
        Error::engine(DOING)(datafusion::error::DataFusionError::Internal(problem))
    })?;
    if is_day(table) {
        return as_text(&cast(column, &DataType::Date32).map_err(Error::engine(DOING))?);
    }
    as_text(column)
}

fn is_day(table: &Table) -> bool {
    table.column(table.part).is_some_and(|column| matches!(column.kind, Kind::Date | Kind::Moment))
}

fn as_text(column: &ArrayRef) -> Result<StringArray> {
    let text = cast(column, &DataType::Utf8).map_err(Error::engine(DOING))?;
    Ok(text.as_string::<i32>().clone())
}
