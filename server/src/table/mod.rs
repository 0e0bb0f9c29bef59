//! Flat tables: rows of one type and their columns, in the forms that other programs read.

/// The representations of an answer.
mod representation;

/// Tables as JSON.
mod json;

/// Tables as record batches.
mod arrow;

/// Tables of any length as bytes, batch by batch.
mod writer;

/// Tables of any length into a file.
mod file;

/// Rows of a query, whose columns nobody knows before.
pub mod query_rows;

/// Where rows go that are sent while they are made.
mod pipe;

pub use contract::table::{Cell, Column, count, date, flag, number, single, text};
pub use file::{FileForm, TableFile, record_batch};
pub use json::{json_rows, to_json};
pub use pipe::Pipe;
pub use representation::Representation;
pub use writer::{BATCH_ROWS, TableWriter, WriteError};

use contract::Facts;

/// Facts about a whole table, by name; Arrow and Parquet carry them in their schema.
pub type TableFacts = Vec<(&'static str, String)>;

/// What the numbers of a publication's tables are from, as the whole answer says it beside them.
pub fn publication_facts(facts: &Facts) -> TableFacts {
    vec![
        ("granary.publication", facts.id.clone()),
        ("granary.as_of", facts.as_of.to_string()),
        ("granary.currency", facts.currency.clone()),
        ("granary.simulated", facts.simulated.join("\n")),
    ]
}

#[cfg(test)]
mod tests;
