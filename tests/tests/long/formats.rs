//! Files from other programs are read, and files for other programs are written.

use super::*;
use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Float64Array, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Float64Type, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::sync::Arc;

/// The same four rows of sales as pyarrow, DuckDB, Polars, pandas and workbook programs write them: dates, moments of
/// every unit, with zones; integers, floats, decimals; text, large text, views, dictionaries, bytes.
#[test]
fn files_of_other_programs_hold_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let arguments = [
        "--columns",
        "unique_id=sku,ds=date,y=units",
        "--horizon",
        "2",
        "--method",
        "naive",
        "--freq",
        "day",
    ];
    let mut checked = 0;
    for entry in fs::read_dir(folder).expect("a listing") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        // xlsxwriter's first sheet is a cover.
        if name.contains("wrong")
            || name.starts_with("xlsxwriter")
            || name.ends_with(".py")
            || name.ends_with(".md")
        {
            continue;
        }
        let (found, told) = forecast(&path, &arguments);
        assert!(told.contains("4 rows, 2 series"), "{name}: {told}");
        assert_eq!(numbers(&found, "0042", "mean"), [120.0, 120.0], "{name}");
        assert_eq!(numbers(&found, "B é", "mean"), [7.0, 7.0], "{name}");
        let days: Vec<String> = column(&found, "0042", "ds").iter().map(|at| at[..10].to_owned()).collect();
        assert_eq!(days, ["2011-07-01", "2011-07-02"], "{name}");
        checked += 1;
    }
    assert!(checked > 50, "{checked} files");
}

#[test]
fn packed_and_foreign_text_is_read() {
    let folder = Folder::new();
    let text = "unique_id;ds;y\nKäse;2024-01-01;1.5\nKäse;2024-01-02;NA\nKäse;2024-01-03;2e0\n";
    let latin: Vec<u8> =
        text.chars().map(|character| u8::try_from(character).expect("a letter of Latin-1")).collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, text.as_bytes()).expect("packed");
    for (name, content) in [
        ("latin.csv", latin),
        ("windows.csv", text.replace('\n', "\r\n").into_bytes()),
        ("packed.csv.gz", gzip.finish().expect("packed")),
        ("packed.csv.zst", zstd::encode_all(text.as_bytes(), 1).expect("packed")),
    ] {
        let (found, _) = forecast(&folder.write(name, content), &["--horizon", "1", "--method", "naive"]);
        assert_eq!(column(&found, "Käse", "ds"), ["2024-01-04"], "{name}");
        assert_eq!(numbers(&found, "Käse", "mean"), [2.0], "{name}");
    }
}

