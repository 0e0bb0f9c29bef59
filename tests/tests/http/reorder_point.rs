//! A reorder point is one number: in the list, on the item's page, in its answer and in the plan file, to the last digit.

use crate::fresh;
use contract::QueryString;
use serde_json::Value;
use tests::program::{Server, granary, succeed};
use tests::store::Store;

#[test]
fn every_reorder_point_is_the_same_wherever_it_is_said() {
    let (server, store) = crate::server();
    assert_eq!(compared(&server, &store), 24, "twelve items at two locations, all with demand");
}

#[test]
fn so_is_that_of_every_item_location_of_a_sample() {
    let (server, store) = fresh::server();
    let compared = compared(&server, &store);
    assert!(compared > 400, "{compared} of 500 have demand");
}

/// Compares all places for every item-location; how many have a reorder point.
fn compared(server: &Server, store: &Store) -> usize {
    let list = server.get("/api/v1/items?page_size=10000&sort=sku").json();
    let list = list["items"].as_array().expect("a list");
    let table = server.get("/api/v1/items?format=csv&sort=sku");
    let table = column(table.text(), "reorder_point");
    let plan = plan(store);
    assert_eq!((table.len(), plan.len()), (list.len(), list.len()));
    let mut compared = 0;
    for (row, cell) in list.iter().zip(table) {
        let name = |name: &str| row[name].as_str().expect("a name");
        let (sku, location) = (name("sku"), name("location"));
        let planned = plan.iter().find(|row| row["sku"] == sku && row["location"] == location);
        let planned = planned.unwrap_or_else(|| panic!("{row} is planned"));
        let point = &row["reorder_point"];
        assert_eq!((&planned["reorder_point"], &planned["order_quantity"]), (point, &row["order_quantity"]));
        // Read from the same digits in the same way.
        assert_eq!(cell.parse::<Value>().expect("a number"), *point, "{row}");
        let mut query = QueryString::default();
        query.push("sku", sku);
        query.push("location", location);
        let answer = server.get(&format!("/api/v1/item?{query}")).json();
        let policy = &answer["now"]["parts"]["policy"];
        if policy.is_null() {
            assert_eq!(point.as_f64(), Some(0.0), "nothing is to be stocked of {row}");
            continue;
        }
        assert_eq!((&policy["reorder_point"], &policy["order_quantity"]), (point, &row["order_quantity"]));
        let page = server.get_with(&format!("/item?{query}"), &[("accept", "text/html")]);
        let shown = format!("data-number=\"reorder_point\" data-scenario=\"now\" data-value=\"{cell}\"");
        assert!(page.text().contains(&shown), "{shown} for {query}");
        compared += 1;
    }
    compared
}

/// The plan file's rows.
fn plan(store: &Store) -> Vec<Value> {
    let mut command = granary();
    command.args(["plan", "--format", "json", "--output", "-", "--store"]).arg(store.path());
    let plan: Value = serde_json::from_str(&succeed(&mut command)).expect("JSON");
    plan["rows"].as_array().expect("rows").clone()
}

/// The cells of a column of CSV.
fn column(text: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let place = reader.headers().expect("a header").iter().position(|header| header == name).expect(name);
    reader.records().map(|record| record.expect("a record")[place].to_owned()).collect()
}
