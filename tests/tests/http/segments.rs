//! Classes, segments and rules: from the settings file to pages, API and plan.

use crate::{server, store};
use serde_json::Value;
use std::fs;
use tests::program::{Server, granary, succeed};
use tests::store::Store;

/// Publishes under these settings.
fn publish(store: &Store, settings: &str) {
    let file = store.path().join("settings.toml");
    fs::write(&file, settings).expect("written");
    succeed(granary().args(["publish", "--settings"]).arg(&file).arg("--store").arg(store.path()));
}

fn items(server: &Server, query: &str) -> Vec<Value> {
    let answer = server.get(&format!("/api/v1/items?page_size=1000&{query}")).json();
    answer["items"].as_array().expect("a list").clone()
}

fn number(row: &Value, name: &str) -> f64 {
    row[name].as_f64().unwrap_or_else(|| panic!("{name} of {row}"))
}

#[test]
fn classes_divide_the_items_and_the_filter_keeps_one() {
    let (server, _store) = server();
    let all = items(&server, "");
    let mut kept = 0;
    for class in ["X", "Y", "Z", "unknown"] {
        let rows = items(&server, &format!("variability={class}"));
        assert!(rows.iter().all(|row| row["variability"] == class), "{class}");
        kept += rows.len();
    }
    assert_eq!(kept, all.len());
    let sorted = items(&server, "sort=-annual_value");
    assert!(
        sorted.windows(2).all(|pair| number(&pair[0], "annual_value") >= number(&pair[1], "annual_value"))
    );
    assert_eq!(sorted[0]["class"], "A", "the most valuable is in A");
    assert_eq!(server.get("/api/v1/items?variability=W").status, 400);
    assert_eq!(server.get("/segments?class=D").status, 400);
}

#[test]
fn the_most_specific_rule_sets_the_policy_everywhere() {
    let store = store();
    publish(&store, "service_level = 0.9\n");
    let before = items(&Server::start(store.path()), "sort=sku");
    let rules = "service_level = 0.9\n\
                 [[policy]]\nclass = \"A\"\nservice_level = 0.98\n\
                 [[policy]]\nclass = \"A\"\nlocation = \"south\"\nservice_level = 0.95\nreview_days = 7\n\
                 [[policy]]\nclass = \"B\"\nmethod = \"naive\"\n";
    publish(&store, rules);
    let server = Server::start(store.path());
    let after = items(&server, "sort=sku");
    let mut seen = [0; 4];
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((&before["sku"], &before["location"]), (&after["sku"], &after["location"]));
        let rule = match (after["class"].as_str(), after["location"].as_str()) {
            (Some("A"), Some("south")) => 2,
            (Some("A"), _) => 1,
            (Some("B"), _) => 3,
            _ => 0,
        };
        seen[rule] += 1;
        assert_eq!(after["policy_rule"].as_u64().unwrap_or(0), rule as u64, "{after}");
        let expected = [(0.9, 1.0), (0.98, 1.0), (0.95, 7.0), (0.9, 1.0)][rule];
        assert_eq!((number(after, "service_level"), number(after, "review_days")), expected, "{after}");
        match rule {
            0 => assert_eq!(before["reorder_point"], after["reorder_point"], "{after}"),
            1 | 2 => assert!(number(after, "reorder_point") > number(before, "reorder_point"), "{after}"),
            _ => {}
        }
    }
    assert!(
        seen.iter().all(|count| *count > 0),
        "every rule applies somewhere, or this tests nothing: {seen:?}"
    );
    a_rule_is_the_baseline(&server, &after);
    the_plan_agrees(&store, &after);
    let page = String::from_utf8(server.get("/segments").body).expect("UTF-8");
    for shown in ["ABC class A, Location south", "95.0\u{a0}% service", "forecast by naive", "7 days"] {
        assert!(page.contains(shown), "{shown}");
    }
    let what_if = String::from_utf8(server.get("/what-if?service_level=0.99").body).expect("UTF-8");
    assert!(what_if.contains("A rule sets"), "it says what a slider does not move");
}

/// An item's page and its answer begin with its rule's values; a scenario changes them.
fn a_rule_is_the_baseline(server: &Server, rows: &[Value]) {
    let row = rows.iter().find(|row| row["policy_rule"] == 2).expect("a row");
    let of = |query: &str| {
        let (sku, location) =
            (row["sku"].as_str().expect("a sku"), row["location"].as_str().expect("a place"));
        server.get(&format!("/api/v1/item?sku={sku}&location={location}{query}")).json()
    };
    let answer = of("");
    assert_eq!((&answer["policy_rule"], &answer["variability"]), (&row["policy_rule"], &row["variability"]));
    assert_eq!(answer["now"], answer["scenario"]);
    let now = &answer["now"];
    assert_eq!(
        (number(&now["scenario"], "service_level"), number(&now["scenario"], "review_days")),
        (0.95, 7.0)
    );
    let point = number(&now["parts"]["policy"], "reorder_point");
    assert_eq!(row["reorder_point"].as_f64(), Some(point));
    let supposed = of("&service_level=0.99");
    assert_eq!(supposed["now"], answer["now"]);
    assert!(number(&supposed["scenario"]["parts"]["policy"], "reorder_point") > point);
    assert_eq!(number(&supposed["scenario"]["scenario"], "review_days"), 7.0);
}

/// What-if keeps the values that rules set, so that only other items move; the plan equals the list.
fn the_plan_agrees(store: &Store, rows: &[Value]) {
    let plan = |arguments: &[&str]| -> Vec<Value> {
        let mut command = granary();
        command
            .args(["plan", "--format", "json", "--output", "-", "--store"])
            .arg(store.path())
            .args(arguments);
        let plan: Value = serde_json::from_str(&succeed(&mut command)).expect("JSON");
        plan["rows"].as_array().expect("rows").clone()
    };
    let file = store.path().join("scenario.toml");
    fs::write(&file, "service_level = 0.99\n").expect("written");
    let (now, supposed) = (plan(&[]), plan(&["--scenario", &file.to_string_lossy()]));
    for (now, supposed) in now.iter().zip(&supposed) {
        let same = |row: &&Value| row["sku"] == now["sku"] && row["location"] == now["location"];
        let row = rows.iter().find(same).expect("a row");
        for name in
            ["reorder_point", "order_quantity", "service_level", "review_days", "policy_rule", "variability"]
        {
            assert_eq!(now[name], row[name], "{name} of {row}");
        }
        let is_moved = number(now, "reorder_point") != number(supposed, "reorder_point");
        let has_own_level = [1, 2].contains(&row["policy_rule"].as_u64().unwrap_or(0));
        assert_eq!(is_moved, !has_own_level && number(now, "demand_per_day") > 0.0, "{now}");
    }
    assert!(plan(&["--variability", "unknown"]).iter().all(|row| row["variability"] == "unknown"));
}
