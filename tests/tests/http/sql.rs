//! Queries in SQL over HTTP: every form, every refusal, and what a hostile one does to others.

use crate::openapi::{check_described, document};
use crate::{server, store};
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use arrow::ipc::reader::StreamReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};
use std::thread;
use std::time::{Duration, Instant};
use tests::client::{self, Answer, Raw};
use tests::program::Server;

const PATH: &str = "/api/v1/sql";

/// A query that would take minutes.
const ENDLESS: &str = "select count(*) from generate_series(1, 100000000000) as a (x) where x % 7 = 3";

fn ask_with(server: &Server, headers: &[(&str, &str)], body: &Value) -> Answer {
    let headers = [&[("content-type", "application/json")], headers].concat();
    let answer = client::post(server.address(), PATH, &headers, body.to_string());
    let document = document(server);
    check_described(&document, &document["paths"][PATH]["post"], &body.to_string(), &answer);
    answer
}

fn ask(server: &Server, sql: &str) -> Answer {
    ask_with(server, &[], &json!({ "sql": sql }))
}

/// The rows of an answer.
#[track_caller]
fn rows(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["rows"].clone()
}

#[track_caller]
fn check_refused(answer: &Answer, code: &str) -> Value {
    assert_eq!((answer.status, answer.header("content-type")), (400, "application/problem+json"));
    let problem = answer.json();
    assert_eq!(
        (&problem["code"], &problem["sql"]["code"]),
        (&"sql-refused".into(), &code.into()),
        "{problem}"
    );
    for leak in ["DataFusion", "datafusion", "help us", "/tmp", "panicked"] {
        assert!(!answer.text().contains(leak), "{leak} in {problem}");
    }
    problem["sql"].clone()
}

#[test]
fn a_query_is_answered_in_every_form() {
    let (server, _store) = server();
    let query = json!({
        "sql": "select sku, cast(count(*) as bigint) as days, sum(units) as units, min(date) as first from sales \
                where date >= $from group by sku order by sku",
        "parameters": { "from": "2000-01-01" },
    });
    let answer = ask_with(&server, &[], &query);
    let json = answer.json();
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{json}");
    let cells = json["rows"].as_array().expect("rows");
    assert_eq!((cells.len(), &json["row_count"], &json["cut_at"]), (12, &12.into(), &Value::Null));
    let kinds: Vec<_> = json["columns"].as_array().expect("columns").iter().map(|c| &c["kind"]).collect();
    assert_eq!(kinds, ["text", "exact", "exact", "date"]);
    assert_eq!((&json["columns"][2]["unit"], &json["columns"][1]["unit"]), (&"units".into(), &Value::Null));
    assert!(json["bytes_read"].as_u64().is_some_and(|bytes| bytes > 100), "{json}");

    let csv = ask_with(&server, &[("accept", "text/csv")], &query);
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"query.csv\"");
    assert!(csv.text().starts_with("sku,days,units,first\r\n"), "{}", csv.text());
    assert_eq!(csv.text().lines().count(), 13);
    let arrow = ask_with(&server, &[("accept", "application/vnd.apache.arrow.stream")], &query);
    let batches: Vec<RecordBatch> =
        StreamReader::try_new(&arrow.body[..], None).expect("a stream").map(|b| b.expect("rows")).collect();
    let parquet = ask_with(&server, &[("accept", "application/vnd.apache.parquet")], &query);
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), parquet.body).expect("written");
    let file = std::fs::File::open(file.path()).expect("opened");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let stored: Vec<RecordBatch> = reader.build().expect("a reader").map(|b| b.expect("rows")).collect();
    for batches in [batches, stored] {
        let days: Vec<i64> =
            batches.iter().flat_map(|b| b["days"].as_primitive::<Int64Type>().values().to_vec()).collect();
        assert_eq!(days, cells.iter().map(|row| row[1].as_i64().expect("a count")).collect::<Vec<_>>());
    }
    // Without rows there are columns.
    let none = json!({ "sql": "select sku, units from sales where false" });
    assert_eq!(ask_with(&server, &[("accept", "text/csv")], &none).text(), "sku,units\r\n");
    assert_eq!(ask_with(&server, &[], &none).json()["columns"][1]["unit"], "units");
}

