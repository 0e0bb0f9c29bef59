//! Reads Parquet as text, so that the same rules hold for every source and errors can show the value.

mod pages;
mod summary;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryArray, BinaryViewArray, StringArray};
use arrow::compute::{can_cast_types, cast};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;

use super::text::TEXT_BYTES;
use super::{Elsewhere, Row, Rows, Step};
use crate::contained::contained;
use crate::error::{Error, Place, Result};
use pages::{Measured, Plan, Spent};
use summary::Summary;

/// Rows of a Parquet file.
pub(super) struct ParquetRows {
    path: PathBuf,
    headers: Vec<String>,
    types: Vec<DataType>,
    bytes: u64,
    rows: u64,
    reader: Option<ParquetRecordBatchReader>,
    summary: Option<Summary>,
    spent: Spent,
    selected: Vec<Option<usize>>,
    batch: Vec<Option<Texts>>,
    batch_rows: usize,
    next_in_batch: usize,
    row: u64,
}

impl ParquetRows {
    pub(super) fn open(path: &Path) -> Result<ParquetRows> {
        let file = File::open(path).map_err(Error::io("read", path))?;
        let bytes = file.metadata().map_err(Error::io("read", path))?.len();
        let metadata = guarded(path, || ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()))?;
        let fields = metadata.schema().fields();
        Ok(ParquetRows {
            path: path.to_path_buf(),
            headers: fields.iter().map(|field| field.name().clone()).collect(),
            types: fields.iter().map(|field| field.data_type().clone()).collect(),
            bytes,
            rows: u64::try_from(metadata.metadata().file_metadata().num_rows()).unwrap_or(0),
            reader: None,
            summary: None,
            spent: Spent::default(),
            selected: Vec::new(),
            batch: Vec::new(),
            batch_rows: 0,
            next_in_batch: 0,
            row: 0,
        })
    }

    /// Reads the next batch; false at the end.
    fn advance(&mut self) -> Result<bool> {
        let Some(reader) = &mut self.reader else {
            return Ok(false);
        };
        // The pages of the last batch are released before those of the next are read.
        self.batch.clear();
        self.spent.begin();
        let Some(batch) = guarded(&self.path, || reader.next().transpose())? else {
            let counts = self.summary.as_ref().map_or(Ok(()), |summary| summary.finish(self.row));
            return counts
                .map(|()| false)
                .map_err(|problem| contradiction(Place::file(&self.path), &problem));
        };
        self.batch_rows = batch.num_rows();
        self.next_in_batch = 0;
        for (index, column) in self.selected.iter().enumerate() {
            // The reader returns the chosen columns in the file's order, so they are found by name.
            let array = column.and_then(|column| batch.column_by_name(&self.headers[column]));
            if let (Some(values), Some(summary), Some(column)) = (array, &mut self.summary, column) {
                let place = Place::file(&self.path).column(self.headers[*column].as_str());
                summary.check(index, values).map_err(|problem| contradiction(place, &problem))?;
            }
            let texts = guarded(&self.path, || array.map(Texts::of).transpose())?;
            self.batch.push(texts);
        }
        Ok(true)
    }
}

impl Rows for ParquetRows {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn select(&mut self, columns: &[Option<usize>]) -> Result<()> {
        for column in columns.iter().flatten() {
            let kind = &self.types[*column];
            let too_wide = matches!(kind, DataType::FixedSizeBinary(bytes) if usize::try_from(*bytes).is_ok_and(|bytes| bytes > TEXT_BYTES));
            if kind.is_nested() || too_wide || !can_cast_types(kind, &DataType::Utf8) {
                return Err(Error::bad(
                    Place::file(&self.path).column(self.headers[*column].as_str()),
                    format!("holds {kind} where single values are needed"),
                    "Write the file with one text, number, date or time in a cell",
                ));
            }
        }
        let file = File::open(&self.path).map_err(Error::io("read", &self.path))?;
        let (reader, summary) = guarded(&self.path, || {
            let found = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())?;
            let mask = ProjectionMask::roots(found.parquet_schema(), columns.iter().flatten().copied());
            let options = ArrowReaderOptions::new().with_schema(unexpanded(found.schema()));
            let metadata = ArrowReaderMetadata::try_new(Arc::clone(found.metadata()), options)?;
            let names = columns.iter().map(|column| column.map(|column| self.headers[column].as_str()));
            let summary = Summary::new(metadata.metadata(), metadata.schema(), names);
            let plan = Plan::new(metadata.metadata(), |leaf| mask.leaf_included(leaf));
            let measured = Measured::new(file, &plan, self.spent.clone());
            let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(measured, metadata)
                .with_projection(mask)
                .with_batch_size(plan.batch_rows)
                .build()?;
            Ok::<_, ParquetError>((reader, summary))
        })?;
        (self.reader, self.summary) = (Some(reader), Some(summary));
        self.selected = columns.to_vec();
        Ok(())
    }

    fn next(&mut self, row: &mut Row) -> Result<Step> {
        while self.next_in_batch == self.batch_rows {
            if !self.advance()? {
                return Ok(Step::End);
            }
        }
        self.row += 1;
        row.reset(self.row, self.batch.len());
        let at = self.next_in_batch;
        self.next_in_batch += 1;
        for (index, texts) in self.batch.iter().enumerate() {
            let Some(texts) = texts else {
                continue;
            };
            let set = match texts.cell(at) {
                Ok(None) => continue,
                // Text in an unknown encoding is decoded cell by cell, after the check of its length.
                Ok(Some(cell)) => row.set_bytes(index, cell),
                Err(problem) => Err(problem),
            };
            if let Err(problem) = set {
                let column = self.selected[index].unwrap_or_default();
                return Ok(Step::Fault(format!("column {} {problem}", self.headers[column]).into()));
            }
        }
        Ok(Step::Row)
    }

    /// A schema is the only place of names.
    fn elsewhere(&self, _: &dyn Fn(&[String]) -> bool) -> Option<Elsewhere> {
        None
    }

    fn is_unverified(&self) -> bool {
        self.spent.met_page_without_checksum()
    }

    fn bytes_done(&self) -> u64 {
        let share = u128::from(self.bytes) * u128::from(self.row) / u128::from(self.rows.max(1));
        u64::try_from(share).unwrap_or(self.bytes)
    }
}

