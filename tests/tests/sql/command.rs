//! `granary sql` as people type it.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Float64Type};
use arrow::ipc::reader::StreamReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::OnceLock;
use tests::program::{fail, granary, run, succeed};
use tests::store::Store;

/// A store that is imported and published once per run; no test changes it.
fn store() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(|| {
        Store::published_at(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sql-store"), 400)
    })
}

fn answer(arguments: &[&str]) -> String {
    succeed(granary().arg("sql").args(arguments))
}

#[track_caller]
fn refused(arguments: &[&str], parts: &[&str]) {
    let (told, code) = fail(granary().arg("sql").args(arguments));
    assert_eq!(code, 1, "{told}");
    let (error, help) = told.split_once("\nhelp: ").expect(&told);
    assert!(error.starts_with("error: ") && !help.trim().is_empty(), "{told}");
    assert!(parts.iter().all(|part| told.contains(part)), "{told}");
    assert!(!told.contains("panicked") && !told.contains("Report it"), "{told}");
}

/// Values that every format must return: a text, a number, a date, a missing value.
const ROWS: &str = "select * from (values ('mug, large', 1.5, date '2024-02-29', 1), ('=1+1', -0.1, null, null)) \
                    as t (name, value, day, units)";

#[test]
fn an_expression_needs_no_store() {
    let told = answer(&["select eoq(10000, 100, 1)"]);
    assert!(told.contains("1414.213562373095"), "{told}");
    assert_eq!(answer(&["select eoq(10000, 100, 1) as q", "--format", "csv"]), "q\r\n1414.213562373095\r\n");
    assert!(answer(&["select null as a"]).contains("NULL"));
    assert!(answer(&["select 1 as a where false"]).contains('a'), "columns without rows");
}

#[test]
fn a_query_may_come_from_standard_input() {
    let mut command = granary();
    command.args(["sql", "-", "--format", "json"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let query = b"-- a comment\nselect norm_ppf(0.5)\n  as z;\n";
    child.stdin.take().expect("a pipe").write_all(query).expect("written");
    let output = child.wait_with_output().expect("an end");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), r#"[{"z":0.0}]"#);
}

#[test]
fn rows_come_back_from_every_format() {
    let csv = answer(&[ROWS, "--format", "csv"]);
    assert_eq!(csv, "name,value,day,units\r\n\"mug, large\",1.5,2024-02-29,1\r\n'=1+1,-0.1,,\r\n");
    let rows: Value = serde_json::from_str(&answer(&[ROWS, "--format", "json"])).expect("JSON");
    let expected = json!([
        { "name": "mug, large", "value": 1.5, "day": "2024-02-29", "units": 1 },
        { "name": "=1+1", "value": -0.1, "day": null, "units": null },
    ]);
    assert_eq!(rows, expected);
    let check = |batch: &RecordBatch| {
        let value = batch.column_by_name("value").expect("a column").as_primitive::<Float64Type>();
        let day = batch.column_by_name("day").expect("a column").as_primitive::<Date32Type>();
        assert_eq!((value.value(0), value.value(1), day.value(0), day.is_null(1)), (1.5, -0.1, 19_782, true));
    };
    let stream = run(granary().args(["sql", ROWS, "--format", "arrow"])).stdout;
    let batches: Vec<_> = StreamReader::try_new(&stream[..], None).expect("a stream").collect();
    check(batches[0].as_ref().expect("a batch"));
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("rows.parquet");
    assert_eq!(answer(&[ROWS, "--output", &path.to_string_lossy()]), "");
    let file = fs::File::open(&path).expect("the file");
    let mut reader =
        ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("a reader");
    check(&reader.next().expect("one").expect("a batch"));
    assert_eq!(fs::read_dir(directory.path()).expect("listed").count(), 1, "nothing else is left there");
}

#[test]
fn a_store_has_the_tables_of_its_newest_snapshot() {
    let uri = store().path().to_string_lossy();
    let count = |sql: &str| {
        let rows = answer(&[sql, "--store", &uri, "--format", "json"]);
        serde_json::from_str::<Value>(&rows).expect("JSON")[0]["n"].as_i64().expect("a count")
    };
    assert!(count("select count(*) as n from sales") > 1_000);
    assert_eq!(count("select count(distinct sku) as n from products"), 12);
    assert_eq!(count("select count(*) as n from orders"), 0, "a table that was not imported is empty");
    let series = "with days as (select cast(unnest(generate_series(min(date), max(date), interval '1 day')) as date) \
                  as day from sales), items as (select distinct sku, location from sales) \
                  select count(*) as n from (select items.sku, forecast(day, coalesce(units, 0), 14, 7) as f \
                  from items cross join days left join sales on sales.date = day and sales.sku = items.sku and \
                  sales.location = items.location group by items.sku, items.location) where array_length(f) = 14";
    assert_eq!(count(series), 24);
    // The environment names the store as well.
    let mut command = granary();
    command.env("GRANARY_STORE", store().path()).args([
        "sql",
        "select min(date) from sales",
        "--format",
        "csv",
    ]);
    assert!(succeed(&mut command).contains("\r\n20"));
}

#[test]
fn the_steps_of_a_query_are_a_tree() {
    let uri = store().path().to_string_lossy();
    let sql = "select sku, sum(units) as units from sales where units > 1 group by sku order by units desc";
    let told = answer(&[sql, "--store", &uri, "--explain"]);
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].ends_with("ms  step"), "{told}");
    let place = |name: &str| {
        let found = lines.iter().position(|line| line.contains(name));
        let line = found.unwrap_or_else(|| panic!("{name} in {told}"));
        (line, lines[line].find(name))
    };
    let (sort, aggregate, read) = (place("Sort"), place("Aggregate"), place("DataSource: sales"));
    assert!(sort < aggregate && aggregate < read && sort.1 < aggregate.1 && aggregate.1 < read.1, "{told}");
    assert!(!told.contains(".parquet") && !told.contains(&*uri), "{told}");
    let (refused, code) = fail(granary().args(["sql", "select 1", "--explain", "--format", "csv"]));
    assert!(code == 2 && refused.contains("--format"), "{refused}");
}

