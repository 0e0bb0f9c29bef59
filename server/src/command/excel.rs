//! CSV for spreadsheet programs, where commands write it.

use super::wanted::language;
use crate::failure::Failure;
use crate::table::{Dialect, spreadsheet};
use app::Language;

/// Whether CSV is for programs or for a spreadsheet program.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Excel {
    /// Write CSV for a double click in a spreadsheet program: with a byte-order mark, the separator and decimal mark of
    /// --language, and codes of digits as texts.
    #[arg(long)]
    excel: bool,
    /// Language of the spreadsheet program, by its code [default: en].
    #[arg(long, value_name = "CODE", value_parser = language, requires = "excel")]
    language: Option<Language>,
}

impl Excel {
    /// The dialect of CSV; `is_csv` says whether CSV is written.
    ///
    /// # Errors
    /// Another format.
    pub(super) fn dialect(self, is_csv: bool) -> Result<Dialect, Failure> {
        match self.excel {
            false => Ok(Dialect::Plain),
            true if is_csv => Ok(spreadsheet(self.language.unwrap_or_default())),
            true => Err(Failure::new(
                "--excel says how CSV is written, and the output is not CSV",
                "Let it end with .csv, or leave out --excel; .xlsx is a workbook, where a command writes one",
            )),
        }
    }
}
