//! Flat tables: rows of one type and their columns, in the forms that other programs read.

mod arrow;
mod file;
mod json;
mod writer;

pub use file::{FileForm, TableFile};
pub use json::to_json;
pub use writer::{BATCH_ROWS, TableWriter, WriteError};

pub use contract::table::{Cell, Column, count, date, flag, number, single, text};

/// What is true of a whole table, by name; Arrow and Parquet carry it in their schema.
pub type Facts = Vec<(&'static str, String)>;

#[cfg(test)]
mod tests;