#[test]
fn an_answer_says_where_it_is_cut() {
    let store = store();
    let server = Server::start_with(store.path(), "[limits]\nsql_rows = 50\n");
    let cut = |body: Value| {
        let answer = ask_with(&server, &[], &body).json();
        (answer["rows"].as_array().map(Vec::len), answer["cut_at"].clone())
    };
    let series = "select * from generate_series(1, 1000000)";
    assert_eq!(cut(json!({ "sql": series })), (Some(50), 50.into()));
    assert_eq!(cut(json!({ "sql": series, "row_limit": 7 })), (Some(7), 7.into()));
    assert_eq!(cut(json!({ "sql": series, "row_limit": 1000 })), (Some(50), 50.into()));
    assert_eq!(cut(json!({ "sql": "select * from generate_series(1, 50)" })), (Some(50), Value::Null));
    let csv = ask_with(&server, &[("accept", "text/csv")], &json!({ "sql": series }));
    assert_eq!(csv.text().lines().count(), 1_000_001, "tables are sent as they are made");
}

#[test]
fn an_answer_comes_in_another_order_and_says_its_steps() {
    let (server, _store) = server();
    let sql = "select value % 5 as rest, nullif(value, 7) as n from generate_series(1, 2000) order by n";
    let sorted = |column: u32, descending: bool| {
        let sort = json!({ "column": column, "descending": descending });
        rows(&ask_with(&server, &[], &json!({ "sql": sql, "sort": sort, "row_limit": 3 })))
    };
    assert_eq!(sorted(2, true), json!([[0, 2000], [4, 1999], [3, 1998]]), "all rows, not those of the limit");
    assert_eq!(sorted(2, false)[0], json!([1, 1]));
    assert_eq!(sorted(1, true)[0][0], 4);
    let all = ask_with(&server, &[], &json!({ "sql": sql, "sort": { "column": 2 } })).json();
    assert_eq!(all["rows"][1_999], json!([2, null]), "what is missing comes last");
    let linked = |sort: &str| {
        server.get(&format!("{PATH}?format=csv&sort={sort}&sql=select+*+from+generate_series(1,+3)+as+a+(n)"))
    };
    assert_eq!(linked("-1").text(), "n\r\n3\r\n2\r\n1\r\n");
    assert_eq!(linked("n").json()["code"], "bad-parameter");
    let beyond = check_refused(&linked("2"), "bad-parameter");
    assert!(beyond["message"].as_str().is_some_and(|text| text.contains("no column 2")), "{beyond}");
    let told =
        ask_with(&server, &[], &json!({ "sql": "select count(*) from sales", "explain": true })).json();
    let steps = told["steps"].as_array().expect("steps");
    assert_eq!(steps[0]["depth"], 0);
    let last = steps.last().expect("a step");
    assert!(last["depth"].as_u64() > Some(0) && !told.to_string().contains(".parquet"), "{told}");
    assert!(ask(&server, "select 1").json()["steps"].is_null());
}

