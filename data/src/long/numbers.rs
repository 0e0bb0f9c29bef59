//! Numbers of series besides their history, one row for each series: stock, costs, packs, rules.

use std::collections::HashMap;
use std::path::Path;

use super::block::{no_column, number};
use crate::error::{Error, Place, Result, file_name};
use crate::source::{self, ReadOptions, Row, Step};

/// Numbers by series and column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    columns: Vec<String>,
    has: Vec<bool>,
    /// NaN where missing.
    rows: HashMap<String, Vec<f64>>,
}

/// Whether a file, in any format, has a column.
///
/// # Errors
/// A file that cannot be read, or has several such columns.
pub fn has_column(path: &Path, name: &str) -> Result<bool> {
    let rows = source::open(path, &ReadOptions::default())?;
    Ok(source::find_column(path, rows.headers(), &[name.to_owned()])?.is_some())
}

impl Numbers {
    /// Reads a file. The column `id` names the series; `columns` are optional, except the first `needed` of them.
    ///
    /// # Errors
    /// A file that cannot be read or lacks a required column; a cell without a valid name or number; two rows for one
    /// series.
    pub fn read(path: &Path, id: &str, columns: &[&str], needed: usize) -> Result<Numbers> {
        let mut rows = source::open(path, &ReadOptions::default())?;
        let headers = rows.headers().to_vec();
        let find = |name: &str| source::find_column(path, &headers, &[name.to_owned()]);
        let places: Vec<Option<usize>> =
            std::iter::once(id).chain(columns.iter().copied()).map(find).collect::<Result<_>>()?;
        let must = std::iter::once(id).chain(columns.iter().copied().take(needed));
        if let Some((_, name)) = places.iter().zip(must).find(|(place, _)| place.is_none()) {
            let remedy = format!("Give a file with the columns {id}, {}", columns.join(", "));
            return Err(no_column(path, &headers, name, remedy));
        }
        rows.select(&places)?;
        let mut found = Numbers {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            has: places[1..].iter().map(Option::is_some).collect(),
            rows: HashMap::new(),
        };
        let mut row = Row::default();
        loop {
            match rows.next(&mut row)? {
                Step::End => return Ok(found),
                Step::Fault(reason) => {
                    let place = Place::new(file_name(path)).line(row.line);
                    return Err(Error::bad(place, reason.to_string(), "Correct the line"));
                }
                Step::Row => found.add(path, id, &row)?,
            }
        }
    }

    fn add(&mut self, path: &Path, id: &str, row: &Row) -> Result<()> {
        let place = || Place::new(file_name(path)).line(row.line);
        let name = row
            .text(0)
            .ok_or_else(|| Error::bad(place().column(id), "is empty", "Name the series of every row"))?;
        let cell = |(column, header): (usize, &String)| {
            let text = row.text(column + 1).unwrap_or_default();
            number(text).filter(|value| !value.is_infinite()).ok_or_else(|| {
                let remedy = "Write numbers as in 1234.5, and leave the cell of a missing one empty";
                Error::bad(place().column(header).value(text), "is not a number", remedy)
            })
        };
        let values = self.columns.iter().enumerate().map(cell).collect::<Result<Vec<_>>>()?;
        match self.rows.insert(name.to_owned(), values) {
            None => Ok(()),
            Some(_) => {
                let problem = "a row of this series was there before";
                Err(Error::bad(place().column(id).value(name), problem, "Leave one row for each series"))
            }
        }
    }

    /// Whether the file has a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().zip(&self.has).any(|(name, has)| *has && name == column)
    }

    /// Whether the file has a row of a series.
    pub fn names(&self, series: &str) -> bool {
        self.rows.contains_key(series)
    }

    /// The series with rows, in no particular order.
    pub fn series(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// The number of a series in a column; `None` where it is missing.
    pub fn of(&self, series: &str, column: &str) -> Option<f64> {
        let place = self.columns.iter().position(|name| name == column)?;
        self.rows.get(series)?.get(place).copied().filter(|value| value.is_finite())
    }

    /// The largest number of a column.
    pub fn most(&self, column: &str) -> Option<f64> {
        self.series().filter_map(|series| self.of(series, column)).reduce(f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn numbers_are_found_by_series_and_column() {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("items.csv");
        let read = |text: &str| {
            fs::write(&path, text).expect("written");
            Numbers::read(&path, "unique_id", &["on_hand", "due_1"], 1).map_err(|error| error.to_string())
        };
        let found = read("unique_id,due_1,on_hand\na,,3.5\nb,2,0\n").expect("numbers");
        assert_eq!((found.of("a", "on_hand"), found.of("a", "due_1")), (Some(3.5), None));
        assert_eq!(
            (found.of("b", "due_1"), found.of("c", "due_1"), found.most("on_hand")),
            (Some(2.0), None, Some(3.5))
        );
        assert!(found.names("b") && !found.names("c") && found.has("due_1"));
        assert!(!read("unique_id,on_hand\na,1\n").expect("numbers").has("due_1"));
        for (text, part) in [
            ("unique_id,due_1\na,1\n", "has no column on_hand; it has unique_id, due_1"),
            ("unique_id,on_hand\na,lots\n", "line 2, column on_hand, value \"lots\": is not a number"),
            ("unique_id,on_hand\n,1\n", "line 2, column unique_id: is empty"),
            ("unique_id,on_hand\na,1\na,2\n", "line 3, column unique_id, value \"a\": a row of this series"),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(part), "{error}");
        }
        assert!(
            has_column(&path, "on_hand").expect("headers")
                && !has_column(&path, "in_stock").expect("headers")
        );
    }
}
