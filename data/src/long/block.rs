//! Rows of a long file, in blocks.

mod parquet;

use std::path::Path;

use arrow::array::{StringArray, StringBuilder};

use self::parquet::ParquetBlocks;
use super::ColumnNames;
use super::times::{Reading, Times};
use super::words::{Holds, Words};
use crate::error::{Error, Place, Result, file_name};
use crate::source::missing::is_missing;
use crate::source::text;
use crate::source::{self, ReadOptions, Row, Rows, Step};

/// Rows of a block of text.
const BLOCK_ROWS: usize = 8_192;

/// Some rows.
#[derive(Debug)]
pub(super) struct Block {
    /// Names of series.
    pub(super) ids: StringArray,
    /// Times, counted in the unit of their kind.
    pub(super) times: Vec<i64>,
    /// Values; NaN where missing.
    pub(super) values: Vec<f64>,
    /// The values of each regressor.
    pub(super) regressors: Vec<Vec<f64>>,
    /// Numbers of the words of each column of groups, then of events.
    pub(super) words: Vec<Vec<u32>>,
}

/// Blocks of one file, in the file's order.
pub(super) trait Blocks {
    /// The next block; none at the end.
    fn next(&mut self) -> Result<Option<Block>>;
    /// The times read so far.
    fn times(&self) -> &Times;
    /// Words read so far, by column.
    fn words(&self) -> &[Words];
    /// Bytes of the file read so far.
    fn bytes_done(&self) -> u64;
}

/// Opens a file by what it contains.
pub(super) fn open(path: &Path, names: &ColumnNames, reading: Reading) -> Result<Box<dyn Blocks>> {
    let times = Times::new(reading);
    match text::first_bytes(path)? {
        [b'P', b'A', b'R', b'1', ..] => Ok(Box::new(ParquetBlocks::open(path, names, times)?)),
        _ => Ok(Box::new(TextBlocks::open(path, names, times)?)),
    }
}

/// Columns of words, first groups and then events, with no words read yet.
pub(super) fn new_words(names: &ColumnNames) -> Vec<Words> {
    let groups = names.groups.iter().map(|_| Words::new(Holds::Groups));
    groups.chain(names.events.iter().map(|_| Words::new(Holds::Events))).collect()
}

/// Positions of name, time, value, regressors, groups and events among the headers. A file with no other columns than
/// these may lack a name: it holds one series. `rows` may know where else in the file columns are.
pub(super) fn find_columns(
    path: &Path,
    headers: &[String],
    rows: Option<&dyn Rows>,
    names: &ColumnNames,
) -> Result<Vec<Option<usize>>> {
    let others = || {
        [&names.ds, &names.y].into_iter().chain(&names.regressors).chain(&names.groups).chain(&names.events)
    };
    let are_same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
    let is_other = |header: &&String| others().any(|name| are_same(header, name));
    let is_single = names.id == ColumnNames::default().id
        && headers.iter().filter(|header| !header.is_empty()).all(|header| is_other(&header));
    let find = |name: &String| match source::find_column(path, headers, std::slice::from_ref(name))? {
        None if *name == names.id && is_single => Ok(None),
        None => {
            let remedy = if *name == names.id {
                "Say which names the series, as in --columns unique_id=item; of a single series add a column unique_id \
                 that is the same in every row, or leave nothing but its times and values"
            } else {
                "Rename its columns, or say which they are, as in --columns unique_id=item,ds=date,y=sales"
            };
            let is_header = |cells: &[String]| {
                [&names.ds, &names.y].into_iter().all(|name| cells.iter().any(|cell| are_same(cell, name)))
            };
            let elsewhere = rows.and_then(|rows| rows.elsewhere(&is_header));
            let elsewhere = elsewhere
                .map(|found| {
                    format!(". {}", found.remedy("move the right one to the front, or save it as CSV", ""))
                })
                .unwrap_or_default();
            Err(no_column(path, headers, name, [remedy, &elsewhere].concat()))
        }
        found => Ok(found),
    };
    [&names.id].into_iter().chain(others()).map(find).collect()
}

/// The error for a missing required column.
pub(super) fn no_column(path: &Path, headers: &[String], name: &str, remedy: impl Into<String>) -> Error {
    let there = headers.iter().filter(|header| !header.is_empty()).map(String::as_str);
    let there = there.take(20).collect::<Vec<_>>().join(", ");
    Error::bad(Place::file(path), format!("has no column {name}; it has {there}"), remedy)
}

