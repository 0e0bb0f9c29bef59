//! Streams one table into a content-addressed Parquet file, laid out for scanning.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::BatchCoalescer;
use arrow::datatypes::{Date32Type, Float64Type, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use planning::day::Day;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::blobs::Blobs;
use super::content::hex;
use super::manifest::FileEntry;
use super::tenant::Tenant;
use crate::error::{Error, Place, Result};
use crate::schema::{Kind, Table};

/// Rows in a row group: about 2 MB of sales, small enough to skip by statistics, large enough to compress.
const ROW_GROUP_ROWS: usize = 262_144;
/// Rows handed to the encoder at once. Fixed, so that a file's bytes depend on its rows only.
const BATCH_ROWS: usize = 16_384;

/// A table file being written.
///
/// The caller writes rows in the table's sort order. Columns are matched by name; an optional column that the
/// first batch does not have is left out of the file.
pub struct TableWriter {
    tenant: Tenant,
    table: &'static Table,
    open: Option<Open>,
    rows: u64,
    dates: Option<(i32, i32)>,
}

/// A finished file that is not yet in the store; dropping it removes it.
pub struct SealedFile {
    entry: FileEntry,
    file: NamedTempFile,
    blobs: Arc<dyn Blobs>,
}

impl SealedFile {
    /// Its path until it is in the store.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Puts the file in the store under its hash.
    pub fn commit(self) -> Result<FileEntry> {
        self.blobs.put_file(Path::new(&self.entry.path), self.file)?;
        Ok(self.entry)
    }
}

struct Open {
    schema: SchemaRef,
    batches: BatchCoalescer,
    parquet: ArrowWriter<Hashing<BufWriter<NamedTempFile>>>,
}

impl TableWriter {
    /// Creates a file of `table`; it appears in the store once finished.
    pub fn create(tenant: &Tenant, table: &'static Table) -> Result<TableWriter> {
        Ok(TableWriter { tenant: tenant.clone(), table, open: None, rows: 0, dates: None })
    }

    /// Adds rows. All batches must have the same columns.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let open = match &mut self.open {
            Some(open) => open,
            None => self.open.insert(Open::create(&self.tenant, self.table, batch)?),
        };
        let batch = conform(self.table, &open.schema, batch)?;
        open.push(batch.clone())?;
        self.rows += batch.num_rows() as u64;
        self.note_dates(&batch);
        Ok(())
    }

    /// Writes the rest and puts the file in the store under its hash.
    pub fn finish(self) -> Result<FileEntry> {
        self.seal()?.commit()
    }

    /// Writes the rest of a file that is not yet in the store.
    pub fn seal(self) -> Result<SealedFile> {
        let Some(mut open) = self.open else {
            return Err(Error::bad(
                Place::new(format!("table {}", self.table.name)),
                "has no rows",
                "Leave the table out, or give it rows",
            ));
        };
        open.batches.finish_buffered_batch().map_err(Error::engine("writing Parquet"))?;
        open.drain()?;
        let hashing = open.parquet.into_inner().map_err(Error::engine("writing Parquet"))?;
        let (sha256, bytes) = (hex(&hashing.hash.finalize()), hashing.bytes);
        let path = format!("files/{sha256}.parquet");
        let target = self.tenant.address(&path);
        let file =
            hashing.inner.into_inner().map_err(|error| Error::io("write", &target)(error.into_error()))?;
        let entry = FileEntry {
            table: self.table.name.to_owned(),
            path,
            rows: self.rows,
            bytes,
            sha256,
            first_date: self.dates.map(|(first, _)| Day(first)),
            last_date: self.dates.map(|(_, last)| Day(last)),
        };
        Ok(SealedFile { entry, file, blobs: Arc::clone(&self.tenant.blobs) })
    }

    fn note_dates(&mut self, batch: &RecordBatch) {
        let Some(column) = self.table.date.and_then(|name| batch.column_by_name(name)) else {
            return;
        };
        for day in column.as_primitive::<Date32Type>().iter().flatten() {
            let (first, last) = self.dates.get_or_insert((day, day));
            *first = day.min(*first);
            *last = day.max(*last);
        }
    }
}

