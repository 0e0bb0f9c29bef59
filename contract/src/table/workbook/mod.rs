//! Excel workbooks: rows on one sheet, and on another what they are. What a sheet cannot hold is refused, and a number that Excel
//! would round is a text. The server and the browser write them with this.

/// Cells, and which values are which.
mod cell;

use super::{AS_OF, Column, TableFacts};
use crate::SqlColumn;
use planning::day::Day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Worksheet, XlsxError};
use std::fmt;
use std::io::{self, Seek, Write};

pub use cell::{SheetCell, of_value};

use cell::of_row;

/// Rows of a sheet below its head.
pub const ROWS_MAX: u32 = 1_048_575;
/// Columns of a sheet.
const COLUMNS_MAX: usize = 16_384;
/// UTF-16 units of a cell.
const LETTERS_MAX: usize = 32_767;
/// Bytes of a sheet in its temporary file, of which each cell takes some for its markup.
const SHEET_BYTES: usize = 1 << 30;
const CELL_BYTES: usize = 40;
/// Letters that a column is wide, as dates need and as no name should exceed.
const WIDTHS: (usize, usize) = (12, 40);

/// What to do where a sheet is too small.
const REMEDY: &str = "Ask for less, or for CSV, Arrow or Parquet, which hold any number of rows";

/// Why there is no workbook.
#[derive(Debug)]
pub enum WorkbookError {
    /// It cannot hold the rows: a clause without a full stop, and a sentence without one on what to do.
    Rows(String, &'static str),
    /// It cannot be written.
    Write(XlsxError),
}

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorkbookError::Rows(cause, remedy) => write!(f, "{cause}. {remedy}"),
            WorkbookError::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for WorkbookError {}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        WorkbookError::Write(error)
    }
}

impl From<io::Error> for WorkbookError {
    fn from(error: io::Error) -> Self {
        WorkbookError::Write(error.into())
    }
}

/// What the second sheet says of the rows.
#[derive(Clone, Debug, Default)]
pub struct AboutRows {
    /// Facts by name, a line each.
    pub facts: Vec<(&'static str, String)>,
    /// Name, unit and meaning of columns.
    pub columns: Vec<[String; 3]>,
    /// The day of the data, which is that of the workbook, too: the same rows give the same bytes.
    pub as_of: Option<Day>,
}

impl AboutRows {
    /// What a table is: its facts, and the meanings of its columns.
    pub fn of_table<R>(columns: &[Column<R>], facts: TableFacts) -> Self {
        let as_of = facts.iter().find(|(name, _)| *name == AS_OF).and_then(|(_, day)| day.parse().ok());
        let meanings =
            columns.iter().map(|column| [column.name.to_owned(), String::new(), column.about.to_owned()]);
        AboutRows { facts, columns: meanings.collect(), as_of }
    }

