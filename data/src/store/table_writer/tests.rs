use arrow::array::{ArrayRef, Date32Array, Decimal128Array, Float64Array, StringArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Encoding;

use super::*;
use crate::schema::{LOCATIONS, SALES, STOCK};
use crate::store::Store;

fn tenant() -> (tempfile::TempDir, Tenant) {
    let dir = tempfile::tempdir().unwrap();
    let tenant = Store::open(dir.path().to_str().unwrap()).unwrap().tenant("main").unwrap();
    (dir, tenant)
}

fn decimals(values: impl IntoIterator<Item = Option<i128>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<Decimal128Array>().with_precision_and_scale(18, 4).unwrap())
}

/// Rows `range` of an endless sales table, with the columns in an order of their own.
fn sales(range: std::ops::Range<i32>) -> RecordBatch {
    let text = |f: fn(i32) -> String| -> ArrayRef {
        Arc::new(range.clone().map(|n| Some(f(n))).collect::<StringArray>())
    };
    let days = range.clone().map(|n| 14_000 + n % 700);
    RecordBatch::try_from_iter_with_nullable([
        ("units", decimals(range.clone().map(|n| Some(i128::from(n) * 10_000))), false),
        ("revenue", decimals(range.clone().map(|n| (n % 3 > 0).then_some(i128::from(n) * 25_500))), true),
        ("sku", text(|n| format!("S{:05}", n / 700)), false),
        ("location", text(|_| "UK".into()), false),
        ("date", Arc::new(Date32Array::from_iter_values(days)), false),
    ])
    .unwrap()
}

fn write(tenant: &Tenant, batches: &[RecordBatch]) -> Result<FileEntry> {
    let mut writer = TableWriter::create(tenant, &SALES)?;
    batches.iter().try_for_each(|batch| writer.write(batch))?;
    writer.finish()
}

#[test]
fn what_is_written_is_read_back_and_described() {
    let (_dir, tenant) = tenant();
    let entry = write(&tenant, &[sales(0..30_000)]).unwrap();
    assert_eq!((entry.rows, entry.table.as_str()), (30_000, "sales"));
    assert_eq!((entry.first_date, entry.last_date), (Some(Day(14_000)), Some(Day(14_699))));
    let file = std::fs::File::open(tenant.verified_path(&entry).unwrap()).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let names: Vec<_> = reader.schema().fields().iter().map(|f| f.name().clone()).collect();
    assert_eq!(names, ["date", "sku", "location", "units", "revenue"]);
    let batches: Vec<_> = reader.with_batch_size(50_000).build().unwrap().map(Result::unwrap).collect();
    let expected = sales(0..30_000);
    for name in names {
        assert_eq!(batches[0].column_by_name(&name), expected.column_by_name(&name), "{name}");
    }
}

#[test]
fn bytes_depend_on_the_rows_and_not_on_how_they_were_handed_over() {
    let (_dir, tenant) = tenant();
    let whole = write(&tenant, &[sales(0..40_000)]).unwrap();
    let pieces = write(&tenant, &[sales(0..1), sales(1..17_000), sales(17_000..40_000)]).unwrap();
    assert_eq!(whole, pieces);
    assert_ne!(write(&tenant, &[sales(0..39_999)]).unwrap().sha256, whole.sha256);
    assert_eq!(std::fs::read_dir(tenant.address("files")).unwrap().count(), 2);
}

#[test]
fn the_layout_serves_scans() {
    let (_dir, tenant) = tenant();
    let entry = write(&tenant, &[sales(0..300_000)]).unwrap();
    let file = std::fs::File::open(tenant.verified_path(&entry).unwrap()).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let groups = reader.metadata().row_groups();
    assert_eq!(groups.iter().map(|g| g.num_rows()).collect::<Vec<_>>(), [262_144, 37_856]);
    for column in groups[0].columns() {
        assert!(column.statistics().is_some(), "{}", column.column_path());
        assert!(column.column_index_offset().is_some(), "{}", column.column_path());
        let delta = column.encodings().any(|encoding| encoding == Encoding::DELTA_BINARY_PACKED);
        assert_eq!(delta, column.column_path().string() == "date");
    }
}

#[test]
fn batches_that_do_not_fit_the_table_are_refused_by_column() {
    let (_dir, tenant) = tenant();
    let good = sales(0..4);
    let without = |name: &str| {
        let keep: Vec<_> = (0..5).filter(|&i| good.schema().field(i).name() != name).collect();
        good.project(&keep).unwrap()
    };
    let with = |name: &str, column: ArrayRef| {
        let rest = without(name);
        let mut columns: Vec<_> = rest
            .schema()
            .fields()
            .iter()
            .zip(rest.columns())
            .map(|(f, c)| (f.name().clone(), c.clone()))
            .collect();
        columns.push((name.into(), column));
        RecordBatch::try_from_iter(columns).unwrap()
    };
    let refused = |batch: RecordBatch, expected: &str| {
        let error = write(&tenant, &[batch]).unwrap_err();
        assert!(error.is_bad_input() && error.to_string().contains(expected), "{error}");
    };
    refused(without("units"), "column units: is missing");
    refused(with("units", Arc::new(Float64Array::from(vec![1.0; 4]))), "column units: has type Float64");
    refused(
        with("units", decimals([Some(1), None, None, Some(1)])),
        "column units: is required and has 2 empty",
    );
    refused(with("colour", decimals([None; 4])), "column colour: is not a column");
    assert!(write(&tenant, &[]).unwrap_err().to_string().contains("has no rows"));
}

#[test]
fn stock_needs_a_measure_and_positions_must_be_finite() {
    let (_dir, tenant) = tenant();
    let text = |value: &str| -> ArrayRef { Arc::new(StringArray::from(vec![value])) };
    let day: ArrayRef = Arc::new(Date32Array::from(vec![1]));
    let bare =
        RecordBatch::try_from_iter([("date", day), ("sku", text("A")), ("location", text("UK"))]).unwrap();
    let error = TableWriter::create(&tenant, &STOCK).unwrap().write(&bare).unwrap_err();
    assert!(error.to_string().contains("on_hand, on_order, out_of_stock_hours"), "{error}");
    let place = RecordBatch::try_from_iter([
        ("location", text("UK")),
        ("name", text("United Kingdom")),
        ("kind", text("warehouse")),
        ("latitude", Arc::new(Float64Array::from(vec![f64::NAN])) as ArrayRef),
    ])
    .unwrap();
    let error = TableWriter::create(&tenant, &LOCATIONS).unwrap().write(&place).unwrap_err();
    assert!(error.to_string().contains("column latitude: holds NaN"), "{error}");
}
