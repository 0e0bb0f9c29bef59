//! The API returns what the core computes from the derived files, byte for byte; metrics count what happened.

use crate::server;
use contract::{
    COMPARED_PREFIX, Derived, Filter, ItemsQuery, Published, QueryString, WhatIfQuery, accuracy, items, kpis,
    scenario_from_query, what_if,
};
use tests::store::Store;

pub fn loaded(store: &Store) -> Published {
    let uri = store.path().to_str().expect("a path");
    let tenant = data::store::Store::open(uri).and_then(|store| store.tenant("main")).expect("the tenant");
    data::publish::load(&tenant, &store.current()).expect("a publication")
}

const FILTERS: [&str; 6] = [
    "",
    "from=2020-01-01&to=2020-06-30",
    "category=Candles+%26+lights&category=Toys",
    "location=south&class=A&class=B",
    "from=&to=&category=&class=",
    "category=Nothing",
];

#[test]
fn kpis_are_those_of_the_cube() {
    let (server, store) = server();
    let Derived { facts, cube, .. } = loaded(&store).derived;
    for query in FILTERS {
        let filter = Filter::from_query(&QueryString::parse(query)).expect("a filter");
        let expected = kpis(&facts, &cube, &filter);
        let answer = server.get(&format!("/api/v1/kpis?{query}"));
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.text(), serde_json::to_string(&expected).expect("JSON"), "{query}");
    }
    let all = server.get("/api/v1/kpis").json();
    let value = |id: &str| {
        let found = all["kpis"].as_array().and_then(|all| all.iter().find(|kpi| kpi["id"] == id));
        found.unwrap_or_else(|| panic!("{id} in {all}"))["current"]["value"].clone()
    };
    assert!(value("revenue").as_f64().is_some_and(|revenue| revenue > 0.0));
    assert!(value("stockout_rate").as_f64().is_some_and(|rate| rate > 0.0 && rate < 1.0));
    let none = server.get("/api/v1/kpis?category=Nothing").json();
    assert!(
        none["kpis"].as_array().is_some_and(|all| all.iter().any(|kpi| kpi["current"].is_null())),
        "{none}"
    );
}

#[test]
fn accuracy_is_that_of_the_plan() {
    let (server, store) = server();
    let Derived { facts, cube, plan, .. } = loaded(&store).derived;
    for query in FILTERS {
        let filter = Filter::from_query(&QueryString::parse(query)).expect("a filter");
        let expected = accuracy(&facts, &cube, &plan, &filter);
        let answer = server.get(&format!("/api/v1/accuracy?{query}"));
        assert_eq!(answer.text(), serde_json::to_string(&expected).expect("JSON"), "{query}");
    }
    let all = server.get("/api/v1/accuracy").json();
    assert!(
        all["total"]["item_locations"].as_f64() > Some(0.0),
        "something was tested, or this tests nothing"
    );
    let none = server.get("/api/v1/accuracy?category=Nothing").json();
    assert!(none["total"]["rmsse"].is_null() && none["total"]["better"].is_null(), "{none}");
}

#[test]
fn what_if_is_that_of_the_plan() {
    let (server, store) = server();
    let derived = loaded(&store).derived;
    let now = derived.facts.settings.scenario();
    for scenario in [
        "",
        "service_level=0.98",
        "lead_time_factor=1.5&b.demand_factor=0.8",
        "b.service_level=",
        "service_type=fill&formula=textbook&b.formula=textbook&b.demand_factor=1.2",
        "stock_budget=12345.5",
    ] {
        for filter in FILTERS {
            let text = format!("{filter}&{scenario}");
            let query = QueryString::parse(&text);
            let filter = Filter::from_query(&query).expect("a filter");
            let asked = scenario_from_query(&query, "", &now).expect("a scenario");
            let compared = text
                .contains("b.demand")
                .then(|| scenario_from_query(&query, COMPARED_PREFIX, &now).expect("a scenario"));
            let stock_budget = query.get("stock_budget").map(|text| text.parse().expect("a number"));
            let expected = what_if(&derived, WhatIfQuery { filter, scenario: asked, compared, stock_budget });
            let answer = server.get(&format!("/api/v1/what-if?{text}"));
            assert_eq!(answer.text(), serde_json::to_string(&expected).expect("JSON"), "{text}");
        }
    }
    let dearer = server.get("/api/v1/what-if?service_level=0.99").json();
    let safety = |which: &str| dearer[which]["totals"]["safety_stock_value"].as_f64().expect("a number");
    assert!(safety("scenario") > safety("now"), "{dearer}");
}

