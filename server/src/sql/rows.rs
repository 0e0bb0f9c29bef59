//! Rows of an answer: from the bytes of an Arrow IPC stream to record batches, and to cells.

use super::desk::{Next, Running};
use crate::refusal::Refusal;
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::buffer::Buffer;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamDecoder;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use contract::{SqlAnswer, SqlCode, SqlRefusal, SqlValue};

/// Bytes of the rows of an answer that is put together before it is sent.
const WHOLE_BYTES: usize = 32 * 1_024 * 1_024;

/// Digits that every reader of JSON keeps.
const SAFE_DIGITS: usize = 15;

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

/// Rows as cells.
///
/// # Errors
/// A date or time that no calendar has.
pub fn cells(batch: &RecordBatch) -> Result<Vec<Vec<SqlValue>>, ArrowError> {
    let options = FormatOptions::default().with_display_error(false);
    let columns: Vec<(&ArrayRef, ArrayFormatter<'_>)> = batch
        .columns()
        .iter()
        .map(|column| Ok((column, ArrayFormatter::try_new(column, &options)?)))
        .collect::<Result<_, ArrowError>>()?;
    let row = |row| columns.iter().map(|(column, shown)| cell(column, shown, row)).collect();
    (0..batch.num_rows()).map(row).collect()
}

fn cell(column: &ArrayRef, shown: &ArrayFormatter<'_>, row: usize) -> Result<SqlValue, ArrowError> {
    if column.is_null(row) || *column.data_type() == DataType::Null {
        return Ok(SqlValue::Missing);
    }
    let text = shown.value(row).try_to_string()?;
    Ok(match column.data_type() {
        DataType::Boolean => SqlValue::Flag(column.as_boolean().value(row)),
        kind if kind.is_integer() => match text.parse::<i64>() {
            Ok(number) if is_safe(&text) => SqlValue::Whole(number),
            _ => SqlValue::Text(text),
        },
        kind if kind.is_decimal() => match text.parse::<f64>() {
            Ok(number) if is_safe(&text) => SqlValue::Number(number),
            _ => SqlValue::Text(text),
        },
        // What is no number is written as the engine calls it: JSON has no such numbers.
        kind if kind.is_floating() => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => SqlValue::Number(number),
            _ => SqlValue::Text(text),
        },
        _ => SqlValue::Text(text),
    })
}

/// Whether a number has no more digits than any reader of JSON keeps.
fn is_safe(text: &str) -> bool {
    let text = text.trim_start_matches('-');
    let text = if text.contains('.') { text.trim_end_matches('0') } else { text };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').len() <= SAFE_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Decimal128Array, Float64Array, Int64Array, StringArray};
    use arrow::ipc::writer::StreamWriter;
    use std::sync::Arc;

    fn batch() -> RecordBatch {
        let decimals = vec![Some(12_340_000), Some(1_234_567_890_123_456_789), None];
        let decimals = Decimal128Array::from(decimals).with_precision_and_scale(19, 4).expect("decimals");
        RecordBatch::try_from_iter_with_nullable([
            ("whole", Arc::new(Int64Array::from(vec![Some(-7), Some(i64::MAX), None])) as ArrayRef, true),
            ("exact", Arc::new(decimals), true),
            ("measured", Arc::new(Float64Array::from(vec![0.1, f64::NAN, 1e300])), true),
            ("text", Arc::new(StringArray::from(vec!["a", "", "é"])), true),
        ])
        .expect("rows")
    }

    #[test]
    fn a_number_that_a_reader_could_round_is_text() {
        let text = |text: &str| SqlValue::Text(text.to_owned());
        let rows = cells(&batch()).expect("cells");
        let first = [SqlValue::Whole(-7), SqlValue::Number(1_234.0), SqlValue::Number(0.1), text("a")];
        assert_eq!(rows[0], first);
        assert_eq!(
            rows[1],
            [text("9223372036854775807"), text("123456789012345.6789"), text("NaN"), text("")]
        );
        assert_eq!(rows[2], [SqlValue::Missing, SqlValue::Missing, SqlValue::Number(1e300), text("é")]);
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
