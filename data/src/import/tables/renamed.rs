//! Rows of a file under the names that a snapshot's table has for their columns.

use crate::error::Result;
use crate::import::mapping::TableFiles;
use crate::source::{Elsewhere, Row, Rows, Step};

/// A file whose columns a mapping names.
pub(super) struct Renamed {
    rows: Box<dyn Rows>,
    headers: Vec<String>,
}

impl Renamed {
    /// The same rows, as a mapping names their columns.
    pub(super) fn new(rows: Box<dyn Rows>, files: &TableFiles) -> Renamed {
        let rename = |header: &String| files.column_of(header).unwrap_or(header).to_owned();
        let headers = rows.headers().iter().map(rename).collect();
        Renamed { rows, headers }
    }
}

impl Rows for Renamed {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn select(&mut self, columns: &[Option<usize>]) -> Result<()> {
        self.rows.select(columns)
    }

    fn next(&mut self, row: &mut Row) -> Result<Step> {
        self.rows.next(row)
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