#[test]
fn a_refusal_says_where_and_what_was_meant() {
    let (server, _store) = server();
    let wrong = check_refused(&ask(&server, "select\n  unts from sales"), "unknown-name");
    assert_eq!(
        (&wrong["line"], &wrong["column"], &wrong["suggestion"]),
        (&2.into(), &3.into(), &"units".into())
    );
    let wrong = check_refused(&ask(&server, "select * from sale"), "unknown-name");
    assert_eq!(wrong["suggestion"], "sales");
    for (sql, code) in [
        ("select * frm sales", "syntax"),
        ("drop table sales", "not-allowed"),
        ("copy sales to '/tmp/x.csv'", "not-allowed"),
        ("select * from '/etc/passwd'", "unknown-name"),
        ("select * from information_schema.tables", "unknown-name"),
        ("select x + 9223372036854775807 from (values (1)) as t (x)", "arithmetic"),
        ("select cast(sku as int) from sales", "bad-value"),
        ("select $1", "bad-parameter"),
    ] {
        check_refused(&ask(&server, sql), code);
    }
    let typed =
        |kind: &str, body: &str| client::post(server.address(), PATH, &[("content-type", kind)], body);
    for answer in [
        typed("text/plain", r#"{"sql": "select 1"}"#),
        typed("application/json", "select 1"),
        typed("application/json", r#"{"sql": 1}"#),
        typed("application/json", r#"{"sql": {"a": 1}}"#),
        typed("application/json", r#"{"sql": "select 1", "limit": 3}"#),
    ] {
        assert_eq!((answer.status, &answer.json()["code"]), (400, &"bad-body".into()), "{}", answer.text());
    }
    let long = json!({ "sql": "x".repeat(100_000) });
    assert_eq!(ask_with(&server, &[], &long).status, 413);
    assert_eq!(ask_with(&server, &[("accept", "image/png")], &json!({ "sql": "select 1" })).status, 406);
    let unknown = client::post(server.address(), &format!("{PATH}?x=1"), &[], "");
    assert_eq!(unknown.json()["code"], "unknown-parameter");
}

#[test]
fn a_query_that_takes_too_much_ends_its_worker_and_nobody_elses() {
    let store = store();
    let server = Server::start_with(
        store.path(),
        "[limits]\nsql_workers = 1\nsql_time_ms = 1000\nsql_planning_ms = 2000\nsql_memory_bytes = 400000000\n",
    );
    let confined = server.wait_for(|event| event["message"] == "SQL is answered");
    if cfg!(target_os = "linux") {
        let all = [&confined["files"], &confined["calls"], &confined["amounts"]];
        assert!(all.iter().all(|holds| **holds == true), "{confined}");
    }
    for (sql, codes) in [
        (ENDLESS, &["out-of-time"][..]),
        (
            "select count(*) from sales a, sales b, sales c where a.units + b.units > c.units",
            &["out-of-time"],
        ),
        ("select length(lpad('a', 2000000000, 'b'))", &["out-of-memory", "bad-value"]),
        ("select array_length(generate_series(1, 2000000000))", &["out-of-memory"]),
        (
            "select string_agg(a.sku || b.sku, ',') from sales a, sales b, sales c",
            &["out-of-memory", "out-of-time"],
        ),
    ] {
        let begun = Instant::now();
        let answer = ask(&server, sql);
        assert!(begun.elapsed() < Duration::from_secs(20), "{sql} takes {:?}", begun.elapsed());
        let code = answer.json()["sql"]["code"].as_str().unwrap_or_default().to_owned();
        assert!(codes.contains(&code.as_str()), "{sql}: {}", answer.text());
        check_refused(&answer, &code);
        assert_eq!(rows(&ask(&server, "select 1 + 1")), json!([[2]]), "after {sql}");
    }
    // Pages are answered while every worker is busy.
    let mut busy = Raw::connect(server.address());
    busy.send(request(ENDLESS));
    let begun = Instant::now();
    assert_eq!(server.get("/").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(busy.read(12).ends_with(b"400"), "the query met its limit meanwhile");
}

/// A query as bytes.
fn request(sql: &str) -> String {
    let body = json!({ "sql": sql }).to_string();
    let head = format!("POST {PATH} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json");
    format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn who_leaves_stops_the_query_and_who_has_one_waiting_is_told_to_come_again() {
    let store = store();
    let server = Server::start_with(
        store.path(),
        "[limits]\nsql_workers = 1\nsql_time_ms = 600000\nsql_hold_ms = 600000\nsql_client_waiting = 1\n\
         computation_wait_ms = 2000\n",
    );
    let mut long = Raw::connect(server.address());
    long.send(request(ENDLESS));
    let refused = (0..20).find_map(|_| {
        let mut waits = Raw::connect(server.address());
        waits.send(request("select 1"));
        thread::sleep(Duration::from_millis(200));
        let answer = ask(&server, "select 2");
        (answer.status == 429).then_some(answer)
    });
    let refused = refused.expect("one is answered, one waits, the third is too much");
    assert_eq!(refused.json()["code"], "too-many-queries");
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(server.get("/").status, 200, "a page needs no worker");
    drop(long);
    // Until the server sees that those who waited have left, it says at once to come again.
    let answered = (0..40).find_map(|_| {
        thread::sleep(Duration::from_millis(100));
        Some(ask(&server, "select 3")).filter(|answer| answer.status == 200)
    });
    assert_eq!(rows(&answered.expect("the worker is free again")), json!([[3]]));
}

#[test]
fn what_queries_can_name_is_described() {
    let (server, _store) = server();
    let schema = server.get("/api/v1/sql/schema").json();
    let tables = schema["tables"].as_array().expect("tables");
    let table = |name: &str| tables.iter().find(|table| table["name"] == name).expect("a table");
    assert!(
        table("sales")["rows"].as_u64().is_some_and(|rows| rows > 100) && table("sales")["first"].is_string()
    );
    assert_eq!((&table("orders")["rows"], &table("item_day")["rows"]), (&0.into(), &Value::Null));
    for table in tables {
        let names = table["columns"].as_array().expect("columns").iter();
        let names: Vec<_> = names.map(|column| column["name"].as_str().expect("a name")).collect();
        let sql =
            format!("select {} from {} limit 1", names.join(", "), table["name"].as_str().expect("a name"));
        assert_eq!(ask(&server, &sql).status, 200, "{sql}");
    }
    let functions = schema["functions"].as_array().expect("functions");
    assert!(functions.iter().all(|function| !function["about"].as_str().unwrap_or_default().is_empty()));
    assert!(functions.len() > 150, "{}", functions.len());
}

#[test]
fn a_server_may_answer_no_queries() {
    let store = store();
    let server = Server::start_with(store.path(), "sql = \"off\"\n");
    let answer = ask(&server, "select 1");
    assert_eq!((answer.status, &answer.json()["code"]), (501, &"sql-off".into()));
}
