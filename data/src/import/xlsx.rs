//! Excel workbooks: one sheet, read cell by cell.

mod package;

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::source::{Row, Rows, Step};
use crate::contained::contained;
use crate::error::{Error, Place, Result};

/// Cells gathered before they are handed over, and how many such batches may wait.
const BATCH_CELLS: usize = 8_192;
const BATCHES: usize = 4;

/// Rows of a sheet.
///
/// The workbook's reader borrows from the workbook, so both live on a thread of their own, which stops when this
/// goes away.
pub(super) struct XlsxRows {
    path: PathBuf,
    sheet: String,
    headers: Vec<String>,
    /// For each column of the sheet the cell of a row that it fills.
    cells: Vec<Option<usize>>,
    selected: usize,
    batches: Receiver<Result<Batch>>,
    batch: std::vec::IntoIter<SheetRow>,
}

/// Rows one after another; an empty batch is the end.
type Batch = Vec<SheetRow>;

struct SheetRow {
    number: u64,
    cells: Vec<(usize, Value)>,
}

enum Value {
    Text(String),
    /// What a formula gave instead of a value.
    Fault(String),
}

impl XlsxRows {
    /// Opens a sheet by its name, or the first that a reader of the workbook sees. Its first row that is not empty
    /// holds the names of the columns.
    pub(super) fn open(path: &Path, sheet: Option<&str>) -> Result<XlsxRows> {
        package::check(path)?;
        let file = File::open(path).map_err(Error::io("read", path))?;
        let workbook = guarded(path, || Xlsx::new(BufReader::new(file)))?;
        let sheet = choose(path, &workbook, sheet)?;
        let (sender, batches) = sync_channel(BATCHES);
        let (thread_path, thread_sheet) = (path.to_path_buf(), sheet.clone());
        let work = move || {
            let sent = contained(|| send_rows(&thread_path, workbook, &thread_sheet, &sender));
            let end = sent.unwrap_or_else(|| Err(damaged(&thread_path, "its parts contradict each other")));
            // Nobody listens any more if the rows went away.
            let _ = sender.send(end.map(|()| Vec::new()));
        };
        let spawned = thread::Builder::new().name("workbook".into()).spawn(work);
        spawned.map_err(Error::io("start a thread to read", path))?;
        let mut rows = XlsxRows {
            path: path.to_path_buf(),
            sheet,
            headers: Vec::new(),
            cells: Vec::new(),
            selected: 0,
            batches,
            batch: Vec::new().into_iter(),
        };
        let header = rows.advance()?.ok_or_else(|| {
            let problem = format!("sheet {} is empty", rows.sheet);
            Error::bad(Place::file(path), problem, "Name another sheet by xlsx.sheet in the mapping")
        })?;
        rows.headers = rows.names(header)?;
        Ok(rows)
    }

    fn advance(&mut self) -> Result<Option<SheetRow>> {
        if let Some(row) = self.batch.next() {
            return Ok(Some(row));
        }
        // After the last batch the thread is gone.
        self.batch = self.batches.recv().unwrap_or_else(|_| Ok(Vec::new()))?.into_iter();
        Ok(self.batch.next())
    }

    fn names(&self, header: SheetRow) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for (column, value) in header.cells {
            names.resize(column, String::new());
            match value {
                Value::Text(text) => names.push(text.trim().to_owned()),
                Value::Fault(fault) => {
                    return Err(Error::bad(
                        Place::file(&self.path).line(header.number),
                        format!(
                            "the header in cell {} of sheet {} is {fault}",
                            address(column, header.number),
                            self.sheet
                        ),
                        "Correct the formula, or write the column's name as text",
                    ));
                }
            }
        }
        Ok(names)
    }
}

impl Rows for XlsxRows {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn select(&mut self, columns: &[Option<usize>]) -> Result<()> {
        self.selected = columns.len();
        self.cells = vec![None; self.headers.len()];
        for (cell, column) in columns.iter().enumerate() {
            if let Some(column) = column {
                self.cells[*column] = Some(cell);
            }
        }
        Ok(())
    }