/// Other programs take files of one series, which have no column for its name.
#[test]
fn a_file_of_times_and_values_alone_is_one_series() {
    let folder = Folder::new();
    let csv = folder.write("one.csv", "ds,y\n2024-01-01,1\n2024-01-02,2\n");
    let columns: [(&str, ArrayRef); 2] = [
        ("ds", Arc::new(Date32Array::from(vec![19_723, 19_724]))),
        ("y", Arc::new(Float64Array::from(vec![1.0, 2.0]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    let parquet = folder.write("one.parquet", writer.into_inner().expect("a file"));
    for path in [csv, parquet] {
        let (found, told) = forecast(&path, &["--horizon", "1", "--method", "naive"]);
        assert!(told.contains("2 rows, 1 series"), "{told}");
        assert_eq!(column(&found, "y", "ds"), ["2024-01-03"]);
        assert_eq!(numbers(&found, "y", "mean"), [2.0]);
    }
}

#[test]
fn a_workbook_whose_series_are_not_on_its_first_sheet_is_refused_by_the_sheets_names() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/xlsxwriter.xlsx");
    let columns = ["--columns", "unique_id=sku,ds=date,y=units"];
    let ended = command("forecast", &path, &[&columns[..], &["--horizon", "1", "--output", "-"]].concat());
    let told = String::from_utf8(ended.stderr).expect("UTF-8");
    assert_eq!(ended.status.code(), Some(1), "{told}");
    for part in ["has no column sku", "Read was sheet Cover; the others are Hidden, Sales", "to the front"] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

fn read(path: &Path) -> RecordBatch {
    let file = fs::File::open(path).expect("the file");
    let mut reader =
        ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("a reader");
    reader.next().expect("rows").expect("a batch")
}

#[test]
fn every_format_of_the_output_holds_the_same() {
    let folder = Folder::new();
    let input =
        folder.write("sales.csv", daily(&[("mugs", weekly_rhythm(50, 1)), ("cups, blue", rare(50, 2))]));
    let write = |name: &str| {
        let path = folder.path(name);
        let arguments = ["--horizon", "3", "--levels", "90", "--output", path.to_str().expect("a path")];
        let (printed, _) = succeed("forecast", &input, &arguments);
        assert_eq!(printed, "", "only the file is written");
        path
    };
    let expected = rows(&fs::read_to_string(write("f.csv")).expect("the file"));
    assert_eq!(expected.len(), 6);
    let array: serde_json::Value =
        serde_json::from_slice(&fs::read(write("f.json")).expect("the file")).expect("JSON");
    let lines = fs::read_to_string(write("f.jsonl")).expect("the file");
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(array.as_array(), Some(&lines));
    let batch = read(&write("f.parquet"));
    let (ids, times) = (batch.column(0).as_string::<i32>(), batch.column(1).as_primitive::<Date32Type>());
    for (i, row) in expected.iter().enumerate() {
        assert_eq!(
            (&row["unique_id"], lines[i]["unique_id"].as_str()),
            (&ids.value(i).to_owned(), Some(ids.value(i)))
        );
        let day = planning::day::Day(times.value(i)).to_string();
        assert_eq!((&row["ds"], lines[i]["ds"].as_str()), (&day, Some(day.as_str())));
        for (column, name) in [(2, "mean"), (3, "lo-90"), (4, "hi-90"), (5, "median")] {
            let value = batch.column(column).as_primitive::<Float64Type>().value(i);
            assert_eq!(row[name].parse(), Ok(value), "{name}");
            // The reader of JSON here is not exact to the last bit.
            assert!(
                lines[i][name].as_f64().is_some_and(|found| (found - value).abs() <= 1e-15 * value.abs()),
                "{name}"
            );
        }
    }
    assert_eq!(
        folder.names(),
        ["f.csv", "f.json", "f.jsonl", "f.parquet", "sales.csv"],
        "nothing unfinished is left"
    );
}

#[test]
fn parquet_keeps_the_type_of_times() {
    let folder = Folder::new();
    for (at, kind) in [
        ("2024-01-01", DataType::Date32),
        ("2024-01-01 08:00", DataType::Timestamp(TimeUnit::Microsecond, None)),
        ("2024-01-01T08:00:00Z", DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))),
        ("1", DataType::Int64),
    ] {
        let input = folder.write("one.csv", format!("unique_id,ds,y\na,{at},1\n"));
        let output = folder.path("f.parquet");
        succeed("forecast", &input, &["--horizon", "1", "--output", output.to_str().expect("a path")]);
        let batch = read(&output);
        assert_eq!(batch.column(1).data_type(), &kind, "{at}");
        assert!(batch.column(1).is_valid(0));
        // The written file can be read again.
        let columns = ["--columns", "y=mean", "--horizon", "1"];
        assert_eq!(forecast(&output, &columns).0.len(), 1);
    }
}

#[test]
fn an_output_may_replace_its_input_or_go_to_a_device() {
    let folder = Folder::new();
    let input = folder.write("sales.csv", daily(&[("mugs", weekly_rhythm(30, 1))]));
    let target = input.to_str().expect("a path").to_owned();
    succeed("forecast", &input, &["--horizon", "2", "--output", &target]);
    assert_eq!(rows(&fs::read_to_string(&input).expect("the file")).len(), 2);
    let pipe = folder.path("null.csv");
    std::os::unix::fs::symlink("/dev/null", &pipe).expect("a link");
    succeed(
        "forecast",
        &input,
        &["--columns", "y=mean", "--horizon", "2", "--output", pipe.to_str().expect("a path")],
    );
    assert!(
        fs::symlink_metadata(&pipe).expect("a link").is_symlink(),
        "a device is written to, not replaced"
    );
}
