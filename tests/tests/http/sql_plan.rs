//! How the engine goes about a query, as its steps say.

use crate::server;
use serde_json::json;
use tests::client;

/// Looking groups up is faster than following the files' order; windows and sorts over that order need no sort.
#[test]
fn the_order_of_files_serves_windows_and_not_groups() {
    let (server, _store) = server();
    let steps = |sql: &str| {
        let asked = json!({ "sql": sql, "explain": true }).to_string();
        let headers = [("content-type", "application/json")];
        client::post(server.address(), "/api/v1/sql", &headers, asked).json()["steps"].to_string()
    };
    let grouped = steps("select location, sku, sum(units) from sales group by location, sku");
    assert!(grouped.contains("Aggregate"), "{grouped}");
    assert!(!grouped.contains("ordering_mode") && !grouped.contains("preserve_order=true"), "{grouped}");
    let over = "(partition by location, sku order by date)";
    let window = steps(&format!("select location, sku, date, sum(units) over {over} from sales"));
    assert!(window.contains("Window") && !window.contains("Sort:"), "{window}");
    let counted = steps(&format!(
        "select location, count(before) from (select location, lag(units) over {over} as before from sales) as s group by location"
    ));
    assert!(counted.contains("Window") && !counted.contains("Sort:"), "{counted}");
}
