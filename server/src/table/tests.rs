//! Written tables are read back unchanged from every format.

use super::*;
use ::arrow::array::{Array, AsArray, RecordBatch};
use ::arrow::datatypes::{Date32Type, Float64Type, UInt64Type};
use ::arrow::ipc::reader::StreamReader;
use ::csv::ReaderBuilder;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use planning::day::Day;

type Written = Result<Vec<u8>, WriteError>;

fn to_csv(columns: &[Column<Row>], rows: &[Row]) -> Written {
    TableWriter::csv(columns)?.whole(rows)
}

fn to_arrow(columns: &[Column<Row>], rows: &[Row], facts: TableFacts) -> Written {
    TableWriter::arrow(columns, facts)?.whole(rows)
}

fn to_parquet(columns: &[Column<Row>], rows: &[Row], facts: TableFacts) -> Written {
    TableWriter::parquet(columns, facts)?.whole(rows)
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    name: Option<String>,
    value: Option<f64>,
    rows: Option<u64>,
    day: Option<Day>,
    known: Option<bool>,
}

const COLUMNS: [Column<Row>; 5] = [
    text("name", "A name", |row| row.name.as_deref()),
    number("value", "A value", |row| row.value),
    count("rows", "A count", |row| row.rows),
    date("day", "A date", |row| row.day),
    flag("known", "Yes or no", |row| row.known),
];

fn rows() -> Vec<Row> {
    let row = |name: &str, value: f64, rows, day, known| Row {
        name: Some(name.to_owned()),
        value: Some(value),
        rows: Some(rows),
        day: Some(Day(day)),
        known: Some(known),
    };
    vec![
        row("Mugs, \"large\"\r\nand small", -0.1, u64::MAX, 15_317, true),
        row("=1+1", 1e300, 0, -1, false),
        row("É ✓", 5.0, 1, 0, true),
        Row { name: None, value: None, rows: None, day: None, known: None },
    ]
}

fn read_back(batch: &RecordBatch) -> Vec<Row> {
    let (names, known) = (batch.column(0).as_string::<i32>(), batch.column(4).as_boolean());
    let value = batch.column(1).as_primitive::<Float64Type>();
    let counted = batch.column(2).as_primitive::<UInt64Type>();
    let day = batch.column(3).as_primitive::<Date32Type>();
    let row = |i: usize| Row {
        name: names.is_valid(i).then(|| names.value(i).to_owned()),
        value: value.is_valid(i).then(|| value.value(i)),
        rows: counted.is_valid(i).then(|| counted.value(i)),
        day: day.is_valid(i).then(|| Day(day.value(i))),
        known: known.is_valid(i).then(|| known.value(i)),
    };
    (0..batch.num_rows()).map(row).collect()
}

#[test]
fn arrow_and_parquet_give_back_every_cell_and_fact() {
    let facts = || vec![("granary.currency", "GBP".to_owned())];
    let bytes = to_arrow(&COLUMNS, &rows(), facts()).expect("a stream");
    let reader = StreamReader::try_new(&bytes[..], None).expect("a stream");
    assert_eq!(reader.schema().metadata()["granary.currency"], "GBP");
    let read: Vec<Row> = reader.flat_map(|batch| read_back(&batch.expect("a batch"))).collect();
    assert_eq!(read, rows());

    let bytes = to_parquet(&COLUMNS, &rows(), facts()).expect("a file");
    assert_eq!(
        to_parquet(&COLUMNS, &rows(), facts()).expect("a file"),
        bytes,
        "the same rows, the same bytes"
    );
    let builder = ParquetRecordBatchReaderBuilder::try_new(axum::body::Bytes::from(bytes)).expect("a file");
    assert_eq!(builder.schema().metadata()["granary.currency"], "GBP");
    let reader = builder.build().expect("a reader");
    let read: Vec<Row> = reader.flat_map(|batch| read_back(&batch.expect("a batch"))).collect();
    assert_eq!(read, rows());
}

