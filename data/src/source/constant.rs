//! Columns with the same value in each row, behind those of a file.

use super::{Elsewhere, Result, Row, Rows, Step};

/// Rows with such columns.
pub(crate) struct Constant {
    rows: Box<dyn Rows>,
    headers: Vec<String>,
    values: Vec<String>,
    /// Where selected rows have such a value, and which.
    filled: Vec<(usize, usize)>,
}

impl Constant {
    /// The same rows with columns of these names and values. A column that the file has is not constant.
    pub(crate) fn new(rows: Box<dyn Rows>, columns: impl Iterator<Item = (String, String)>) -> Constant {
        let mut headers = rows.headers().to_vec();
        let mut values = Vec::new();
        for (column, value) in columns {
            if !headers.iter().any(|header| header.trim().eq_ignore_ascii_case(&column)) {
                headers.push(column);
                values.push(value);
            }
        }
        Constant { rows, headers, values, filled: Vec::new() }
    }
}

impl Rows for Constant {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn select(&mut self, columns: &[Option<usize>]) -> Result<()> {
        let own = self.headers.len() - self.values.len();
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
                row.copy(*at, &self.values[*of]);
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
