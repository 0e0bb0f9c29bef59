//! Parquet, read as text: the same rules then hold for every source, and errors can show the value.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryArray};
use arrow::compute::{can_cast_types, cast};
use arrow::datatypes::{DataType, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::source::{Row, Rows, Step};
use super::text::decode;
use crate::contained::contained;
use crate::error::{Error, Place, Result};

/// Rows of a Parquet file.
pub(super) struct ParquetRows {
    path: PathBuf,
    headers: Vec<String>,
    types: Vec<DataType>,
    bytes: u64,
    rows: u64,
    reader: Option<ParquetRecordBatchReader>,
    selected: Vec<Option<usize>>,
    batch: Vec<Option<BinaryArray>>,
    batch_rows: usize,
    next_in_batch: usize,
    row: u64,
}

impl ParquetRows {
    pub(super) fn open(path: &Path) -> Result<ParquetRows> {
        let file = File::open(path).map_err(Error::io("read", path))?;
        let bytes = file.metadata().map_err(Error::io("read", path))?.len();
        let builder = guarded(path, || ParquetRecordBatchReaderBuilder::try_new(file))?;
        let fields = builder.schema().fields();
        Ok(ParquetRows {
            path: path.to_path_buf(),
            headers: fields.iter().map(|field| field.name().clone()).collect(),
            types: fields.iter().map(|field| field.data_type().clone()).collect(),
            bytes,
            rows: u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0),
            reader: None,
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
        let Some(batch) = guarded(&self.path, || reader.next().transpose())? else {
            return Ok(false);
        };
        self.batch_rows = batch.num_rows();
        self.next_in_batch = 0;
        self.batch = Vec::with_capacity(self.selected.len());
        for column in &self.selected {
            // The reader returns the chosen columns in the file's order; names find them again.
            let array = column.and_then(|column| batch.column_by_name(&self.headers[column]));
            let text = guarded(&self.path, || array.map(as_text).transpose())?;
            self.batch.push(text);
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
            if kind.is_nested() || !can_cast_types(kind, &DataType::Utf8) {
                return Err(Error::bad(
                    Place::file(&self.path).column(self.headers[*column].as_str()),
                    format!("holds {kind} where single values are needed"),
                    "Write the file with one text, number, date or time in a cell",
                ));
            }
        }
        let file = File::open(&self.path).map_err(Error::io("read", &self.path))?;
        self.reader = Some(guarded(&self.path, || {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
            let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().flatten().copied());
            builder.with_projection(mask).with_batch_size(8_192).build()
        })?);
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
        for (index, column) in self.batch.iter().enumerate() {
            if let Some(column) = column.as_ref().filter(|column| column.is_valid(self.next_in_batch)) {
                let (text, recoded) = decode(column.value(self.next_in_batch));
                row.set(index, &text);
                row.recoded |= recoded;
            }
        }
        self.next_in_batch += 1;
        Ok(Step::Row)
    }

    fn bytes_done(&self) -> u64 {
        let share = u128::from(self.bytes) * u128::from(self.row) / u128::from(self.rows.max(1));
        u64::try_from(share).unwrap_or(self.bytes)
    }
}

/// Values as people write them: ISO dates and moments, shortest decimals. As bytes, because columns of bytes may
/// hold text in any encoding.
fn as_text(array: &ArrayRef) -> Result<BinaryArray, arrow::error::ArrowError> {
    // Named zones need a time-zone database that Arrow is built without here; the moment is the same in UTC.
    let array = match array.data_type() {
        DataType::Timestamp(unit, Some(_)) => {
            &cast(array, &DataType::Timestamp(*unit, Some(Arc::from("+00:00"))))?
        }
        DataType::Date64 => &cast(array, &DataType::Timestamp(TimeUnit::Millisecond, None))?,
        _ => array,
    };
    let is_bytes =
        matches!(array.data_type(), DataType::Binary | DataType::LargeBinary | DataType::BinaryView);
    let text = if is_bytes { array } else { &cast(array, &DataType::Utf8)? };
    Ok(cast(text, &DataType::Binary)?.as_binary::<i32>().clone())
}

/// What the reader gives, or how the file is damaged: on some damage it panics instead of saying so.
pub(crate) fn guarded<T, E: std::fmt::Display>(
    path: &Path,
    work: impl FnOnce() -> Result<T, E>,
) -> Result<T> {
    match contained(work) {
        Some(result) => result.map_err(|error| damaged(path, error)),
        None => Err(damaged(path, "its parts contradict each other")),
    }
}

fn damaged(path: &Path, error: impl std::fmt::Display) -> Error {
    Error::bad(Place::file(path), format!("cannot be read as Parquet: {error}"), "Write the file again")
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{
        Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int64Array, ListArray, RecordBatch,
        TimestampMillisecondArray, TimestampNanosecondArray,
    };
    use arrow::datatypes::Int32Type;
    use parquet::arrow::ArrowWriter;

    fn check(array: ArrayRef, expected: &[Option<&str>]) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.parquet");
        let other: ArrayRef = Arc::new(Int64Array::from(vec![7; array.len()]));
        let batch = RecordBatch::try_from_iter([("other", other), ("x", array)]).unwrap();
        let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        let mut rows = ParquetRows::open(&path).unwrap();
        rows.select(&[Some(1), None]).unwrap();
        let mut row = Row::default();
        for (index, text) in expected.iter().enumerate() {
            assert_eq!(rows.next(&mut row).unwrap(), Step::Row);
            assert_eq!((row.line, row.text(0), row.text(1)), (index as u64 + 1, *text, None));
        }
        assert_eq!(rows.next(&mut row).unwrap(), Step::End);
        assert_eq!(rows.bytes_done(), std::fs::metadata(&path).unwrap().len());
    }

    #[test]
    fn every_plain_type_becomes_text() {
        check(
            Arc::new(Float64Array::from(vec![Some(13_085.0), None, Some(6.95)])),
            &[Some("13085.0"), None, Some("6.95")],
        );
        check(Arc::new(Int64Array::from(vec![-12])), &[Some("-12")]);
        check(Arc::new(Date32Array::from(vec![15_317])), &[Some("2011-12-09")]);
        let decimals = Decimal128Array::from(vec![25_500]).with_precision_and_scale(18, 4).unwrap();
        check(Arc::new(decimals), &[Some("2.5500")]);
        check(Arc::new(BinaryArray::from(vec![&b"caf\xe9"[..]])), &[Some("café")]);
        let words: DictionaryArray<Int32Type> = ["UK", "UK", "FR"].into_iter().collect();
        check(Arc::new(words), &[Some("UK"), Some("UK"), Some("FR")]);
        let seconds = 1_323_435_000;
        check(
            Arc::new(TimestampNanosecondArray::from(vec![seconds * 1_000_000_000])),
            &[Some("2011-12-09T12:50:00")],
        );
        let zoned = TimestampMillisecondArray::from(vec![seconds * 1_000]).with_timezone("Europe/London");
        check(Arc::new(zoned), &[Some("2011-12-09T12:50:00Z")]);
    }

    #[test]
    fn lists_are_refused_by_column_and_damaged_files_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.parquet");
        let lists = ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1)])]);
        let batch = RecordBatch::try_from_iter([("units", Arc::new(lists) as ArrayRef)]).unwrap();
        let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        let error = ParquetRows::open(&path).unwrap().select(&[Some(0)]).unwrap_err();
        assert!(error.to_string().starts_with("x.parquet, column units: holds"), "{error}");
        std::fs::write(&path, b"PAR1 and nothing more").unwrap();
        let error = ParquetRows::open(&path).err().unwrap();
        assert!(error.to_string().contains("x.parquet: cannot be read as Parquet"), "{error}");
    }

    /// Reads all rows of all columns, whatever comes of it.
    fn read(path: &Path) -> Result<u64> {
        let mut rows = ParquetRows::open(path)?;
        let all: Vec<_> = (0..rows.headers().len()).map(Some).collect();
        rows.select(&all)?;
        let mut row = Row::default();
        while rows.next(&mut row)? != Step::End {}
        Ok(row.line)
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.parquet");
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/formats");
        for name in ["pyarrow-encodings", "duckdb-zstd"] {
            let whole = std::fs::read(fixtures.join(format!("{name}.parquet"))).unwrap();
            for at in 0..whole.len() {
                for flip in [0x01, 0x80] {
                    let mut damaged = whole.clone();
                    damaged[at] ^= flip;
                    std::fs::write(&path, damaged).unwrap();
                    if let Err(error) = read(&path) {
                        assert!(error.is_bad_input(), "{name}, byte {at}: {error}");
                    }
                }
            }
            for at in (0..whole.len()).step_by(7) {
                std::fs::write(&path, &whole[..at]).unwrap();
                assert!(read(&path).is_err(), "{name}, cut at {at}");
            }
        }
    }
}