#[test]
fn a_table_without_rows_keeps_its_columns() {
    let bytes = to_arrow(&COLUMNS, &[], Vec::new()).expect("a stream");
    assert_eq!(StreamReader::try_new(&bytes[..], None).expect("a stream").schema().fields().len(), 5);
    let bytes = to_parquet(&COLUMNS, &[], Vec::new()).expect("a file");
    let builder = ParquetRecordBatchReaderBuilder::try_new(axum::body::Bytes::from(bytes)).expect("a file");
    assert_eq!((builder.schema().fields().len(), builder.metadata().file_metadata().num_rows()), (5, 0));
    assert_eq!(to_csv(&COLUMNS, &[]).expect("CSV"), b"name,value,rows,day,known\r\n");
}

#[test]
fn what_is_taken_piece_by_piece_is_the_whole_table() {
    let many: Vec<Row> = rows().into_iter().cycle().take(5 * BATCH_ROWS).collect();
    let writers: [fn() -> Result<TableWriter<'static, Row>, WriteError>; 4] = [
        || TableWriter::csv(&COLUMNS),
        || TableWriter::arrow(&COLUMNS, Vec::new()),
        || TableWriter::parquet(&COLUMNS, Vec::new()),
        || TableWriter::xlsx(&COLUMNS, vec![(AS_OF, "2011-12-09".to_owned())]),
    ];
    for writer in writers {
        let mut pieces = Vec::new();
        let mut taken = writer().expect("a writer");
        for rows in many.chunks(BATCH_ROWS) {
            taken.write(rows).expect("rows");
            pieces.push(taken.take().expect("bytes"));
            assert!(taken.take().expect("nothing new").is_empty());
        }
        let mut rest = taken.finish().expect("the end");
        while let Some(read) = piece(&mut rest).expect("bytes") {
            pieces.push(read);
        }
        let whole = writer().and_then(|writer| writer.whole(&many)).expect("a table");
        assert!(
            pieces.concat() == whole,
            "{} bytes in pieces, {} at once",
            pieces.concat().len(),
            whole.len()
        );
    }
}

#[test]
fn csv_gives_back_every_cell_and_no_formula() {
    let bytes = to_csv(&COLUMNS, &rows()).expect("CSV");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let records: Vec<Vec<String>> = reader
        .records()
        .map(|record| record.expect("a record").iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(
        records[0],
        ["Mugs, \"large\"\r\nand small", "-0.1", "18446744073709551615", "2011-12-09", "true"]
    );
    assert_eq!(records[1][0], "'=1+1");
    assert_eq!(records[1][1].parse(), Ok(1e300));
    assert_eq!(records[2], ["É ✓", "5", "1", "1970-01-01", "true"]);
    assert_eq!(records[3], [""; 5]);
    assert!(text.ends_with("\r\n"));
}

#[test]
fn what_a_spreadsheet_would_compute_is_text() {
    for (given, expected) in [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@cmd", "'@cmd"),
        ("\tx", "'\tx"),
        ("\rx", "\"'\rx\""),
        ("a=b", "a=b"),
        ("", ""),
    ] {
        let row = Row { name: Some(given.to_owned()), value: Some(-1.5), ..rows()[3].clone() };
        let bytes = to_csv(&COLUMNS[..2], &[row]).expect("CSV");
        assert_eq!(String::from_utf8_lossy(&bytes), format!("name,value\r\n{expected},-1.5\r\n"));
    }
}

#[test]
fn a_number_that_is_none_is_missing_everywhere() {
    for value in [f64::NAN, f64::INFINITY] {
        let row = Row { value: Some(value), ..rows()[2].clone() };
        let csv = to_csv(&COLUMNS[1..2], std::slice::from_ref(&row)).expect("CSV");
        assert_eq!(csv, b"value\r\n\"\"\r\n");
        let bytes = to_arrow(&COLUMNS, &[row], Vec::new()).expect("a stream");
        let batch = StreamReader::try_new(&bytes[..], None).expect("a stream").next().expect("one");
        assert!(batch.expect("a batch").column(1).is_null(0));
    }
}
