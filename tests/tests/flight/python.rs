//! The ADBC driver of Python, as people install it: queries, values, tables, refusals, and what pandas and Polars read by it.

use crate::doors::{Door, PASSWORD};
use crate::{serve, store};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tests::client;

/// The Python that has the driver, which `cargo xtask test` installs and names; none where it could not, which is said.
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("GRANARY_PYTHON").map(PathBuf::from);
    if named.is_none() {
        println!(
            "GRANARY_PYTHON names no Python with tests/flight/requirements.txt: its driver is not tried"
        );
    }
    named
}

fn ask(python: &Path, question: &Value) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("flight/ask.py");
    let mut command = Command::new(python);
    command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("Python starts");
    child.stdin.take().expect("its input").write_all(question.to_string().as_bytes()).expect("asked");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "the driver failed; its message is above");
    serde_json::from_slice(&output.stdout).expect("one line of JSON")
}

#[test]
fn the_driver_of_python_reads_what_the_api_answers() {
    let Some(python) = python() else { return };
    let store = store();
    let (server, address) = serve(&store, "");
    let query = "select sku, location, cast(sum(units) as double) as units, cast(min(date) as text) as first \
                 from sales where sku >= $1 group by sku, location order by sku, location";
    let question = json!({
        "uri": format!("grpc://{address}"),
        "options": {},
        "query": query,
        "value": "P07",
        "table": "item_status",
    });
    let came = ask(&python, &question);
    let body = json!({ "sql": query, "parameters": ["P07"] }).to_string();
    let api =
        client::post(server.address(), "/api/v1/sql", &[("content-type", "application/json")], body).json();
    let measured = |rows: &Value| -> Vec<String> {
        let cell = |cell: &Value| cell.as_f64().map_or_else(|| cell.to_string(), |number| number.to_string());
        let row = |row: &Value| row.as_array().expect("cells").iter().map(cell).collect::<Vec<_>>().join(" ");
        rows.as_array().expect("rows").iter().map(row).collect()
    };
    assert_eq!(measured(&came["bound"]), measured(&api["rows"]));
    assert_eq!(measured(&came["rows"]), measured(&api["rows"]));
    assert!(api["rows"].as_array().is_some_and(|rows| rows.len() == 10), "{api}");
    assert_eq!(came["sum"], 45_000_150_000_u64);
    assert_eq!(came["shape"], json!(["sku", "units"]));
    let kinds = ["ProgrammingError", "ProgrammingError", "ProgrammingError", "NotSupportedError"];
    let said =
        ["Did you mean units?", "DROP TABLE is not allowed", "INSERT INTO is not allowed", "only reads"];
    for ((refused, kind), said) in came["refused"].as_array().expect("refusals").iter().zip(kinds).zip(said) {
        assert_eq!(refused["kind"], kind, "{refused}");
        assert!(refused["said"].as_str().is_some_and(|text| text.contains(said)), "{said} in {refused}");
    }
    let schema = server.get("/api/v1/sql/schema").json();
    for table in schema["tables"].as_array().expect("tables") {
        let columns = table["columns"].as_array().expect("columns").iter();
        let names: Vec<&Value> = columns.map(|column| &column["name"]).collect();
        assert_eq!(
            came["tables"][table["name"].as_str().expect("a name")],
            json!(names),
            "{}",
            table["name"]
        );
        if table["name"] == "item_status" {
            assert_eq!(came["columns"], json!(names));
        }
    }
    assert_eq!(
        (&came["about"], &came["pandas"], &came["polars"]),
        (&"Granary".into(), &24.into(), &24.into())
    );
}

#[test]
fn the_driver_of_python_signs_in_with_a_key_or_a_password() {
    let Some(python) = python() else { return };
    let (store, door) = (store(), Door::new());
    let key = door.key("report", &["--role", "analyst"]);
    // Of a length that Base64 fills up, which this driver does not do.
    door.person("anna", &["--role", "analyst"]);
    let (_server, address) = serve(&store, &door.configuration());
    for options in [
        json!({ "adbc.flight.sql.authorization_header": key }),
        json!({ "username": "anna", "password": PASSWORD }),
    ] {
        let question = json!({
            "uri": format!("grpc://{address}"),
            "options": options,
            "query": "select count(*) as days from sales where sku = $1",
            "value": "P07",
            "table": "products",
        });
        let came = ask(&python, &question);
        assert!(came["bound"][0][0].as_u64() > Some(100) && came["bound"] == came["rows"], "{came}");
    }
}
