//! Every answer in every representation, each read by its own reader, equals the JSON.

use crate::server;
use crate::workbooks::{XLSX, from_xlsx};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Float32Type, Float64Type, UInt64Type};
use arrow::ipc::reader::StreamReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use planning::day::Day;
use serde_json::Value;
use std::fs::File;
use tests::client::request;
use tests::program::Server;
use ureq::http::Method;

pub const ARROW: &str = "application/vnd.apache.arrow.stream";
pub const PARQUET: &str = "application/vnd.apache.parquet";

pub type Row = serde_json::Map<String, Value>;

fn cell(column: &dyn Array, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into(),
        DataType::Float32 => {
            // As in JSON: with the fewest digits that single precision needs.
            let text = column.as_primitive::<Float32Type>().value(row).to_string();
            text.parse::<f64>().expect("a number").into()
        }
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Date32 => Day(column.as_primitive::<Date32Type>().value(row)).to_string().into(),
        DataType::Boolean => column.as_boolean().value(row).into(),
        other => panic!("a column of type {other}"),
    }
}

fn rows(batch: &RecordBatch) -> Vec<Row> {
    let schema = batch.schema();
    let row = |row| {
        let columns = schema.fields().iter().zip(batch.columns());
        columns.map(|(field, column)| (field.name().clone(), cell(column, row))).collect()
    };
    (0..batch.num_rows()).map(row).collect()
}

pub fn from_arrow(body: &[u8]) -> Vec<Row> {
    let reader = StreamReader::try_new(body, None).expect("an Arrow stream");
    reader.flat_map(|batch| rows(&batch.expect("a batch"))).collect()
}

pub fn from_parquet(body: &[u8]) -> Vec<Row> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), body).expect("written");
    let file = File::open(file.path()).expect("opened");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a Parquet file").build();
    reader.expect("a reader").flat_map(|batch| rows(&batch.expect("a batch"))).collect()
}

/// CSV has no types: cells are read with the types of `like`, and text loses the apostrophe that guards against
/// formulas.
pub fn from_csv(body: &[u8], like: &[Row]) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(body);
    let names: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let read = |text: &str, like: &Value| match like {
        Value::Null => {
            assert_eq!(text, "", "a missing value is an empty cell");
            Value::Null
        }
        Value::String(_) => text.strip_prefix('\'').unwrap_or(text).into(),
        Value::Number(number) if number.is_u64() => text.parse::<u64>().expect("a count").into(),
        Value::Number(_) => text.parse::<f64>().expect("a number").into(),
        _ => text.parse::<bool>().expect("yes or no").into(),
    };
    let row = |(record, like): (csv::StringRecord, &Row)| {
        let cells = names.iter().zip(record.iter());
        cells.map(|(name, text)| (name.clone(), read(text, &like[name]))).collect()
    };
    let records: Vec<_> = reader.records().map(|record| record.expect("a record")).collect();
    assert_eq!(records.len(), like.len());
    records.into_iter().zip(like).map(row).collect()
}

/// The table of an answer, which all flat representations must agree on.
pub fn table(server: &Server, path: &str) -> Vec<Row> {
    let get = |accept: &str| {
        let answer = server.get_with(path, &[("accept", accept)]);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        assert_eq!(answer.header("vary"), "accept, accept-encoding");
        answer
    };
    let (arrow, parquet, csv) = (get(ARROW), get(PARQUET), get("text/csv"));
    assert_eq!(arrow.header("content-type"), ARROW);
    assert_eq!(parquet.header("content-type"), PARQUET);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("content-disposition").ends_with(".csv\""), "{csv:?}");
    let rows = from_arrow(&arrow.body);
    assert_eq!(from_parquet(&parquet.body), rows, "{path}");
    assert_eq!(from_csv(&csv.body, &rows), rows, "{path}");
    let xlsx = get(XLSX);
    assert_eq!(xlsx.header("content-type"), XLSX);
    assert_eq!(from_xlsx(&xlsx.body, &rows), rows, "{path}");
    rows
}

