//! Tables of any length, written batch by batch into a file that appears completely or not at all.

use crate::failure::Failure;
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::csv;
use arrow::datatypes::{Field, FieldRef, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::json::{self, writer::JsonArray, writer::LineDelimited};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use contract::table::csv::Dialect;
use data::store::Replacement;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a Parquet row group, which a writer holds in memory.
const GROUP_ROWS: usize = 1 << 17;

/// The format of a table, by the extension of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// CSV.
    Csv,
    /// One JSON array of objects.
    Json,
    /// One JSON object per line.
    JsonLines,
    /// Parquet.
    Parquet,
}

impl FileForm {
    /// The format for the extension of a path; `-`, standard output, is CSV.
    ///
    /// # Errors
    /// An unknown extension.
    pub fn of(path: &Path) -> Result<Self, Failure> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match ending.to_ascii_lowercase().as_str() {
            _ if path == Path::new("-") => Ok(FileForm::Csv),
            "csv" => Ok(FileForm::Csv),
            "json" => Ok(FileForm::Json),
            "jsonl" | "ndjson" => Ok(FileForm::JsonLines),
            "parquet" => Ok(FileForm::Parquet),
            _ => Err(Failure::new(
                format!("{}: the ending tells no format", path.display()),
                "Let it end with .csv, .json, .jsonl or .parquet, or give - for CSV on standard output",
            )),
        }
    }

    /// True if the format has types for times; others use text.
    pub fn is_typed(self) -> bool {
        self == FileForm::Parquet
    }
}

type Sink = BufWriter<Box<dyn Write + Send>>;

enum Writer {
    Csv(Box<csv::Writer<Sink>>, Dialect),
    Json(json::Writer<Sink, JsonArray>),
    JsonLines(json::Writer<Sink, LineDelimited>),
    Parquet(Box<ArrowWriter<Sink>>),
}

/// A table being written to a file.
pub struct TableFile {
    path: PathBuf,
    schema: SchemaRef,
    writer: Writer,
    replacement: Option<Replacement>,
    is_begun: bool,
}

impl TableFile {
    /// Begins a table at `path`; the file appears with [`TableFile::finish`].
    ///
    /// # Errors
    /// An unknown extension; a path that cannot be written.
    pub fn create(path: &Path, schema: SchemaRef) -> Result<Self, Failure> {
        let form = FileForm::of(path)?;
        let (sink, replacement) = open(path)?;
        let sink = BufWriter::new(sink);
        let nulls = json::WriterBuilder::new().with_explicit_nulls(true);
        let writer = match form {
            FileForm::Csv => Writer::Csv(Box::new(csv::Writer::new(sink)), Dialect::Plain),
            FileForm::Json => Writer::Json(nulls.build(sink)),
            FileForm::JsonLines => Writer::JsonLines(nulls.build(sink)),
            FileForm::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_max_row_group_row_count(Some(GROUP_ROWS));
                let writer = ArrowWriter::try_new(sink, schema.clone(), Some(properties.build()));
                Writer::Parquet(Box::new(writer.map_err(|error| failed(path, &error))?))
            }
        };
        Ok(TableFile { path: path.to_owned(), schema, writer, replacement, is_begun: false })
    }

    /// The same table; where it is CSV, in this dialect. Must be called before any row is written.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn in_dialect(self, dialect: Dialect) -> Result<Self, Failure> {
        let Writer::Csv(writer, _) = self.writer else { return Ok(self) };
        let mut sink = writer.into_inner();
        sink.write_all(dialect.mark().as_bytes()).map_err(|error| failed(&self.path, &error))?;
        // Both separators are ASCII.
        let writer = csv::WriterBuilder::new().with_delimiter(dialect.separator() as u8).build(sink);
        Ok(TableFile { writer: Writer::Csv(Box::new(writer), dialect), ..self })
    }

    /// Its columns.
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// Adds rows.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), Failure> {
        let path = &self.path;
        self.is_begun = true;
        match &mut self.writer {
            Writer::Csv(writer, dialect) => {
                let written = in_words(batch, *dialect).and_then(|batch| writer.write(&batch));
                written.map_err(|error| failed(path, &error))
            }
            Writer::Json(writer) => writer.write(batch).map_err(|error| failed(path, &error)),
            Writer::JsonLines(writer) => writer.write(batch).map_err(|error| failed(path, &error)),
            Writer::Parquet(writer) => writer.write(batch).map_err(|error| failed(path, &error)),
        }
    }

    /// Moves the file into place.
    ///
    /// # Errors
    /// It cannot be written; an existing file stays.
    pub fn finish(mut self) -> Result<(), Failure> {
        if !self.is_begun {
            // A table without rows has its header.
            self.write(&RecordBatch::new_empty(self.schema()))?;
        }
        let TableFile { path, writer, replacement, .. } = self;
        let mut sink = match writer {
            Writer::Csv(writer, _) => writer.into_inner(),
            Writer::Json(mut writer) => {
                writer.finish().map_err(|error| failed(&path, &error))?;
                writer.into_inner()
            }
            Writer::JsonLines(writer) => writer.into_inner(),
            Writer::Parquet(writer) => writer.into_inner().map_err(|error| failed(&path, &error))?,
        };
        sink.flush().map_err(|error| failed(&path, &error))?;
        replacement.map_or(Ok(()), |replacement| Ok(replacement.commit()?))
    }
}

