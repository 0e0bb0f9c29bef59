//! Rows of a file with a column for each period: one row for each of its rows and periods.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, Place, Result};
use crate::import::mapping::TableFiles;
use crate::import::period::{Period, period};
use crate::source::missing::{Meaning, Missing};
use crate::source::text::listed;
use crate::source::{Elsewhere, Heading, Row, Rows, Step};

/// A file whose columns of periods a mapping names. The date and the values stand behind the columns that stay.
pub(super) struct Wide {
    rows: Box<dyn Rows>,
    missing: Missing,
    headers: Vec<String>,
    /// The file's columns that stay, in order.
    kept: Vec<usize>,
    periods: Vec<Spread>,
    /// What each cell of a row is.
    selected: Vec<Origin>,
    /// The file's row, of which rows are being made: first the cells that stay, then those of each period.
    from: Row,
    /// Number of cells that stay.
    staying: usize,
    /// The next period.
    next: usize,
}

/// A period with the columns of its values.
struct Spread {
    date: String,
    heading: Arc<Heading>,
    /// The file's columns, by value; a period may lack some.
    columns: Vec<Option<usize>>,
}

/// Where a cell comes from.
#[derive(Clone, Copy)]
enum Origin {
    /// The file's row, at this place among the cells that stay.
    Kept(usize),
    Date,
    /// A value, by its place.
    Value(usize),
    Empty,
}

impl Wide {
    /// The same values, a row for each period; `date` is the column of the day, `missing` says what counts as no value.
    ///
    /// # Errors
    /// A file without such columns, or with two of the same period.
    pub(super) fn new(
        path: &Path,
        rows: Box<dyn Rows>,
        files: &TableFiles,
        date: &str,
        missing: &Missing,
    ) -> Result<Wide> {
        let headers = rows.headers();
        let formats: Vec<_> = files.wide().collect();
        let mut found: BTreeMap<Period, Spread> = BTreeMap::new();
        let mut kept = Vec::new();
        for (column, header) in headers.iter().enumerate() {
            let of = |(value, (_, format)): (usize, &(&str, &str))| Some((value, period(format, header)?));
            let Some((value, period)) = formats.iter().enumerate().find_map(of) else {
                kept.push(column);
                continue;
            };
            let spread = found.entry(period).or_insert_with(|| Spread {
                date: period.first.to_string(),
                heading: Arc::new(Heading { text: header.clone(), days: period.days }),
                columns: vec![None; formats.len()],
            });
            if spread.columns[value].replace(column).is_some() {
                return Err(Error::bad(
                    Place::file(path).column(header.as_str()),
                    format!("two columns have the {} of {}", formats[value].0, spread.date),
                    "Rename or remove one of them",
                ));
            }
        }
        if found.is_empty() {
            let written: Vec<_> = formats.iter().map(|(_, format)| *format).collect();
            return Err(Error::bad(
                Place::file(path),
                format!(
                    "no column is headed as {}; its columns are {}",
                    written.join(" or "),
                    listed(headers)
                ),
                "Correct the format in the mapping's section wide, or give the file with another mapping",
            ));
        }
        let mut names: Vec<_> = kept.iter().map(|column| headers[*column].clone()).collect();
        names.push(date.to_owned());
        names.extend(formats.iter().map(|(value, _)| (*value).to_owned()));
        let periods = whole_periods(found);
        let next = periods.len();
        let (missing, selected, from) = (missing.clone(), Vec::new(), Row::default());
        Ok(Wide { rows, missing, headers: names, kept, periods, selected, from, staying: 0, next })
    }

    /// Makes the row of a period; false if the file has no value of it.
    fn make(&self, spread: usize, row: &mut Row) -> bool {
        let (count, spread_cells) = (self.headers.len() - self.kept.len() - 1, self.staying);
        let value = |value: usize| self.from.text(spread_cells + spread * count + value);
        if (0..count).all(|place| value(place).is_none()) {
            return false;
        }
        row.reset(self.from.line, self.selected.len());
        row.recoded = self.from.recoded;
        row.heading = Some(Arc::clone(&self.periods[spread].heading));
        for (cell, origin) in self.selected.iter().enumerate() {
            let text = match origin {
                Origin::Kept(place) => self.from.text(*place),
                Origin::Date => Some(self.periods[spread].date.as_str()),
                Origin::Value(place) => value(*place),
                Origin::Empty => None,
            };
            row.copy(cell, text.unwrap_or_default());
        }
        true
    }
}

/// Periods in their order. Where the headings are days, each lasts until the next, in steps of the shortest.
fn whole_periods(found: BTreeMap<Period, Spread>) -> Vec<Spread> {
    let firsts: Vec<_> = found.keys().map(|period| period.first).collect();
    let gap = |pair: &[jiff::civil::Date]| (pair[1] - pair[0]).get_days();
    let step = firsts.windows(2).map(gap).min().unwrap_or(1).max(1);
    let whole = |(period, spread): (Period, Spread)| match period.days {
        1 => Spread { heading: Arc::new(Heading { days: step, ..(*spread.heading).clone() }), ..spread },
        _ => spread,
    };
    found.into_iter().map(whole).collect()
}

impl Rows for Wide {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn select(&mut self, columns: &[Option<usize>]) -> Result<()> {
        let mut inner = Vec::new();
        let kept = &self.kept;
        let origin = |column: &Option<usize>| match column {
            None => Origin::Empty,
            Some(column) if *column < kept.len() => {
                inner.push(Some(kept[*column]));
                Origin::Kept(inner.len() - 1)
            }
            Some(column) if *column == kept.len() => Origin::Date,
            Some(column) => Origin::Value(column - kept.len() - 1),
        };
        self.selected = columns.iter().map(origin).collect();
        self.staying = inner.len();
        inner.extend(self.periods.iter().flat_map(|spread| spread.columns.iter().copied()));
        self.rows.select(&inner)
    }

    fn next(&mut self, row: &mut Row) -> Result<Step> {
        loop {
            while self.next < self.periods.len() {
                self.next += 1;
                if self.make(self.next - 1, row) {
                    return Ok(Step::Row);
                }
            }
            let step = self.rows.next(&mut self.from)?;
            if step != Step::Row {
                row.reset(self.from.line, self.selected.len());
                return Ok(step);
            }
            let staying = self.staying;
            // What stays is judged by its own column, later.
            self.from
                .forget(&self.missing, |cell| if cell < staying { Meaning::Code } else { Meaning::Other });
            self.next = 0;
        }
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
