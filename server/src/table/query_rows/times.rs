//! Dates and times that no calendar has.

use super::Error;
use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use arrow::util::display::{ArrayFormatter, FormatOptions};

/// Checks that every date and time can be written: lists and structures write an error as if it were the value.
pub(super) fn refuse_impossible_times(batch: &RecordBatch) -> Result<(), Error> {
    let options = FormatOptions::default().with_display_error(false);
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        if !holds_times(field.data_type()) {
            continue;
        }
        let cells = ArrayFormatter::try_new(column, &options)?;
        for row in 0..batch.num_rows() {
            cells.value(row).try_to_string().map_err(|error| {
                Error::Form(
                    format!("column {}: a date or time is out of range ({error})", field.name()),
                    "Keep dates between the years -262143 and 262142, or CAST the column to a number",
                )
            })?;
        }
    }
    Ok(())
}

/// Whether values of a type are, or contain, dates or times.
fn holds_times(kind: &DataType) -> bool {
    match kind {
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::FixedSizeList(item, _)
        | DataType::Map(item, _) => holds_times(item.data_type()),
        DataType::Struct(fields) => fields.iter().any(|field| holds_times(field.data_type())),
        DataType::Union(fields, _) => fields.iter().any(|(_, field)| holds_times(field.data_type())),
        DataType::Dictionary(_, value) => holds_times(value),
        DataType::RunEndEncoded(_, values) => holds_times(values.data_type()),
        other => other.is_temporal(),
    }
}