/// Equal, except for the last bit of a number: serde_json reads JSON to within one bit.
pub fn same(cell: &Value, json: &Value) -> bool {
    match (cell.as_f64(), json.as_f64()) {
        (Some(cell), Some(json)) => (cell - json).abs() <= cell.abs() * f64::EPSILON,
        _ => cell == json,
    }
}

#[track_caller]
pub fn check_cells(row: &Row, json: &Value, names: &[&str]) {
    for name in names {
        assert!(same(&row[*name], &json[*name]), "{name} is {} in {json}", row[*name]);
    }
}

#[test]
fn key_figures_are_the_same_in_every_representation() {
    let (server, _store) = server();
    for query in ["", "?class=A&from=2020-01-01", "?category=Nothing", "?from=1990-01-01&to=1990-02-01"] {
        let path = format!("/api/v1/kpis{query}");
        let (table, answer) = (table(&server, &path), server.get(&path).json());
        let kpis = answer["kpis"].as_array().expect("a list");
        assert_eq!(table.len(), kpis.len());
        for (row, kpi) in table.iter().zip(kpis) {
            check_cells(row, kpi, &["id", "unit"]);
            check_cells(row, &answer, &["from", "to", "previous_from", "previous_to"]);
            for name in ["value", "numerator", "denominator", "factor", "rows"] {
                assert!(same(&row[name], &kpi["current"][name]), "{name} is {} in {kpi}", row[name]);
                let previous = &row[&format!("previous_{name}")];
                assert!(same(previous, &kpi["previous"][name]), "{name} was {previous} in {kpi}");
            }
        }
    }
}

#[test]
fn scenarios_are_the_same_in_every_representation() {
    let (server, _store) = server();
    for (query, which) in [
        ("", &["now", "scenario"][..]),
        ("?service_level=0.98&b.order_cost=3&location=north", &["now", "scenario", "compared"]),
    ] {
        let path = format!("/api/v1/what-if{query}");
        let (table, answer) = (table(&server, &path), server.get(&path).json());
        let names: Vec<&str> = table.iter().filter_map(|row| row["which"].as_str()).collect();
        assert_eq!(names, which);
        for row in &table {
            let column = &answer[row["which"].as_str().expect("a name")];
            let names = row.keys().filter(|name| *name != "which");
            for name in names {
                let places = [&column[name], &column["scenario"][name], &column["totals"][name]];
                assert!(
                    places.iter().any(|json| same(&row[name], json)),
                    "{name} is {} in {column}",
                    row[name]
                );
            }
        }
    }
}

#[test]
fn lists_are_the_same_in_every_representation_and_their_pages_are_linked() {
    let (server, _store) = server();
    let mut seen = Vec::new();
    let mut next =
        Some("/api/v1/items?sort=sku&page_size=5&status=stocked_out&status=will_stock_out&status=excess&status=fine".to_owned());
    while let Some(path) = next {
        let (table, answer) = (table(&server, &path), server.get(&path));
        let json = answer.json();
        let items = json["items"].as_array().expect("a list");
        assert_eq!(table.len(), items.len());
        for (row, item) in table.iter().zip(items) {
            let names: Vec<&str> = item.as_object().expect("an item").keys().map(String::as_str).collect();
            assert_eq!(row.len(), names.len(), "every value is a column");
            check_cells(row, item, &names);
            seen.push((item["sku"].clone(), item["location"].clone()));
        }
        let tag = answer.header("etag");
        let again = server.get_with(&path, &[("if-none-match", tag)]);
        assert_eq!((again.status, again.header("link")), (304, answer.header("link")));
        next = answer
            .header("link")
            .split(", ")
            .find_map(|link| Some(link.strip_suffix("; rel=\"next\"")?.trim_matches(['<', '>']).to_owned()));
        let total = json["total"]["item_locations"].as_u64().expect("a count");
        assert_eq!(next.is_none(), seen.len() as u64 == total, "{} of {total}", seen.len());
    }
    assert!(seen.len() > 5, "{seen:?}");
    let count = seen.len();
    seen.sort_by_key(|(sku, location)| format!("{sku} {location}"));
    seen.dedup();
    assert_eq!(seen.len(), count, "no page repeats another's");
}

