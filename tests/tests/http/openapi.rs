//! The API agrees with its description: every described status occurs and no other; every answer matches its schema;
//! every described limit is the limit.

use crate::workbooks::XLSX;
use crate::{busy, server, wide_store};
use serde_json::Value;
use std::collections::BTreeSet;
use tests::client::{self, Answer};
use tests::program::Server;
use tests::schema::violations;

/// The description.
pub(crate) fn document(server: &Server) -> Value {
    let answer = server.get("/openapi.json");
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    answer.json()
}

/// Path and description of each endpoint that is read; `sql.rs` checks each answer of the one that is asked.
fn operations(document: &Value) -> Vec<(&str, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let read = paths.iter().filter(|(_, item)| item.get("post").is_none());
    read.map(|(path, item)| (path.as_str(), &item["get"])).collect()
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str().and_then(|text| text.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).expect("a component"),
        None => value,
    }
}

/// Checks an answer against its endpoint's description: status, content type, headers, body.
#[track_caller]
pub(crate) fn check_described(document: &Value, operation: &Value, what: &str, answer: &Answer) {
    let responses = &operation["responses"];
    let described = resolved(document, &responses[answer.status.to_string()]);
    assert!(described.is_object(), "{what} answers {}, which is not described", answer.status);
    for (name, header) in described["headers"].as_object().into_iter().flatten() {
        let given = !answer.header(&name.to_ascii_lowercase()).is_empty();
        assert!(given || header["required"] == false, "{what} answers without {name}");
    }
    let content_type = answer.header("content-type").split(';').next().unwrap_or_default();
    let Some(content) = described.get("content") else {
        assert!(answer.body.is_empty(), "{what} answers {} with a body", answer.status);
        return;
    };
    let schema = &content[content_type]["schema"];
    assert!(schema.is_object(), "{what} answers with {content_type}, which is not described");
    if content_type.ends_with("json") {
        assert_eq!(violations(document, schema, &answer.json()), [""; 0], "{what}");
    }
}

#[test]
fn the_description_names_every_endpoint_its_parameters_and_its_version() {
    let (server, _store) = server();
    let document = document(&server);
    assert_eq!(document["openapi"], "3.1.0");
    let version = document["info"]["version"].as_str().expect("a version");
    assert!(version.starts_with("1.0.0+") && version.len() == 18, "{version}");
    let paths: Vec<&str> = operations(&document).iter().map(|(path, _)| *path).collect();
    for path in ["/api/v1/kpis", "/api/v1/snapshots", "/api/v1/what-if"] {
        assert!(paths.contains(&path), "{path} in {paths:?}");
    }
    let ids: BTreeSet<&str> =
        operations(&document).iter().filter_map(|(_, get)| get["operationId"].as_str()).collect();
    assert_eq!(ids.len(), paths.len(), "operation ids are distinct");
    let tag = server.get("/openapi.json").header("etag").to_owned();
    assert_eq!(server.get_with("/openapi.json", &[("if-none-match", &tag)]).status, 304);
}

/// The required parameters of an endpoint, with the values of the first item in the list.
fn needed(server: &Server, operation: &Value) -> Vec<(String, String)> {
    let first = server.get("/api/v1/items?page_size=1").json()["items"][0].clone();
    let parameters = operation["parameters"].as_array().expect("parameters");
    let needed = parameters.iter().filter(|parameter| parameter["required"] == true);
    let name = |parameter: &Value| parameter["name"].as_str().expect("a name").to_owned();
    needed.map(name).map(|name| (name.clone(), first[&name].as_str().expect("a text").to_owned())).collect()
}

/// An endpoint's answers to each kind of request; `path` contains its required parameters.
fn provoke(server: &Server, path: &str) -> Vec<Answer> {
    let long = format!("{path}&location={}", "x".repeat(9_000));
    let tag = server.get(path).header("etag").to_owned();
    let large = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 5000000\r\n\r\n"
    );
    let elsewhere = format!("GET {path} HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n");
    let get = |path: &str, headers: &[(&str, &str)]| server.get_with(path, headers);
    vec![
        get(path, &[]),
        get(path, &[("accept", "text/csv")]),
        get(path, &[("accept", "application/vnd.apache.arrow.stream")]),
        get(path, &[("accept", "application/vnd.apache.parquet")]),
        get(path, &[("accept", XLSX)]),
        get(path, &[("if-none-match", &tag)]),
        get(&format!("{path}&nonsense=1"), &[]),
        get(path, &[("accept", "image/png")]),
        client::raw(server.address(), large),
        client::raw(server.address(), elsewhere),
        get(&long, &[]),
        get(path, &[("x-much", &"x".repeat(20_000))]),
    ]
}

