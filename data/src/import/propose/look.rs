//! Looks at the beginning of a file: which column holds what, how its dates and numbers are written.

use std::num::NonZeroU64;
use std::path::Path;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1254};

use planning::periods::SalesPeriod;

use super::Role;
use super::dates::{Dates, MOST, dates_in, days};
use super::heads::{Wide, known, wide};
use super::names::{fit, folded};
use crate::error::Result;
use crate::import::dating::Dating;
use crate::import::files::SourceFile;
use crate::number::{self, Point};
use crate::source::text::{first_bytes, sample};
use crate::source::{CsvOptions, Elsewhere, ReadOptions, Row, Step};

/// Rows that are looked at.
const ROWS: usize = 5_000;

/// A file that was looked at.
pub(super) struct Looked {
    /// Names of its columns.
    pub(super) headers: Vec<String>,
    /// The values of each column; an empty cell is none.
    pub(super) cells: Vec<Vec<Option<String>>>,
    /// Its encoding, if it is neither UTF-8 nor Windows-1252.
    pub(super) encoding: Option<&'static Encoding>,
    /// The line of its header, if titles stand above.
    pub(super) header_line: Option<NonZeroU64>,
    /// Its columns of periods, if it has them in place of dates.
    pub(super) wide: Option<Wide>,
    /// Which column has which role.
    roles: Vec<(Role, usize)>,
    /// How its dates are written.
    pub(super) dates: Dates,
    /// Its decimal mark; none if its numbers can be read with either and would differ.
    pub(super) point: Option<Point>,
}

impl Looked {
    /// Looks at a file. Of encodings that nothing in it tells, the one is right in which its columns have usual names.
    pub(super) fn at(file: &SourceFile) -> Result<Looked> {
        file.placed(Looked::of(file))
    }

    fn of(file: &SourceFile) -> Result<Looked> {
        let mut looked = Looked::read(file, None)?;
        if is_of_old(file.path())? {
            for encoding in [GB18030, BIG5, SHIFT_JIS, EUC_KR, WINDOWS_1251, WINDOWS_1250, WINDOWS_1254] {
                match Looked::read(file, Some(encoding)) {
                    Ok(other) if known(&other.headers) > known(&looked.headers) => looked = other,
                    _ => {}
                }
            }
        }
        looked.decide()?;
        Ok(looked)
    }

    fn read(file: &SourceFile, encoding: Option<&'static Encoding>) -> Result<Looked> {
        let csv = CsvOptions { encoding, ..CsvOptions::default() };
        let mut options = ReadOptions { csv, ..ReadOptions::default() };
        let mut rows = file.open(&options)?;
        let is_header = |cells: &[String]| known(cells) > known(rows.headers()).max(1);
        if let Some(Elsewhere::Below(line)) = rows.elsewhere(&is_header) {
            options.header.line = NonZeroU64::new(line);
            rows = file.open(&options)?;
        }
        let headers = rows.headers().to_vec();
        let all: Vec<_> = (0..headers.len()).map(Some).collect();
        rows.select(&all)?;
        let mut cells = vec![Vec::new(); headers.len()];
        let mut row = Row::default();
        for _ in 0..ROWS {
            match rows.next(&mut row)? {
                Step::End => break,
                Step::Fault(_) => {}
                Step::Row => {
                    for (index, column) in cells.iter_mut().enumerate() {
                        column.push(row.text(index).map(str::to_owned));
                    }
                }
            }
        }
        Ok(Looked {
            headers,
            cells,
            encoding,
            header_line: options.header.line,
            wide: None,
            roles: Vec::new(),
            dates: Dates::Iso,
            point: Some(Point::Dot),
        })
    }

    /// The column of a role.
    pub(super) fn column(&self, role: Role) -> Option<usize> {
        self.roles.iter().find(|(of, _)| *of == role).map(|(_, column)| *column)
    }

    /// Values of a column.
    pub(super) fn values(&self, column: usize) -> impl Iterator<Item = &str> {
        self.cells[column].iter().flatten().map(String::as_str)
    }

    /// What its dates show of its rows, with the number of its dates: a week or month.
    pub(super) fn row_period(&self) -> Result<Option<(SalesPeriod, usize)>> {
        let Some(column) = self.column(Role::Date) else { return Ok(None) };
        let days = days(self.values(column), &self.dates)?;
        let period = Dating::of(&days).period;
        Ok((period != SalesPeriod::Day).then_some((period, days.len())))
    }

    /// Whether more of a column's cells are empty than an import allows.
    pub(super) fn has_gaps(&self, column: usize) -> bool {
        let cells = &self.cells[column];
        let empty = cells.iter().filter(|cell| cell.is_none()).count();
        empty as f64 > 0.01 * cells.len() as f64
    }

