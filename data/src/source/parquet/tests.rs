use super::*;
use arrow::array::{
    Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int64Array, ListArray, NullArray,
    RecordBatch, TimestampMillisecondArray, TimestampNanosecondArray,
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
    check(Arc::new(NullArray::new(2)), &[None, None]);
}

/// A value that has no text is a fault of its row, not an empty cell.
#[test]
fn what_is_beyond_every_calendar_is_no_empty_cell() {
    let days = Date32Array::from(vec![Some(15_317), Some(i32::MAX), None]);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.parquet");
    let batch = RecordBatch::try_from_iter([("received_on", Arc::new(days) as ArrayRef)]).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let mut rows = ParquetRows::open(&path).unwrap();
    rows.select(&[Some(0)]).unwrap();
    let mut row = Row::default();
    let steps: Vec<_> =
        (0..4).map(|_| (rows.next(&mut row).unwrap(), row.text(0).map(str::to_owned))).collect();
    assert_eq!(steps[0], (Step::Row, Some("2011-12-09".into())));
    assert!(
        matches!(&steps[1].0, Step::Fault(why) if why.to_string().starts_with("column received_on holds a Date32")),
        "{steps:?}"
    );
    assert_eq!((&steps[2], &steps[3].0), (&(Step::Row, None), &Step::End));
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

/// Reads all rows of all columns, ignoring the result.
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