/// A request on a connection beyond the limit.
fn overloaded(path: &str) -> Answer {
    let store = wide_store();
    let server = Server::start_with(store.path(), "[limits]\nconnections = 1\n");
    // The server may not have noticed yet that an earlier connection has closed.
    let _kept = loop {
        if let Some(connection) = busy(server.address()) {
            break connection;
        }
    };
    server.get(path)
}

#[test]
fn every_status_described_occurs_and_no_other() {
    let (server, _store) = server();
    let document = document(&server);
    let refused = overloaded("/api/v1/kpis");
    for (path, operation) in operations(&document) {
        let mut seen = BTreeSet::from(["default".to_owned()]);
        let query = |value: &dyn Fn(&str) -> String| {
            needed(&server, operation)
                .iter()
                .fold("format=".to_owned(), |query, (name, given)| format!("{query}&{name}={}", value(given)))
        };
        let found = format!("{path}?{}", query(&str::to_owned));
        // An unknown item, where an endpoint is about one.
        let nothing = server.get(&format!("{path}?{}", query(&|_| "nothing".to_owned())));
        for answer in provoke(&server, &found).iter().chain([&refused, &nothing]) {
            check_described(&document, operation, path, answer);
            seen.insert(answer.status.to_string());
        }
        let described: BTreeSet<String> =
            operation["responses"].as_object().expect("responses").keys().cloned().collect();
        assert_eq!(seen, described, "{path}");
    }
}

#[test]
fn limits_are_as_described() {
    let (server, _store) = server();
    let document = document(&server);
    let mut checked = 0;
    for (path, operation) in operations(&document) {
        let needed: String =
            needed(&server, operation).iter().map(|(name, value)| format!("&{name}={value}")).collect();
        let parameters = operation["parameters"].as_array().expect("parameters");
        for parameter in parameters.iter().filter(|parameter| parameter["required"] == false) {
            let name = parameter["name"].as_str().expect("a name");
            let status = |value: &str| server.get(&format!("{path}?{name}={value}{needed}")).status;
            assert_eq!(status(""), 200, "{path}: an empty {name} is as none");
            let schema = &parameter["schema"];
            let items = if schema["type"] == "array" { &schema["items"] } else { schema };
            let items = items.get("anyOf").map_or(items, |either| &either[0]);
            for allowed in items["enum"].as_array().into_iter().flatten() {
                assert_eq!(status(allowed.as_str().expect("a text")), 200, "{path}?{name}={allowed}");
                checked += 1;
            }
            let (min, max) = (items["minimum"].as_f64(), items["maximum"].as_f64());
            for (limit, beyond) in [(min, -0.001), (max, 0.001)] {
                let Some(limit) = limit else { continue };
                assert_eq!(status(&limit.to_string()), 200, "{path}?{name}={limit}");
                assert_eq!(status(&(limit + beyond).to_string()), 400, "{path}?{name} beyond {limit}");
                checked += 1;
            }
            if items["enum"].is_array() || min.is_some() || items["format"] == "date" {
                assert_eq!(status("nonsense"), 400, "{path}?{name}=nonsense");
            }
            let repeated = server.get(&format!("{path}?{name}=&{name}={needed}")).status;
            assert_eq!(repeated == 200, schema["type"] == "array", "{path}: {name} repeated");
        }
    }
    assert!(checked > 20, "{checked} limits");
}

#[test]
fn whatever_is_asked_the_answer_is_described() {
    let (server, _store) = server();
    let document = document(&server);
    let values = [
        "",
        "A",
        "0.95",
        "1",
        "-1",
        "NaN",
        "1e308",
        "2020-02-29",
        "9999-12-31",
        "south",
        "csv",
        "%00",
        "%ff",
    ];
    let accepts = ["*/*", "text/csv", "text/html", "application/json;q=0.1, */*;q=0.2", ""];
    // A linear congruential generator (Knuth, MMIX): the same requests on every run.
    let mut state = 7u64;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut statuses = BTreeSet::new();
    for (path, operation) in operations(&document) {
        let parameters = operation["parameters"].as_array().expect("parameters");
        for round in 0..150 {
            let pair = |_| {
                let name = parameters[next(parameters.len())]["name"].as_str().expect("a name");
                format!("{name}={}", values[next(values.len())])
            };
            let query = (0..round % 4).map(pair).collect::<Vec<_>>().join("&");
            let path = format!("{path}?{query}");
            let answer = server.get_with(&path, &[("accept", accepts[next(accepts.len())])]);
            check_described(&document, operation, &path, &answer);
            statuses.insert(answer.status);
        }
    }
    assert!(statuses.is_superset(&BTreeSet::from([200, 400, 406])), "{statuses:?}");
}
