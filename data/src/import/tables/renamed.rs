//! Rows of a file under the names that a snapshot's table has for their columns.

use crate::error::Result;
use crate::import::mapping::TableFiles;
use crate::source::{Elsewhere, Row, Rows, Step};

/// A file whose columns a mapping names. Columns with the same value in each row stand behind those of the file.
pub(super) struct Renamed {
    rows: Box<dyn Rows>,
    headers: Vec<String>,
    /// Values of the columns behind those of the file.
    constants: Vec<String>,
    /// Where selected rows have such a value, and which.
    filled: Vec<(usize, usize)>,
}

impl Renamed {
    /// The same rows, as a mapping names their columns. A column that the file has is not constant.
    pub(super) fn new(rows: Box<dyn Rows>, files: &TableFiles) -> Renamed {
        let rename = |header: &String| files.column_of(header).unwrap_or(header).to_owned();
        let mut headers: Vec<_> = rows.headers().iter().map(rename).collect();
        let mut constants = Vec::new();
        for (column, value) in files.constants() {
            if !headers.iter().any(|header| header.trim().eq_ignore_ascii_case(column)) {
                headers.push(column.to_owned());
                constants.push(value.to_owned());
            }
        }
        Renamed { rows, headers, constants, filled: Vec::new() }
    }
}

impl Rows for Renamed {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn select(&mut self, columns: &[Option<usize>]) -> Result<()> {
        let own = self.headers.len() - self.constants.len();
        let constant = |column: &Option<usize>| column.and_then(|index| index.checked_sub(own));
        self.filled =
            columns.iter().map(constant).enumerate().filter_map(|(at, of)| Some((at, of?))).collect();
        let inner: Vec<_> = columns.iter().map(|column| column.filter(|index| *index < own)).collect();
        self.rows.select(&inner)
    }

    fn next(&mut self, row: &mut Row) -> Result<Step> {
        let step = self.rows.next(row)?;
        if step == Step::Row {
            for (at, of) in &self.filled {
                row.copy(*at, &self.constants[*of]);
            }
        }
        Ok(step)
    }

    fn bytes_done(&self) -> u64 {
        self.rows.bytes_done()
    }

    fn is_unverified(&self) -> bool {
        self.rows.is_unverified()
    }

    fn elsewhere(&self, is_header: &dyn Fn(&[String]) -> bool) -> Option<Elsewhere> {
        self.rows.elsewhere(is_header)
    }
}
