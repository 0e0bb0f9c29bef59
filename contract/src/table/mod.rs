//! Columns of tables: from one description follow CSV here, and Arrow, Parquet and what the API says of itself elsewhere.

pub mod csv;

/// Tables and rows of queries as workbooks.
#[cfg(feature = "workbook")]
pub mod workbook;

use crate::Facts;
use planning::day::Day;

/// Facts about a whole table, by name; Arrow, Parquet and workbooks carry them.
pub type TableFacts = Vec<(&'static str, String)>;

/// The name of the fact that says of which day the data are.
pub const AS_OF: &str = "granary.as_of";

/// What the numbers of a publication's tables are from, as the whole answer says it beside them.
pub fn publication_facts(facts: &Facts) -> TableFacts {
    vec![
        ("granary.publication", facts.id.clone()),
        (AS_OF, facts.as_of.to_string()),
        ("granary.currency", facts.currency.clone()),
        ("granary.simulated", facts.simulated.join("\n")),
    ]
}

/// Digits that every reader of JSON keeps, and every spreadsheet.
const SAFE_DIGITS: usize = 15;

/// Whether a number has no more digits than every reader keeps.
pub fn is_safe(text: &str) -> bool {
    let text = text.trim_start_matches('-');
    let text = if text.contains('.') { text.trim_end_matches('0') } else { text };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').len() <= SAFE_DIGITS
}

/// A column: its name, its meaning, and its cell for a row; `None` is a missing value.
pub struct Column<R> {
    /// Name, in the API and in files.
    pub name: &'static str,
    /// Its meaning, with the unit.
    pub about: &'static str,
    /// What its values are counted in, by which a page writes them; where nobody asks, [`Unit::Plain`].
    pub unit: Unit,
    /// Whether every row has a value.
    pub always: bool,
    /// A row's cell.
    pub cell: Cell<R>,
}

/// The function from a row to a cell, by type.
pub enum Cell<R> {
    /// Text.
    Text(for<'a> fn(&'a R) -> Option<&'a str>),
    /// A real number; NaN and infinities count as missing.
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

/// What values are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nothing: words, dates, yes or no.
    Plain,
    /// Units of an item.
    Units,
    /// Units of an item a day.
    UnitsPerDay,
    /// Days.
    Days,
    /// Money.
    Money,
    /// A share, from 0 to 1.
    Share,
}

impl<R> Cell<R> {
    /// Name of the type in the API's description.
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

impl<R> Column<R> {
    /// The same column, whose values are counted in a unit.
    pub const fn counted_in(self, unit: Unit) -> Self {
        Column { unit, ..self }
    }

    /// The same column, which has a value in every row.
    pub const fn always(self) -> Self {
        Column { always: true, ..self }
    }
}

/// The number that is written with the digits of one of single precision: 0.1 of 0.1, where a conversion would give
/// 0.10000000149011612.
pub fn as_written(number: f32) -> f64 {
    number.to_string().parse().unwrap_or(f64::NAN)
}

const fn plain<R>(name: &'static str, about: &'static str, cell: Cell<R>) -> Column<R> {
    Column { name, about, unit: Unit::Plain, always: false, cell }
}

/// A column of texts.
pub const fn text<R>(
    name: &'static str,
    about: &'static str,
    cell: for<'a> fn(&'a R) -> Option<&'a str>,
) -> Column<R> {
    plain(name, about, Cell::Text(cell))
}

/// A column of real numbers.
pub const fn number<R>(name: &'static str, about: &'static str, cell: fn(&R) -> Option<f64>) -> Column<R> {
    plain(name, about, Cell::Number(cell))
}

/// A column of real numbers of single precision.
pub const fn single<R>(name: &'static str, about: &'static str, cell: fn(&R) -> Option<f32>) -> Column<R> {
    plain(name, about, Cell::Single(cell))
}

/// A column of counts.
pub const fn count<R>(name: &'static str, about: &'static str, cell: fn(&R) -> Option<u64>) -> Column<R> {
    plain(name, about, Cell::Count(cell))
}

/// A column of dates.
pub const fn date<R>(name: &'static str, about: &'static str, cell: fn(&R) -> Option<Day>) -> Column<R> {
    plain(name, about, Cell::Date(cell))
}

/// A column of yes or no.
pub const fn flag<R>(name: &'static str, about: &'static str, cell: fn(&R) -> Option<bool>) -> Column<R> {
    plain(name, about, Cell::Flag(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_single_precision_keeps_its_digits() {
        for number in [0.1, -2.5, 16_777_216.0, 1e-7, 3.4e38] {
            assert_eq!(as_written(number).to_string(), number.to_string());
        }
        assert!(as_written(f32::NAN).is_nan() && as_written(f32::INFINITY).is_infinite());
    }
}
