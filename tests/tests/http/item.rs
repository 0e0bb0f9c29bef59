//! One item-location: the answers of the API, its page, and the refusal of an unknown one.

use crate::server;
use contract::{
    Action, Derived, ItemKey, ItemRecord, QueryString, SeriesGroup, forecast, item, scenario_from_query,
};
use tests::client::Answer;
use tests::store::Store;

/// The publication and the record of an item-location, read from the store.
fn read(store: &Store, query: &str) -> (Derived, ItemRecord) {
    let uri = store.path().to_str().expect("a path");
    let tenant = data::store::Store::open(uri).and_then(|store| store.tenant("main")).expect("the tenant");
    let published = data::publish::load(&tenant, &store.current()).expect("a publication");
    let loaded = published.derived;
    let key = ItemKey::from_query(&QueryString::parse(query)).expect("a key");
    let row = key.row(&loaded.cube, &loaded.plan).expect("a row");
    let group =
        data::publish::series(&tenant, &published.publication, SeriesGroup::of_row(row)).expect("a group");
    let record = ItemRecord::new(&loaded, row, &group).expect("a record");
    (loaded, record)
}

#[test]
fn an_item_is_answered_from_its_series_and_its_scenario() {
    let (server, store) = server();
    for query in [
        "sku=P00&location=north",
        "location=south&sku=P11&service_level=0.99&demand_factor=2",
        "sku=P05&location=north&order_cost=",
    ] {
        let (Derived { facts, .. }, record) = read(&store, query);
        let now = facts.settings.scenario();
        let scenario = scenario_from_query(&QueryString::parse(query), "", &now).expect("a scenario");
        let expected = item(&facts, &record, scenario);
        let answer = server.get(&format!("/api/v1/item?{query}"));
        assert_eq!(answer.text(), serde_json::to_string(&expected).expect("JSON"), "{query}");
        let page = server.get_with(&format!("/item?{query}"), &[("accept", "text/html")]);
        assert_eq!(page.status, 200, "{query}");
        let point = expected.scenario.parts.expect("demand").policy.reorder_point;
        let shown =
            format!("data-number=\"reorder_point\" data-scenario=\"scenario\" data-value=\"{point}\"");
        assert!(page.text().contains(&shown), "{shown}");
    }
}

