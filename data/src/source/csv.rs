//! Delimited text: any delimiter and quoting, in any encoding, plain or packed.

mod dialect;
mod quotes;

use std::cell::Cell;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use contract::unguarded;
use csv::{ByteRecord, Terminator};
use dialect::Dialect;
use encoding_rs::Encoding;

use super::CsvOptions;
use super::reason::Reason;
use super::text::{self, Metered, RECORD_BYTES, decode, read_failure};
use super::{Elsewhere, Header, Row, Rows, Step};
use crate::error::{Error, Place, Result};

/// Rows of a delimited text file.
pub(super) struct CsvRows {
    path: PathBuf,
    reader: csv::Reader<Metered<Box<dyn Read>>>,
    headers: Vec<String>,
    selected: Vec<Option<usize>>,
    record: ByteRecord,
    delimiter: u8,
    /// With a named encoding the stream is UTF-8 already, and other bytes are a fault.
    encoding: Option<&'static Encoding>,
    file_bytes: Rc<Cell<u64>>,
    record_bytes: Rc<Cell<u64>>,
}

impl CsvRows {
    pub(super) fn open(path: &Path, options: &CsvOptions, header: Header) -> Result<CsvRows> {
        let dialect = Dialect::find(path, options, header)?;
        let (file_bytes, record_bytes) = (Rc::<Cell<u64>>::default(), Rc::<Cell<u64>>::default());
        let text = text::open(path, options.encoding, Rc::clone(&file_bytes))?;
        let limited = Metered { inner: text, count: Rc::clone(&record_bytes), limit: RECORD_BYTES };
        let mut reader = csv_builder(dialect.delimiter).from_reader(limited);
        let mut record = ByteRecord::new();
        for _ in 0..dialect.sep_lines {
            next_record(path, &mut reader, &mut record)?;
        }
        let headers = names(path, &mut reader, &mut record, header)?;
        Ok(CsvRows {
            path: path.to_path_buf(),
            reader,
            headers,
            selected: Vec::new(),
            record,
            delimiter: dialect.delimiter,
            encoding: options.encoding,
            file_bytes,
            record_bytes,
        })
    }
}

impl Rows for CsvRows {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn select(&mut self, columns: &[Option<usize>]) -> Result<()> {
        self.selected = columns.to_vec();
        Ok(())
    }

    fn next(&mut self, row: &mut Row) -> Result<Step> {
        self.record_bytes.set(0);
        let Some(line) = next_record(&self.path, &mut self.reader, &mut self.record)? else {
            return Ok(Step::End);
        };
        row.reset(line, self.selected.len());
        if let Some((column, lines_before, lines)) =
            quotes::swallowing(&self.record, self.headers.len(), self.delimiter)
        {
            let mut place = Place::file(&self.path).line(line + lines_before);
            if let Some(name) = self.headers.get(column) {
                place = place.column(name.as_str());
            }
            return Err(Error::bad(
                place,
                format!("a quotation mark is opened here and not closed: its cell has {lines} lines"),
                "Close it; within a text in quotation marks write them twice",
            ));
        }
        // Cells without a column are no fault as long as nothing stands in them.
        let is_beyond_empty =
            self.record.iter().skip(self.headers.len()).all(|cell| cell.trim_ascii().is_empty());
        if self.record.len() < self.headers.len() || !is_beyond_empty {
            let (found, expected) = (self.record.len(), self.headers.len());
            return Ok(Step::Fault(Reason::Cells(found, expected)));
        }
        for (index, column) in self.selected.iter().enumerate() {
            let Some(cell) = column.and_then(|column| self.record.get(column)) else {
                continue;
            };
            let set = match std::str::from_utf8(cell) {
                Err(_) if self.encoding.is_some() => Err("is not valid text".into()),
                _ => row.set_bytes(index, without_guard(cell)),
            };
            if let Err(problem) = set {
                let problem = format!("column {} {problem}", self.headers[column.unwrap_or(0)]);
                return Ok(Step::Fault(problem.into()));
            }
        }
        Ok(Step::Row)
    }

    fn bytes_done(&self) -> u64 {
        self.file_bytes.get()
    }

    fn elsewhere(&self, is_header: &dyn Fn(&[String]) -> bool) -> Option<Elsewhere> {
        let sample = text::sample(&self.path, self.encoding).ok()?;
        dialect::header_line(&self.path, &sample, is_header).map(Elsewhere::Below)
    }
}

/// The names of the columns, from the rows of headings.
fn names<R: Read>(
    path: &Path,
    reader: &mut csv::Reader<R>,
    record: &mut ByteRecord,
    header: Header,
) -> Result<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    loop {
        if let Some(names) = header.names(&rows) {
            return Ok(names);
        }
        let Some(line) = next_record(path, reader, record)? else {
            return Err(header.missing(Place::file(path)));
        };
        if header.begins_by(line) {
            rows.push(record.iter().map(|cell| unguarded(decode(cell).0.trim()).to_owned()).collect());
        }
    }
}

/// A cell without what guards it: an apostrophe, see [`unguarded`], or the formula `="0012"`, with which programs keep
/// a spreadsheet from taking a code for a number. Cells that are not text have no guard.
fn without_guard(cell: &[u8]) -> &[u8] {
    let Ok(text) = std::str::from_utf8(cell) else {
        return cell;
    };
    match unguarded(text) {
        plain if plain.len() < text.len() => plain.as_bytes(),
        _ => {
            let code = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
            code.filter(|code| !code.contains('"')).unwrap_or(text).as_bytes()
        }
    }
}

/// Reads the next record that is not a blank line; returns the line it begins on.
///
/// The reader's own record positions count from before blank lines, so the line is counted back from the end. Every
/// record, except one cut off by the end of the file, ends with a line break; other line breaks in it are inside its
/// cells.
fn next_record<R: Read>(
    path: &Path,
    reader: &mut csv::Reader<R>,
    record: &mut ByteRecord,
) -> Result<Option<u64>> {
    loop {
        let before = reader.position().line();
        let found = reader.read_byte_record(record);
        if !found.map_err(|error| read_error(path, before, error))? {
            return Ok(None);
        }
        if record.len() > 1 || !record.as_slice().trim_ascii().is_empty() {
            let inner = record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
            let after = reader.position().line();
            let end = u64::from(after - before > inner);
            return Ok(Some(after.saturating_sub(end + inner)));
        }
    }
}

fn csv_builder(delimiter: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    // Rows of the wrong length are counted as faults, not as the end of the import.
    builder
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        // The carriage return of Windows stays in the last cell, where it is trimmed with other blanks.
        .terminator(Terminator::Any(b'\n'));
    builder
}

fn read_error(path: &Path, line: u64, error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => read_failure(path, line, error),
        kind => {
            Error::bad(Place::file(path).line(line), format!("cannot be read: {kind:?}"), "Correct the file")
        }
    }
}

#[cfg(test)]
mod tests;
