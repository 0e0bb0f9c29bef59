//! Figures for tables that begin and end on different days, stock known only on some days, and items without a cost.

use planning::day::Day;
use serde_json::Value;
use std::fmt::Write as _;
use tests::program::Server;
use tests::store::Store;

const FIRST: i32 = 19_000;
const DAYS: i32 = 60;

/// Two units a day of three items that cost 1, for [`DAYS`] days.
fn sales() -> String {
    let mut sales = String::from("date,sku,location,units,revenue\n");
    for day in 0..DAYS {
        for item in 0..3 {
            let _ = writeln!(sales, "{},S{item},L,2,6", Day(FIRST + day));
        }
    }
    sales
}

/// Stock of 100 of each item on the given days, counted from the first sale.
fn stock(days: impl Iterator<Item = i32>) -> String {
    let mut stock = String::from("date,sku,location,on_hand\n");
    for day in days {
        for item in 0..3 {
            let _ = writeln!(stock, "{},S{item},L,100", Day(FIRST + day));
        }
    }
    stock
}

const PRODUCTS: &str = "sku,name,category,unit_cost\nS0,n,c,1\nS1,n,c,1\nS2,n,c,1\n";

fn served(stock: &str, products: &str) -> (Server, Store) {
    let store = Store::of_tables(&[("sales", &sales()), ("stock", stock), ("products", products)]);
    (Server::start(store.path()), store)
}

fn figure(answer: &Value, id: &str) -> Option<f64> {
    let kpis = answer["kpis"].as_array().expect("key figures");
    kpis.iter().find(|kpi| kpi["id"] == id).expect(id)["current"]["value"].as_f64()
}

fn page(server: &Server, path: &str) -> String {
    let html = server.get_with(path, &[("accept", "text/html")]);
    assert_eq!(html.status, 200, "{path}");
    html.text().to_owned()
}

#[test]
fn stock_from_before_the_first_sale_changes_no_figure() {
    // 360 sold at cost in 60 days from 300 in stock: 7.3 times a year, 50 days.
    for before in [0, 28, 60, 200] {
        let (server, _store) = served(&stock(-before..DAYS), PRODUCTS);
        let answer = server.get("/api/v1/kpis").json();
        let near = |id, right: f64| {
            let value = figure(&answer, id).expect(id);
            assert!((value - right).abs() < 1e-9, "{id} is {value} with stock from {before} days before");
        };
        near("turnover", 7.3);
        near("days_of_inventory", 50.0);
        near("stock_value", 300.0);
        assert_eq!((&answer["days"], &answer["stock_days"]), (&60.into(), &60.into()));
    }
}

#[test]
fn averages_are_over_the_days_on_which_stock_is_known() {
    let weekly = stock((0..DAYS).step_by(7));
    let (server, _store) = served(&weekly, PRODUCTS);
    let answer = server.get("/api/v1/kpis").json();
    let turnover = figure(&answer, "turnover").expect("a turnover");
    // Up to the last count four days before the last sale: 342 sold in 57 days.
    assert!((turnover - 7.3).abs() < 1e-9, "{turnover}");
    assert_eq!((&answer["days"], &answer["stock_days"]), (&57.into(), &9.into()));
    assert!(page(&server, "/").contains("Stock known on 9 of 57 days"));
}

#[test]
fn today_is_the_last_count_near_the_last_sale_and_what_lies_beyond_is_said() {
    let check = |last: i32, today: i32, said: &str| {
        let (server, _store) = served(&stock(0..last + 1), PRODUCTS);
        let answer = server.get("/api/v1/items?page_size=1").json();
        assert_eq!(answer["as_of"], Day(FIRST + today).to_string(), "stock until {last}");
        assert_eq!(answer["items"][0]["on_hand"].is_null(), said == "not known", "stock until {last}");
        let html = page(&server, "/");
        assert!(html.contains(said), "stock until {last}: {said}");
        assert_eq!(html.contains("class=\"unused\""), !said.is_empty(), "stock until {last}");
    };
    check(DAYS - 1, DAYS - 1, "");
    // A count on the morning after the last sale is the stock to sell from.
    check(DAYS, DAYS, "");
    check(DAYS + 40, DAYS - 1, "Stock is recorded until");
    check(DAYS - 11, DAYS - 11, "Sales run until");
    check(DAYS - 45, DAYS - 1, "not known");
}

#[test]
fn without_a_cost_what_if_has_no_money_and_says_why() {
    let (server, _store) = served(&stock(0..DAYS), "sku,name,category\nS0,n,c\nS1,n,c\nS2,n,c\n");
    let html = page(&server, "/what-if");
    assert!(html.contains("none of the 3 stocked item-locations has a unit cost"), "it says why");
    let results = html.split("class=\"results\"").nth(1).expect("results");
    let results = results.split("class=\"notes\"").next().expect("results");
    assert!(!results.contains("0.00") && !results.contains("¤0"), "no sum of nothing");
    let answer = server.get("/api/v1/what-if").json();
    assert!(answer["now"]["totals"]["stock_value"].is_null(), "{}", answer["now"]);
    assert!(answer["now"]["cost_per_year"].is_null() && answer["curve"] == Value::Array(Vec::new()));
    assert_eq!(answer["now"]["totals"]["without_cost"], 3);
}

#[test]
fn a_list_holds_as_many_as_the_number_that_links_to_it() {
    // Far too much of the first item, none of the second on every other day, enough of the third.
    let mut stock = String::from("date,sku,location,on_hand\n");
    for day in 0..DAYS {
        for (item, on_hand) in [(0, 90_000), (1, 9 * (day % 2)), (2, 60)] {
            let _ = writeln!(stock, "{},S{item},L,{on_hand}", Day(FIRST + day));
        }
    }
    let products = "sku,name,category,unit_cost,unit_price\nS0,n,c,1,3\nS1,n,c,1,3\nS2,n,c,1,3\n";
    let (server, _store) = served(&stock, products);
    let html = page(&server, "/");
    for only in ["short", "excess"] {
        let list = html.split(&format!("id=\"{only}\"")).nth(1).expect("a list");
        let note = list.split("item-location").next().expect("a count");
        let count = note.rsplit(" at ").next().expect("a count").trim().replace('\u{a0}', "");
        let link = list.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
        let link = link.replace("&amp;", "&");
        let linked = server.get(&format!("/api/v1{link}")).json();
        assert_eq!(linked["total"]["item_locations"].to_string(), count, "{only}: {link}");
        assert_eq!(count, "1", "{only}");
    }
    let excess = server.get("/api/v1/items?only=excess&page_size=1000").json();
    for row in excess["items"].as_array().expect("rows") {
        assert!(row["status"] == "excess" || row["status"] == "no_demand", "{row}");
    }
}

#[test]
fn what_is_worth_the_same_has_the_same_class() {
    // In the order of a list, the first four would be A and the last, after 80 %, B.
    let five: String = (0..5).map(|item| format!("2022-01-01,E{item},L,1\n")).collect();
    let store = Store::of_tables(&[("sales", &["date,sku,location,units\n", &five].concat())]);
    let items = Server::start(store.path()).get("/api/v1/items").json();
    assert!(items["items"].as_array().expect("rows").iter().all(|row| row["class"] == "A"), "{items}");
}
