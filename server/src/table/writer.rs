//! Tables of any length as bytes: rows go in batch by batch, and finished bytes can be taken in between.

use super::arrow::{batch, schema};
use super::{AboutRows, Column, Representation, TableFacts, Workbook, xlsx};
use arrow::datatypes::SchemaRef;
use arrow::ipc::writer::StreamWriter;
use contract::table::csv::Dialect;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::io::{self, Cursor, Read};

/// Rows of a record batch in a stream, so that readers can begin before its end.
pub const BATCH_ROWS: usize = 2_048;

/// Rows of a Parquet row group, which a writer holds in memory until it is whole.
const GROUP_ROWS: usize = 8 * BATCH_ROWS;

/// The reason why a table cannot be written. It does not occur in practice, because writing to memory does not fail
/// and every column has one value for each row.
pub type WriteError = Box<dyn std::error::Error + Send + Sync>;

/// A table being written.
pub struct TableWriter<'c, R> {
    columns: &'c [Column<R>],
    form: Form,
}

enum Form {
    Csv(Vec<u8>, Dialect),
    Arrow(SchemaRef, Box<StreamWriter<Vec<u8>>>),
    Parquet(SchemaRef, Box<ArrowWriter<Vec<u8>>>),
    Xlsx(Box<Workbook>, AboutRows),
}

/// Bytes of a piece of what is read from a file.
const PIECE_BYTES: u64 = 64 * 1_024;

/// The next bytes of a table that is ended; none after the last.
///
/// # Errors
/// They cannot be read.
pub fn piece(rest: &mut dyn Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    rest.take(PIECE_BYTES).read_to_end(&mut bytes)?;
    Ok((!bytes.is_empty()).then_some(bytes))
}

impl<'c, R> TableWriter<'c, R> {
    /// A table in a representation; none for JSON, which has no rows but the whole answer.
    ///
    /// # Errors
    /// As [`WriteError`] says, here and below.
    pub fn new(
        representation: Representation,
        columns: &'c [Column<R>],
        facts: TableFacts,
    ) -> Result<Option<Self>, WriteError> {
        Ok(match representation {
            Representation::Json => None,
            Representation::Csv => Some(Self::csv(columns)?),
            Representation::Arrow => Some(Self::arrow(columns, facts)?),
            Representation::Parquet => Some(Self::parquet(columns, facts)?),
            Representation::Xlsx => Some(Self::xlsx(columns, facts)?),
        })
    }

    /// CSV (RFC 4180) with a header.
    pub fn csv(columns: &'c [Column<R>]) -> Result<Self, WriteError> {
        let dialect = Dialect::Plain;
        Ok(TableWriter { columns, form: Form::Csv(dialect.header(columns).into_bytes(), dialect) })
    }

    /// The same table; where it is CSV, in this dialect. Must be called before any row is written.
    #[must_use]
    pub fn in_dialect(self, dialect: Dialect) -> Self {
        match self.form {
            Form::Csv(..) => {
                let form = Form::Csv(dialect.header(self.columns).into_bytes(), dialect);
                TableWriter { form, ..self }
            }
            _ => self,
        }
    }

    /// An Arrow IPC stream, with the table's facts in the schema's metadata.
    pub fn arrow(columns: &'c [Column<R>], facts: TableFacts) -> Result<Self, WriteError> {
        let schema = schema(columns, facts);
        let writer = StreamWriter::try_new(Vec::new(), &schema)?;
        Ok(TableWriter { columns, form: Form::Arrow(schema, Box::new(writer)) })
    }

    /// A Parquet file, with the table's facts in the schema's metadata.
    pub fn parquet(columns: &'c [Column<R>], facts: TableFacts) -> Result<Self, WriteError> {
        let schema = schema(columns, facts);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP_ROWS));
        let writer = ArrowWriter::try_new(Vec::new(), schema.clone(), Some(properties.build()))?;
        Ok(TableWriter { columns, form: Form::Parquet(schema, Box::new(writer)) })
    }

    /// A workbook, with the table's facts and the meanings of its columns on a sheet of their own.
    pub fn xlsx(columns: &'c [Column<R>], facts: TableFacts) -> Result<Self, WriteError> {
        let book = xlsx::begin(columns.iter().map(|column| column.name))?;
        let about = AboutRows::of_table(columns, facts);
        Ok(TableWriter { columns, form: Form::Xlsx(Box::new(book), about) })
    }

    /// Adds rows.
    pub fn write(&mut self, rows: &[R]) -> Result<(), WriteError> {
        for rows in rows.chunks(BATCH_ROWS) {
            match &mut self.form {
                Form::Csv(bytes, dialect) => bytes.extend(dialect.records(self.columns, rows).into_bytes()),
                Form::Arrow(schema, writer) => writer.write(&batch(self.columns, rows, schema.clone())?)?,
                Form::Parquet(schema, writer) => writer.write(&batch(self.columns, rows, schema.clone())?)?,
                Form::Xlsx(book, _) => {
                    for row in rows {
                        book.row_of(self.columns, row)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes the finished bytes that were not taken before; of a workbook there are none before its end.
    pub fn take(&mut self) -> Result<Vec<u8>, WriteError> {
        Ok(std::mem::take(match &mut self.form {
            Form::Xlsx(..) => return Ok(Vec::new()),
            Form::Csv(bytes, _) => bytes,
            Form::Arrow(_, writer) => writer.get_mut(),
            Form::Parquet(_, writer) => {
                writer.sync()?;
                writer.inner_mut()
            }
        }))
    }

    /// Ends the table. The remaining bytes are to be read, [`piece`] by piece.
    pub fn finish(self) -> Result<Box<dyn Read + Send>, WriteError> {
        let bytes = match self.form {
            Form::Csv(bytes, _) => bytes,
            Form::Arrow(_, writer) => writer.into_inner()?,
            Form::Parquet(_, writer) => writer.into_inner()?,
            Form::Xlsx(book, about) => return Ok(Box::new(xlsx::finish(*book, &about)?)),
        };
        Ok(Box::new(Cursor::new(bytes)))
    }

    /// Writes all rows and ends the table.
    pub fn whole(mut self, rows: &[R]) -> Result<Vec<u8>, WriteError> {
        self.write(rows)?;
        let mut bytes = Vec::new();
        self.finish()?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