/// Rows of text: CSV, JSON Lines, a workbook.
struct TextBlocks {
    file: String,
    names: ColumnNames,
    /// True if all rows are of one series, which has the name of its values.
    is_single: bool,
    rows: Box<dyn Rows>,
    row: Row,
    times: Times,
    words: Vec<Words>,
}

impl TextBlocks {
    fn open(path: &Path, names: &ColumnNames, times: Times) -> Result<TextBlocks> {
        let mut rows = source::open(path, &ReadOptions::default())?;
        let columns = find_columns(path, rows.headers(), Some(rows.as_ref()), names)?;
        rows.select(&columns)?;
        Ok(TextBlocks {
            file: file_name(path),
            names: names.clone(),
            is_single: columns[0].is_none(),
            rows,
            row: Row::default(),
            times,
            words: new_words(names),
        })
    }

    fn place(&self) -> Place {
        Place::new(self.file.as_str()).line(self.row.line)
    }
}

impl Blocks for TextBlocks {
    fn next(&mut self) -> Result<Option<Block>> {
        let mut ids = StringBuilder::new();
        let (mut times, mut values) = (Vec::with_capacity(BLOCK_ROWS), Vec::with_capacity(BLOCK_ROWS));
        let mut regressors = vec![Vec::with_capacity(BLOCK_ROWS); self.names.regressors.len()];
        let mut words = vec![Vec::with_capacity(BLOCK_ROWS); self.words.len()];
        while times.len() < BLOCK_ROWS {
            match self.rows.next(&mut self.row)? {
                Step::End => break,
                Step::Fault(reason) => {
                    return Err(Error::bad(self.place(), reason.to_string(), "Correct the line"));
                }
                Step::Row => {}
            }
            let cell = |column| self.row.text(column).unwrap_or_default();
            let id = if self.is_single { Some(self.names.y.as_str()) } else { named(cell(0)) };
            ids.append_value(id.ok_or_else(|| nameless(self.place(), &self.names))?);
            times.push(
                self.times.text(cell(1)).map_err(|problem| {
                    refused(self.place().column(&self.names.ds).value(cell(1)), &problem)
                })?,
            );
            values.push(number(cell(2)).ok_or_else(|| no_number(self.place(), &self.names.y, cell(2)))?);
            for (column, (name, values)) in self.names.regressors.iter().zip(&mut regressors).enumerate() {
                let cell = cell(3 + column);
                values.push(influence(cell).ok_or_else(|| no_number(self.place(), name, cell))?);
            }
            for (column, (known, numbers)) in self.words.iter_mut().zip(&mut words).enumerate() {
                numbers.push(known.number(self.row.text(3 + regressors.len() + column).unwrap_or_default()));
            }
        }
        let block = Block { ids: ids.finish(), times, values, regressors, words };
        Ok((!block.times.is_empty()).then_some(block))
    }

    fn times(&self) -> &Times {
        &self.times
    }

    fn words(&self) -> &[Words] {
        &self.words
    }

    fn bytes_done(&self) -> u64 {
        self.rows.bytes_done()
    }
}

fn named(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// A number, NaN for a missing one; `None` if the text is neither.
pub(super) fn number(text: &str) -> Option<f64> {
    if text.is_empty() || is_missing(text) {
        return Some(f64::NAN);
    }
    text.parse().ok()
}

/// A number as above, or a boolean as zero or one.
pub(super) fn influence(text: &str) -> Option<f64> {
    let holds = |word: &str| text.eq_ignore_ascii_case(word);
    if holds("true") || holds("false") { Some(f64::from(u8::from(holds("true")))) } else { number(text) }
}

pub(super) fn refused(place: Place, problem: &str) -> Error {
    Error::bad(place, problem, "Write dates as in 2024-02-01, or integers")
}

pub(super) fn nameless(place: Place, names: &ColumnNames) -> Error {
    Error::bad(place.column(&names.id), "is empty", "Name the series of every row")
}

pub(super) fn no_number(place: Place, column: &str, text: &str) -> Error {
    let remedy = "Write numbers as in 1234.5, and leave the cell of a missing one empty";
    Error::bad(place.column(column).value(text), "is not a number", remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_numbers_are_missing_and_words_are_none() {
        for text in ["", "NaN", "NA", "None", "null", r"\N", "#N/A", "n/a"] {
            assert!(number(text).is_some_and(f64::is_nan), "{text}");
        }
        assert_eq!(number("1e3"), Some(1000.0));
        assert_eq!(number("-0.5"), Some(-0.5));
        assert_eq!(
            (influence("True"), influence("false"), influence("0.5")),
            (Some(1.0), Some(0.0), Some(0.5))
        );
        for text in ["lots", "1,5", "1 000", "£5"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
