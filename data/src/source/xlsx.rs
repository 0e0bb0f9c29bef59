//! Excel workbooks: reads one sheet, cell by cell.

mod cell;
mod gauge;
mod merged;
mod package;
mod sheet;

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{Elsewhere, HEADER_ROWS, Header, Row, Rows, Step};
use crate::contained::contained;
use crate::error::{Error, Place, Result, shorten};
use cell::{Value, address};
use sheet::{Batch, SheetRow, send_rows};

/// Largest number of waiting batches.
const BATCHES: usize = 4;

/// Rows of a sheet.
///
/// The workbook's reader borrows from the workbook, so both live on their own thread, which stops when this is
/// dropped.
pub(super) struct XlsxRows {
    path: PathBuf,
    sheet: String,
    /// The other sheets.
    others: Vec<String>,
    headers: Vec<String>,
    /// For each column of the sheet, the cells of a row that it fills.
    cells: Vec<Vec<usize>>,
    selected: usize,
    batches: Receiver<Result<Batch>>,
    batch: std::vec::IntoIter<SheetRow>,
}

impl XlsxRows {
    /// Opens a sheet by its name, or else the first visible one. Its first row that is not empty holds the names of
    /// the columns, unless `header` says otherwise.
    pub(super) fn open(path: &Path, sheet: Option<&str>, header: Header) -> Result<XlsxRows> {
        let traits = package::check(path)?;
        let workbook = open_workbook(path)?;
        let sheet = choose(path, &workbook, sheet)?;
        let sheets = workbook.sheet_names().into_iter();
        let others = sheets.map(|name| shorten(&name, 31)).filter(|name| *name != sheet).take(20).collect();
        let (sender, batches) = sync_channel(BATCHES);
        let (thread_path, thread_sheet) = (path.to_path_buf(), sheet.clone());
        let work = move || {
            let sent = contained(|| send_rows(&thread_path, workbook, &thread_sheet, traits, &sender));
            let end = sent.unwrap_or_else(|| Err(damaged(&thread_path, "its parts contradict each other")));
            // The receiver is gone if the rows were dropped.
            let _ = sender.send(end.map(|()| Vec::new()));
        };
        let spawned = thread::Builder::new().name("workbook".into()).spawn(work);
        spawned.map_err(Error::io("start a thread to read", path))?;
        let mut rows = XlsxRows {
            path: path.to_path_buf(),
            sheet,
            others,
            headers: Vec::new(),
            cells: Vec::new(),
            selected: 0,
            batches,
            batch: Vec::new().into_iter(),
        };
        let mut first = Some(rows.advance()?.ok_or_else(|| {
            let problem = format!("sheet {} is empty", rows.sheet);
            Error::bad(Place::file(path), problem, "Name another sheet by xlsx.sheet in the mapping")
        })?);
        let mut headings = Vec::new();
        while let Some(row) = first.take().map_or_else(|| rows.advance(), |row| Ok(Some(row)))? {
            if header.begins_by(row.number) {
                headings.push(rows.names(row)?);
            }
            if let Some(names) = header.names(&headings) {
                rows.headers = names;
                return Ok(rows);
            }
        }
        Err(header.missing(Place::file(path)))
    }

    fn advance(&mut self) -> Result<Option<SheetRow>> {
        if let Some(row) = self.batch.next() {
            return Ok(Some(row));
        }
        // After the last batch the thread is gone.
        self.batch = self.batches.recv().unwrap_or_else(|_| Ok(Vec::new()))?.into_iter();
        Ok(self.batch.next())
    }

    /// An error with its place in the sheet.
    fn fault(&self, row: u64, column: usize, problem: &str) -> String {
        let (sheet, name, cell) = (&self.sheet, &self.headers[column], address(column, row));
        format!("sheet {sheet}, row {row}, column {name} (cell {cell}): {problem}")
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
                            "the header in cell {} of sheet {} is no name: {fault}",
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
        self.cells = vec![Vec::new(); self.headers.len()];
        for (cell, column) in columns.iter().enumerate() {
            if let Some(column) = column {
                self.cells[*column].push(cell);
            }
        }
        Ok(())
    }

    fn next(&mut self, row: &mut Row) -> Result<Step> {
        // A column without a name does not belong to the table, nor does a row with cells only in such columns.
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
            for cell in self.cells.get(*column).into_iter().flatten() {
                let set = match value {
                    // CSV that was opened in a spreadsheet program and saved as a workbook keeps its guards.
                    Value::Text(text) => row.set(*cell, contract::unguarded(text)),
                    Value::Fault(fault) => Err(fault.clone()),
                };
                if let Err(problem) = set {
                    return Ok(Step::Fault(self.fault(found.number, *column, &problem).into()));
                }
            }
        }
        Ok(Step::Row)
    }

    /// Zero until the end, because the workbook's reader reports no progress.
    fn bytes_done(&self) -> u64 {
        0
    }

    fn elsewhere(&self, is_header: &dyn Fn(&[String]) -> bool) -> Option<Elsewhere> {
        // The rows behind the header wait in the batch.
        let below = self.batch.as_slice().iter().take(HEADER_ROWS).find(|row| {
            let texts = row.cells.iter().filter_map(|(_, value)| match value {
                Value::Text(text) => Some(text.trim().to_owned()),
                Value::Fault(_) => None,
            });
            is_header(&texts.collect::<Vec<_>>())
        });
        if let Some(row) = below {
            return Some(Elsewhere::Below(row.number));
        }
        let others = self.others.join(", ");
        (!others.is_empty()).then(|| Elsewhere::Sheets { read: self.sheet.clone(), others })
    }
}

fn open_workbook(path: &Path) -> Result<Xlsx<BufReader<File>>> {
    let file = File::open(path).map_err(Error::io("read", path))?;
    guarded(path, || Xlsx::new(BufReader::new(file)))
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

/// The reader's result, or how the workbook is damaged; on some damage the reader panics instead of returning an
/// error.
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
        "Save it again in a spreadsheet program, or as CSV",
    )
}

#[cfg(test)]
mod tests;
