//! CSV (RFC 4180): UTF-8, a header, CRLF, cells quoted where they must be; a missing value is an empty cell. Texts are
//! guarded; numbers may begin with a sign: their columns hold nothing else.

use super::{Cell, Column};
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;

/// The line of names.
///
/// # Errors
/// None in practice: memory does not refuse to be written.
pub(super) fn header<R>(columns: &[Column<R>]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = writer();
    writer.write_record(columns.iter().map(|column| column.name))?;
    finished(writer)
}

/// A line a row.
///
/// # Errors
/// As [`header`].
pub(super) fn records<R>(columns: &[Column<R>], rows: &[R]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = writer();
    for row in rows {
        writer.write_record(columns.iter().map(|column| written(&column.cell, row).into_owned()))?;
    }
    finished(writer)
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new())
}

fn finished(writer: Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn written<'a, R>(cell: &Cell<R>, row: &'a R) -> Cow<'a, str> {
    match cell {
        Cell::Text(of) => of(row).map(contract::guarded).unwrap_or_default(),
        Cell::Number(of) => of(row).filter(|number| number.is_finite()).map_or_else(Cow::default, number),
        Cell::Single(of) => of(row).filter(|number| number.is_finite()).map_or_else(Cow::default, number),
        Cell::Count(of) => of(row).map_or_else(Cow::default, number),
        Cell::Date(of) => of(row).map_or_else(Cow::default, number),
        Cell::Flag(of) => of(row).map_or_else(Cow::default, number),
    }
}

fn number(value: impl ToString) -> Cow<'static, str> {
    Cow::Owned(value.to_string())
}
