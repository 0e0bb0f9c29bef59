//! Rows of a query as they come, in every form: their columns are known when the query is.

use crate::failure::Failure;
use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::writer::StreamWriter;
use arrow::json::writer::{JsonArray, WriterBuilder};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use arrow::util::pretty::pretty_format_batches;
use clap::ValueEnum;
use contract::guarded;
use data::sql::{Answer, Batches};
use data::terminal::plain;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::Arc;

/// Format of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RowForm {
    /// For people.
    Table,
    /// A header, then one line per row; a missing value is an empty cell.
    Csv,
    /// A list of objects.
    Json,
    /// An Arrow IPC stream.
    Arrow,
    /// A Parquet file.
    Parquet,
}

/// Why rows could not be written.
pub enum Error {
    /// The rows could not be computed.
    Query(data::error::Error),
    /// The format cannot hold the rows.
    Form(String, &'static str),
    /// The file or stream could not be written.
    Write(io::Error),
}

impl Error {
    /// Turns this into a command's failure; `target` is the file or stream.
    pub fn failure(self, target: &str) -> Failure {
        match self {
            Error::Query(error) => error.into(),
            Error::Form(cause, remedy) => Failure::new(cause, remedy),
            Error::Write(error) => Failure::of_text(
                format!("cannot write {target}: {error}"),
                "Check the path and the space left",
            ),
        }
    }
}

impl From<data::error::Error> for Error {
    fn from(error: data::error::Error) -> Self {
        Error::Query(error)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Write(error)
    }
}

impl From<ArrowError> for Error {
    fn from(error: ArrowError) -> Self {
        match error {
            ArrowError::IoError(_, error) => Error::Write(error),
            other => Error::Form(
                format!("the rows cannot be written in this format: {other}"),
                "Choose another --format, or CAST the columns of unusual types",
            ),
        }
    }
}

impl From<ParquetError> for Error {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(error) => Error::Write(*error),
                Err(other) => ArrowError::from_external_error(other).into(),
            },
            other => ArrowError::from(other).into(),
        }
    }
}

impl From<csv::Error> for Error {
    fn from(error: csv::Error) -> Self {
        Error::Write(error.into())
    }
}

/// Computes an answer and writes its rows.
pub async fn write<W: Write + Send>(form: RowForm, answer: Answer<'_>, mut out: W) -> Result<(), Error> {
    if form == RowForm::Table {
        return table(answer, out).await;
    }
    let mut batches = answer.batches().await?;
    let schema = batches.schema();
    if form != RowForm::Csv {
        refuse_equal_names(&schema)?;
    }
    match form {
        RowForm::Csv => csv(batches, &schema, out).await,
        RowForm::Json => {
            let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, JsonArray>(&mut out);
            while let Some(batch) = next(&mut batches).await? {
                writer.write(&batch)?;
            }
            writer.finish()?;
            Ok(writeln!(out)?)
        }
        RowForm::Arrow => {
            let mut writer = StreamWriter::try_new(out, &schema)?;
            while let Some(batch) = next(&mut batches).await? {
                writer.write(&batch)?;
            }
            Ok(writer.finish()?)
        }
        RowForm::Parquet | RowForm::Table => {
            let compression = Compression::ZSTD(ZstdLevel::default());
            let properties = WriterProperties::builder().set_compression(compression).build();
            let mut writer = ArrowWriter::try_new(out, schema, Some(properties))?;
            while let Some(batch) = next(&mut batches).await? {
                writer.write(&batch)?;
            }
            writer.close()?;
            Ok(())
        }
    }
}

/// Rows as a text table; control characters in the data are escaped, so none moves the cursor.
async fn table<W: Write + Send>(answer: Answer<'_>, mut out: W) -> Result<(), Error> {
    let schema = answer.schema();
    let mut batches = answer.batches().await?;
    let mut rows = Vec::new();
    while let Some(batch) = next(&mut batches).await? {
        rows.push(shown(&batch)?);
    }
    if rows.is_empty() {
        rows.push(shown(&RecordBatch::new_empty(schema))?);
    }
    Ok(writeln!(out, "{}", pretty_format_batches(&rows)?)?)
}

