//! The page `/sql` and queries in addresses, over the real server.

use crate::{server, store};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tests::client;
use tests::html::Document;
use tests::program::Server;

const QUERY: &str = "select+location,+sum(units)+as+units+from+sales+where+sku+%3E+%24least+group+by+location+order+by+location";

fn page(server: &Server, path: &str) -> Document {
    let answer = server.get(path);
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
    Document::parse(answer.text())
}

#[test]
fn a_link_and_a_body_ask_the_same_query() {
    let (server, _store) = server();
    let body = json!({
        "sql": "select location, sum(units) as units from sales where sku > $least group by location order by location",
        "parameters": { "least": " " },
    });
    for format in ["csv", "arrow", "parquet", "xlsx"] {
        let path = format!("/api/v1/sql?format={format}");
        let posted =
            client::post(server.address(), &path, &[("content-type", "application/json")], body.to_string());
        let linked = server.get(&format!("{path}&sql={QUERY}&least=+"));
        assert_eq!((posted.status, linked.status), (200, 200), "{}", linked.text());
        assert_eq!(linked.header("content-type"), posted.header("content-type"));
        if format == "csv" {
            assert_eq!(linked.text(), posted.text());
            assert!(linked.text().lines().count() > 1, "{}", linked.text());
        }
    }
    let refused = |query: &str| server.get(&format!("/api/v1/sql?{query}")).json()["code"].clone();
    assert_eq!(refused(&format!("sql={QUERY}")), "sql-refused", "the parameter has no value");
    assert_eq!(refused(&format!("sql={QUERY}&least=a&nonsense=1")), "sql-refused");
    assert_eq!(refused("sql=select+1&sql=select+2"), "repeated-parameter");
    assert_eq!(refused("sql=select+1&format=xml"), "bad-parameter");
    assert_eq!(refused(""), "sql-refused");
}

#[test]
fn the_page_shows_what_the_api_answers() {
    let (server, _store) = server();
    let answer = server.get(&format!("/api/v1/sql?sql={QUERY}&least=+")).json();
    let html = page(&server, &format!("/sql?sql={QUERY}&least=+"));
    let cells: Vec<String> = html.all("#sql-result td").iter().map(|cell| cell.text()).collect();
    let expected: Vec<String> = answer["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .flat_map(|row| {
            row.as_array().expect("cells").iter().map(|cell| match cell {
                Value::String(text) => text.clone(),
                other => other.to_string().trim_end_matches(".0").to_owned(),
            })
        })
        .collect();
    assert_eq!(cells, expected);
    assert!(!cells.is_empty());
    let html = page(&server, "/de/sql?sql=select+skuu+from+sales");
    assert_eq!(html.one("#sql-result [data-line]").value("data-column"), "8");
    assert_eq!(html.one("#sql-result mark").text(), "skuu");
}

#[test]
fn every_column_is_explained_in_every_language() {
    let (server, _store) = server();
    let schema = server.get("/api/v1/sql/schema").json();
    let meanings = |path: &str| -> Vec<String> {
        page(&server, path).all(".sql-schema .meaning").iter().map(|meaning| meaning.text()).collect()
    };
    let tables = schema["tables"].as_array().expect("tables");
    let own: Vec<&str> = tables
        .iter()
        .flat_map(|table| {
            let columns =
                table["columns"].as_array().expect("columns").iter().map(|column| &column["meaning"]);
            [&table["row"]].into_iter().chain(columns).map(|text| text.as_str().expect("a text"))
        })
        .collect();
    assert_eq!(meanings("/sql"), own);
    for language in ["de", "zh-CN"] {
        let theirs = meanings(&format!("/{language}/sql"));
        let same: Vec<_> = theirs.iter().zip(&own).filter(|(theirs, own)| theirs == own).collect();
        assert!(same.is_empty() && theirs.len() == own.len(), "{language}: {same:?}");
    }
}

#[test]
fn a_saved_query_is_listed_as_soon_as_it_is_there() {
    let store = store();
    let server = Server::start(store.path());
    assert!(!page(&server, "/sql").has("[aria-labelledby=sql-saved-title]"));
    let folder = store.path().join("main/queries");
    fs::create_dir_all(&folder).expect("a folder");
    let text = "-- title: One location\n-- parameter place: text = nowhere\n-- parameter least: number = 0\n\
                select count(*) as n from sales where location <> $place and units >= $least\n";
    fs::write(folder.join("one.sql"), text).expect("written");
    fs::write(folder.join("broken.sql"), "-- parameter x: colour\nselect 1").expect("written");
    fs::write(folder.join("taken.sql"), "-- parameter format: text\nselect $format").expect("written");
    let html = page(&server, "/sql");
    assert_eq!(html.links("[aria-labelledby=sql-saved-title] a"), ["?query=one"]);
    let warned = server.wait_for(|event| event["message"] == "a saved query is left out");
    let error = warned["error"].as_str().expect("an error");
    assert!(error.contains("broken.sql") && error.contains("line 1"), "{error}");
    let all: u64 = page(&server, "/sql?query=one").one("#sql-result td").text().parse().expect("a number");
    assert!(all > 0);
    assert_eq!(page(&server, "/sql?query=one&least=1e9").one("#sql-result td").text(), "0");
    assert_eq!(server.get("/sql?query=two").status, 400);
    // Its downloads bind what the page binds: a number is a number.
    let downloads = page(&server, "/sql?query=one&least=1e9").links("a[download]");
    let csv = downloads.iter().find(|href| href.contains("format=csv")).expect("a link");
    assert!(csv.contains("query=one"), "{csv}");
    assert_eq!(server.get(csv).text(), "n\r\n0\r\n");
    let named = |rest: &str| server.get(&format!("/api/v1/sql?query=one&format=csv{rest}"));
    assert_eq!(named("").text(), format!("n\r\n{all}\r\n"), "its own text and values");
    assert_eq!(named("&least=1e9").text(), "n\r\n0\r\n");
    assert_eq!(server.get("/api/v1/sql?query=two").json()["code"], "bad-parameter");
}

/// Saved queries of the sample, whose columns every snapshot has.
const SAMPLE: [&str; 3] = ["late-suppliers", "stock-that-stays", "stockouts-by-week"];

#[test]
fn the_saved_queries_of_the_sample_are_answered() {
    let store = store();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/sample/main/queries");
    let folder = store.path().join("main/queries");
    fs::create_dir_all(&folder).expect("a folder");
    for name in SAMPLE {
        let file = format!("{name}.sql");
        fs::copy(sample.join(&file), folder.join(&file)).expect(name);
    }
    let server = Server::start(store.path());
    let listed = page(&server, "/sql").links("[aria-labelledby=sql-saved-title] a");
    assert_eq!(listed, SAMPLE.map(|name| format!("?query={name}")));
    for name in SAMPLE {
        let html = page(&server, &format!("/sql?query={name}"));
        assert!(html.has("#sql-result table"), "{name}: {}", html.one("#sql-result").text());
    }
}
