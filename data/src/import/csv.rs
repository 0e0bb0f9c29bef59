//! Delimited text: any delimiter and quoting, in any encoding, plain or packed.

use std::cell::Cell;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use contract::unguarded;
use csv::{ByteRecord, Terminator};

use super::mapping::CsvOptions;
use super::source::{Row, Rows, Step};
use super::text::{self, Metered, RECORD_BYTES, decode, read_failure};
use crate::error::{Error, Place, Result};

/// Delimiters tried, the most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Rows of a delimited text file.
pub(super) struct CsvRows {
    path: PathBuf,
    reader: csv::Reader<Metered<Box<dyn Read>>>,
    headers: Vec<String>,
    selected: Vec<Option<usize>>,
    record: ByteRecord,
    /// With a fixed encoding the stream is UTF-8 already, and what is not is a fault.
    strict: bool,
    file_bytes: Rc<Cell<u64>>,
    record_bytes: Rc<Cell<u64>>,
}

impl CsvRows {
    pub(super) fn open(path: &Path, options: &CsvOptions) -> Result<CsvRows> {
        let delimiter = match options.delimiter {
            Some(delimiter) => delimiter,
            None => find_delimiter(path, options)?,
        };
        let (file_bytes, record_bytes) = (Rc::<Cell<u64>>::default(), Rc::<Cell<u64>>::default());
        let text = text::open(path, options.encoding, Rc::clone(&file_bytes))?;
        let limited = Metered { inner: text, count: Rc::clone(&record_bytes), limit: RECORD_BYTES };
        let mut reader = csv_builder(delimiter).from_reader(limited);
        let mut record = ByteRecord::new();
        next_record(path, &mut reader, &mut record)?;
        let headers: Vec<_> = record.iter().map(|cell| unguarded(decode(cell).0.trim()).to_owned()).collect();
        Ok(CsvRows {
            path: path.to_path_buf(),
            reader,
            headers,
            selected: Vec::new(),
            record,
            strict: options.encoding.is_some(),
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
        if self.record.len() != self.headers.len() {
            let (found, expected) = (self.record.len(), self.headers.len());
            return Ok(Step::Fault(format!("has {found} cells where the header has {expected}")));
        }
        for (index, column) in self.selected.iter().enumerate() {
            let Some(cell) = column.and_then(|column| self.record.get(column)) else {
                continue;
            };
            let (text, recoded) = decode(cell);
            if recoded && self.strict {
                return Ok(Step::Fault(format!(
                    "column {} is not valid text",
                    self.headers[column.unwrap_or(0)]
                )));
            }
            row.set(index, unguarded(&text));
            row.recoded |= recoded;
        }
        Ok(Step::Row)
    }

    fn bytes_done(&self) -> u64 {
        self.file_bytes.get()
    }
}

/// Reads the next record that is not a blank line; returns the line it begins on.
///
/// The reader's own record positions count from before blank lines, so the line is counted back from the end:
/// every record but one cut off by the end of the file ends with the end of a line, and other ends of lines in it
/// are in its cells.
fn next_record(
    path: &Path,
    reader: &mut csv::Reader<Metered<Box<dyn Read>>>,
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
        // The carriage return of Windows stays in the last cell, where cells lose their blanks.
        .terminator(Terminator::Any(b'\n'));
    builder
}

/// The delimiter that splits the first lines into the most cells, the same number in each.
fn find_delimiter(path: &Path, options: &CsvOptions) -> Result<u8> {
    let mut sample = text::sample(path, options.encoding)?;
    // The last line may be cut.
    let whole_lines = sample.iter().rposition(|byte| *byte == b'\n').map_or(sample.len(), |end| end + 1);
    sample.truncate(whole_lines);
    let mut best = (0, DELIMITERS[0]);
    for delimiter in DELIMITERS {
        let mut records = csv_builder(delimiter).from_reader(&sample[..]).into_byte_records();
        let Some(Ok(header)) = records.next() else {
            continue;
        };
        let even =
            records.take(50).filter_map(|record| record.ok()).all(|record| record.len() == header.len());
        // An uneven split still beats none: one bad line must not hide the delimiter.
        let score = header.len() * 2 - usize::from(!even);
        if header.len() > 1 && score > best.0 {
            best = (score, delimiter);
        }
    }
    Ok(best.1)
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
