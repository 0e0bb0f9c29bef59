//! Where the names of columns stand in text files and workbooks, and how several rows of headings make one.

use std::num::{NonZeroU8, NonZeroU64};

use crate::error::{Error, Place};

/// The rows of headings.
#[derive(Clone, Copy, Debug)]
pub struct Header {
    /// Line of a text file, or row of a sheet, in which the headings begin; `None` means the first that is not empty.
    pub line: Option<NonZeroU64>,
    /// Rows of headings, of which each column's are joined.
    pub rows: NonZeroU8,
}

impl Default for Header {
    fn default() -> Header {
        Header { line: None, rows: NonZeroU8::MIN }
    }
}

impl Header {
    /// True for a line at or below the first row of headings.
    pub(super) fn begins_by(self, line: u64) -> bool {
        self.line.is_none_or(|first| line >= first.get())
    }

    /// The names of columns from so many rows of headings; `None` while there are not enough.
    pub(super) fn names(self, rows: &[Vec<String>]) -> Option<Vec<String>> {
        (rows.len() == usize::from(self.rows.get())).then(|| joined(rows))
    }

    /// The error of a file that ends before its header.
    pub(super) fn missing(self, place: Place) -> Error {
        let (rows, remedy) = (self.rows, "Correct header.line and header.rows in the mapping");
        match self.line {
            Some(line) => Error::bad(
                place,
                format!("there are not {rows} rows of headings from line {line} on"),
                remedy,
            ),
            None if rows > NonZeroU8::MIN => {
                Error::bad(place, format!("there are not {rows} rows of headings"), remedy)
            }
            None => Error::bad(place, "has no header", "Give a file with a header and rows"),
        }
    }
}

/// Rows of headings as one. A heading above others stands over the columns to its right as well, up to the next.
fn joined(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut over = vec![""; rows.len()];
    let name = |column: usize| {
        let mut parts: Vec<&str> = Vec::new();
        for (depth, row) in rows.iter().enumerate() {
            let own = row.get(column).map_or("", String::as_str);
            if !own.is_empty() || depth + 1 == rows.len() {
                over[depth] = own;
            }
            // Merged cells repeat their text.
            if !over[depth].is_empty() && parts.last() != Some(&over[depth]) {
                parts.push(over[depth]);
            }
        }
        parts.join(" ")
    };
    (0..columns).map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_above_stand_over_the_columns_to_their_right() {
        let rows = |rows: &[&[&str]]| -> Vec<Vec<String>> {
            rows.iter().map(|row| row.iter().map(|name| (*name).to_owned()).collect()).collect()
        };
        for (given, expected) in [
            (rows(&[&["a", "b"]]), &["a", "b"][..]),
            (
                rows(&[&["", "2024-01", "", "2024-02"], &["Art", "Stk", "EUR", "Stk"]]),
                &["Art", "2024-01 Stk", "2024-01 EUR", "2024-02 Stk"],
            ),
            (rows(&[&["Art", "Köln"], &["", "Stk", "EUR"]]), &["Art", "Köln Stk", "Köln EUR"]),
            (rows(&[&["Art", "Stk"], &["Art", ""]]), &["Art", "Stk"]),
        ] {
            assert_eq!(joined(&given), expected);
        }
    }
}