#[test]
fn snapshots_are_the_same_in_every_representation_and_mark_the_current_one() {
    let (server, store) = server();
    let check = || {
        let (table, answer) = (table(&server, "/api/v1/snapshots"), server.get("/api/v1/snapshots").json());
        let mut rest = table.iter();
        for snapshot in answer["snapshots"].as_array().expect("a list") {
            for listed in snapshot["tables"].as_array().expect("tables") {
                let row = rest.next().expect("a row");
                assert_eq!(row["snapshot"], snapshot["id"]);
                check_cells(row, snapshot, &["created_at", "current"]);
                check_cells(row, listed, &["table", "rows", "first", "last", "simulated"]);
            }
        }
        assert!(rest.next().is_none());
        answer
    };
    let before = check();
    assert_eq!(before["current"], store.current());
    store.import(crate::DAYS + 3, &["--no-publish"]);
    let after = check();
    let snapshots = after["snapshots"].as_array().expect("a list");
    assert_eq!(snapshots.len(), 2, "what is not published is listed at once");
    let marks: Vec<_> = snapshots.iter().filter(|snapshot| snapshot["current"] == true).collect();
    assert_eq!((marks.len(), &marks[0]["publications"][0]["id"]), (1, &store.current().into()));
    let sales = &marks[0]["tables"][0];
    assert_eq!((&sales["table"], &sales["first"]), (&"sales".into(), &"2019-04-14".into()), "{sales}");
}

#[test]
fn the_header_or_the_parameter_chooses_and_each_choice_has_its_tag() {
    let (server, _store) = server();
    let path = "/api/v1/kpis";
    let mut tags = Vec::new();
    for (format, accept) in [
        ("json", "application/json"),
        ("csv", "text/csv"),
        ("arrow", ARROW),
        ("parquet", PARQUET),
        ("xlsx", XLSX),
    ] {
        let by_header = server.get_with(path, &[("accept", accept)]);
        let by_name = server.get_with(&format!("{path}?format={format}"), &[("accept", "image/png")]);
        assert_eq!(by_header.body, by_name.body, "{format}");
        let tag = by_header.header("etag").to_owned();
        let again = server.get_with(path, &[("accept", accept), ("if-none-match", &tag)]);
        assert_eq!((again.status, again.header("vary")), (304, "accept, accept-encoding"));
        let head = request(Method::HEAD, server.address(), path, &[("accept", accept)]);
        assert!(head.body.is_empty());
        for name in ["content-type", "content-length", "etag", "vary", "cache-control", "content-disposition"]
        {
            assert_eq!(head.header(name), by_header.header(name), "{name} of {format}");
        }
        tags.push(tag);
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 5);
    let other = server.get_with(path, &[("accept", "text/csv"), ("if-none-match", &tags[0])]);
    let known = server.get_with(path, &[("accept", "text/csv")]).header("etag") == tags[0];
    assert_eq!(other.status == 304, known, "a tag is good for its own representation");
}

#[test]
fn what_no_representation_can_be_is_refused_with_the_list() {
    let (server, _store) = server();
    for accept in ["image/png", "text/html", "application/json;q=0", "*/*;q=0", "nonsense"] {
        let answer = server.get_with("/api/v1/what-if", &[("accept", accept)]);
        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"]), (406, &"not-acceptable".into()), "{accept}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(problem["allowed"].as_array().map(Vec::len), Some(5), "{problem}");
    }
    let problem = server.get("/api/v1/kpis?format=xml").json();
    assert_eq!((&problem["status"], &problem["parameter"]), (&400.into(), &"format".into()));
    assert!(
        problem["reason"].as_str().is_some_and(|reason| reason.contains("json, csv, arrow, parquet, xlsx"))
    );
}
