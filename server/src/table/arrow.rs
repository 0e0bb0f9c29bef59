//! Rows as Arrow record batches, from which Arrow IPC streams and Parquet are written.

use super::{Cell, Column, TableFacts};
use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float32Array, Float64Array, RecordBatch, StringArray, UInt64Array,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use std::sync::Arc;

/// The columns' schema, with the table's facts in its metadata.
pub(super) fn schema<R>(columns: &[Column<R>], facts: TableFacts) -> SchemaRef {
    let kind = |cell: &Cell<R>| match cell {
        Cell::Text(_) => DataType::Utf8,
        Cell::Number(_) => DataType::Float64,
        Cell::Single(_) => DataType::Float32,
        Cell::Count(_) => DataType::UInt64,
        Cell::Date(_) => DataType::Date32,
        Cell::Flag(_) => DataType::Boolean,
    };
    let fields: Vec<_> =
        columns.iter().map(|column| Field::new(column.name, kind(&column.cell), true)).collect();
    let metadata = facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Arc::new(Schema::new_with_metadata(fields, metadata))
}

/// The rows as a record batch.
///
/// # Errors
/// None in practice: every column has one value for each row.
pub(super) fn batch<R>(
    columns: &[Column<R>],
    rows: &[R],
    schema: SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    RecordBatch::try_new(schema, columns.iter().map(|column| array(&column.cell, rows)).collect())
}

fn array<R>(cell: &Cell<R>, rows: &[R]) -> ArrayRef {
    match cell {
        Cell::Text(of) => Arc::new(rows.iter().map(of).collect::<StringArray>()),
        Cell::Number(of) => {
            let finite = |row| of(row).filter(|number| number.is_finite());
            Arc::new(rows.iter().map(finite).collect::<Float64Array>())
        }
        Cell::Single(of) => {
            let finite = |row| of(row).filter(|number| number.is_finite());
            Arc::new(rows.iter().map(finite).collect::<Float32Array>())
        }
        Cell::Count(of) => Arc::new(rows.iter().map(of).collect::<UInt64Array>()),
        Cell::Date(of) => Arc::new(rows.iter().map(|row| of(row).map(|day| day.0)).collect::<Date32Array>()),
        Cell::Flag(of) => Arc::new(rows.iter().map(of).collect::<BooleanArray>()),
    }
}
