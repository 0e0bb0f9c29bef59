//! Tables of endpoints that page: every row there is, a batch made when the one before is on its way.

use super::representation::Representation;
use crate::shelf::Served;
use crate::table::{BATCH_ROWS, Column, Facts, TableWriter, WriteError};
use contract::Derived;
use std::sync::Arc;

/// A body made piece by piece.
pub(crate) trait Pieces: Send {
    /// The next piece, which may be empty; none after the last.
    ///
    /// # Errors
    /// It cannot be written; there are no more then.
    fn next(&mut self) -> Result<Option<Vec<u8>>, WriteError>;

    /// Memory that it holds, in bytes, roughly.
    fn held_bytes(&self) -> usize;
}

/// A table of which a batch of rows is in memory.
pub(super) struct LongTable<R: 'static> {
    served: Arc<Served>,
    places: Vec<u32>,
    begun: usize,
    rows: fn(&Derived, &[u32]) -> Vec<R>,
    /// None once the table is written to its end.
    writer: Option<TableWriter<'static, R>>,
}

/// What a table's writer and its batch take: measured with the columns of items, whose Parquet takes most.
const WRITER_BYTES: usize = 4 << 20;

impl<R> LongTable<R> {
    /// Nothing written yet.
    pub(super) fn new(
        served: Arc<Served>,
        places: Vec<u32>,
        rows: fn(&Derived, &[u32]) -> Vec<R>,
        writer: TableWriter<'static, R>,
    ) -> Self {
        LongTable { served, places, begun: 0, rows, writer: Some(writer) }
    }
}

impl<R> Pieces for LongTable<R> {
    fn next(&mut self) -> Result<Option<Vec<u8>>, WriteError> {
        let batch = &self.places[self.begun..];
        let batch = &batch[..batch.len().min(BATCH_ROWS)];
        if batch.is_empty() {
            return self.writer.take().map(TableWriter::finish).transpose();
        }
        self.begun += batch.len();
        let Some(writer) = &mut self.writer else {
            return Ok(None);
        };
        writer.write(&(self.rows)(self.served.derived(), batch))?;
        writer.take().map(Some)
    }

    fn held_bytes(&self) -> usize {
        self.places.capacity() * size_of::<u32>() + WRITER_BYTES
    }
}

/// The writer of a table in a representation; none for JSON, which is the whole answer.
pub(super) fn writer<R>(
    representation: Representation,
    columns: &'static [Column<R>],
    facts: Facts,
) -> Option<Result<TableWriter<'static, R>, WriteError>> {
    match representation {
        Representation::Json => None,
        Representation::Csv => Some(TableWriter::csv(columns)),
        Representation::Arrow => Some(TableWriter::arrow(columns, facts)),
        Representation::Parquet => Some(TableWriter::parquet(columns, facts)),
    }
}
