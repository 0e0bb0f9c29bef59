//! Today's orders by supplier: the numbers of `granary plan`, in the API, as files and on pages.

use crate::failures::{check_failure, text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tests::program::{Server, granary, succeed};
use tests::store::{Store, write_tables};

/// Suppliers of the first items, whose codes no file may have as its name; the last items have none.
const SUPPLIERS: [&str; 3] = ["../A&B", "CON", "con"];

const TERMS: &str = "supplier,name,lead_time_days_mean,lead_time_days_sd,minimum_order_value,free_freight_value,\
                     order_weekday\n\
                     ../A&B,A and B,12,3,1000000,,1\n\
                     CON,Con,9,2,-5,0.01,9\n";

/// A store whose items have suppliers, with terms that are given, absurd or missing.
fn store() -> Store {
    let sources = write_tables(500);
    let read = |name: &str| fs::read_to_string(sources.path().join(name)).expect(name);
    let mut products = String::new();
    for (line, row) in read("products.csv").lines().enumerate() {
        let supplier = match line {
            0 => "supplier",
            _ => SUPPLIERS.get((line - 1) / 3).copied().unwrap_or_default(),
        };
        products += &format!("{row},{supplier}\n");
    }
    let (sales, stock) = (read("sales.csv"), read("stock.csv"));
    Store::of_tables(&[("sales", &sales), ("stock", &stock), ("products", &products), ("suppliers", TERMS)])
}

/// The plan's lines that are to be ordered today, by item and location.
fn planned(store: &Store) -> BTreeMap<(String, String), Value> {
    let mut command = granary();
    command.args(["plan", "--format", "json", "--output", "-", "--store"]).arg(store.path());
    let plan: Value = serde_json::from_str(&succeed(&mut command)).expect("JSON");
    let rows = plan["rows"].as_array().expect("rows").iter();
    let today = rows.filter(|row| row["proposed_order"].as_f64() > Some(0.0));
    today.map(|row| (key(row), row.clone())).collect()
}

fn key(row: &Value) -> (String, String) {
    let text = |name: &str| row[name].as_str().expect(name).to_owned();
    (text("sku"), text("location"))
}

fn lines(answer: &Value) -> &Vec<Value> {
    answer["lines"].as_array().expect("lines")
}

#[test]
fn they_are_the_plans_lines_to_the_digit() {
    let store = store();
    let (server, planned) = (Server::start(store.path()), planned(&store));
    let answer = server.get("/api/v1/orders?page_size=1000").json();
    assert!(planned.len() > 5, "something is to be ordered, or this tests nothing");
    assert_eq!(lines(&answer).len(), planned.len());
    for line in lines(&answer) {
        let row = &planned[&key(line)];
        for (mine, theirs) in [
            ("units", "proposed_order"),
            ("value", "proposed_value"),
            ("supplier", "supplier"),
            ("on_hand", "on_hand"),
            ("on_order", "on_order"),
            ("reorder_point", "reorder_point"),
            ("unit_cost", "unit_cost"),
            ("demand_per_day", "demand_per_day"),
        ] {
            assert_eq!(line[mine], row[theirs], "{mine} of {line}");
        }
    }
    let sum = |of: &Value, name: &str| of["sum"][name].as_f64().expect(name);
    let suppliers = answer["suppliers"].as_array().expect("suppliers");
    let names: Vec<_> = suppliers.iter().map(|of| of["supplier"].as_str()).collect();
    assert_eq!(names.last(), Some(&None), "items without a supplier come last: {names:?}");
    assert_eq!(
        suppliers.iter().map(|of| sum(of, "lines")).sum::<f64>(),
        answer["total"]["lines"].as_f64().expect("lines")
    );
    for of in suppliers {
        let own = lines(&answer).iter().filter(|line| line["supplier"] == of["supplier"]);
        let value: f64 = own.map(|line| line["value"].as_f64().expect("every item has a cost")).sum();
        assert!((value - sum(of, "value")).abs() < 1e-6, "{of}");
    }
    let csv = server.get("/api/v1/orders?format=csv").text().to_owned();
    assert_eq!(csv.lines().count(), planned.len() + 1, "a table has every line");
    let refused = server.get("/api/v1/orders?sort=sku");
    assert_eq!(refused.status, 400, "nothing here is sorted");
}

#[test]
fn terms_that_are_absurd_or_missing_are_not_given() {
    let store = store();
    let server = Server::start(store.path());
    let answer = server.get("/api/v1/orders").json();
    let of = |code: &str| {
        let all = answer["suppliers"].as_array().expect("suppliers");
        all.iter().find(|of| of["supplier"] == code).unwrap_or_else(|| panic!("{code}: {answer}")).clone()
    };
    let given = of(SUPPLIERS[0]);
    assert_eq!(
        (&given["name"], &given["minimum_order_value"], &given["order_weekday"]),
        (&"A and B".into(), &1e6.into(), &1.into())
    );
    let missing = 1e6 - given["sum"]["value"].as_f64().expect("a value");
    assert_eq!(given["missing_to_minimum"], missing);
    assert_eq!(given["free_freight_value"], Value::Null);
    let absurd = of("CON");
    assert_eq!((&absurd["minimum_order_value"], &absurd["order_weekday"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&absurd["free_freight_value"], &absurd["missing_to_free_freight"]),
        (&0.01.into(), &0.0.into())
    );
    assert_eq!(of("con")["name"], Value::Null, "the table does not have it");
    // A year's demand of all its items is less than what is missing.
    let top_up = &answer["top_ups"][0];
    assert_eq!((&top_up["supplier"], &top_up["missing"]), (&SUPPLIERS[0].into(), &missing.into()));
    assert!(top_up["value"].as_f64() < Some(missing) && top_up["value"].as_f64() > Some(0.0), "{top_up}");
    let quality = server.get("/data-quality").text().to_owned();
    assert!(quality.contains("minimum_order_value"), "the report says what cannot be");
}

/// Files of a folder, by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder");
    let file = |entry: fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("read"))
    };
    entries.map(|entry| file(entry.expect("an entry"))).collect()
}