    /// Whether a role's column is empty on lines of an order behind its first, and nowhere else.
    pub(super) fn is_on_first_lines(&self, role: Role) -> bool {
        let (Some(column), Some(invoice)) = (self.column(role), self.column(Role::Invoice)) else {
            return false;
        };
        let (cells, invoices) = (&self.cells[column], &self.cells[invoice]);
        let empty: Vec<_> = (0..cells.len()).filter(|row| cells[*row].is_none()).collect();
        let continues = |row: &usize| *row > 0 && invoices[*row] == invoices[*row - 1];
        !empty.is_empty() && empty.iter().all(continues)
    }

    fn decide(&mut self) -> Result<()> {
        self.point = self.decimal_mark();
        for role in Role::ALL {
            let mut fitting: Vec<_> = (0..self.headers.len())
                .filter(|column| self.roles.iter().all(|(_, taken)| taken != column))
                .filter_map(|column| Some((self.rank(column, role)?, column)))
                .collect();
            fitting.sort_unstable();
            for (_, column) in fitting {
                if self.accepts(role, column)? {
                    self.roles.push((role, column));
                    break;
                }
            }
        }
        let is_taken = |column: usize| self.roles.iter().any(|(_, taken)| *taken == column);
        let is_undated = self.column(Role::Date).is_none();
        self.wide = wide(&self.headers)
            .filter(|_| is_undated)
            .filter(|wide| wide.columns.iter().all(|column| !is_taken(*column) && self.is_numeric(*column)));
        if is_undated && self.wide.is_none() {
            self.find_date()?;
        }
        Ok(())
    }

    /// How well a column's name fits.
    fn rank(&self, column: usize, role: Role) -> Option<usize> {
        let header = &self.headers[column];
        // Shopify calls the number of an order its name, beside the names of its lines.
        let is_order_name =
            folded(header) == "name" && self.headers.iter().any(|name| folded(name) == "lineitem name");
        match (is_order_name, role) {
            (true, Role::Invoice) => Some(0),
            (true, _) => None,
            (false, _) => fit(header, role),
        }
    }

    /// Whether a column's values are what the role needs. Notes how its dates are written.
    fn accepts(&mut self, role: Role, column: usize) -> Result<bool> {
        if role == Role::Date {
            return match dates_in(&self.values(column).collect::<Vec<_>>())? {
                Some(dates) => {
                    self.dates = dates;
                    Ok(true)
                }
                None => Ok(false),
            };
        }
        Ok(!role.is_number() || self.is_numeric(column))
    }

    /// Takes the only column of dates for the date, whatever it is called.
    fn find_date(&mut self) -> Result<()> {
        let mut found = Vec::new();
        for column in 0..self.headers.len() {
            if self.roles.iter().all(|(_, taken)| *taken != column)
                && let Some(dates) = dates_in(&self.values(column).collect::<Vec<_>>())?
            {
                found.push((column, dates));
            }
        }
        if let [(column, dates)] = &found[..] {
            self.roles.push((Role::Date, *column));
            self.dates = dates.clone();
        }
        Ok(())
    }

    fn is_numeric(&self, column: usize) -> bool {
        let is_number = |text: &str| {
            [Point::Dot, Point::Comma].into_iter().any(|point| number::parse(text, point).is_ok())
        };
        let (count, fitting) = counted(self.values(column), is_number);
        count > 0 && fitting as f64 >= MOST * count as f64
    }

    /// The decimal mark that more of the numbers can be read with; none if both read all of them, and differently.
    fn decimal_mark(&self) -> Option<Point> {
        let (mut dot, mut comma, mut differ) = (0_usize, 0_usize, false);
        for column in (0..self.headers.len()).filter(|column| self.is_numeric(*column)) {
            for text in self.values(column) {
                match (number::parse(text, Point::Dot), number::parse(text, Point::Comma)) {
                    (Ok(_), Err(_)) => dot += 1,
                    (Err(_), Ok(_)) => comma += 1,
                    (Ok(one), Ok(other)) => differ |= one.value != other.value,
                    (Err(_), Err(_)) => {}
                }
            }
        }
        match (dot, comma) {
            (0, 0) if differ => None,
            (dot, comma) if comma > dot => Some(Point::Comma),
            _ => Some(Point::Dot),
        }
    }
}

/// Whether a file is text in an encoding from before UTF-8.
fn is_of_old(path: &Path) -> Result<bool> {
    if matches!(first_bytes(path)?, [b'P', b'K', 3, 4, ..] | [b'P', b'A', b'R', b'1', ..]) {
        return Ok(false);
    }
    // The sample may end within a letter.
    let is_broken = |error: std::str::Utf8Error| error.error_len().is_some();
    Ok(std::str::from_utf8(&sample(path, None)?).is_err_and(is_broken))
}

/// How many texts there are, and how many of them fit.
fn counted<'t>(texts: impl Iterator<Item = &'t str>, fits: impl Fn(&str) -> bool) -> (usize, usize) {
    texts.fold((0, 0), |(count, fitting), text| (count + 1, fitting + usize::from(fits(text))))
}