/// The columns as they are read. Texts are views of the file's pages, because otherwise a dictionary text in a
/// million rows would be copied a million times.
fn unexpanded(schema: &SchemaRef) -> SchemaRef {
    fn view(kind: &DataType) -> DataType {
        match kind {
            DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
            DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
            DataType::Dictionary(_, value) => view(value),
            kind => kind.clone(),
        }
    }
    let field = |field: &Arc<Field>| Arc::new(field.as_ref().clone().with_data_type(view(field.data_type())));
    let fields: Vec<_> = schema.fields().iter().map(field).collect();
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// Values of one column as people write them: ISO dates and moments, shortest decimals. As bytes, because columns of
/// bytes may hold text in any encoding.
enum Texts {
    Views(BinaryViewArray),
    /// The values that are not text, with their conversion.
    Written(ArrayRef, BinaryArray),
}

impl Texts {
    fn of(array: &ArrayRef) -> Result<Texts, arrow::error::ArrowError> {
        match array.data_type() {
            DataType::Utf8View => return Ok(Texts::Views(array.as_string_view().clone().to_binary_view())),
            DataType::BinaryView => return Ok(Texts::Views(array.as_binary_view().clone())),
            // Programs give a column without any value no type.
            DataType::Null => return Ok(Texts::Views(BinaryViewArray::new_null(array.len()))),
            _ => {}
        }
        // Arrow is built without the time-zone database that named zones need; the moment is the same in UTC.
        let plain = match array.data_type() {
            DataType::Timestamp(unit, Some(_)) => {
                &cast(array, &DataType::Timestamp(*unit, Some(Arc::from("+00:00"))))?
            }
            DataType::Date64 => &cast(array, &DataType::Timestamp(TimeUnit::Millisecond, None))?,
            _ => array,
        };
        let texts = match cast(plain, &DataType::Utf8) {
            Ok(texts) => texts,
            // One value that has no text must not spoil the others.
            Err(_) => one_by_one(plain)?,
        };
        Ok(Texts::Written(Arc::clone(array), cast(&texts, &DataType::Binary)?.as_binary::<i32>().clone()))
    }

    /// The text of a row; `None` if the cell is empty. An error says why a value has no text.
    fn cell(&self, row: usize) -> Result<Option<&[u8]>, String> {
        match self {
            Texts::Views(texts) => Ok(texts.is_valid(row).then(|| texts.value(row))),
            Texts::Written(_, texts) if texts.is_valid(row) => Ok(Some(texts.value(row))),
            Texts::Written(values, _) if values.is_null(row) => Ok(None),
            Texts::Written(values, _) => {
                Err(format!("holds a {} beyond every calendar or number", values.data_type()))
            }
        }
    }
}

/// Each value as text; empty for values that have none.
fn one_by_one(array: &ArrayRef) -> Result<ArrayRef, arrow::error::ArrowError> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(array, &options)?;
    let text = |row| array.is_valid(row).then(|| formatter.value(row).try_to_string().ok()).flatten();
    Ok(Arc::new(StringArray::from_iter((0..array.len()).map(text))))
}

/// The reader's result, or how the file is damaged; on some damage the reader panics instead of returning an error.
pub(crate) fn guarded<T, E: std::fmt::Display>(
    path: &Path,
    work: impl FnOnce() -> Result<T, E>,
) -> Result<T> {
    match contained(work) {
        Some(result) => result.map_err(|error| damaged(path, error)),
        None => Err(damaged(path, "its parts contradict each other")),
    }
}

/// The error of values that contradict what the file states of them.
fn contradiction(place: Place, problem: &str) -> Error {
    Error::bad(place, format!("{problem}: it is damaged"), "Get the file again, or write it again")
}

fn damaged(path: &Path, error: impl std::fmt::Display) -> Error {
    Error::bad(Place::file(path), format!("cannot be read as Parquet: {error}"), "Write the file again")
}

#[cfg(test)]
mod tests;
