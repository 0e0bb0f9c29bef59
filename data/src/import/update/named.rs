//! The rows of a stored file that an import names, found by merging file and import in their common order.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::Path;

use arrow::array::{Array, BooleanBufferBuilder, RecordBatch, StringArray};
use arrow::buffer::BooleanBuffer;
use arrow::row::{RowConverter, Rows, SortField};
use datafusion::error::DataFusionError;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;

use super::scope::{Scope, channels, is_same_channel};
use crate::error::{Error, Result};
use crate::scratch::read_scratch;

const DOING: &str = "looking for what an import names";

/// For each row of the stored file, whether it is replaced: it belongs to one of `parts`, and the file `fresh`, which
/// is also in the table's order, has a row about the same thing.
pub(super) fn named_rows(
    scope: &Scope,
    stored: &Path,
    fresh: &Path,
    parts: &BTreeSet<String>,
) -> Result<BooleanBuffer> {
    let form = Form::of(scope)?;
    let mut things = Things { batches: read_scratch(fresh)?, batch: None, next: 0, current: None };
    let mut named = BooleanBufferBuilder::new(0);
    let mut before = Vec::new();
    for batch in read_scratch(stored)? {
        let batch = Batch::of(&form, &batch.map_err(Error::engine(DOING))?)?;
        let in_parts = scope.part_texts(&batch.batch)?;
        for row in 0..batch.batch.num_rows() {
            let thing = batch.rows.row(row);
            if thing.as_ref() < before.as_slice() {
                let problem = format!("{} is not in the order of its table", stored.display());
                return Err(Error::engine(DOING)(DataFusionError::Internal(problem)));
            }
            before.clear();
            before.extend_from_slice(thing.as_ref());
            let is_in = in_parts.is_valid(row) && parts.contains(in_parts.value(row));
            named.append(is_in && things.name(&form, &before, batch.channel(row))?);
        }
    }
    Ok(named.finish())
}

/// The columns that identify the thing of a row, in the table's order.
struct Form {
    columns: Vec<&'static str>,
    converter: RowConverter,
}

impl Form {
    fn of(scope: &Scope) -> Result<Form> {
        let table = scope.table;
        let columns: Vec<_> = table.sort.iter().copied().filter(|name| table.named.contains(name)).collect();
        let kinds = columns.iter().filter_map(|name| table.column(name)).map(|column| column.kind.arrow());
        let converter =
            RowConverter::new(kinds.map(SortField::new).collect()).map_err(Error::engine(DOING))?;
        Ok(Form { columns, converter })
    }
}

/// Rows in a form that can be compared.
struct Batch {
    batch: RecordBatch,
    rows: Rows,
    channels: Option<StringArray>,
}

impl Batch {
    fn of(form: &Form, batch: &RecordBatch) -> Result<Batch> {
        let columns = form.columns.iter().filter_map(|name| batch.column_by_name(name).cloned());
        let rows =
            form.converter.convert_columns(&columns.collect::<Vec<_>>()).map_err(Error::engine(DOING))?;
        Ok(Batch { batch: batch.clone(), rows, channels: channels(batch)? })
    }

    fn channel(&self, row: usize) -> Option<&str> {
        self.channels.as_ref().filter(|channels| channels.is_valid(row)).map(|channels| channels.value(row))
    }
}

/// The things that an import names, read lazily.
struct Things {
    batches: ParquetRecordBatchReader,
    batch: Option<Batch>,
    next: usize,
    /// The thing asked for last, and its channels.
    current: Option<(Vec<u8>, Vec<Option<String>>)>,
}

impl Things {
    /// True if the import has a row about this thing and channel. Must be called in the order of things.
    fn name(&mut self, form: &Form, thing: &[u8], channel: Option<&str>) -> Result<bool> {
        if self.current.as_ref().is_none_or(|(current, _)| current != thing) {
            let mut found = Vec::new();
            while self.fill(form)? {
                let Some(batch) = &self.batch else { break };
                match batch.rows.row(self.next).as_ref().cmp(thing) {
                    Ordering::Less => {}
                    Ordering::Equal => found.push(batch.channel(self.next).map(str::to_owned)),
                    Ordering::Greater => break,
                }
                self.next += 1;
            }
            self.current = Some((thing.to_vec(), found));
        }
        let channels = self.current.as_ref().map_or(&[][..], |(_, channels)| channels);
        Ok(channels.iter().any(|fresh| is_same_channel(channel, fresh.as_deref())))
    }

    /// True if there is a current row.
    fn fill(&mut self, form: &Form) -> Result<bool> {
        while self.batch.as_ref().is_none_or(|batch| self.next == batch.batch.num_rows()) {
            let Some(batch) = self.batches.next().transpose().map_err(Error::engine(DOING))? else {
                return Ok(false);
            };
            self.batch = Some(Batch::of(form, &batch)?);
            self.next = 0;
        }
        Ok(true)
    }
}
