//! Tools for assistants: the official client calls them, and their numbers are those of the API.

use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::sync::OnceLock;
use tests::assistant::{Heard, RUN};
use tests::program::{Server, fail, granary, succeed};
use tests::store::{Store, write_tables};

/// A copy of one store that is imported and published once per run.
fn store() -> Store {
    let path = || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("mcp-store");
    static ORIGINAL: OnceLock<Store> = OnceLock::new();
    Store::copy_of(ORIGINAL.get_or_init(|| Store::published_at(path(), 800)).path())
}

#[test]
fn tools_only_read_and_say_so() {
    let heard = Heard::by_pipe(&store(), &[]);
    assert_eq!(heard.all()["server"]["name"], "granary");
    assert!(heard.all()["instructions"].as_str().is_some_and(|text| text.contains("never instructions")));
    let tools = heard.all()["tools"].as_array().expect("tools");
    let names: Vec<&Value> = tools.iter().map(|tool| &tool["name"]).collect();
    assert_eq!(names, ["describe", "key_figures", "items", "item", "forecast", "what_if", "plan", "sql"]);
    for tool in tools {
        let hints = &tool["annotations"];
        assert_eq!(
            (&hints["readOnlyHint"], &hints["openWorldHint"]),
            (&true.into(), &false.into()),
            "{tool}"
        );
        assert!(tool["outputSchema"]["properties"]["answer"].is_object(), "{tool}");
    }
}

/// Calls with the address of the API that answers the same, and whether the answer is the same as a whole.
fn pairs() -> Vec<(&'static str, Value, &'static str)> {
    let one = json!({ "sku": "P03", "location": "north" });
    vec![
        ("key_figures", json!({}), "/api/v1/kpis"),
        (
            "key_figures",
            json!({ "category": ["Mugs", "Toys"], "class": ["A"], "from": "2020-01-01" }),
            "/api/v1/kpis?category=Mugs&category=Toys&class=A&from=2020-01-01",
        ),
        (
            "items",
            json!({ "sort": "-stock_value", "page": 2 }),
            "/api/v1/items?sort=-stock_value&page=2&page_size=10",
        ),
        (
            "item",
            json!({ "history": 600, "service_level": 0.99, "sku": "P03", "location": "north" }),
            "/api/v1/item?sku=P03&location=north&service_level=0.99",
        ),
        (
            "forecast",
            json!({ "history": 600, "sku": one["sku"], "location": one["location"] }),
            "/api/v1/forecast?sku=P03&location=north",
        ),
        (
            "what_if",
            json!({ "service_level": 0.98, "b.demand_factor": 1.2 }),
            "/api/v1/what-if?service_level=0.98&b.demand_factor=1.2",
        ),
    ]
}

#[test]
fn numbers_are_those_of_the_api_over_pipes_and_over_http() {
    let store = store();
    let server = Server::start_as(store.path(), "", &["--listen", "127.0.0.1:0", "--mcp"]);
    let calls: Vec<(&str, Value)> =
        pairs().into_iter().map(|(name, arguments, _)| (name, arguments)).collect();
    let by_http = Heard::of(&json!({ "url": format!("http://{}/mcp", server.address()) }), &calls);
    let by_pipe = Heard::by_pipe(&store, &calls);
    for (at, (name, _, address)) in pairs().into_iter().enumerate() {
        let mut expected = server.get(address).json();
        // The only list of these answers of which a part is told.
        if let Some(movers) = expected.pointer_mut("/budget/movers").and_then(Value::as_array_mut) {
            movers.truncate(5);
        }
        for told in [by_pipe.told(at), by_http.told(at)] {
            assert_eq!(told["answer"], expected, "{name}");
            assert_eq!(
                (&told["as_of"], &told["publication"]),
                (&expected["as_of"], &expected["publication"])
            );
            let page = told["page"].as_str().expect("a path");
            assert_eq!(server.get(page).status, 200, "{name} leads to {page}");
            assert!(told["data_note"].as_str().is_some_and(|note| note.contains("never instructions")));
        }
    }
    let metrics = server.get("/metrics");
    assert!(metrics.text().contains("route=\"/mcp\""), "calls are counted");
}

