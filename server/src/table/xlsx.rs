//! Workbooks on a disk: rows go to a temporary file as they come, so that no sheet is ever whole in memory.

use super::cells;
use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, FieldRef};
use contract::table::workbook::{AboutRows, Workbook, WorkbookError, of_value};
use std::fs::File;
use std::io::{BufWriter, Seek};

/// Begins a workbook with columns of these names.
///
/// # Errors
/// More columns than a sheet can have; no temporary file, here and below.
pub fn begin<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Result<Workbook, WorkbookError> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let rows = book.new_worksheet_with_constant_memory()?;
    Workbook::begin(book, rows, names)
}

/// Writes rows of a query.
///
/// # Errors
/// More than a sheet or a cell can hold; a date or time that no calendar has.
pub fn write(book: &mut Workbook, batch: &RecordBatch) -> Result<(), WorkbookError> {
    let is_time = |field: &FieldRef| {
        matches!(field.data_type(), DataType::Date32 | DataType::Date64 | DataType::Timestamp(..))
    };
    let is_time: Vec<bool> = batch.schema().fields().iter().map(is_time).collect();
    let rows = cells(batch).map_err(|error| {
        let cause = format!("a date or time is out of range ({error})");
        WorkbookError::Rows(cause, "CAST the column to a number or a text")
    })?;
    rows.into_iter().try_for_each(|row| {
        book.row(is_time.iter().zip(row).map(|(is_time, value)| of_value(*is_time, value)))
    })
}

/// Ends it: the workbook in a temporary file without a name, to be read from its beginning.
///
/// # Errors
/// It cannot be written.
pub fn finish(book: Workbook, about: &AboutRows) -> Result<File, WorkbookError> {
    let mut file = tempfile::tempfile()?;
    book.finish(about, BufWriter::new(&file))?;
    file.rewind()?;
    Ok(file)
}
