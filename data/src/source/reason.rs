//! Why a row cannot be used: for errors in English, for reports as a fact, whose words every language has.

use std::fmt;

use planning::bounds::CODE_ADDRESS_BYTES_MAX;

use crate::error::shorten;
use crate::number;
use crate::report::{Fact, Shown};

/// Characters of a value that are shown.
const VALUE_CHARS: usize = 40;

/// Why a row, or a cell of it, cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The cell must hold something.
    Empty,
    /// The cell must hold something, and holds a word that counts as missing.
    Missing(String),
    /// The cell must hold a number.
    Number(number::Fault),
    /// The cell must hold a number, and a finite one.
    NotFinite,
    /// The cell must hold a whole number.
    NotWhole,
    /// The cell must hold a time.
    NotATime,
    /// The cell holds a number below this one.
    Below(String),
    /// The cell holds a number, or a time, that is not between these numbers or days.
    NotBetween(String, String),
    /// The cell holds money for no units.
    WithoutQuantity,
    /// The cell holds more than the total of its line.
    AboveTotal,
    /// The page of a code would have so many bytes of it in its address.
    LongAddress(usize),
    /// The row has so many cells where the header has so many.
    Cells(usize, usize),
    /// What a parser says, in its own words.
    Other(String),
}

impl From<String> for Reason {
    fn from(words: String) -> Reason {
        Reason::Other(words)
    }
}

impl From<&str> for Reason {
    fn from(words: &str) -> Reason {
        Reason::Other(words.to_owned())
    }
}

impl From<number::Fault> for Reason {
    fn from(fault: number::Fault) -> Reason {
        Reason::Number(fault)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Empty => f.write_str("is empty"),
            Reason::Missing(word) => write!(
                f,
                "is empty: {word:?} counts as missing (text.missing in a mapping says which words do)"
            ),
            Reason::Number(fault) => fmt::Display::fmt(fault, f),
            Reason::NotFinite => f.write_str("is not a finite number"),
            Reason::NotWhole => f.write_str("is not a whole number"),
            Reason::NotATime => f.write_str("is not a time in ISO 8601 or one of timestamps.formats"),
            Reason::Below(least) => write!(f, "is below {least}"),
            Reason::NotBetween(first, last) => write!(f, "is not between {first} and {last}"),
            Reason::WithoutQuantity => f.write_str("is not zero, although the quantity is zero"),
            Reason::AboveTotal => f.write_str("is more than the line's total"),
            Reason::LongAddress(bytes) => write!(
                f,
                "is {bytes} bytes long in the address of its page, more than {CODE_ADDRESS_BYTES_MAX}"
            ),
            Reason::Cells(found, expected) => {
                write!(f, "has {found} cells where the header has {expected}")
            }
            Reason::Other(words) => f.write_str(words),
        }
    }
}

impl Reason {
    /// The reason why a number is not within a column's range.
    pub(crate) fn of_range((least, most): (f64, f64)) -> Reason {
        match most.is_finite() {
            false => Reason::Below(least.to_string()),
            true => Reason::NotBetween(least.to_string(), most.to_string()),
        }
    }

    /// An example of a row that cannot be used.
    pub(crate) fn of_row(&self) -> Shown {
        match self {
            Reason::Cells(found, expected) => {
                let values = [("found", found.to_string()), ("expected", expected.to_string())];
                Shown::new(String::new(), Fact::new("cells", values), self.to_string())
            }
            other => other.to_string().into(),
        }
    }

    /// An example of a cell that cannot be used; `value` is what it holds.
    pub(crate) fn of_cell(&self, column: &str, value: Option<&str>) -> Shown {
        let value = value.map(|value| shorten(value, VALUE_CHARS));
        let text = match &value {
            Some(value) => format!("{column} {value:?} {self}"),
            None => format!("{column} {self}"),
        };
        let (id, more) = match self {
            Reason::Empty => ("cell_empty", vec![]),
            Reason::Missing(word) => ("cell_missing", vec![("word", shorten(word, VALUE_CHARS))]),
            Reason::Number(number::Fault::NotANumber) => ("cell_not_a_number", vec![]),
            Reason::Number(number::Fault::NotFinite) | Reason::NotFinite => ("cell_not_finite", vec![]),
            Reason::Number(number::Fault::TooLarge) => ("cell_too_large", vec![]),
            Reason::NotWhole => ("cell_not_whole", vec![]),
            Reason::NotATime => ("cell_not_a_time", vec![]),
            Reason::Below(least) => ("cell_below", vec![("least", least.clone())]),
            Reason::NotBetween(first, last) => {
                ("cell_not_between", vec![("first", first.clone()), ("last", last.clone())])
            }
            Reason::WithoutQuantity => ("cell_without_quantity", vec![]),
            Reason::AboveTotal => ("cell_above_total", vec![]),
            Reason::LongAddress(bytes) => (
                "cell_long_address",
                vec![("bytes", bytes.to_string()), ("most", CODE_ADDRESS_BYTES_MAX.to_string())],
            ),
            Reason::Cells(..) | Reason::Other(_) => return text.into(),
        };
        let values = [("column", column.to_owned()), ("value", value.unwrap_or_default())];
        Shown::new(String::new(), Fact::new(id, values.into_iter().chain(more)), text)
    }
}
