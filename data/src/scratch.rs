//! Scratch files: rows on their way, in Parquet, because they may be more than memory holds.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::{KeyValue, ParquetMetaDataReader};
use parquet::file::properties::WriterProperties;

use crate::error::{Error, Result};

/// Rows, and bytes of their texts, gathered before they are written.
pub(crate) const BATCH_ROWS: usize = 8_192;
pub(crate) const BATCH_BYTES: usize = 8 << 20;
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
pub(crate) fn widest_row(path: &Path) -> Result<Option<usize>> {
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
