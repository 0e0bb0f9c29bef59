//! Representations of an answer: what they are called, and how clients know them.

use super::ROWS_MAX;
use contract::{BadParameter, Reason};

/// The form in which an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Representation {
    /// The whole answer.
    Json,
    /// The answer's table as CSV.
    Csv,
    /// The answer's table as an Arrow IPC stream.
    Arrow,
    /// The answer's table as a Parquet file.
    Parquet,
    /// The answer's table as an Excel workbook.
    Xlsx,
}

impl Representation {
    /// In the order in which the server prefers them where the client does not care.
    pub const ALL: [Representation; 5] = [
        Representation::Json,
        Representation::Csv,
        Representation::Arrow,
        Representation::Parquet,
        Representation::Xlsx,
    ];

    /// Values of `format`, in the order of [`Representation::ALL`].
    pub const NAMES: [&str; 5] = ["json", "csv", "arrow", "parquet", "xlsx"];

    /// Name, and extension of a file.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The representation of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|representation| representation.name() == name)
    }

    /// Content type of answers.
    pub fn content_type(self) -> &'static str {
        match self {
            Representation::Json => "application/json",
            Representation::Csv => "text/csv; charset=utf-8",
            Representation::Arrow => "application/vnd.apache.arrow.stream",
            Representation::Parquet => "application/vnd.apache.parquet",
            Representation::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Content type without its parameters, as `Accept` names it.
    pub fn media_type(self) -> &'static str {
        let content_type = self.content_type();
        content_type.split_once(';').map_or(content_type, |(media_type, _)| media_type)
    }

    /// Whether its bytes are compressed already.
    pub fn is_compressed(self) -> bool {
        matches!(self, Representation::Parquet | Representation::Xlsx)
    }

    /// Refuses a table that it cannot hold.
    ///
    /// # Errors
    /// More rows than a sheet of Excel has.
    pub fn refuse_more(self, rows: usize) -> Result<(), BadParameter> {
        if self != Representation::Xlsx || rows <= ROWS_MAX as usize {
            return Ok(());
        }
        let values = [("rows", rows.to_string()), ("most", ROWS_MAX.to_string())];
        Err(BadParameter::new("format", self.name(), Reason::new("rows_of_a_sheet", values)))
    }
}