    /// Adds the columns of a query's answer.
    pub fn with_columns(mut self, columns: &[SqlColumn]) -> Self {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        let column = |column: &SqlColumn| [column.name.clone(), said(&column.unit), said(&column.meaning)];
        self.columns.extend(columns.iter().map(column));
        self
    }
}

/// A workbook whose rows are being written.
pub struct Workbook {
    book: rust_xlsxwriter::Workbook,
    rows: Worksheet,
    /// Rows written, with the head.
    written: u32,
    /// Bytes of the sheet, about.
    bytes: usize,
    formats: Formats,
}

struct Formats {
    head: Format,
    date: Format,
    moment: Format,
}

impl Workbook {
    /// Begins a workbook with columns of these names. `rows` is the sheet for them: of the workbook `book`, in memory or on a disk.
    ///
    /// # Errors
    /// More columns than a sheet can have; what writing to the sheet may give, here and below.
    pub fn begin<'n>(
        book: rust_xlsxwriter::Workbook,
        mut rows: Worksheet,
        names: impl ExactSizeIterator<Item = &'n str>,
    ) -> Result<Self, WorkbookError> {
        if names.len() > COLUMNS_MAX {
            let cause = format!("{} columns are more than a sheet of Excel can have", names.len());
            return Err(WorkbookError::Rows(cause, REMEDY));
        }
        rows.set_name("Rows")?.set_freeze_panes(1, 0)?;
        let formats = Formats {
            head: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        };
        for (column, name) in (0..).zip(names) {
            let letters = name.chars().count() + 2;
            let width = u32::try_from(letters.clamp(WIDTHS.0, WIDTHS.1)).unwrap_or_default();
            rows.set_column_width(column, width)?.write_string_with_format(0, column, name, &formats.head)?;
        }
        Ok(Workbook { book, rows, written: 1, bytes: 0, formats })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// More than a sheet or a cell can hold.
    pub fn row(&mut self, cells: impl Iterator<Item = SheetCell>) -> Result<(), WorkbookError> {
        let (rows, row, formats) = (&mut self.rows, self.written, &self.formats);
        if row > ROWS_MAX {
            let cause = format!("a sheet of Excel holds {ROWS_MAX} rows at most");
            return Err(WorkbookError::Rows(cause, REMEDY));
        }
        for (column, cell) in (0..).zip(cells) {
            self.bytes += CELL_BYTES;
            let written = match cell {
                SheetCell::Missing => continue,
                SheetCell::Number(number) => rows.write_number(row, column, number),
                SheetCell::Date(days) => rows.write_number_with_format(row, column, days, &formats.date),
                SheetCell::Moment(days) => rows.write_number_with_format(row, column, days, &formats.moment),
                SheetCell::Flag(flag) => rows.write_boolean(row, column, flag),
                SheetCell::Text(text) => {
                    let letters = text.encode_utf16().count();
                    if letters > LETTERS_MAX {
                        let cause = format!(
                            "row {row} has a text of {letters} letters, and a cell of Excel holds {LETTERS_MAX}"
                        );
                        return Err(WorkbookError::Rows(cause, REMEDY));
                    }
                    self.bytes += text.len();
                    rows.write_string(row, column, text)
                }
            };
            written?;
        }
        if self.bytes > SHEET_BYTES {
            let cause = format!("the rows are larger than {} megabytes of a workbook", SHEET_BYTES >> 20);
            return Err(WorkbookError::Rows(cause, REMEDY));
        }
        self.written += 1;
        Ok(())
    }

    /// Writes a row of a table.
    ///
    /// # Errors
    /// More than a sheet or a cell can hold.
    pub fn row_of<R>(&mut self, columns: &[Column<R>], row: &R) -> Result<(), WorkbookError> {
        self.row(columns.iter().map(|column| of_row(&column.cell, row)))
    }

    /// Ends it and writes all of it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(self, about: &AboutRows, to: impl Write + Seek + Send) -> Result<(), WorkbookError> {
        let Workbook { mut book, rows, formats, .. } = self;
        book.push_worksheet(rows);
        describe(book.add_worksheet().set_name("About")?, about, &formats.head)?;
        if let Some((year, month, day)) = about.as_of.and_then(of_calendar) {
            let made = ExcelDateTime::from_ymd(year, month, day)?;
            book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        }
        Ok(book.save_to_writer(to)?)
    }
}

/// A table as a workbook, in memory.
///
/// # Errors
/// More than a sheet or a cell can hold.
pub fn whole<R>(columns: &[Column<R>], rows: &[R], facts: TableFacts) -> Result<Vec<u8>, WorkbookError> {
    let names = columns.iter().map(|column| column.name);
    let mut book = Workbook::begin(rust_xlsxwriter::Workbook::new(), Worksheet::new(), names)?;
    rows.iter().try_for_each(|row| book.row_of(columns, row))?;
    let mut bytes = io::Cursor::new(Vec::new());
    book.finish(&AboutRows::of_table(columns, facts), &mut bytes)?;
    Ok(bytes.into_inner())
}

/// A day in the types of Excel's dates.
fn of_calendar(day: Day) -> Option<(u16, u8, u8)> {
    let (year, month, day) = day.ymd();
    Some((u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

/// Facts, and below them the columns. A long text goes on in the next line.
fn describe(sheet: &mut Worksheet, about: &AboutRows, head: &Format) -> Result<(), XlsxError> {
    let mut row = 0;
    for (name, value) in &about.facts {
        sheet.write_string(row, 0, *name)?;
        let letters: Vec<char> = value.chars().collect();
        // A letter takes at most two UTF-16 units.
        for part in letters.chunks(LETTERS_MAX / 2) {
            sheet.write_string(row, 1, part.iter().collect::<String>())?;
            row += 1;
        }
        row += u32::from(letters.is_empty());
    }
    row += 1;
    for (column, name) in (0..).zip(["column", "unit", "meaning"]) {
        sheet.write_string_with_format(row, column, name, head)?;
    }
    for texts in &about.columns {
        row += 1;
        for (column, text) in (0..).zip(texts) {
            sheet.write_string(row, column, text)?;
        }
    }
    sheet.set_column_width(0, 24)?.set_column_width(1, 24)?.set_column_width(2, 80)?;
    Ok(())
}