    fn next(&mut self, row: &mut Row) -> Result<Step> {
        // A column without a name is no part of the table, and neither is a row with nothing else.
        let is_named =
            |column: &usize, headers: &[String]| headers.get(*column).is_some_and(|name| !name.is_empty());
        let found = loop {
            match self.advance()? {
                None => return Ok(Step::End),
                Some(found) if found.cells.iter().any(|(column, _)| is_named(column, &self.headers)) => {
                    break found;
                }
                Some(_) => {}
            }
        };
        row.reset(found.number, self.selected);
        for (column, value) in &found.cells {
            let Some(cell) = self.cells.get(*column).copied().flatten() else {
                continue;
            };
            match value {
                // CSV that was opened in a spreadsheet program and saved as a workbook keeps its guards.
                Value::Text(text) => row.set(cell, contract::unguarded(text)),
                Value::Fault(fault) => {
                    return Ok(Step::Fault(format!(
                        "sheet {}, row {}, column {} (cell {}): {fault}",
                        self.sheet,
                        found.number,
                        self.headers[*column],
                        address(*column, found.number),
                    )));
                }
            }
        }
        Ok(Step::Row)
    }

    /// Nothing until the end: the workbook's reader does not tell.
    fn bytes_done(&self) -> u64 {
        0
    }
}

/// The sheet of this name, or the first visible one.
fn choose(path: &Path, workbook: &Xlsx<BufReader<File>>, wanted: Option<&str>) -> Result<String> {
    let sheets: Vec<_> =
        workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    let chosen = match wanted {
        Some(name) => sheets.iter().find(|sheet| sheet.name == name),
        None => sheets.iter().find(|sheet| sheet.visible == SheetVisible::Visible).or(sheets.first()),
    };
    if let Some(sheet) = chosen {
        return Ok(sheet.name.clone());
    }
    let names: Vec<_> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let problem = match wanted {
        Some(name) => format!("has no sheet {name}; its sheets are {}", names.join(", ")),
        None => "has no worksheet".into(),
    };
    Err(Error::bad(Place::file(path), problem, "Name one of its sheets by xlsx.sheet in the mapping"))
}

/// Sends the rows of a sheet that are not empty, until nobody takes them any more.
fn send_rows(
    path: &Path,
    mut workbook: Xlsx<BufReader<File>>,
    sheet: &str,
    to: &SyncSender<Result<Batch>>,
) -> Result<()> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| damaged(path, error))?;
    let mut batch: Batch = Vec::new();
    let mut gathered = 0;
    while let Some(cell) = cells.next_cell().map_err(|error| damaged(path, error))? {
        let (row, column) = cell.get_position();
        let number = u64::from(row) + 1;
        let Some(value) = value(cell.get_value()) else {
            continue;
        };
        if batch.last().is_some_and(|row| row.number != number) && gathered >= BATCH_CELLS {
            gathered = 0;
            if !hand_over(&mut batch, to) {
                return Ok(());
            }
        }
        gathered += 1;
        let cell = (column as usize, value);
        match batch.last_mut().filter(|row| row.number == number) {
            Some(row) => row.cells.push(cell),
            None => batch.push(SheetRow { number, cells: vec![cell] }),
        }
    }
    hand_over(&mut batch, to);
    Ok(())
}

/// Sends the rows gathered; false if nobody takes them any more.
fn hand_over(batch: &mut Batch, to: &SyncSender<Result<Batch>>) -> bool {
    // Programs write cells from left to right, but need not.
    batch.iter_mut().for_each(|row| row.cells.sort_by_key(|(column, _)| *column));
    batch.is_empty() || to.send(Ok(std::mem::take(batch))).is_ok()
}

/// A cell as people would type it; none if it is empty.
fn value(cell: &DataRef<'_>) -> Option<Value> {
    let text = match cell {
        DataRef::Empty => return None,
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(at) => moment(at),
        DataRef::Error(error) => return Some(Value::Fault(format!("the formula gives {error}"))),
    };
    (!text.trim().is_empty()).then_some(Value::Text(text))
}

/// A serial number of days as ISO 8601, whichever year the workbook counts from.
fn moment(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if milli == 0 { text } else { format!("{text}.{milli:03}") }
}

/// `C7` for the third column of the seventh row.
fn address(column: usize, row: u64) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{row}")
}

/// What the reader gives, or how the workbook is damaged: on some damage it may panic instead of saying so.
fn guarded<T>(path: &Path, work: impl FnOnce() -> Result<T, XlsxError>) -> Result<T> {
    match contained(work) {
        Some(result) => result.map_err(|error| damaged(path, error)),
        None => Err(damaged(path, "its parts contradict each other")),
    }
}

fn damaged(path: &Path, error: impl std::fmt::Display) -> Error {
    Error::bad(
        Place::file(path),
        format!("cannot be read as an Excel workbook: {error}"),
        "Save it anew in a spreadsheet program, or as CSV",
    )
}

#[cfg(test)]
mod tests;