impl Open {
    fn create(tenant: &Tenant, table: &'static Table, first: &RecordBatch) -> Result<Open> {
        let schema = table.arrow_schema(|column| first.column_by_name(column.name).is_some());
        let has = |name: &&str| schema.column_with_name(name).is_some();
        if !table.at_least_one.is_empty() && !table.at_least_one.iter().any(&has) {
            return Err(Error::bad(
                Place::new(format!("table {}", table.name)),
                format!("has none of the columns {}", table.at_least_one.join(", ")),
                "Give at least one of them",
            ));
        }
        let file = BufWriter::new(tenant.blobs.scratch_file(Path::new("files"))?);
        let hashing = Hashing { inner: file, hash: Sha256::new(), bytes: 0 };
        let parquet = ArrowWriter::try_new(hashing, Arc::clone(&schema), Some(layout(table, &schema)?))
            .map_err(Error::engine("writing Parquet"))?;
        Ok(Open { batches: BatchCoalescer::new(Arc::clone(&schema), BATCH_ROWS), schema, parquet })
    }

    fn push(&mut self, batch: RecordBatch) -> Result<()> {
        self.batches.push_batch(batch).map_err(Error::engine("writing Parquet"))?;
        self.drain()
    }

    fn drain(&mut self) -> Result<()> {
        while let Some(batch) = self.batches.next_completed_batch() {
            self.parquet.write(&batch).map_err(Error::engine("writing Parquet"))?;
        }
        Ok(())
    }
}

/// Statistics on every page, because queries filter by date, item and location; dates as deltas, which in the
/// sort order are mostly ones and zeros; dictionaries (the default) for the rest, where values repeat.
fn layout(table: &Table, schema: &SchemaRef) -> Result<WriterProperties> {
    let level = ZstdLevel::try_new(9).map_err(Error::engine("writing Parquet"))?;
    let sorting = table
        .sort
        .iter()
        .filter_map(|name| schema.column_with_name(name))
        .filter_map(|(index, _)| i32::try_from(index).ok())
        .map(|column_idx| SortingColumn { column_idx, descending: false, nulls_first: false });
    let mut properties = WriterProperties::builder()
        .set_created_by("granary store format 1".into())
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_sorting_columns(Some(sorting.collect()));
    for column in table.columns.iter().filter(|column| matches!(column.kind, Kind::Date | Kind::Moment)) {
        let path = ColumnPath::from(column.name);
        properties = properties
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
    }
    Ok(properties.build())
}

/// The batch's columns in the file's order; refused if they do not match the table.
fn conform(table: &Table, schema: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch> {
    let place = |column: &str| Place::new(format!("table {}", table.name)).column(column);
    for field in batch.schema().fields() {
        if schema.column_with_name(field.name()).is_none() {
            let known: Vec<_> = table.columns.iter().map(|column| column.name).collect();
            let remedy =
                format!("Columns of {} are {}; all batches must have the same", table.name, known.join(", "));
            return Err(Error::bad(place(field.name()), "is not a column of this file", remedy));
        }
    }
    let mut columns = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        let Some(column) = batch.column_by_name(field.name()) else {
            return Err(Error::bad(place(field.name()), "is missing", "Give the column in every batch"));
        };
        if column.data_type() != field.data_type() {
            let problem = format!("has type {} where {} is needed", column.data_type(), field.data_type());
            return Err(Error::bad(place(field.name()), problem, "Cast the column"));
        }
        if !field.is_nullable() && column.null_count() > 0 {
            let problem = format!("is required and has {} empty values", column.null_count());
            return Err(Error::bad(place(field.name()), problem, "Fill them, or leave those rows out"));
        }
        if column
            .as_primitive_opt::<Float64Type>()
            .is_some_and(|a| a.iter().flatten().any(|v| !v.is_finite()))
        {
            return Err(Error::bad(
                place(field.name()),
                "holds NaN or an infinity",
                "Leave such cells empty",
            ));
        }
        columns.push(Arc::clone(column));
    }
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(Error::engine("writing Parquet"))
}

/// Counts and hashes bytes as they pass through, so that a finished file need not be read again.
struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(buffer)?;
        self.hash.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests;
