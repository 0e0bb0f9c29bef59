//! Stages all order lines of all sources in one file for sorting, because the sources may be larger than memory.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Int64Builder, RecordBatch, StringArray, StringBuilder, UInt32Builder,
    UInt64Builder,
};
use arrow::datatypes::{Int64Type, SchemaRef, UInt32Type, UInt64Type};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::{KeyValue, ParquetMetaDataReader};
use parquet::file::properties::WriterProperties;

use super::line::OrderLine;
use super::sorting::column;
use crate::error::{Error, Result};

/// Rows, and bytes of their texts, gathered before they are written.
pub(super) const BATCH_ROWS: usize = 8_192;
pub(super) const BATCH_BYTES: usize = 8 << 20;
/// Encoded bytes of a row group.
const GROUP_BYTES: usize = 16 << 20;

/// A Parquet file in a scratch directory, read back once.
pub(crate) struct ScratchFile {
    path: PathBuf,
    writer: Option<ArrowWriter<File>>,
    widest: usize,
}

/// Metadata key for the size of the texts in the widest row of a scratch file, in bytes. Few bytes of a file may be
/// many in memory, so readers use it to take fewer rows at once.
const WIDEST: &str = "widest_row_bytes";

impl ScratchFile {
    pub(crate) fn new(dir: &Path, name: &str) -> ScratchFile {
        ScratchFile { path: dir.join(format!("{name}.parquet")), writer: None, widest: 0 }
    }

    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => self.writer.insert(create(&self.path, batch.schema())?),
        };
        self.widest = self.widest.max(widest(batch));
        writer.write(batch).map_err(Error::engine("writing a scratch file"))
    }

    /// Path of the finished file; `None` if nothing was written.
    pub(crate) fn finish(self) -> Result<Option<PathBuf>> {
        match self.writer {
            None => Ok(None),
            Some(mut writer) => {
                let widest = Some(self.widest.to_string());
                writer.append_key_value_metadata(KeyValue::new(WIDEST.to_owned(), widest));
                writer.close().map_err(Error::engine("writing a scratch file"))?;
                Ok(Some(self.path))
            }
        }
    }
}

fn create(path: &Path, schema: SchemaRef) -> Result<ArrowWriter<File>> {
    let file = File::create(path).map_err(Error::io("create", path))?;
    let level = ZstdLevel::try_new(1).map_err(Error::engine("writing a scratch file"))?;
    // Small row groups: the reader holds one of each file it merges.
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(1 << 17))
        .set_max_row_group_bytes(Some(GROUP_BYTES))
        .build();
    ArrowWriter::try_new(file, schema, Some(properties)).map_err(Error::engine("writing a scratch file"))
}

/// Bytes of the texts of a batch's widest row.
fn widest(batch: &RecordBatch) -> usize {
    let mut bytes = vec![0_usize; batch.num_rows()];
    for texts in batch.columns().iter().filter_map(|column| column.as_string_opt::<i32>()) {
        for (row, bytes) in bytes.iter_mut().enumerate() {
            *bytes += usize::try_from(texts.value_length(row)).unwrap_or(0);
        }
    }
    bytes.into_iter().max().unwrap_or(0)
}

/// The same of a file, if it is a scratch file.
pub(super) fn widest_row(path: &Path) -> Result<Option<usize>> {
    let file = File::open(path).map_err(Error::io("read", path))?;
    let metadata = ParquetMetaDataReader::new().parse_and_finish(&file);
    let metadata = metadata.map_err(Error::engine("reading a scratch file"))?;
    let pairs = metadata.file_metadata().key_value_metadata().map_or(&[][..], Vec::as_slice);
    let value = pairs.iter().find(|pair| pair.key == WIDEST).and_then(|pair| pair.value.as_deref());
    Ok(value.and_then(|value| value.parse().ok()))
}

/// Reads a finished scratch file in the order it was written.
pub(crate) fn read_scratch(path: &Path) -> Result<ParquetRecordBatchReader> {
    let file = File::open(path).map_err(Error::io("read", path))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).and_then(|builder| builder.build());
    reader.map_err(Error::engine("reading a scratch file"))
}

/// Order lines being gathered into batches.
#[derive(Default)]
struct Columns {
    source: UInt32Builder,
    line: UInt64Builder,
    invoice: StringBuilder,
    sku: StringBuilder,
    description: StringBuilder,
    quantity: Int64Builder,
    /// Quantity without its sign, which a cancellation and its sale share.
    magnitude: Int64Builder,
    unit_price: Int64Builder,
    placed_at: Int64Builder,
    customer: StringBuilder,
    country: StringBuilder,
    units_shipped: Int64Builder,
}