#[test]
fn items_are_those_of_the_plan_page_by_page() {
    let (server, store) = server();
    let derived = loaded(&store).derived;
    for filter in FILTERS {
        for rest in [
            "",
            "q=product+1&sort=-cover_days&page_size=5",
            "status=stocked_out&page=2&page_size=3",
            "page=99",
        ] {
            let text = format!("{filter}&{rest}");
            let query = ItemsQuery::from_query(&QueryString::parse(&text)).expect("a query");
            let expected = items(&derived, &query);
            let answer = server.get(&format!("/api/v1/items?{text}"));
            assert_eq!(answer.text(), serde_json::to_string(&expected).expect("JSON"), "{text}");
        }
    }
    // Twelve items at two locations, all with stock records; those without stock on the last day are stocked out.
    let all = server.get("/api/v1/items?page_size=100&sort=sku").json();
    let rows = all["items"].as_array().expect("items");
    assert_eq!((rows.len(), all["total"]["item_locations"].as_u64()), (24, Some(24)));
    for row in rows {
        let on_hand = row["on_hand"].as_f64().expect("stock");
        let status = row["status"].as_str().expect("a status");
        assert_eq!(on_hand <= 0.0, status == "stocked_out", "{row}");
        let item: f64 = row["sku"].as_str().and_then(|sku| sku[1..].parse().ok()).expect("a number");
        let value = on_hand * (2.25 + item);
        assert_eq!(row["stock_value"].as_f64(), Some(value), "{row}");
        let short = row["units_at_risk"].as_f64().expect("units");
        let risk = row["money_at_risk"].as_f64().expect("money");
        let price = (2.0 + item) * 2.0 + 0.5;
        assert!((risk - short * price).abs() <= 1e-5 * risk, "{row}");
        let due = row["order_by"] == all["as_of"];
        assert_eq!(due, row["suggested_order"].as_f64().is_some_and(|units| units > 0.0), "{row}");
    }
    let skus: Vec<&str> = rows.iter().filter_map(|row| row["sku"].as_str()).collect();
    assert!(skus.is_sorted());
}

#[test]
fn metrics_count_requests_by_route_and_status_and_name_the_publication() {
    let (server, store) = server();
    for path in ["/", "/?class=A", "/?class=D", "/nowhere/1", "/nowhere/2"] {
        server.get(path);
    }
    let answer = server.get("/metrics");
    assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"));
    for line in [
        "granary_http_requests_total{route=\"/\",method=\"GET\",status=\"200\"} 2".to_owned(),
        "granary_http_requests_total{route=\"/\",method=\"GET\",status=\"400\"} 1".to_owned(),
        "granary_http_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 2".to_owned(),
        "granary_http_request_duration_seconds_count{route=\"/\"} 3".to_owned(),
        "granary_publications_loaded_total 1".to_owned(),
        "granary_publications_refused_total 0".to_owned(),
    ] {
        assert!(answer.text().lines().any(|found| found == line), "{line} in\n{}", answer.text());
    }
    let info = format!("granary_publication_info{{publication=\"{}\"", store.current());
    assert!(
        answer.text().lines().any(|line| line.starts_with(&info) && line.ends_with(" 1")),
        "{}",
        answer.text()
    );
    assert!(answer.text().contains("\ngranary_http_connections "), "{}", answer.text());
}
