//! Tables of endpoints that page: all rows, each batch made while the previous one is being sent.

use crate::shelf::Served;
use crate::table::{BATCH_ROWS, TableWriter, WriteError, piece};
use crate::wire::Pieces;
use contract::Derived;
use std::io::Read;
use std::sync::Arc;

/// A table of which a batch of rows is in memory.
pub(super) struct LongTable<R: 'static> {
    served: Arc<Served>,
    places: Vec<u32>,
    begun: usize,
    rows: fn(&Derived, &[u32]) -> Vec<R>,
    /// `None` once the whole table is written.
    writer: Option<TableWriter<'static, R>>,
    /// What remains to be read once it is.
    rest: Option<Box<dyn Read + Send>>,
}

/// Memory of a table's writer and its batch, measured with the columns of items, whose Parquet takes most.
const WRITER_BYTES: usize = 4 << 20;

impl<R> LongTable<R> {
    /// Nothing written yet.
    pub(super) fn new(
        served: Arc<Served>,
        places: Vec<u32>,
        rows: fn(&Derived, &[u32]) -> Vec<R>,
        writer: TableWriter<'static, R>,
    ) -> Self {
        LongTable { served, places, begun: 0, rows, writer: Some(writer), rest: None }
    }
}

impl<R> Pieces for LongTable<R> {
    fn next(&mut self) -> Result<Option<Vec<u8>>, WriteError> {
        let batch = &self.places[self.begun..];
        let batch = &batch[..batch.len().min(BATCH_ROWS)];
        if batch.is_empty() {
            if let Some(writer) = self.writer.take() {
                self.rest = Some(writer.finish()?);
            }
            return Ok(self.rest.as_mut().map(|rest| piece(rest)).transpose()?.flatten());
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
