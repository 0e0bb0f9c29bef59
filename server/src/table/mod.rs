//! Flat tables: rows of one type and their columns, in the forms that other programs read.

/// The representations of an answer.
mod representation;

/// Tables as JSON.
mod json;

/// Tables as record batches.
mod arrow;

/// Record batches as cells.
mod cells;

/// Tables and rows of queries as workbooks.
mod xlsx;

/// Tables of any length as bytes, batch by batch.
mod writer;

/// Tables of any length into a file.
mod file;

/// Rows of a query, whose columns nobody knows before.
pub mod query_rows;

/// Where rows go that are sent while they are made.
mod pipe;

pub use cells::cells;
pub use contract::table::{Cell, Column, count, date, flag, number, single, text};
pub use file::{FileForm, TableFile, record_batch};
pub use json::{json_rows, to_json};
pub use pipe::Pipe;
pub use representation::Representation;
pub use writer::{BATCH_ROWS, TableWriter, WriteError, piece};
pub use xlsx::{AboutRows, ROWS_MAX, Workbook, WorkbookError};

use contract::Facts;

/// Facts about a whole table, by name; Arrow and Parquet carry them in their schema.
pub type TableFacts = Vec<(&'static str, String)>;

/// The name of the fact that says of which day the data are.
const AS_OF: &str = "granary.as_of";

/// What the numbers of a publication's tables are from, as the whole answer says it beside them.
pub fn publication_facts(facts: &Facts) -> TableFacts {
    vec![
        ("granary.publication", facts.id.clone()),
        (AS_OF, facts.as_of.to_string()),
        ("granary.currency", facts.currency.clone()),
        ("granary.simulated", facts.simulated.join("\n")),
    ]
}

#[cfg(test)]
mod tests;
