//! A source file as a stream of rows of text, whatever its format. Memory stays bounded whatever its size.

pub(crate) mod text;
pub(crate) mod missing;
mod reason;
mod constant;
mod elsewhere;
mod header;
mod foreign;
mod csv;
mod json_lines;
mod xlsx;
pub(crate) mod parquet;

use std::path::Path;
use std::sync::Arc;

use self::csv::CsvRows;
use self::parquet::ParquetRows;
use crate::error::{Error, Place, Result, file_name};
pub(crate) use constant::Constant;
pub use elsewhere::Elsewhere;
use elsewhere::HEADER_ROWS;
pub(crate) use elsewhere::{CHOOSE_LINE, CHOOSE_SHEET};
pub use header::Header;
use json_lines::JsonRows;
use missing::{Meaning, Missing};
pub use reason::Reason;
use xlsx::XlsxRows;

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// How text files are read.
    pub csv: CsvOptions,
    /// Name of the sheet to read from Excel workbooks; `None` means the first visible one.
    pub sheet: Option<String>,
    /// Where the names of columns stand in text files and workbooks.
    pub header: Header,
}

/// How text files are read.
#[derive(Clone, Debug, Default)]
pub struct CsvOptions {
    /// The delimiter; `None` to detect it.
    pub delimiter: Option<u8>,
    /// The encoding; `None` means UTF-8, with cells that are not UTF-8 read as Windows-1252.
    pub encoding: Option<&'static encoding_rs::Encoding>,
}

/// One row: the text of the selected columns.
#[derive(Debug, Default)]
pub struct Row {
    /// Line of a text file, or row of a sheet or a Parquet file, from 1.
    pub line: u64,
    /// True if a cell was not UTF-8 and was read as Windows-1252.
    pub(crate) recoded: bool,
    /// Where several rows are made of one row of the file: the heading of the column that this one is of.
    pub(crate) heading: Option<Arc<Heading>>,
    cells: Vec<Cell>,
}

/// The heading of a column that is a row of its own for each row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// As the file has it.
    pub(crate) text: String,
    /// Days of its period.
    pub(crate) days: i32,
}

#[derive(Debug, Default)]
struct Cell {
    text: String,
    present: bool,
}

impl Row {
    /// Text of the selected column `index`; `None` if the cell is empty or the source has no such column.
    pub fn text(&self, index: usize) -> Option<&str> {
        self.cells.get(index).filter(|cell| cell.present).map(|cell| cell.text.as_str())
    }

    /// Empties the row for a line of so many cells.
    pub(crate) fn reset(&mut self, line: u64, cells: usize) {
        self.line = line;
        self.recoded = false;
        self.heading = None;
        self.cells.resize_with(cells, Cell::default);
        for cell in &mut self.cells {
            cell.present = false;
            cell.text.clear();
        }
    }

    /// Sets a cell. Blank text becomes an empty cell. An error says why the text cannot be a cell; the rules are the
    /// same for every format, because all formats pass through here.
    pub(crate) fn set(&mut self, index: usize, text: &str) -> Result<(), String> {
        self.copy(index, text::checked(text)?);
        Ok(())
    }

    /// Sets a cell to the text of another one, which has passed the rules.
    pub(crate) fn copy(&mut self, index: usize, text: &str) {
        let cell = &mut self.cells[index];
        cell.text.clear();
        cell.text.push_str(text);
        cell.present = !text.is_empty();
    }

    /// The same, for text that may not be UTF-8.
    fn set_bytes(&mut self, index: usize, bytes: &[u8]) -> Result<(), String> {
        text::checked_length(bytes.len())?;
        let (text, recoded) = text::decode(bytes);
        self.recoded |= recoded;
        self.set(index, &text)
    }

    /// Empties cells with words for a missing value; `means` says what each column holds.
    pub(crate) fn forget(&mut self, missing: &Missing, means: impl Fn(usize) -> Meaning) {
        for (index, cell) in self.cells.iter_mut().enumerate() {
            cell.present = cell.present && !missing.says(&cell.text, means(index));
        }
    }

    /// The reason why a required cell has no value: it is empty, or it holds a word for a missing value.
    pub(crate) fn absence(&self, index: usize) -> Reason {
        match self.cells.get(index).map_or("", |cell| cell.text.as_str()) {
            "" => Reason::Empty,
            word => Reason::Missing(word.to_owned()),
        }
    }
}

/// The result of reading the next row.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// The row was filled.
    Row,
    /// The row cannot be used, with the reason. Its line is set.
    Fault(Reason),
    /// There are no more rows.
    End,
}