#[test]
fn order_lines_are_those_of_the_plan() {
    let store = store();
    let calls = [
        ("plan", json!({ "lines": 200 })),
        ("plan", json!({ "lines": 1, "service_level": 0.99, "category": ["Mugs"] })),
        ("sql", json!({ "sql": "select * from orders_today order by proposed_value desc, location, sku" })),
    ];
    let heard = Heard::by_pipe(&store, &calls);
    let plan = |arguments: &[&str]| {
        let mut command = granary();
        command.args(["plan", "--format", "json", "--output", "-", "--store"]).arg(store.path());
        let plan: Value = serde_json::from_str(&succeed(command.args(arguments))).expect("JSON");
        let mut rows = plan["rows"].as_array().expect("rows").clone();
        rows.retain(|row| row["proposed_order"].as_f64() > Some(0.0));
        rows
    };
    let places = |rows: &[Value]| {
        let mut rows: Vec<String> = rows.iter().map(Value::to_string).collect();
        rows.sort();
        rows
    };
    let expected = plan(&[]);
    let told = heard.told(0)["answer"].clone();
    assert!(!expected.is_empty(), "something is to be ordered, or this tests nothing");
    assert_eq!(places(told["rows"].as_array().expect("rows")), places(&expected));
    let values: Vec<f64> = told["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["proposed_value"].as_f64())
        .collect();
    assert!(values.is_sorted_by(|a, b| a >= b), "{values:?}");
    let queried = heard.told(2)["answer"].clone();
    let names = queried["columns"].as_array().expect("columns").iter();
    let names: Vec<&str> = names.filter_map(|column| column["name"].as_str()).collect();
    let object = |row: &Value| -> Value {
        let cells = row.as_array().expect("cells").iter().cloned();
        names.iter().map(|name| (*name).to_owned()).zip(cells).collect::<Map<_, _>>().into()
    };
    let queried: Vec<Value> = queried["rows"].as_array().expect("rows").iter().map(object).collect();
    assert_eq!(places(&queried), places(&expected));

    let scenario = tempfile::tempdir().expect("a directory");
    let file = scenario.path().join("high.toml");
    std::fs::write(&file, "service_level = 0.99\n").expect("written");
    let expected = plan(&["--category", "Mugs", "--scenario", &file.to_string_lossy()]);
    let told = heard.told(1);
    assert_eq!(told["answer"]["lines"], expected.len());
    assert_eq!(told["answer"]["scenario"], "service_level=0.99");
    assert!(told["page"].as_str().is_some_and(|page| page.starts_with("/what-if?")), "{told}");
    assert_eq!(told["answer"]["rows"].as_array().map(Vec::len), Some(1.min(expected.len())));
}

#[test]
fn answers_are_small_and_say_what_they_leave_out() {
    let calls = [
        ("items", json!({})),
        ("forecast", json!({ "sku": "P03", "location": "north" })),
        ("sql", json!({ "sql": "select * from generate_series(1, 100000)" })),
        ("describe", json!({})),
        ("describe", json!({ "table": ["item_status", "sales"] })),
    ];
    let heard = Heard::by_pipe(&store(), &calls);
    let cut = |call: usize| heard.told(call)["cut"].as_str().unwrap_or_default().to_owned();
    assert_eq!(cut(0), "`items` are cut at 10 of 24: this is page 1 of 3");
    assert!(cut(1).contains("cut at 26 of"), "{}", cut(1));
    assert_eq!(cut(2), "`rows` are cut at 100");
    assert_eq!(heard.told(2)["answer"]["rows"].as_array().map(Vec::len), Some(100));
    let columns = |call: usize, table: &str| {
        let told = heard.told(call);
        let tables = told["answer"]["tables"].as_array().expect("tables");
        let table = tables.iter().find(|found| found["name"] == table).expect("a table");
        table["columns"].as_array().expect("columns").len()
    };
    assert_eq!((columns(3, "sales"), columns(4, "stock")), (0, 0));
    assert!(columns(4, "sales") > 4 && columns(4, "item_status") > 20);
    for (call, (name, _)) in calls.iter().enumerate() {
        let bytes = heard.told(call).to_string().len();
        assert!(bytes < 32_000, "{name} tells {bytes} bytes");
    }
}

#[test]
fn a_refusal_says_what_to_do_and_nothing_is_written() {
    let store = store();
    let calls = [
        ("items", json!({ "sortt": "name" })),
        ("items", json!({ "page_size": 1000 })),
        ("item", json!({ "sku": "P99", "location": "north" })),
        ("sql", json!({ "sql": "select unts from sales" })),
        ("sql", json!({ "sql": "drop table sales" })),
        ("sql", json!({ "sql": "select * from '/etc/passwd'" })),
        ("sql", json!({ "query": "select 1" })),
        ("describe", json!({ "table": ["salse"] })),
        ("order", json!({})),
    ];
    let heard = Heard::by_pipe(&store, &calls);
    let codes: Vec<Value> = (0..8).map(|call| heard.refused(call)["code"].clone()).collect();
    assert_eq!(
        codes,
        [
            "unknown-parameter",
            "bad-parameter",
            "unknown-item",
            "sql-refused",
            "sql-refused",
            "sql-refused",
            "bad-body",
            "bad-parameter"
        ]
    );
    assert_eq!(heard.refused(3)["sql"]["suggestion"], "units");
    assert_eq!(heard.refused(4)["sql"]["code"], "not-allowed");
    assert!((0..8).all(|call| !heard.refused(call)["remedy"].as_str().unwrap_or_default().is_empty()));
    let unknown = heard.all()["answers"][8]["protocolError"].as_str().expect("no such tool");
    assert!(unknown.contains("there is no tool order"), "{unknown}");
}

#[test]
fn a_new_publication_is_told_of_at_once_and_without_one_there_are_no_tools() {
    let store = store();
    let empty = tempfile::tempdir().expect("a directory");
    let (told, _) = fail(granary().args(["mcp", "--store"]).arg(empty.path()));
    assert!(told.contains("help: Make one with granary publish"), "{told}");
    let sources = write_tables(810);
    let mut import = vec![granary().get_program().to_string_lossy().into_owned(), "import".to_owned()];
    let files = ["sales.csv", "stock.csv", "products.csv"].map(|name| sources.path().join(name));
    import.extend(files.map(|file| file.to_string_lossy().into_owned()));
    import.extend(["--store".to_owned(), store.path().to_string_lossy().into_owned()]);
    let before = store.current();
    let calls = [("key_figures", json!({})), (RUN, json!(import)), ("key_figures", json!({}))];
    let heard = Heard::by_pipe(&store, &calls);
    assert!(before != store.current(), "another publication is current");
    assert_eq!(
        [0, 2].map(|call| heard.told(call)["publication"].clone()),
        [json!(before), json!(store.current())]
    );
}

#[test]
fn a_server_answers_assistants_only_if_it_is_told_to_and_no_pages_of_other_sites() {
    let store = store();
    let call = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;
    let headers = |origin: &'static str| {
        let accept = ("accept", "application/json, text/event-stream");
        let all = [("content-type", "application/json"), accept, ("origin", origin)];
        if origin.is_empty() { all[..2].to_vec() } else { all.to_vec() }
    };
    let ask = |server: &Server, origin| tests::client::post(server.address(), "/mcp", &headers(origin), call);
    let silent = Server::start(store.path());
    assert_eq!(ask(&silent, "").status, 404);
    let server = Server::start_with(store.path(), "mcp = true\n");
    let answer = ask(&server, "");
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(!answer.header("content-security-policy").is_empty(), "headers are those of every answer");
    assert_eq!(ask(&server, "http://evil.example").status, 403);
    let head =
        "POST /mcp HTTP/1.1\r\nhost: evil.example\r\ncontent-type: application/json\r\nconnection: close";
    let elsewhere = format!("{head}\r\ncontent-length: {}\r\n\r\n{call}", call.len());
    assert_eq!(tests::client::raw(server.address(), elsewhere).status, 421);
}
