//! Looks at the beginning of a file: which column holds what, how its dates and numbers are written.

use std::path::Path;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1254};

use super::Role;
use super::names::{fit, folded};
use crate::error::Result;
use crate::import::mapping::Mapping;
use crate::import::moment::{Moments, day_of};
use crate::number::{self, Point};
use crate::source::text::{first_bytes, sample};
use crate::source::{self, CsvOptions, ReadOptions, Row, Step};

/// Rows that are looked at.
const ROWS: usize = 5_000;

/// Share of a column's values that must be what the column is taken for.
const MOST: f64 = 0.95;

/// Ways to write a day, besides ISO 8601.
const DAYS: [&str; 16] = [
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%Y年%m月%d日",
    "%Y-%m-%d",
];

/// What may stand behind it.
const TIMES: [&str; 7] =
    ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S", " %H:%M:%S %z"];

/// A file that was looked at.
pub(super) struct Looked {
    /// Names of its columns.
    pub(super) headers: Vec<String>,
    /// The values of each column; an empty cell is none.
    pub(super) cells: Vec<Vec<Option<String>>>,
    /// Its encoding, if it is neither UTF-8 nor Windows-1252.
    pub(super) encoding: Option<&'static Encoding>,
    /// Which column has which role.
    roles: Vec<(Role, usize)>,
    /// How its dates are written.
    pub(super) dates: Dates,
    /// Its decimal mark; none if its numbers can be read with either and would differ.
    pub(super) point: Option<Point>,
}

/// How dates are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Dates {
    /// By ISO 8601, or there are none.
    Iso,
    /// In this format.
    Format(String),
    /// In any of these, with other days in each.
    Either(Vec<String>),
}

impl Looked {
    /// Looks at a file. Of encodings that nothing in it tells, the one is right in which its columns have usual names.
    pub(super) fn at(path: &Path) -> Result<Looked> {
        let mut looked = Looked::read(path, None)?;
        if is_of_old(path)? {
            for encoding in [GB18030, BIG5, SHIFT_JIS, EUC_KR, WINDOWS_1251, WINDOWS_1250, WINDOWS_1254] {
                match Looked::read(path, Some(encoding)) {
                    Ok(other) if other.known_names() > looked.known_names() => looked = other,
                    _ => {}
                }
            }
        }
        looked.decide()?;
        Ok(looked)
    }

    /// Roles for which a column has the name.
    fn known_names(&self) -> usize {
        let is_named = |role: &&Role| self.headers.iter().any(|header| fit(header, **role).is_some());
        Role::ALL.iter().filter(is_named).count()
    }

    fn read(path: &Path, encoding: Option<&'static Encoding>) -> Result<Looked> {
        let csv = CsvOptions { encoding, ..CsvOptions::default() };
        let mut rows = source::open(path, &ReadOptions { csv, sheet: None })?;
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
        let (roles, dates, point) = (Vec::new(), Dates::Iso, Some(Point::Dot));
        Ok(Looked { headers, cells, encoding, roles, dates, point })
    }

    /// The column of a role.
    pub(super) fn column(&self, role: Role) -> Option<usize> {
        self.roles.iter().find(|(of, _)| *of == role).map(|(_, column)| *column)
    }

    /// Values of a column.
    pub(super) fn values(&self, column: usize) -> impl Iterator<Item = &str> {
        self.cells[column].iter().flatten().map(String::as_str)
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
        if self.column(Role::Date).is_none() {
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
            return match self.dates_in(column)? {
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
                && let Some(dates) = self.dates_in(column)?
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

    /// How the dates of a column are written; none if it has none.
    fn dates_in(&self, column: usize) -> Result<Option<Dates>> {
        let values: Vec<_> = self.values(column).collect();
        let days_in = |mapping: &Mapping| {
            let moments = Moments::new(mapping, None);
            let days: Vec<_> = values.iter().map(|text| moments.local(text).ok().map(day_of)).collect();
            let read = days.iter().flatten().count();
            (read > 0 && read as f64 >= MOST * values.len() as f64).then_some(days)
        };
        let mut mapping = Mapping::of_tables()?;
        if days_in(&mapping).is_some() {
            return Ok(Some(Dates::Iso));
        }
        let mut readable: Vec<(String, Vec<Option<i32>>)> = Vec::new();
        for format in DAYS.iter().flat_map(|day| TIMES.iter().map(move |time| format!("{day}{time}"))) {
            // Most formats fail at the first value.
            mapping.moments = vec![format.clone()];
            let begins = values.first().is_some_and(|text| Moments::new(&mapping, None).local(text).is_ok());
            let is_other = |days: &Vec<Option<i32>>| readable.iter().all(|(_, before)| before != days);
            if begins && let Some(days) = days_in(&mapping).filter(is_other) {
                readable.push((format, days));
            }
        }
        // A format that reads more of them is the better one.
        let read = |days: &Vec<Option<i32>>| days.iter().flatten().count();
        let most = readable.iter().map(|(_, days)| read(days)).max().unwrap_or(0);
        readable.retain(|(_, days)| read(days) == most);
        let mut formats: Vec<_> = readable.into_iter().map(|(format, _)| format).collect();
        Ok(match formats.len() {
            0 => None,
            1 => formats.pop().map(Dates::Format),
            _ => Some(Dates::Either(formats)),
        })
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