/// Writes order lines to a scratch file.
pub(super) struct Staging {
    file: ScratchFile,
    columns: Columns,
    rows: usize,
    bytes: usize,
}

impl Staging {
    pub(super) fn new(dir: &Path) -> Staging {
        Staging { file: ScratchFile::new(dir, "lines"), columns: Columns::default(), rows: 0, bytes: 0 }
    }

    pub(super) fn push(&mut self, line: &OrderLine) -> Result<()> {
        let columns = &mut self.columns;
        columns.source.append_value(line.source);
        columns.line.append_value(line.line);
        columns.invoice.append_value(&line.invoice);
        columns.sku.append_value(&line.sku);
        columns.description.append_option(line.description.as_deref());
        columns.quantity.append_value(line.quantity);
        // Quantities have at most 18 digits, so the sign can always be dropped.
        columns.magnitude.append_value(line.quantity.abs());
        columns.unit_price.append_option(line.unit_price);
        columns.placed_at.append_value(line.placed_at);
        columns.customer.append_option(line.customer.as_deref());
        columns.country.append_option(line.country.as_deref());
        columns.units_shipped.append_option(line.units_shipped);
        self.rows += 1;
        self.bytes += line.text_bytes();
        if self.rows == BATCH_ROWS || self.bytes > BATCH_BYTES { self.flush() } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> Result<Option<PathBuf>> {
        if self.rows > 0 {
            self.flush()?;
        }
        self.file.finish()
    }

    fn flush(&mut self) -> Result<()> {
        (self.rows, self.bytes) = (0, 0);
        let columns = &mut self.columns;
        let arrays: [(&str, ArrayRef, bool); 12] = [
            ("source", Arc::new(columns.source.finish()), false),
            ("line", Arc::new(columns.line.finish()), false),
            ("invoice", Arc::new(columns.invoice.finish()), false),
            ("sku", Arc::new(columns.sku.finish()), false),
            ("description", Arc::new(columns.description.finish()), true),
            ("quantity", Arc::new(columns.quantity.finish()), false),
            ("magnitude", Arc::new(columns.magnitude.finish()), false),
            ("unit_price", Arc::new(columns.unit_price.finish()), true),
            ("placed_at", Arc::new(columns.placed_at.finish()), false),
            ("customer", Arc::new(columns.customer.finish()), true),
            ("country", Arc::new(columns.country.finish()), true),
            ("units_shipped", Arc::new(columns.units_shipped.finish()), true),
        ];
        let batch = RecordBatch::try_from_iter_with_nullable(arrays)
            .map_err(Error::engine("writing a scratch file"))?;
        self.file.write(&batch)
    }
}

/// The order lines of a batch, by column name, each with whether its invoice is kept from another source.
pub(super) fn lines(batch: &RecordBatch) -> Result<Vec<(OrderLine, bool)>> {
    let text = |name| column(batch, name, |array| array.as_string_opt::<i32>());
    let number = |name| column(batch, name, |array| array.as_primitive_opt::<Int64Type>());
    let (invoice, sku, description) = (text("invoice")?, text("sku")?, text("description")?);
    let (customer, country) = (text("customer")?, text("country")?);
    let (quantity, price) = (number("quantity")?, number("unit_price")?);
    let (placed_at, shipped) = (number("placed_at")?, number("units_shipped")?);
    let source = column(batch, "source", |array| array.as_primitive_opt::<UInt32Type>())?;
    let kept = column(batch, "kept_source", |array| array.as_primitive_opt::<UInt32Type>())?;
    let line = column(batch, "line", |array| array.as_primitive_opt::<UInt64Type>())?;
    let optional = |array: &StringArray, row: usize| array.is_valid(row).then(|| array.value(row).to_owned());
    let understood = |row: usize| {
        let line = OrderLine {
            source: source.value(row),
            line: line.value(row),
            invoice: invoice.value(row).to_owned(),
            sku: sku.value(row).to_owned(),
            description: optional(description, row),
            quantity: quantity.value(row),
            unit_price: price.is_valid(row).then(|| price.value(row)),
            placed_at: placed_at.value(row),
            customer: optional(customer, row),
            country: optional(country, row),
            units_shipped: shipped.is_valid(row).then(|| shipped.value(row)),
        };
        (line, source.value(row) != kept.value(row))
    };
    Ok((0..batch.num_rows()).map(understood).collect())
}
