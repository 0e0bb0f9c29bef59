//! Cells of record batches: as much of a number's digits as every reader keeps, or else a text.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use contract::SqlValue;
use contract::table::is_safe;

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

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Decimal128Array, Float64Array, Int64Array, StringArray};
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
}
