//! Findings from reading the files of one table, and their checks.

use crate::error::{Error, Place, Result};
use crate::import::{Job, code};
use crate::report::Dimension::{Accuracy, Consistency, Validity};
use crate::report::{Check, Fact, Question, Shown, Tally};
use crate::schema::{Column, SALES, Table};

/// Findings in the files of one table.
#[derive(Default)]
pub(super) struct Found {
    pub(super) read: u64,
    pub(super) refused: Tally,
    pub(super) recoded: Tally,
    pub(super) rounded: Tally,
    pub(super) negative: Tally,
    pub(super) respelt: Tally,
    pub(super) repeated: Tally,
    pub(super) ignored: Tally,
    pub(super) columns: u64,
}

impl Found {
    /// Notes the columns of a file that its table does not have.
    pub(super) fn note_columns(&mut self, headers: &[String], table: &Table, source: u32) {
        self.columns += headers.len() as u64;
        for header in headers {
            let is_known = |name: &str| header.trim().eq_ignore_ascii_case(name);
            if !table.columns.iter().any(|column| is_known(column.name)) {
                self.ignored.add(source, 1, || header.clone());
            }
        }
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
        Err(Error::bad(
            Place::new(file).line(line),
            format!("{refused} of {read} rows of {} cannot be read; here: {content}", table.name),
            "Correct the file, or allow more by limits.max_refused_share in a mapping",
        ))
    }

    /// Rows that can be read.
    pub(super) fn usable(&self) -> u64 {
        self.read - self.refused.affected
    }

    /// The checks of this table.
    pub(super) fn checks(self, table: &Table, files: &[String]) -> Vec<Check> {
        let (read, usable) = (self.read, self.usable());
        let mut asked = vec![
            (UNREADABLE, self.refused, read),
            (RECODED, self.recoded, read),
            (ROUNDED, self.rounded, usable),
            (RESPELT, self.respelt, usable),
            (UNKNOWN_COLUMNS, self.ignored, self.columns),
        ];
        if table.name == SALES.name {
            asked.push((REPEATED, self.repeated, usable));
            asked.push((NEGATIVE_UNITS, self.negative, usable));
        }
        let answer = |(question, tally, seen): (Question, Tally, u64)| {
            let mut check = tally.answer(&question, seen, files);
            check.id = format!("{}_{}", table.name, check.id);
            check
        };
        asked.into_iter().map(answer).collect()
    }
}

const UNREADABLE: Question = Question { id: "unreadable", dimension: Validity, unit: "rows" };
const RECODED: Question = Question { id: "recoded", dimension: Validity, unit: "rows" };
const ROUNDED: Question = Question { id: "rounded", dimension: Validity, unit: "rows" };
const RESPELT: Question = Question { id: "respelt", dimension: Consistency, unit: "codes" };
const UNKNOWN_COLUMNS: Question = Question { id: "unknown_columns", dimension: Validity, unit: "columns" };
const REPEATED: Question = Question { id: "repeated", dimension: Consistency, unit: "rows" };
const NEGATIVE_UNITS: Question = Question { id: "negative_units", dimension: Accuracy, unit: "rows" };