/// The target of bytes: standard output, an existing device or pipe, or a file beside the one it will replace.
fn open(path: &Path) -> Result<(Box<dyn Write + Send>, Option<Replacement>), Failure> {
    if path == Path::new("-") {
        return Ok((Box::new(stdout()), None));
    }
    let is_special = fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir());
    if is_special {
        let file = File::options().write(true).open(path).map_err(|error| failed(path, &error))?;
        return Ok((Box::new(file), None));
    }
    if path.is_dir() {
        return Err(Failure::new(format!("{} is a directory", path.display()), "Name a file in it"));
    }
    let replacement = Replacement::create(path)?;
    Ok((Box::new(replacement.writer()?), Some(replacement)))
}

/// Rows as a dialect writes them: every text and name guarded against evaluation as a formula, numbers with its decimal mark.
fn in_words(batch: &RecordBatch, dialect: Dialect) -> Result<RecordBatch, ArrowError> {
    let column = |column: &ArrayRef| -> Result<ArrayRef, ArrowError> {
        if let Some(texts) = column.as_string_opt::<i32>() {
            let written = texts.iter().map(|text| text.map(|text| dialect.text(text)));
            return Ok(Arc::new(written.collect::<StringArray>()));
        }
        if dialect == Dialect::Plain || !column.data_type().is_floating() {
            return Ok(column.clone());
        }
        let options = FormatOptions::default();
        let shown = ArrayFormatter::try_new(column, &options)?;
        let number =
            |row| column.is_valid(row).then(|| dialect.number(&shown.value(row).to_string()).into_owned());
        Ok(Arc::new((0..column.len()).map(number).collect::<StringArray>()))
    };
    let columns = batch.columns().iter().map(column).collect::<Result<Vec<_>, ArrowError>>()?;
    let schema = batch.schema();
    let field = |(field, column): (&FieldRef, &ArrayRef)| {
        Field::new(dialect.text(field.name()), column.data_type().clone(), field.is_nullable())
    };
    let schema = Schema::new(schema.fields().iter().zip(&columns).map(field).collect::<Vec<_>>());
    RecordBatch::try_new(Arc::new(schema), columns)
}

fn failed(path: &Path, error: &dyn Display) -> Failure {
    Failure::of_text(format!("cannot write {}: {error}", path.display()), "Check the path and the space left")
}

/// Columns as rows: name, values, and whether one may be missing.
///
/// # Errors
/// Columns of different lengths.
pub fn record_batch(columns: Vec<(&str, ArrayRef, bool)>) -> Result<RecordBatch, Failure> {
    RecordBatch::try_from_iter_with_nullable(columns).map_err(|error| {
        let cause = format!("a table cannot be made: {error}");
        Failure::new(cause, "Report it with the command that was given")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::Float64Array;

    fn batch() -> RecordBatch {
        let names: ArrayRef = Arc::new(StringArray::from(vec!["a, \"b\"", "=c"]));
        let values: ArrayRef = Arc::new(Float64Array::from(vec![Some(0.1), None]));
        RecordBatch::try_from_iter_with_nullable([("name", names, false), ("value", values, true)])
            .expect("rows")
    }

    #[test]
    fn every_form_holds_the_rows_and_none_is_there_early() {
        let directory = tempfile::tempdir().expect("a directory");
        for (name, expected) in [
            ("t.csv", "name,value\n\"a, \"\"b\"\"\",0.1\n'=c,\n"),
            ("t.json", r#"[{"name":"a, \"b\"","value":0.1},{"name":"=c","value":null}]"#),
            ("t.jsonl", "{\"name\":\"a, \\\"b\\\"\",\"value\":0.1}\n{\"name\":\"=c\",\"value\":null}\n"),
        ] {
            let path = directory.path().join("new").join(name);
            let mut file = TableFile::create(&path, batch().schema()).expect("a file");
            file.write(&batch()).expect("rows");
            assert!(!path.exists());
            file.finish().expect("in place");
            assert_eq!(fs::read_to_string(path).expect("the file"), expected);
        }
    }

    #[test]
    fn a_spreadsheet_program_gets_its_own_marks() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("t.csv");
        let file = TableFile::create(&path, batch().schema()).expect("a file");
        let mut file = file.in_dialect(Dialect::Spreadsheet { decimal: ',' }).expect("a dialect");
        file.write(&batch()).expect("rows");
        file.finish().expect("in place");
        let expected = "\u{feff}name;value\n\"a, \"\"b\"\"\";0,1\n'=c;\n";
        assert_eq!(fs::read_to_string(path).expect("the file"), expected);
    }

    #[test]
    fn without_rows_there_is_a_header_and_without_an_end_nothing() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = |name: &str| directory.path().join(name);
        for (name, expected) in [("t.csv", "name,value\n"), ("t.json", "[]"), ("t.ndjson", "")] {
            TableFile::create(&path(name), batch().schema()).expect("a file").finish().expect("in place");
            assert_eq!(fs::read_to_string(path(name)).expect("the file"), expected);
        }
        fs::write(path("old.csv"), "old").expect("written");
        let mut file = TableFile::create(&path("old.csv"), batch().schema()).expect("a file");
        file.write(&batch()).expect("rows");
        drop(file);
        assert_eq!(fs::read_to_string(path("old.csv")).expect("the file"), "old");
        assert_eq!(fs::read_dir(directory.path()).expect("a listing").count(), 4);
        assert!(TableFile::create(&path("t.xlsx"), batch().schema()).is_err());
        assert!(TableFile::create(directory.path(), batch().schema()).is_err());
    }
}
