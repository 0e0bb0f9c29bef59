//! Flat tables: rows of one type and their columns, in the forms that other programs read.

/// The representations of an answer.
mod representation;

/// Dialects of CSV by their names.
mod dialect;

/// Tables as JSON.
mod json;

/// Tables as record batches.
mod arrow;

/// Record batches as cells.
mod cells;

/// Workbooks on a disk.
pub mod xlsx;

/// Tables of any length as bytes, batch by batch.
mod writer;

/// Tables of any length into a file.
mod file;

/// Rows of a query, whose columns nobody knows before.
pub mod query_rows;

/// Where rows go that are sent while they are made.
mod pipe;

pub use cells::cells;
pub use contract::table::csv::Dialect;
pub use contract::table::workbook::{AboutRows, ROWS_MAX, Workbook, WorkbookError};
pub use contract::table::{
    AS_OF, Cell, Column, TableFacts, count, date, flag, number, publication_facts, single, text,
};
pub use dialect::{dialect_named, dialect_names, spreadsheet};
pub use file::{FileForm, TableFile, record_batch};
pub use json::{json_rows, to_json};
pub use pipe::Pipe;
pub use representation::Representation;
pub use writer::{BATCH_ROWS, TableWriter, WriteError, piece};

#[cfg(test)]
mod tests;