/// Every cell and every name as the text that is shown.
fn shown(batch: &RecordBatch) -> Result<RecordBatch, Error> {
    let options = FormatOptions::default().with_null("NULL");
    let columns = batch.columns().iter().map(|column| {
        let cells = ArrayFormatter::try_new(column, &options)?;
        let cells = (0..batch.num_rows()).map(|row| plain(&cells.value(row).to_string()).into_owned());
        Ok(Arc::new(StringArray::from_iter_values(cells)) as ArrayRef)
    });
    let schema = batch.schema();
    let fields = schema.fields().iter().map(|field| Field::new(plain(field.name()), DataType::Utf8, false));
    let columns = columns.collect::<Result<Vec<_>, ArrowError>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    Ok(RecordBatch::try_new_with_options(schema, columns, &options)?)
}

/// The next rows, after checking that every date and time can be written.
async fn next(batches: &mut Batches<'_>) -> Result<Option<RecordBatch>, Error> {
    let Some(batch) = batches.next().await.transpose()? else { return Ok(None) };
    // Otherwise lists and structures write the error as if it were the value.
    let options = FormatOptions::default().with_display_error(false);
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        if !holds_times(field.data_type()) {
            continue;
        }
        let cells = ArrayFormatter::try_new(column, &options)?;
        for row in 0..batch.num_rows() {
            cells.value(row).try_to_string().map_err(|error| {
                Error::Form(
                    format!("column {}: a date or time is out of range ({error})", field.name()),
                    "Keep dates between the years -262143 and 262142, or CAST the column to a number",
                )
            })?;
        }
    }
    Ok(Some(batch))
}

/// Whether values of a type are, or contain, dates or times.
fn holds_times(kind: &DataType) -> bool {
    match kind {
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::FixedSizeList(item, _)
        | DataType::Map(item, _) => holds_times(item.data_type()),
        DataType::Struct(fields) => fields.iter().any(|field| holds_times(field.data_type())),
        DataType::Union(fields, _) => fields.iter().any(|(_, field)| holds_times(field.data_type())),
        DataType::Dictionary(_, value) => holds_times(value),
        DataType::RunEndEncoded(_, values) => holds_times(values.data_type()),
        other => other.is_temporal(),
    }
}

/// CSV as the API writes it: no text that a spreadsheet would run as a formula, not even a column's name.
async fn csv<W: Write + Send>(mut batches: Batches<'_>, schema: &SchemaRef, out: W) -> Result<(), Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(schema.fields().iter().map(|field| guarded(field.name()).into_owned()))?;
    let options = FormatOptions::default();
    let is_text: Vec<bool> = schema.fields().iter().map(|field| is_text(field.data_type())).collect();
    while let Some(batch) = next(&mut batches).await? {
        let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options));
        let columns: Vec<_> = columns.collect::<Result<_, _>>()?;
        for row in 0..batch.num_rows() {
            writer.write_record(columns.iter().zip(&is_text).map(|(column, is_text)| {
                let cell = column.value(row).to_string();
                if *is_text { guarded(&cell).into_owned() } else { cell }
            }))?;
        }
    }
    Ok(writer.flush()?)
}

/// Numbers and dates may begin with a sign.
fn is_text(kind: &DataType) -> bool {
    !(kind.is_numeric() || kind.is_temporal() || *kind == DataType::Boolean)
}

fn refuse_equal_names(schema: &SchemaRef) -> Result<(), Error> {
    let mut seen = HashSet::new();
    match schema.fields().iter().find(|field| !seen.insert(field.name())) {
        None => Ok(()),
        Some(field) => Err(Error::Form(
            format!("two columns are named {}", field.name()),
            "Give one another name with AS: the format tells columns apart by name",
        )),
    }
}
