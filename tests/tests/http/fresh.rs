//! The second sample: measured hours without stock, and no balances, prices or costs. Expected sums are DuckDB's over
//! the file it was made from: of the first 500 store-products, rows on which the item was alive in the last 28 days.

use std::path::Path;
use tests::client::Answer;
use tests::program::{Server, granary, succeed};
use tests::store::Store;

const HOURS_OUT: f64 = 160_650.0;
const HOURS_OPEN: f64 = 764_405.0;

pub fn server() -> (Server, Store) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/sample-fresh");
    let store = Store::copy_of(&sample);
    succeed(granary().arg("publish").arg("--store").arg(store.path()));
    (Server::start(store.path()), store)
}

#[test]
fn stockouts_come_from_hours_and_what_is_absent_is_no_data() {
    let (server, _store) = server();
    let answer = server.get("/api/v1/kpis").json();
    for kpi in answer["kpis"].as_array().expect("key figures") {
        let id = kpi["id"].as_str().expect("an id");
        if id == "stockout_rate" {
            assert_eq!(kpi["current"]["numerator"], HOURS_OUT);
            assert_eq!(kpi["current"]["denominator"], HOURS_OPEN);
        } else {
            assert!(kpi["current"].is_null(), "{kpi}");
        }
    }
    let html = server.get_with("/", &[("accept", "text/html")]);
    assert!(html.text().contains("of opening hours"), "the sentence says hours");
    let items = server.get("/api/v1/items?page_size=1").json();
    assert_eq!(items["total"]["item_locations"], 500);
    assert!(items["items"][0]["on_hand"].is_null() && items["items"][0]["status"] == "no_data", "{items}");
}

#[test]
fn demand_without_stock_is_estimated_and_said() {
    let (server, _store) = server();
    // The item with most hours without stock among those that sell: 65 % of its opening hours.
    let answer: Answer = server.get("/api/v1/forecast?sku=129&location=3");
    let forecast = answer.json();
    let rows = forecast["rows"].as_array().expect("periods");
    let mean = |name: &str| {
        let values: Vec<f64> = rows.iter().filter_map(|row| row[name].as_f64()).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let (sold, expected) = (mean("units"), mean("mean"));
    assert!(expected > 1.3 * sold, "sold {sold} a week with stock a third of the time, forecast {expected}");
    assert!(forecast["notices"].to_string().contains("censored"), "{forecast}");
}
