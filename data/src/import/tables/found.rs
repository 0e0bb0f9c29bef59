//! Findings from reading the files of one table, and their checks.

use crate::error::{Error, Place, Result};
use crate::import::currency::{Currencies, is_currency};
use crate::import::tables::repeats::Repeats;
use crate::import::way_out::way_out;
use crate::import::{Job, code};
use crate::report::Dimension::{Accuracy, Consistency, Validity};
use crate::report::{Check, Fact, Question, Shown, Tally};
use crate::schema::{Column, PRODUCTS, RECEIPTS, SALES, Table};
use planning::periods::SalesPeriod;

/// Findings in the files of one table.
#[derive(Default)]
pub(super) struct Found {
    pub(super) read: u64,
    pub(super) refused: Tally,
    pub(super) recoded: Tally,
    pub(super) rounded: Tally,
    /// Rows of a period of several days, which stand on its first.
    pub(super) periods: Tally,
    /// The period of all headings that are one of several days, if it is a week or month.
    pub(super) headed: Option<SalesPeriod>,
    /// Rows of sales that are of a week or month, and what shows it.
    pub(super) dated: Tally,
    /// Whether the store counts them by day all the same.
    pub(super) are_days_stored: bool,
    pub(super) negative: Tally,
    pub(super) respelt: Tally,
    pub(super) repeats: Repeats,
    pub(super) ignored: Tally,
    /// Rows with a value outside its column's range.
    pub(super) impossible: Tally,
    pub(super) received_early: Tally,
    pub(super) cost_above_price: Tally,
    pub(super) currencies: Currencies,
    pub(super) files: u64,
    /// Files in which damage may have gone unnoticed.
    pub(super) unverified: Tally,
    pub(super) columns: u64,
}

impl Found {
    /// Notes the columns of a file that its table does not have.
    pub(super) fn note_columns(&mut self, headers: &[String], table: &Table, source: u32) {
        self.columns += headers.len() as u64;
        for header in headers {
            let is_known = |name: &str| header.trim().eq_ignore_ascii_case(name);
            if !table.columns.iter().any(|column| is_known(column.name)) && !is_currency(header) {
                self.ignored.add(source, 1, || header.clone());
            }
        }
    }

    /// Notes a heading of several days.
    pub(super) fn note_heading(&mut self, days: i32) {
        let headed = match days {
            7 => Some(SalesPeriod::Week),
            28..=31 => Some(SalesPeriod::Month),
            _ => None,
        };
        self.headed = headed.filter(|_| self.periods.affected == 0 || self.headed == headed);
    }

    /// Notes a code that is a whole number written with a point.
    pub(super) fn note_code(&mut self, source: u32, line: u64, column: &Column, text: &str) {
        let normal = code::normal(text);
        if normal != text {
            let values = || {
                [("column", column.name.to_owned()), ("text", text.to_owned()), ("normal", normal.to_owned())]
            };
            let whole = || format!("{} {text} is {normal}", column.name);
            let content = || Shown::new(String::new(), Fact::new("respelt", values()), whole());
            self.respelt.add(source, line, content);
        }
    }

    /// Refuses the import when more of the rows cannot be read than the mapping allows.
    pub(super) fn refuse_share(&self, table: &Table, job: &Job<'_>) -> Result<()> {
        let (refused, read) = (self.refused.affected, self.read);
        let Some((source, line, content)) = self.refused.first() else {
            return Ok(());
        };
        if refused as f64 <= job.mapping.max_refused_share * read as f64 {
            return Ok(());
        }
        let file = job.file_names().swap_remove(source as usize);
        let way = self.refused.first_fact().and_then(|fact| way_out(fact, job.mapping.point));
        Err(Error::bad(
            Place::new(file).line(line),
            format!("{refused} of {read} rows of {} cannot be read; here: {content}", table.name),
            format!(
                "Correct the file{}, or allow more by limits.max_refused_share in a mapping",
                way.map(|way| format!(", or {way}")).unwrap_or_default()
            ),
        ))
    }

