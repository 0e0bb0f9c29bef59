//! A source file as a stream of rows of text, whatever its format. Memory stays bounded whatever its size.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::csv::CsvRows;
use super::mapping::CsvOptions;
use super::parquet::ParquetRows;
use crate::error::{Error, Place, Result};

/// One row: the text of the selected columns.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Line of a text file, row of a Parquet file; from 1.
    pub(super) line: u64,
    /// True if a cell was not UTF-8 and was read as Windows-1252.
    pub(super) recoded: bool,
    cells: Vec<Cell>,
}

#[derive(Debug, Default)]
struct Cell {
    text: String,
    present: bool,
}

impl Row {
    /// Text of the selected column `index`; none if the source has an empty cell or no such column.
    pub(super) fn text(&self, index: usize) -> Option<&str> {
        self.cells.get(index).filter(|cell| cell.present).map(|cell| cell.text.as_str())
    }

    pub(super) fn reset(&mut self, line: u64, cells: usize) {
        self.line = line;
        self.recoded = false;
        self.cells.resize_with(cells, Cell::default);
        self.cells.iter_mut().for_each(|cell| cell.present = false);
    }

    /// Sets a cell. Text of blanks only is an empty cell.
    pub(super) fn set(&mut self, index: usize, text: &str) {
        let text = text.trim();
        let cell = &mut self.cells[index];
        cell.text.clear();
        cell.text.push_str(text);
        cell.present = !text.is_empty();
    }

    /// Empties cells whose text means "missing".
    pub(super) fn forget(&mut self, missing: &[String]) {
        for cell in &mut self.cells {
            cell.present = cell.present && !missing.contains(&cell.text);
        }
    }
}

/// What came of asking for the next row.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The row was filled.
    Row,
    /// The row cannot be used; the reason. Its line is set.
    Fault(String),
    /// There are no more rows.
    End,
}

/// Rows of one file.
pub(super) trait Rows {
    /// Names of its columns.
    fn headers(&self) -> &[String];
    /// Chooses the columns rows will have; none stands for a column that is always empty.
    fn select(&mut self, columns: &[Option<usize>]) -> Result<()>;
    /// Reads the next row.
    fn next(&mut self, row: &mut Row) -> Result<Step>;
    /// Bytes of the file read so far.
    fn bytes_done(&self) -> u64;
}

/// Opens a file by what it contains, not by what it is called.
pub(super) fn open(path: &Path, options: &CsvOptions) -> Result<Box<dyn Rows>> {
    let mut head = [0; 8];
    let count = read_head(path, &mut head)?;
    let problem = match &head[..count] {
        [b'P', b'A', b'R', b'1', ..] => return Ok(Box::new(ParquetRows::open(path)?)),
        [b'P', b'K', 3, 4, ..] => "is a zip archive or an Excel workbook",
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "is an old Excel workbook",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "is compressed with zstd",
        [] => "is empty",
        _ => return Ok(Box::new(CsvRows::open(path, options)?)),
    };
    Err(Error::bad(Place::file(path), problem, "Give a CSV file (plain or gzip) or a Parquet file"))
}

fn read_head(path: &Path, head: &mut [u8]) -> Result<usize> {
    let mut file = File::open(path).map_err(Error::io("read", path))?;
    let mut count = 0;
    while count < head.len() {
        match file.read(&mut head[count..]).map_err(Error::io("read", path))? {
            0 => break,
            more => count += more,
        }
    }
    Ok(count)
}

/// The column among `headers` that goes by one of `accepted`; case and surrounding blanks do not matter.
pub(super) fn find_column(path: &Path, headers: &[String], accepted: &[String]) -> Result<Option<usize>> {
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
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("orders.csv");
        for (content, expected) in
            [(&b"PK\x03\x04more"[..], "Excel"), (b"", "is empty"), (b"\xd0\xcf\x11\xe0", "old Excel")]
        {
            std::fs::write(&path, content).unwrap();
            let error = open(&path, &CsvOptions::default()).err().unwrap().to_string();
            assert!(error.contains("orders.csv") && error.contains(expected), "{error}");
        }
        let missing = open(&dir.path().join("none"), &CsvOptions::default()).err().unwrap();
        assert!(missing.is_not_found());
    }

    #[test]
    fn columns_are_found_by_any_accepted_name_but_only_one() {
        let names = |list: &[&str]| list.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let path = Path::new("a.csv");
        let headers = names(&["Invoice ", "StockCode", "stockcode"]);
        assert_eq!(find_column(path, &headers, &names(&["InvoiceNo", "invoice"])).unwrap(), Some(0));
        assert_eq!(find_column(path, &headers, &names(&["Price"])).unwrap(), None);
        let error = find_column(path, &headers, &names(&["StockCode"])).unwrap_err();
        assert!(error.to_string().contains("2 columns match"), "{error}");
    }
}
