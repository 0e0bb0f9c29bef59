//! The rows of one sheet, read cell by cell on a thread of their own.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::mpsc::SyncSender;

use calamine::{DataRef, Xlsx, XlsxCellReader};

use super::cell::{Value, digits, is_amount, value};
use super::gauge::Traits;
use super::merged::Merged;
use super::{damaged, open_workbook};
use crate::error::{Error, Place, Result};
use crate::source::text::RECORD_BYTES;

/// Cells in a batch.
pub(super) const BATCH_CELLS: usize = 8_192;
/// Bytes of an ordinary cell.
const CELL_BYTES: usize = 128;
/// Columns of a sheet (Excel's own limit).
pub(super) const COLUMNS_MAX: usize = 16_384;

/// Rows one after another; an empty batch is the end.
pub(super) type Batch = Vec<SheetRow>;

/// A row that is not empty.
pub(super) struct SheetRow {
    /// From 1, as people see it.
    pub(super) number: u64,
    pub(super) cells: Vec<(usize, Value)>,
}

type Workbook = Xlsx<BufReader<File>>;

/// Sends the rows of a sheet that are not empty, until the receiver is gone.
pub(super) fn send_rows(
    path: &Path,
    mut workbook: Workbook,
    sheet: &str,
    traits: Traits,
    to: &SyncSender<Result<Batch>>,
) -> Result<()> {
    let regions = match traits.merged {
        0 => Vec::new(),
        _ => workbook.merge_cells_by_sheet_name(sheet).map_err(|error| damaged(path, error))?,
    };
    // The reader of values and styles does not say which cells are formulas; a second one over the same cells does.
    let mut beside = traits.is_uncomputed.then(|| open_workbook(path)).transpose()?;
    let beside = beside.as_mut().map(|workbook| workbook.worksheet_cells_reader(sheet));
    let mut formulas = Formulas(beside.transpose().map_err(|error| damaged(path, error))?);
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| damaged(path, error))?;
    let mut sending =
        Sending { path, to, merged: Merged::new(&regions), batch: Vec::new(), header: None, gathered: 0 };
    let digits: Vec<_> = cells.styles().iter().map(digits).collect();
    let mut row_bytes = 0;
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|error| damaged(path, error))? {
        let is_uncomputed = formulas.next_lacks_value().map_err(|error| damaged(path, error))?;
        let (row, column) = cell.get_position();
        let (number, column) = (u64::from(row) + 1, column as usize);
        let digits = digits.get(style).copied().unwrap_or(0);
        let value = match is_uncomputed {
            true => Some(Value::Fault(UNCOMPUTED.into())),
            false => value(cell.get_value(), digits),
        };
        let Some(value) = value else {
            continue;
        };
        if sending.batch.last().is_some_and(|row| row.number != number) {
            row_bytes = 0;
            if !sending.end_row(false)? {
                return Ok(());
            }
        }
        row_bytes += value.bytes();
        sending.add(number, column, value, is_amount(cell.get_value(), digits));
        let cells = sending.batch.last().map_or(0, |row| row.cells.len());
        if row_bytes as u64 > RECORD_BYTES || cells > COLUMNS_MAX || column >= COLUMNS_MAX {
            return Err(too_long(path, number));
        }
    }
    sending.end_row(true)?;
    Ok(())
}

/// The fault of a formula that no program has computed; people who open the workbook see its value all the same.
const UNCOMPUTED: &str =
    "the formula has no value yet: open the workbook in a spreadsheet program, and save it";

/// Goes over the cells of a sheet beside the reader of their values, where formulas may lack one.
struct Formulas<'a>(Option<XlsxCellReader<'a, BufReader<File>>>);

impl Formulas<'_> {
    /// True if the next cell is a formula without a value.
    fn next_lacks_value(&mut self) -> Result<bool, calamine::XlsxError> {
        let Some(cells) = &mut self.0 else {
            return Ok(false);
        };
        let record = cells.next_cell_with_formula_metadata()?;
        Ok(record.is_some_and(|cell| cell.formula.is_some() && matches!(cell.value, DataRef::Empty)))
    }
}

/// Rows being gathered into batches.
struct Sending<'a> {
    path: &'a Path,
    to: &'a SyncSender<Result<Batch>>,
    merged: Merged,
    batch: Batch,
    /// The number of the first row, whose cells name columns and hold for no other row.
    header: Option<u64>,
    gathered: usize,
}

impl Sending<'_> {
    fn add(&mut self, number: u64, column: usize, value: Value, is_amount: bool) {
        if *self.header.get_or_insert(number) != number {
            self.merged.note(number, column, &value, is_amount);
        }
        // A wide cell counts as several.
        self.gathered += 1 + value.bytes() / CELL_BYTES;
        match self.batch.last_mut().filter(|row| row.number == number) {
            Some(row) => row.cells.push((column, value)),
            None => self.batch.push(SheetRow { number, cells: vec![(column, value)] }),
        }
    }

    /// Completes the last row, and sends a full batch or the last one; false if the receiver is gone.
    fn end_row(&mut self, is_last: bool) -> Result<bool> {
        if let Some(row) = self.batch.last_mut() {
            let bytes = self.merged.fill(row.number, &mut row.cells);
            self.gathered += bytes / CELL_BYTES;
            if bytes as u64 > RECORD_BYTES {
                return Err(too_long(self.path, row.number));
            }
            // Programs write cells from left to right, but need not.
            row.cells.sort_by_key(|(column, _)| *column);
        }
        if self.batch.is_empty() || (self.gathered < BATCH_CELLS && !is_last) {
            return Ok(true);
        }
        self.gathered = 0;
        Ok(self.to.send(Ok(std::mem::take(&mut self.batch))).is_ok())
    }
}

fn too_long(path: &Path, number: u64) -> Error {
    Error::bad(
        Place::file(path).line(number),
        format!("the row is longer than {COLUMNS_MAX} cells or {} kB", RECORD_BYTES >> 10),
        "Remove columns that hold no single values, or save the sheet as CSV",
    )
}
