//! Delimited text: any delimiter and quoting, UTF-8, UTF-16 or an older encoding, plain or gzip.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use csv::{ByteRecord, Terminator};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;

use super::mapping::CsvOptions;
use super::source::{Row, Rows, Step};
use crate::error::{Error, Place, Result};

/// Text looked at to find the delimiter.
const SAMPLE_BYTES: u64 = 1 << 16;
/// Longest record. A longer one is nearly always a quotation mark that is never closed, and would otherwise
/// draw the rest of the file into memory.
const RECORD_BYTES: u64 = 1 << 20;
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
        let text = decoded(path, options.encoding, Rc::clone(&file_bytes))?;
        let limited = Metered { inner: text, count: Rc::clone(&record_bytes), limit: RECORD_BYTES };
        let mut reader = csv_builder(delimiter).from_reader(limited);
        let mut record = ByteRecord::new();
        next_record(path, &mut reader, &mut record)?;
        let headers: Vec<_> = record.iter().map(|cell| decode(cell).0.trim().to_owned()).collect();
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
            row.set(index, &text);
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
/// every record ends with the end of a line, and other ends of lines in it are in its cells.
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
            return Ok(Some(reader.position().line().saturating_sub(1 + inner)));
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

/// The file's text: unpacked, and decoded if it has a byte-order mark or a named encoding. Without either,
/// bytes pass through and [`decode`] looks at each cell.
fn decoded(path: &Path, encoding: Option<&'static Encoding>, read: Rc<Cell<u64>>) -> Result<Box<dyn Read>> {
    let is_gzip = {
        let mut magic = [0; 2];
        let mut file = File::open(path).map_err(Error::io("read", path))?;
        file.read_exact(&mut magic).is_ok() && magic == [0x1f, 0x8b]
    };
    let file = File::open(path).map_err(Error::io("read", path))?;
    let file = BufReader::with_capacity(1 << 16, Metered { inner: file, count: read, limit: u64::MAX });
    let bytes: Box<dyn Read> = if is_gzip { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.encoding(encoding.filter(|encoding| *encoding != UTF_8)).bom_override(true);
    builder.utf8_passthru(true).strip_bom(true);
    // A last line without an end gets one.
    Ok(Box::new(builder.build(bytes).chain(&b"\n"[..])))
}

/// A cell as text, and whether it had to be read as Windows-1252, the encoding of most files that are not
/// UTF-8.
fn decode(cell: &[u8]) -> (std::borrow::Cow<'_, str>, bool) {
    match std::str::from_utf8(cell) {
        Ok(text) => (text.into(), false),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(cell).0, true),
    }
}

/// The delimiter that splits the first lines into the most cells, the same number in each.
fn find_delimiter(path: &Path, options: &CsvOptions) -> Result<u8> {
    let mut sample = Vec::new();
    let text = decoded(path, options.encoding, Rc::default())?;
    text.take(SAMPLE_BYTES).read_to_end(&mut sample).map_err(Error::io("read", path))?;
    if sample.len() as u64 == SAMPLE_BYTES {
        let whole_lines = sample.iter().rposition(|byte| *byte == b'\n').map_or(sample.len(), |end| end + 1);
        sample.truncate(whole_lines);
    }
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
    let place = Place::file(path).line(line);
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => Error::bad(
            place,
            format!("the record that begins here is longer than {} kB", RECORD_BYTES >> 10),
            "Look for a quotation mark that is never closed, or for the wrong delimiter",
        ),
        csv::ErrorKind::Io(error) if is_broken_gzip(&error) => {
            Error::bad(place, format!("the gzip file is damaged here: {error}"), "Get the file again")
        }
        csv::ErrorKind::Io(error) => Error::io("read", path)(error),
        kind => Error::bad(place, format!("cannot be read: {kind:?}"), "Correct the file"),
    }
}

fn is_broken_gzip(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}

/// Counts bytes that pass, and refuses more than `limit` since the count was last set to zero.
struct Metered<R> {
    inner: R,
    count: Rc<Cell<u64>>,
    limit: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.count.get() > self.limit {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let count = self.inner.read(buffer)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