#[test]
fn a_forecast_is_answered_as_flat_rows() {
    let (server, store) = server();
    let query = "sku=P03&location=south";
    let (Derived { facts, .. }, record) = read(&store, query);
    let answer = server.get(&format!("/api/v1/forecast?{query}"));
    let expected = forecast(&facts, &record);
    assert_eq!(answer.text(), serde_json::to_string(&expected).expect("JSON"));
    let json = answer.json();
    let rows = json["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), record.series.units.len() + record.series.forecast.mean.len());
    let (last, first) = (&rows[record.series.units.len() - 1], &rows[record.series.units.len()]);
    assert!(last["units"].is_number() && last["mean"].is_null(), "{last}");
    assert!(first["units"].is_null() && first["lower_80"].as_f64() < first["upper_80"].as_f64(), "{first}");
    assert_eq!(last["to"], facts.as_of.to_string());
}

#[test]
fn the_order_is_due_when_the_position_reaches_the_reorder_point() {
    let (server, store) = server();
    for place in ["north", "south"] {
        for sku in 0..12 {
            let query = format!("sku=P{sku:02}&location={place}");
            let (Derived { facts, .. }, record) = read(&store, &query);
            let advice = item(&facts, &record, facts.settings.scenario()).scenario.advice;
            let parts = planning::what_if::parts(&record.inputs, &facts.settings.scenario());
            let point = parts.expect("demand").policy.reorder_point;
            // Computed again here, day by day along the forecast.
            let mut position = f64::from(record.on_hand) + f64::from(record.on_order);
            let mut day = facts.as_of;
            for mean in record.series.forecast.mean.iter().flat_map(|mean| [mean / 7.0; 7]) {
                if position <= point + 1e-9 {
                    break;
                }
                position -= mean;
                day = day.plus(1);
            }
            assert_eq!(advice.order_by, Some(day), "{query}");
            let now = day == facts.as_of;
            assert_eq!(advice.action == Action::OrderNow, now, "{query}");
        }
    }
    assert_eq!(server.get("/api/v1/item?sku=P00&location=north").status, 200);
}

#[track_caller]
fn check_refused(answer: &Answer, status: u16, code: &str, part: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    let problem = answer.json();
    assert_eq!(problem["code"], code, "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(part)), "{part} in {problem}");
    assert!(problem["remedy"].as_str().is_some_and(|remedy| remedy.len() > 5), "{problem}");
}

#[test]
fn an_item_that_is_not_there_is_refused_with_where_to_look() {
    let (server, _store) = server();
    for endpoint in ["item", "forecast"] {
        let ask = |query: &str| server.get(&format!("/api/v1/{endpoint}?{query}"));
        check_refused(
            &ask("sku=nothing&location=north"),
            404,
            "unknown-item",
            "`nothing` at location `north`",
        );
        check_refused(&ask("sku=P00&location=NORTH"), 404, "unknown-item", "but at `north`, `south`");
        check_refused(&ask(""), 400, "bad-parameter", "`sku`");
        check_refused(&ask("sku=P00"), 400, "bad-parameter", "`location`");
        check_refused(&ask("sku=&location=north"), 400, "bad-parameter", "`sku`");
    }
    let page = server.get_with("/item?sku=P00&location=east", &[("accept", "text/html")]);
    assert_eq!(page.status, 404);
    assert!(page.text().contains("href=\"/item?sku=P00&amp;location=south\""), "{}", page.text());
    assert!(page.text().contains("href=\"/items?q=P00\""), "{}", page.text());
    let page = server.get_with("/item", &[("accept", "text/html")]);
    assert_eq!(page.status, 400);
    check_refused(
        &server.get("/api/v1/item?sku=P00&location=north&service_level=2"),
        400,
        "bad-parameter",
        "between 0.5 and 0.999",
    );
}

/// Names that have broken other programs.
const HOSTILE: [&str; 11] = [
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%27%20or%201=1%20--",
    "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
    "..%2F..%2Fetc%2Fpasswd",
    "%00",
    "%0d%0aset-cookie:%20a=b",
    "%F0%9F%8D%8E%E2%80%AE%D8%A7",
    "%ff%fe",
    "%25%25%25",
    "P00%20",
    "${jndi:ldap://x}",
];

#[test]
fn hostile_names_are_names_of_nothing() {
    let (server, _store) = server();
    let long = "x".repeat(4_000);
    for name in HOSTILE.into_iter().chain([long.as_str()]) {
        for query in [format!("sku={name}&location=north"), format!("sku=P00&location={name}")] {
            let answer = server.get(&format!("/api/v1/item?{query}"));
            assert_eq!(answer.status, 404, "{query}");
            assert!(answer.body.len() < 2_000, "it is not repeated at length: {query}");
            assert!(answer.headers.get("set-cookie").is_none());
            let page = server.get_with(&format!("/item?{query}"), &[("accept", "text/html")]);
            assert_eq!(page.status, 404, "{query}");
            let text = page.text();
            assert!(!text.contains("<script>alert") && !text.contains("<img"), "{text}");
        }
    }
}

#[test]
fn a_damaged_series_file_is_a_fault_of_the_store_and_breaks_nothing_else() {
    let (server, store) = server();
    let path = store.tenant().join("publications").join(store.current()).join("series/00000.bin");
    let mut bytes = std::fs::read(&path).expect("a file");
    bytes[100] ^= 1;
    std::fs::write(&path, bytes).expect("written");
    let answer = server.get("/api/v1/item?sku=P00&location=north");
    check_refused(&answer, 500, "internal", "not in the request");
    assert_eq!(server.get("/api/v1/kpis").status, 200);
    let logged = server.wait_for(|event| event["message"] == "a series file cannot be read");
    assert!(logged["error"].as_str().is_some_and(|error| error.contains("series/00000.bin")), "{logged}");
}
