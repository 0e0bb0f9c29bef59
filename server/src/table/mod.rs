//! Flat tables: rows of one type, the columns made of them, and their forms for other programs.

mod arrow;
mod csv;
mod file;
mod json;
mod writer;

pub use file::{FileForm, TableFile};
pub use json::to_json;
pub use writer::{BATCH_ROWS, TableWriter, WriteError};

use planning::day::Day;

/// A column: its name, what stands in it, and its cell of a row; `None` is a missing value.
pub struct Column<R> {
    /// Name.
    pub name: &'static str,
    /// What stands in it, with the unit.
    pub about: &'static str,
    /// A row's cell.
    pub cell: Cell<R>,
}

/// How a cell is got from a row, by type.
pub enum Cell<R> {
    /// Text.
    Text(for<'a> fn(&'a R) -> Option<&'a str>),
    /// A real number; one that is not finite counts as missing.
    Number(fn(&R) -> Option<f64>),
    /// A real number of single precision, as derived files hold it.
    Single(fn(&R) -> Option<f32>),
    /// A count.
    Count(fn(&R) -> Option<u64>),
    /// A date.
    Date(fn(&R) -> Option<Day>),
    /// Yes or no.
    Flag(fn(&R) -> Option<bool>),
}

impl<R> Cell<R> {
    /// Name of the type, as the API's description says it.
    pub fn kind(&self) -> &'static str {
        match self {
            Cell::Text(_) => "text",
            Cell::Number(_) | Cell::Single(_) => "number",
            Cell::Count(_) => "count",
            Cell::Date(_) => "date",
            Cell::Flag(_) => "yes or no",
        }
    }
}

/// A column of texts.
pub const fn text<R>(
    name: &'static str,
    about: &'static str,
    cell: for<'a> fn(&'a R) -> Option<&'a str>,
) -> Column<R> {
    Column { name, about, cell: Cell::Text(cell) }
}

/// A column of real numbers.
pub const fn number<R>(name: &'static str, about: &'static str, cell: fn(&R) -> Option<f64>) -> Column<R> {
    Column { name, about, cell: Cell::Number(cell) }
}

/// A column of real numbers of single precision.
pub const fn single<R>(name: &'static str, about: &'static str, cell: fn(&R) -> Option<f32>) -> Column<R> {
    Column { name, about, cell: Cell::Single(cell) }
}

/// A column of counts.
pub const fn count<R>(name: &'static str, about: &'static str, cell: fn(&R) -> Option<u64>) -> Column<R> {
    Column { name, about, cell: Cell::Count(cell) }
}

/// A column of dates.
pub const fn date<R>(name: &'static str, about: &'static str, cell: fn(&R) -> Option<Day>) -> Column<R> {
    Column { name, about, cell: Cell::Date(cell) }
}

/// A column of yes or no.
pub const fn flag<R>(name: &'static str, about: &'static str, cell: fn(&R) -> Option<bool>) -> Column<R> {
    Column { name, about, cell: Cell::Flag(cell) }
}

/// What is true of a whole table, by name; Arrow and Parquet carry it in their schema.
pub type Facts = Vec<(&'static str, String)>;

#[cfg(test)]
mod tests;
