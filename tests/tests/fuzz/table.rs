//! What holds for files of rows, whatever their format.

use super::target::{Outcome, Tried};
use csv::{QuoteStyle, WriterBuilder};
use data::source::{self, CsvOptions, ReadOptions, Row, Step};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;
use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// Longest text of a cell, in bytes.
const CELL_BYTES_MAX: usize = 4 << 10;

/// Rows read from a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    headers: Vec<String>,
    rows: Vec<Vec<Option<String>>>,
}

/// Reads files, and checks what holds for all of them.
pub(crate) struct Reader {
    folder: TempDir,
}

impl Reader {
    pub(crate) fn new() -> Reader {
        Reader { folder: tempfile::tempdir().expect("a folder") }
    }

    /// The rows of a file that can be used; none where the file is refused, with its name and a remedy.
    ///
    /// Lines go up. Cells are trimmed and short. A refusal after the first rows names a line.
    fn read(
        &self,
        name: &str,
        content: &[u8],
        options: &ReadOptions,
    ) -> Result<Option<Table>, TestCaseError> {
        let path = self.write(name, content);
        let mut rows = match source::open(&path, options) {
            Ok(rows) => rows,
            Err(error) => return refused(name, &error).map(|()| None),
        };
        let headers = rows.headers().to_vec();
        let all: Vec<_> = (0..headers.len()).map(Some).collect();
        rows.select(&all).map_err(|error| TestCaseError::fail(format!("not selected: {error}")))?;
        let mut table = Table { headers, rows: Vec::new() };
        let (mut row, mut line) = (Row::default(), 0);
        loop {
            match rows.next(&mut row) {
                Ok(Step::End) => return Ok(Some(table)),
                Ok(Step::Row) => table.rows.push(cells(&row, all.len())?),
                Ok(Step::Fault(reason)) => prop_assert!(!reason.to_string().is_empty()),
                Err(error) => {
                    refused(name, &error)?;
                    let place = format!("{name}, line ");
                    prop_assert!(
                        is_workbook(content) || error.to_string().starts_with(&place),
                        "no line: {error}"
                    );
                    return Ok(None);
                }
            }
            prop_assert!(
                row.line > line || (is_workbook(content) && row.line > 0),
                "line {} after {line}",
                row.line
            );
            line = row.line;
        }
    }

    /// A file is refused, or its rows survive being written.
    pub(crate) fn tries(&self, name: &str, content: &[u8]) -> Tried {
        let Some(table) = self.read(name, content, &ReadOptions::default())? else {
            return Ok(Outcome::Refused);
        };
        self.survives_writing(&table).map(|()| Outcome::Taken)
    }

    /// A table written in either text format is read as it was.
    fn survives_writing(&self, table: &Table) -> TestCaseResult {
        let options = ReadOptions {
            csv: CsvOptions { delimiter: Some(b','), ..CsvOptions::default() },
            ..ReadOptions::default()
        };
        // A cell of several lines may look like one that swallowed rows, and an empty line is no row.
        let is_plain = |row: &&Vec<Option<String>>| {
            row.iter().flatten().all(|text| is_one_line(text)) && row.iter().any(Option::is_some)
        };
        let plain = Table { rows: table.rows.iter().filter(is_plain).cloned().collect(), ..table.clone() };
        let has_header = plain.headers.iter().any(|header| !header.trim().is_empty());
        if has_header && !plain.rows.is_empty() && plain.headers.iter().all(|header| is_one_line(header)) {
            let read = self.read("written.csv", &plain.as_csv(), &options)?;
            prop_assert_eq!(read.map(|read| read.rows), Some(plain.rows));
        }
        let distinct: HashSet<&String> = table.headers.iter().collect();
        if distinct.len() == table.headers.len() && !table.rows.is_empty() {
            let read = self.read("written.jsonl", &table.as_json_lines(), &ReadOptions::default())?;
            prop_assert_eq!(read.as_ref(), Some(table));
        }
        Ok(())
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        // Some file systems write a file that is emptied and filled again to the disk at once.
        let _ = fs::remove_file(&path);
        fs::write(&path, content).expect("written");
        path
    }
}

impl Table {
    fn as_csv(&self) -> Vec<u8> {
        let mut writer = WriterBuilder::new().quote_style(QuoteStyle::Always).from_writer(Vec::new());
        writer.write_record(&self.headers).expect("written");
        for row in &self.rows {
            let cells =
                row.iter().map(|cell| contract::guarded(cell.as_deref().unwrap_or_default()).into_owned());
            writer.write_record(cells).expect("written");
        }
        writer.into_inner().expect("flushed")
    }

    fn as_json_lines(&self) -> Vec<u8> {
        let pair = |(header, cell): (&String, &Option<String>)| format!("{}:{}", json!(header), json!(cell));
        let line = |row: &Vec<Option<String>>| {
            let pairs: Vec<_> = self.headers.iter().zip(row).map(pair).collect();
            format!("{{{}}}\n", pairs.join(","))
        };
        self.rows.iter().map(line).collect::<String>().into_bytes()
    }
}

fn cells(row: &Row, columns: usize) -> Result<Vec<Option<String>>, TestCaseError> {
    let cells: Vec<_> = (0..columns).map(|column| row.text(column).map(str::to_owned)).collect();
    for text in cells.iter().flatten() {
        prop_assert!(
            !text.is_empty() && text.trim() == text && text.len() <= CELL_BYTES_MAX,
            "cell {text:?}"
        );
    }
    Ok(cells)
}

/// A refusal names the file, says what is wrong with it rather than with the disk, and has a remedy.
fn refused(name: &str, error: &data::error::Error) -> TestCaseResult {
    prop_assert!(error.is_bad_input() && error.remedy().is_some(), "not the file's fault: {error:?}");
    prop_assert!(error.to_string().starts_with(name), "no name: {error}");
    Ok(())
}

/// Whether a text is on one line, without a byte that tells files that are no text.
fn is_one_line(text: &str) -> bool {
    !text.contains(['\n', '\r', '\0'])
}

fn is_workbook(content: &[u8]) -> bool {
    content.starts_with(b"PK")
}