    /// Rows that can be read.
    pub(super) fn usable(&self) -> u64 {
        self.read - self.refused.affected
    }

    /// The checks of this table.
    pub(super) fn checks(mut self, table: &Table, files: &[String]) -> Vec<Check> {
        let (read, usable) = (self.read, self.usable());
        let is_dated = self.dated.affected > 0;
        self.dated.affected = if is_dated { usable } else { 0 };
        let dated = if self.are_days_stored { STORED_DAYS } else { BY_PERIOD };
        let is = |other: &Table| table.name == other.name;
        let has_ranges = table.columns.iter().any(|column| column.range.is_some());
        let asked: [(bool, Question, Tally, u64); 15] = [
            (true, UNREADABLE, self.refused, read),
            (self.unverified.affected > 0, UNVERIFIED, self.unverified, self.files),
            (true, RECODED, self.recoded, read),
            (true, ROUNDED, self.rounded, usable),
            (is_dated, dated, self.dated, usable),
            (self.periods.affected > 0, PERIODS, self.periods, read),
            (true, RESPELT, self.respelt, usable),
            (true, UNKNOWN_COLUMNS, self.ignored, self.columns),
            (has_ranges, IMPOSSIBLE, self.impossible, usable),
            (self.currencies.are_named, OTHER_CURRENCY, self.currencies.other, usable),
            (is(&SALES) || is(&RECEIPTS), REPEATED, self.repeats.keys, usable),
            (!is(&SALES), IDENTICAL, self.repeats.identical, usable),
            (is(&SALES), NEGATIVE_UNITS, self.negative, usable),
            (is(&RECEIPTS), RECEIVED_EARLY, self.received_early, usable),
            (is(&PRODUCTS), COST_ABOVE_PRICE, self.cost_above_price, usable),
        ];
        let answer = |(_, question, tally, seen): (bool, Question, Tally, u64)| {
            let mut check = tally.answer(&question, seen, files);
            check.id = format!("{}_{}", table.name, check.id);
            check
        };
        asked.into_iter().filter(|(asked, ..)| *asked).map(answer).collect()
    }
}

const UNREADABLE: Question = Question { id: "unreadable", dimension: Validity, unit: "rows" };
const UNVERIFIED: Question = Question { id: "unverified", dimension: Validity, unit: "files" };
const RECODED: Question = Question { id: "recoded", dimension: Validity, unit: "rows" };
const ROUNDED: Question = Question { id: "rounded", dimension: Validity, unit: "rows" };
const PERIODS: Question = Question { id: "periods", dimension: Accuracy, unit: "rows" };
const BY_PERIOD: Question = Question { id: "by_period", dimension: Accuracy, unit: "rows" };
const STORED_DAYS: Question = Question { id: "stored_days", dimension: Accuracy, unit: "rows" };
const RESPELT: Question = Question { id: "respelt", dimension: Consistency, unit: "codes" };
const UNKNOWN_COLUMNS: Question = Question { id: "unknown_columns", dimension: Validity, unit: "columns" };
const REPEATED: Question = Question { id: "repeated", dimension: Consistency, unit: "rows" };
const NEGATIVE_UNITS: Question = Question { id: "negative_units", dimension: Accuracy, unit: "rows" };
const IMPOSSIBLE: Question = Question { id: "impossible", dimension: Validity, unit: "rows" };
const OTHER_CURRENCY: Question = Question { id: "other_currency", dimension: Accuracy, unit: "rows" };
const IDENTICAL: Question = Question { id: "identical", dimension: Consistency, unit: "rows" };
const RECEIVED_EARLY: Question =
    Question { id: "received_before_ordered", dimension: Accuracy, unit: "rows" };
const COST_ABOVE_PRICE: Question = Question { id: "cost_above_price", dimension: Accuracy, unit: "rows" };