#[test]
fn each_supplier_gets_a_file_and_a_folder_is_whole_or_not_there() {
    let store = store();
    let directory = tempfile::tempdir().expect("a directory");
    let folder = directory.path().join("orders");
    let write = |arguments: &[&str]| {
        let mut command = granary();
        command.args(["plan", "--by-supplier"]).arg(&folder).arg("--store").arg(store.path()).args(arguments);
        command
    };
    succeed(&mut write(&[]));
    let first = files(&folder);
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(names.len(), 6, "four orders, their sums and the list: {names:?}");
    assert!(names.contains(&"summary.csv") && names.contains(&"without-supplier.csv"), "{names:?}");
    let mut small: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    small.sort();
    small.dedup();
    assert_eq!(small.len(), names.len(), "none has another's name where capitals do not count: {names:?}");
    // Every line of the plan stands in one of them.
    let mut seen = 0;
    let planned = planned(&store);
    for (name, content) in
        first.iter().filter(|(name, _)| name.starts_with("order-") || name.starts_with("without"))
    {
        let mut rows = csv::Reader::from_reader(content.as_slice());
        let heads = rows.headers().expect("heads").clone();
        let place = |column: &str| heads.iter().position(|head| head == column).expect(column);
        for row in rows.records() {
            let row = row.expect("a row");
            let key = (row[place("sku")].to_owned(), row[place("location")].to_owned());
            let (units, value) = (&planned[&key]["proposed_order"], &planned[&key]["proposed_value"]);
            assert_eq!(row[place("units")].parse::<f64>().ok(), units.as_f64(), "{name}");
            assert_eq!(
                row[place("value")].parse::<f32>().ok(),
                value.to_string().parse::<f32>().ok(),
                "{name}"
            );
            seen += 1;
        }
    }
    assert_eq!(seen, planned.len());
    succeed(&mut write(&[]));
    assert_eq!(files(&folder), first, "the same bytes again");
    // A part of the order takes away the files of the others.
    succeed(&mut write(&["--format", "xlsx", "--location", "north"]));
    assert!(files(&folder).keys().all(|name| !name.ends_with(".csv")), "{:?}", files(&folder).keys());
    let foreign = directory.path().join("foreign");
    fs::create_dir(&foreign).expect("a folder");
    fs::write(foreign.join("letter.txt"), "mine").expect("written");
    check_failure(
        &["plan", "--by-supplier", text(&foreign), "--store", text(store.path())],
        &["holds files that are not of an export", "with --by-supplier"],
    );
    assert_eq!(files(&foreign).len(), 1);
}

#[test]
fn pages_say_the_same_sums() {
    let store = store();
    let server = Server::start(store.path());
    let answer = server.get("/api/v1/orders").json();
    let total = answer["total"]["value"].as_f64().expect("a value");
    let items = server.get("/api/v1/items?page_size=1").json();
    let excess = server.get("/api/v1/items?only=excess&page_size=1000").json();
    let excess: f64 = excess["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["excess_value"].as_f64())
        .sum();
    for path in ["/", "/orders", "/de/orders", "/zh-CN/orders"] {
        let page = server.get(path).text().to_owned();
        let sum = |id: &str| {
            let part =
                page.split(&format!("data-sum=\"{id}\"")).nth(1).unwrap_or_else(|| panic!("{id} on {path}"));
            let value = part.split("data-value=\"").nth(1).and_then(|rest| rest.split('"').next());
            value.and_then(|value| value.parse::<f64>().ok()).unwrap_or_else(|| panic!("{id} on {path}"))
        };
        assert_eq!(sum("to-order"), total, "{path}");
        assert_eq!(Some(sum("at-risk")), items["total"]["money_at_risk"].as_f64(), "{path}");
        assert!((sum("excess") - excess).abs() <= 1e-3 * excess, "{path}");
        assert_eq!(sum("owed"), 0.0, "{path}: nothing is owed here");
    }
    let page = server.get("/orders").text().to_owned();
    for of in answer["suppliers"].as_array().expect("suppliers") {
        let code = of["supplier"].as_str().unwrap_or_default().replace('&', "&amp;");
        assert!(
            page.contains(&format!(
                "data-supplier=\"{code}\" data-value=\"{}\"",
                of["sum"]["value"].as_f64().expect("a value")
            )),
            "{code}"
        );
    }
}
