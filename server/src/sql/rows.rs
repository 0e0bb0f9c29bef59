//! Rows of an answer: from the bytes of an Arrow IPC stream to record batches, and to an answer.

use super::desk::{Next, Running};
use crate::refusal::Refusal;
use crate::table::cells;
use arrow::array::RecordBatch;
use arrow::buffer::Buffer;
use arrow::datatypes::{DataType, Fields, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamDecoder;
use contract::{SqlAnswer, SqlCode, SqlColumn, SqlRefusal};

/// Bytes of the rows of an answer that is put together before it is sent.
const WHOLE_BYTES: usize = 32 * 1_024 * 1_024;

/// Record batches out of a stream of bytes that comes in pieces.
#[derive(Default)]
pub struct Batches(StreamDecoder);

impl Batches {
    /// The columns, once they are known.
    pub fn schema(&self) -> Option<SchemaRef> {
        self.0.schema()
    }

    /// The record batches that a piece completes.
    ///
    /// # Errors
    /// Bytes that are no such stream.
    pub fn of(&mut self, bytes: Vec<u8>) -> Result<Vec<RecordBatch>, ArrowError> {
        let mut buffer = Buffer::from_vec(bytes);
        let mut batches = Vec::new();
        while !buffer.is_empty() {
            batches.extend(self.0.decode(&mut buffer)?);
        }
        Ok(batches)
    }
}

/// The whole answer, with its rows as cells.
///
/// # Errors
/// The query fails on its way; its rows are more than an answer can hold.
pub async fn collect(mut running: Running) -> Result<SqlAnswer, Refusal> {
    let (mut batches, mut rows, mut bytes) = (Batches::default(), Vec::new(), 0);
    loop {
        match running.next().await? {
            Next::Rows(piece) => {
                bytes += piece.len();
                if bytes > WHOLE_BYTES {
                    return Err(Refusal::Sql(Box::new(too_much())));
                }
                for batch in batches.of(piece).map_err(unreadable)? {
                    rows.extend(cells(&batch).map_err(unreadable)?);
                }
            }
            Next::End(cost, steps) => {
                let columns = std::mem::take(&mut running.columns);
                return Ok(SqlAnswer { snapshot: running.snapshot.clone(), columns, rows, cost, steps });
            }
        }
    }
}

/// What a query would answer, and which values it takes.
pub struct Shape {
    /// The columns of its answer.
    pub columns: Vec<SqlColumn>,
    /// Their names and types.
    pub answer: Fields,
    /// Names and types of its parameters, by place or else by name.
    pub parameters: Fields,
}

/// The shape of a query, where that was asked for.
///
/// # Errors
/// The query fails on its way.
pub async fn shape(mut running: Running) -> Result<Shape, Refusal> {
    let mut batches = Batches::default();
    while let Next::Rows(piece) = running.next().await? {
        batches.of(piece).map_err(unreadable)?;
    }
    let both = batches.schema().ok_or(Refusal::Internal)?;
    let fields = |name: &str| match both.field_with_name(name).map(|field| field.data_type().clone()) {
        Ok(DataType::Struct(fields)) => Ok(fields),
        _ => Err(Refusal::Internal),
    };
    let (answer, parameters) = (fields("columns")?, fields("parameters")?);
    Ok(Shape { columns: std::mem::take(&mut running.columns), answer, parameters })
}

fn too_much() -> SqlRefusal {
    SqlRefusal::new(
        SqlCode::TooLarge,
        format!("the rows are larger than {} megabytes", WHOLE_BYTES >> 20),
        "Ask for fewer rows, or for CSV, Arrow or Parquet, which are sent as they are made",
    )
}

fn unreadable(error: ArrowError) -> Refusal {
    tracing::error!(%error, "rows of a worker cannot be read");
    Refusal::Internal
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{ArrayRef, Int64Array};
    use arrow::ipc::writer::StreamWriter;
    use std::sync::Arc;

    fn batch() -> RecordBatch {
        RecordBatch::try_from_iter([("whole", Arc::new(Int64Array::from(vec![-7, 1, 3])) as ArrayRef)])
            .expect("rows")
    }

    #[test]
    fn batches_come_out_of_pieces_of_any_size() {
        let mut writer = StreamWriter::try_new(Vec::new(), &batch().schema()).expect("a stream");
        (0..3).for_each(|_| writer.write(&batch()).expect("rows"));
        let bytes = writer.into_inner().expect("an end");
        for size in [1, 7, 1_000, bytes.len()] {
            let mut batches = Batches::default();
            let pieces = bytes.chunks(size).flat_map(|piece| batches.of(piece.to_vec()).expect("a stream"));
            assert_eq!(pieces.map(|batch| batch.num_rows()).sum::<usize>(), 9, "{size}");
        }
    }
}