#[test]
fn what_is_no_query_is_refused_and_changes_nothing() {
    let uri = store().path().to_string_lossy();
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("stolen.csv");
    let copy = format!("copy sales to '{}'", file.display());
    for (sql, name) in [
        (copy.as_str(), "COPY"),
        ("insert into sales select * from sales", "INSERT INTO"),
        ("create external table t stored as csv location '/etc/passwd'", "CREATE EXTERNAL TABLE"),
        ("create table t as select * from sales", "CREATE TABLE"),
        ("set datafusion.execution.batch_size = 1", "SET"),
        ("drop table sales", "DROP TABLE"),
    ] {
        refused(&[sql, "--store", &uri], &[name, "this only reads", "Begin with SELECT"]);
    }
    refused(&["select * from '/etc/passwd'", "--store", &uri], &["/etc/passwd", "The tables are sales, "]);
    assert!(!file.exists());
}

#[test]
fn a_refusal_names_place_and_remedy() {
    let uri = store().path().to_string_lossy();
    refused(&["select\n  skuu from sales", "--store", &uri], &["SQL, line 2, column 3", "skuu", "sales.sku"]);
    refused(&["select * frm sales", "--store", &uri], &["SQL, line 1, column "]);
    refused(&["select * from sales"], &["SQL, line 1, column 15", "--store URI"]);
    refused(&["select eoq(1, 1, 0)"], &["eoq: argument 3 (holding_cost) is 0", "WHERE"]);
    refused(&["select 1", "--store", "/no/such/store"], &["/no/such/store"]);
    refused(&["select 1", "--store", &uri, "--tenant", "other"], &["tenant other"]);
    refused(&["select 1", "--output", "/dev/null/rows.csv"], &["/dev/null"]);
    refused(&["select 1", "--output", "rows.txt"], &["rows.txt", "--format"]);
    let twice = "select a.b, c.b from (values (1)) as a (b), (values (2)) as c (b)";
    refused(&[twice, "--format", "json"], &["two columns are named b", "AS"]);
}

#[test]
fn a_date_out_of_range_is_an_error_in_every_form() {
    let directory = tempfile::tempdir().expect("a directory");
    for sql in [
        "select cast(2147483647 as date) as d",
        "select 1 as a, [arrow_cast(9223372036854775807, 'Timestamp(Second, None)')] as d",
        "select named_struct('at', cast(-2147483648 as date)) as d",
    ] {
        for format in ["table", "csv", "json", "arrow", "parquet"] {
            let output = directory.path().join("rows").to_string_lossy().into_owned();
            refused(&[sql, "--format", format, "--output", &output], &["column d", "out of range", "CAST"]);
            let printed = run(granary().args(["sql", sql, "--format", format]));
            assert_eq!(printed.status.code(), Some(1));
            assert!(!String::from_utf8_lossy(&printed.stdout).contains("ERROR"), "{printed:?}");
        }
    }
    assert!(answer(&["select date '9999-12-31' as d", "--format", "csv"]).contains("9999-12-31"));
    assert_eq!(fs::read_dir(directory.path()).expect("listed").count(), 0);
}

#[test]
fn hints_are_the_same_in_every_run() {
    for sql in ["select eqo(1, 2, 3)", "select norm_pff(0.5)", "select mx(1)", "select x(1) over ()"] {
        let told = || String::from_utf8(run(granary().args(["sql", sql])).stderr).expect("UTF-8");
        let first = told();
        assert!(first.contains("possible function '"), "{first}");
        (0..8).for_each(|_| assert_eq!(told(), first));
    }
    refused(&["select eqo(1, 2, 3)"], &["possible function 'eoq'"]);
}

#[test]
fn a_failed_query_leaves_the_file_as_it_was() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("rows.csv");
    fs::write(&path, "before").expect("written");
    let sql = "select norm_ppf(value / 90000.0) from generate_series(1, 100000)";
    refused(&[sql, "--output", &path.to_string_lossy()], &["norm_ppf: argument 1 (p) is 1"]);
    assert_eq!(fs::read(&path).expect("the file"), b"before");
    assert_eq!(fs::read_dir(directory.path()).expect("listed").count(), 1, "nothing else is left there");
}
