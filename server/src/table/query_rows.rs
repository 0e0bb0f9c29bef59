//! Rows of a query as they come, in every form: their columns are known when the query is.

/// Dates and times that no calendar has.
mod times;

use crate::failure::Failure;
use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::writer::StreamWriter;
use arrow::json::writer::{JsonArray, Writer as JsonWriter, WriterBuilder};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use arrow::util::pretty::pretty_format_batches;
use clap::ValueEnum;
use contract::table::csv::Dialect;
use data::terminal::plain;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::collections::HashSet;
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;
use times::refuse_impossible_times;

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
#[derive(Debug)]
pub enum Error {
    /// The format cannot hold the rows: problem and remedy.
    Form(String, &'static str),
    /// The file or stream could not be written.
    Write(io::Error),
}

impl Error {
    /// Turns this into a command's failure; `target` is the file or stream.
    pub fn failure(self, target: &str) -> Failure {
        match self {
            Error::Form(cause, remedy) => Failure::new(cause, remedy),
            Error::Write(error) => Failure::of_text(
                format!("cannot write {target}: {error}"),
                "Check the path and the space left",
            ),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Form(cause, remedy) => write!(f, "{cause}. {remedy}"),
            Error::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

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

/// Rows being written.
pub struct RowWriter<W: Write + Send>(Form<W>);

enum Form<W: Write + Send> {
    /// The rows so far: how wide a column is shows at the end.
    Table(W, SchemaRef, Vec<RecordBatch>),
    /// With what each column holds.
    Csv(Box<csv::Writer<W>>, Dialect, Vec<Holds>),
    Json(JsonWriter<W, JsonArray>),
    Arrow(Box<StreamWriter<W>>),
    Parquet(Box<ArrowWriter<W>>),
}

/// Rows of a row group of Parquet, which a writer holds in memory.
const GROUP_ROWS: usize = 64 * 1_024;

impl<W: Write + Send> RowWriter<W> {
    /// Begins rows of these columns.
    ///
    /// # Errors
    /// A format that cannot hold them; here and below a target that cannot be written.
    pub fn begin(form: RowForm, dialect: Dialect, schema: &SchemaRef, mut out: W) -> Result<Self, Error> {
        if !matches!(form, RowForm::Csv | RowForm::Table) {
            refuse_equal_names(schema)?;
        }
        Ok(RowWriter(match form {
            RowForm::Table => Form::Table(out, schema.clone(), Vec::new()),
            RowForm::Csv => {
                out.write_all(dialect.mark().as_bytes())?;
                let mut builder = csv::WriterBuilder::new();
                // Both separators are ASCII.
                builder.terminator(csv::Terminator::CRLF).delimiter(dialect.separator() as u8);
                let mut writer = builder.from_writer(out);
                let fields = schema.fields().iter();
                writer.write_record(fields.clone().map(|field| dialect.text(field.name()).into_owned()))?;
                Form::Csv(
                    Box::new(writer),
                    dialect,
                    fields.map(|field| Holds::of(field.data_type())).collect(),
                )
            }
            RowForm::Json => Form::Json(WriterBuilder::new().with_explicit_nulls(true).build(out)),
            RowForm::Arrow => Form::Arrow(Box::new(StreamWriter::try_new(out, schema)?)),
            RowForm::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_max_row_group_row_count(Some(GROUP_ROWS));
                let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties.build()))?;
                Form::Parquet(Box::new(writer))
            }
        }))
    }

    /// Writes rows.
    ///
    /// # Errors
    /// A date or time that no calendar has; values that the format cannot hold.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        refuse_impossible_times(batch)?;
        match &mut self.0 {
            Form::Table(_, _, rows) => rows.push(shown(batch)?),
            Form::Csv(writer, dialect, holds) => csv_rows(batch, writer, *dialect, holds)?,
            Form::Json(writer) => writer.write(batch)?,
            Form::Arrow(writer) => writer.write(batch)?,
            Form::Parquet(writer) => writer.write(batch)?,
        }
        Ok(())
    }

    /// Ends them.
    ///
    /// # Errors
    /// The target cannot be written.
    pub fn finish(self) -> Result<(), Error> {
        match self.0 {
            Form::Table(mut out, schema, mut rows) => {
                if rows.is_empty() {
                    rows.push(shown(&RecordBatch::new_empty(schema))?);
                }
                writeln!(out, "{}", pretty_format_batches(&rows)?)?;
                Ok(out.flush()?)
            }
            Form::Csv(mut writer, ..) => Ok(writer.flush()?),
            Form::Json(mut writer) => {
                writer.finish()?;
                let mut out = writer.into_inner();
                writeln!(out)?;
                Ok(out.flush()?)
            }
            Form::Arrow(writer) => Ok(writer.into_inner()?.flush()?),
            Form::Parquet(writer) => Ok(writer.into_inner()?.flush()?),
        }
    }
}

/// Every cell and every name as the text that is shown; control characters in the data are escaped, so none moves the
/// cursor.
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

/// CSV as the API writes it: no text that a spreadsheet would run as a formula, not even a column's name.
fn csv_rows<W: Write>(
    batch: &RecordBatch,
    writer: &mut csv::Writer<W>,
    dialect: Dialect,
    holds: &[Holds],
) -> Result<(), Error> {
    let options = FormatOptions::default();
    let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options));
    let columns: Vec<_> = columns.collect::<Result<_, _>>()?;
    for row in 0..batch.num_rows() {
        writer.write_record(columns.iter().zip(holds).map(|(column, holds)| {
            let cell = column.value(row).to_string();
            match holds {
                Holds::Text => dialect.text(&cell).into_owned(),
                Holds::Number => dialect.number(&cell).into_owned(),
                Holds::Other => cell,
            }
        }))?;
    }
    // What is written can be taken at once.
    Ok(writer.flush()?)
}

/// What a column holds, by which it is written. Numbers and dates may begin with a sign.
enum Holds {
    Text,
    Number,
    Other,
}

impl Holds {
    fn of(kind: &DataType) -> Holds {
        match kind {
            kind if kind.is_numeric() => Holds::Number,
            kind if kind.is_temporal() || *kind == DataType::Boolean => Holds::Other,
            _ => Holds::Text,
        }
    }
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