/// Rows of one file.
pub trait Rows {
    /// Names of its columns.
    fn headers(&self) -> &[String];
    /// Chooses the columns that rows will have; `None` stands for a column that is always empty.
    ///
    /// # Errors
    /// A column of Parquet without single values.
    fn select(&mut self, columns: &[Option<usize>]) -> Result<()>;
    /// Reads the next row; its line is set even if it has a fault.
    ///
    /// # Errors
    /// A file that cannot be read beyond this row.
    fn next(&mut self, row: &mut Row) -> Result<Step>;
    /// Bytes of the file read so far.
    fn bytes_done(&self) -> u64;
    /// True if damage in what was read may have gone unnoticed.
    fn is_unverified(&self) -> bool {
        false
    }
    /// Where else in the file the columns may be; `is_header` says whether a row has their names.
    fn elsewhere(&self, is_header: &dyn Fn(&[String]) -> bool) -> Option<Elsewhere>;
}

/// Opens a file by what it contains, not by what it is called.
///
/// # Errors
/// A file that cannot be read, is empty or damaged, or is of no known format; a sheet that the workbook does not have.
pub fn open(path: &Path, options: &ReadOptions) -> Result<Box<dyn Rows>> {
    let head = text::first_bytes(path)?;
    if let Some(what) = foreign::known(&head) {
        return Err(Error::bad(Place::file(path), what, GIVE));
    }
    match head {
        [b'P', b'A', b'R', b'1', ..] => Ok(Box::new(ParquetRows::open(path)?)),
        [b'P', b'K', 3, 4, ..] => {
            Ok(Box::new(XlsxRows::open(path, options.sheet.as_deref(), options.header)?))
        }
        _ => open_text(path, &options.csv, options.header),
    }
}

const GIVE: &str = "Give CSV or JSON Lines (plain, gzip or zstd), Parquet, or an Excel workbook (.xlsx)";

fn open_text(path: &Path, options: &CsvOptions, header: Header) -> Result<Box<dyn Rows>> {
    let sample = text::sample(path, options.encoding)?;
    let start = sample.trim_ascii_start();
    let packed = |what: &str| {
        Error::bad(Place::file(path), format!("is {what}, compressed once more"), "Unpack it and give that")
    };
    match start {
        [] => Err(Error::bad(Place::file(path), "is empty", "Give a file with a header and rows")),
        [b'{', ..] => Ok(Box::new(JsonRows::open(path, options.encoding)?)),
        [b'[', rest @ ..] if matches!(rest.trim_ascii_start().first(), Some(b'{' | b']')) => Err(Error::bad(
            Place::file(path),
            "is one JSON array",
            "Write one object a line (JSON Lines), without brackets around them and commas between them",
        )),
        [b'P', b'A', b'R', b'1', ..] => Err(packed("a Parquet file")),
        [b'P', b'K', 3, 4, ..] => Err(packed("a zip archive or an Excel workbook")),
        [b'<', ..] => Err(Error::bad(
            Place::file(path),
            foreign::markup(start),
            "Open it in a spreadsheet program and save it as .xlsx or CSV",
        )),
        _ if sample.contains(&0) => Err(Error::bad(
            Place::file(path),
            "is not text in the encoding used to read it: it contains zero bytes",
            format!("{GIVE}; name the encoding by csv.encoding in a mapping, such as utf-16le"),
        )),
        _ => Ok(Box::new(CsvRows::open(path, options, header)?)),
    }
}

/// Size of a source in bytes.
///
/// # Errors
/// A file that cannot be read; a directory.
pub(crate) fn file_bytes(path: &Path) -> Result<u64> {
    let metadata = std::fs::metadata(path).map_err(Error::io("read", path))?;
    if metadata.is_file() {
        return Ok(metadata.len());
    }
    let remedy = "Name the files in it, one by one or with a shell pattern";
    Err(Error::bad(Place::new(file_name(path)), "is a directory", remedy))
}

/// The column among `headers` whose name is in `accepted`; case and surrounding blanks do not matter.
pub(crate) fn find_column(path: &Path, headers: &[String], accepted: &[String]) -> Result<Option<usize>> {
    let same = |header: &String, name: &String| header.trim().to_lowercase() == name.trim().to_lowercase();
    let is_match = |header: &&(usize, &String)| accepted.iter().any(|name| same(header.1, name));
    let indexed: Vec<_> = headers.iter().enumerate().collect();
    let matching: Vec<_> = indexed.iter().filter(is_match).collect();
    match matching[..] {
        [] => Ok(None),
        [(index, _)] => Ok(Some(*index)),
        _ => Err(Error::bad(
            Place::file(path).column(matching[0].1.as_str()),
            format!("{} columns match {}", matching.len(), accepted.join(", ")),
            "Rename or remove all but one",
        )),
    }
}

#[cfg(test)]
mod tests;
