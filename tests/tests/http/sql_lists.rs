//! The lists of the publication in SQL: the rows of the API and of the plan, to the digit.

use crate::server;
use serde_json::{Map, Value, json};
use tests::client;
use tests::program::{Server, granary, succeed};

/// The rows of a list as objects, in the order of location and item.
fn listed(server: &Server, list: &str) -> Vec<Value> {
    let query = json!({ "sql": format!("select * from {list} order by location, sku") }).to_string();
    let headers = [("content-type", "application/json")];
    let answer = client::post(server.address(), "/api/v1/sql", &headers, query);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    let names = answer["columns"].as_array().expect("columns").iter().map(|column| &column["name"]);
    let names: Vec<&str> = names.map(|name| name.as_str().expect("a name")).collect();
    let object = |row: &Value| {
        let cells = row.as_array().expect("cells").iter().cloned();
        names.iter().map(|name| (*name).to_owned()).zip(cells).collect::<Map<_, _>>().into()
    };
    answer["rows"].as_array().expect("rows").iter().map(object).collect()
}

/// Rows of another source in the same order, with yes and no as queries have them.
fn others(rows: &Value) -> Vec<Value> {
    let mut rows = rows.as_array().expect("rows").clone();
    let place = |row: &Value| [&row["location"], &row["sku"]].map(Value::to_string);
    rows.sort_by_key(place);
    for flag in rows.iter_mut().flat_map(|row| row.get_mut("cover_beyond_horizon")) {
        *flag = flag.as_bool().map(i64::from).into();
    }
    rows
}

#[test]
fn item_status_is_the_list_of_items() {
    let (server, _store) = server();
    let expected = others(&server.get("/api/v1/items?page_size=1000").json()["items"]);
    let found = listed(&server, "item_status");
    assert_eq!(found.len(), 24);
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
}

#[test]
fn orders_today_are_the_lines_of_the_plan_with_something_to_order() {
    let (server, store) = server();
    let mut command = granary();
    command.args(["plan", "--format", "json", "--output", "-", "--store"]).arg(store.path());
    let plan: Value = serde_json::from_str(&succeed(&mut command)).expect("JSON");
    let mut expected = others(&plan["rows"]);
    expected.retain(|row| row["proposed_order"].as_f64() > Some(0.0));
    let found = listed(&server, "orders_today");
    assert!(!found.is_empty(), "something is to be ordered, or this tests nothing");
    assert_eq!(found, expected);
}
