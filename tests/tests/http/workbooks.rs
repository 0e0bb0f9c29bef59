//! Workbooks, read by a reader of their own: the values of the JSON, each of its type.

use crate::representations::Row;
use crate::server;
use calamine::{Data, Reader, Xlsx};
use planning::day::Day;
use serde_json::{Value, json};
use std::io::Cursor;
use tests::client;

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Excel's number of 1970-01-01.
const EPOCH: i32 = 25_569;

/// The cells of a sheet, line by line.
fn sheet(body: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(body)).expect("a workbook");
    let range = book.worksheet_range(name).expect(name);
    range.rows().map(<[Data]>::to_vec).collect()
}

/// Whether a cell is this text.
fn says(cell: &Data, text: &str) -> bool {
    matches!(cell, Data::String(own) if own == text)
}

/// The rows of a workbook as those of `like`: a number as a count where it is one there, a date as text.
pub fn from_xlsx(body: &[u8], like: &[Row]) -> Vec<Row> {
    let mut lines = sheet(body, "Rows").into_iter();
    let names = lines.next().expect("a head");
    let mut lines: Vec<Vec<Data>> = lines.collect();
    // Cells that miss to the end of a sheet are not there.
    lines.resize(like.len(), Vec::new());
    let row = |(line, like): (Vec<Data>, &Row)| {
        let cells = names.iter().enumerate().map(|(place, name)| {
            let name = name.to_string();
            let value = cell(line.get(place).unwrap_or(&Data::Empty), &like[&name]);
            (name, value)
        });
        cells.collect()
    };
    lines.into_iter().zip(like).map(row).collect()
}

fn cell(cell: &Data, like: &Value) -> Value {
    match cell {
        Data::Empty => Value::Null,
        Data::Float(number) if like.is_u64() => {
            assert!(number.fract() == 0.0);
            json!(format!("{number}").parse::<u64>().expect("a count"))
        }
        Data::Float(number) => json!(number),
        Data::DateTime(moment) => {
            let (days, part) = (moment.as_f64().floor(), moment.as_f64().fract());
            let day = Day(format!("{days}").parse::<i32>().expect("a day") - EPOCH).to_string();
            let hours = (part * 24.0).round();
            if part == 0.0 { json!(day) } else { json!(format!("{day}T{hours:02}:00:00")) }
        }
        Data::Bool(flag) => json!(flag),
        Data::String(text) => json!(text),
        other => panic!("a cell {other:?}"),
    }
}

#[test]
fn a_query_as_a_workbook_has_the_values_of_its_json() {
    let (server, _store) = server();
    let sql = "select $mark as mark, '-1' as minus, true as yes, 9007199254740993 as long, 0.1 as tenth, \
               cast('2011-12-09' as date) as day, cast('2011-12-09T18:00:00' as timestamp) as moment, \
               cast('1850-01-01' as date) as past, cast(null as int) as missing, sum(units) as units from sales";
    let body = json!({ "sql": sql, "parameters": { "mark": "=1+1" } }).to_string();
    let ask = |accept: &str| {
        let headers = [("content-type", "application/json"), ("accept", accept)];
        let answer = client::post(server.address(), "/api/v1/sql", &headers, body.clone());
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer
    };
    let (answer, book) = (ask("application/json").json(), ask(XLSX));
    assert_eq!(book.header("content-type"), XLSX);
    assert!(book.header("content-disposition").ends_with("query.xlsx\""));
    let names = answer["columns"].as_array().expect("columns").iter().map(|column| &column["name"]);
    let like: Row = names
        .zip(answer["rows"][0].as_array().expect("a row"))
        .map(|(name, value)| (name.as_str().expect("a name").to_owned(), value.clone()))
        .collect();
    let mut read = from_xlsx(&book.body, std::slice::from_ref(&like)).remove(0);
    assert!(read["units"].as_f64() == like["units"].as_f64(), "{read:?}");
    read.insert("units".into(), like["units"].clone());
    assert_eq!(read, like);
    // Types are Excel's own where it has them.
    let line = &sheet(&book.body, "Rows")[1];
    let kinds: Vec<bool> = line.iter().map(|cell| matches!(cell, Data::String(_))).collect();
    assert_eq!(kinds, [true, true, false, true, false, false, false, true, false, false], "{line:?}");
    let about = sheet(&book.body, "About");
    let fact = |name: &str| {
        let found = about.iter().find(|line| says(&line[0], name));
        found.unwrap_or_else(|| panic!("{name} of {about:?}"))[1].to_string()
    };
    assert_eq!((fact("query").as_str(), fact("rows").as_str(), fact("cut").as_str()), (sql, "1", "no"));
    assert_eq!(fact("parameters"), r#"{"mark":"=1+1"}"#);
    assert!(fact("granary.as_of").starts_with("20"));
    assert_eq!(fact("units"), "units");
}

#[test]
fn a_part_says_so_and_an_answer_without_rows_has_its_head() {
    let (server, _store) = server();
    let ask = |body: Value| {
        let headers = [("content-type", "application/json"), ("accept", XLSX)];
        client::post(server.address(), "/api/v1/sql", &headers, body.to_string())
    };
    let cut = ask(json!({ "sql": "select * from generate_series(1, 9) as a (n)", "row_limit": 4 }));
    assert_eq!(sheet(&cut.body, "Rows").len(), 5);
    let about = sheet(&cut.body, "About");
    assert!(about.iter().any(|line| says(&line[0], "cut") && says(&line[1], "at 4 rows")));
    let none = server.get("/api/v1/sql?format=xlsx&sql=select+sku+from+sales+where+1+%3D+2");
    assert_eq!(sheet(&none.body, "Rows"), [[Data::String("sku".into())]]);
}

#[test]
fn what_a_sheet_cannot_hold_is_refused_and_not_cut() {
    let (server, _store) = server();
    for (sql, said) in [
        ("select+*+from+generate_series(1,+1048576)", "1048575 rows"),
        ("select+lpad('x',+32768,+'y')", "32768 letters"),
        ("select+nonsense", "nonsense"),
    ] {
        let answer = server.get(&format!("/api/v1/sql?format=xlsx&sql={sql}"));
        assert_eq!((answer.status, &answer.json()["code"]), (400, &"sql-refused".into()), "{sql}");
        assert!(answer.text().contains(said), "{}", answer.text());
    }
}
