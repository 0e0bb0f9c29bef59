//! `granary plan` writes the numbers of the API, in every format, completely or not at all.

use crate::failures::{check_failure, text};
use crate::{server, store};
use arrow::array::{Array, AsArray};
use arrow::datatypes::Float64Type;
use arrow::ipc::reader::StreamReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use std::fs;
use tests::program::{granary, run, succeed};
use tests::store::Store;

/// The plan of a store as JSON.
fn plan(store: &Store, arguments: &[&str]) -> Value {
    let mut command = granary();
    command.args(["plan", "--format", "json", "--output", "-", "--store"]).arg(store.path()).args(arguments);
    serde_json::from_str(&succeed(&mut command)).expect("JSON")
}

fn rows(plan: &Value) -> &Vec<Value> {
    plan["rows"].as_array().expect("rows")
}

#[test]
fn under_the_settings_it_is_the_list_of_the_api() {
    let (server, store) = server();
    let plan = plan(&store, &[]);
    let items = server.get("/api/v1/items?page_size=1000").json();
    let items = items["items"].as_array().expect("a list");
    assert_eq!(rows(&plan).len(), items.len());
    let mut to_order = 0;
    for row in rows(&plan) {
        let same = |item: &&Value| item["sku"] == row["sku"] && item["location"] == row["location"];
        let item = items.iter().find(same).unwrap_or_else(|| panic!("{row} is not listed"));
        let common =
            ["name", "supplier", "category", "class", "status", "on_hand", "on_order", "demand_per_day"];
        let policy = ["reorder_point", "order_quantity", "order_by"];
        let simulated = ["achieved_service", "achieved_fill_rate"];
        for name in common.into_iter().chain(policy).chain(simulated) {
            assert_eq!(row[name], item[name], "{name} of {item}");
        }
        assert_eq!(row["proposed_order"], item["suggested_order"], "{item}");
        to_order += usize::from(row["proposed_order"].as_f64() > Some(0.0));
    }
    assert!(to_order > 0, "something is to be ordered, or this tests nothing");
    assert_eq!(plan["facts"]["granary.publication"], store.current());
}

#[test]
fn a_scenario_changes_what_it_names_as_in_what_if() {
    let (server, store) = server();
    let file = store.path().join("late.toml");
    fs::write(&file, "lead_time_factor = 2\nservice_level = 0.99\n").expect("written");
    let (now, late) = (plan(&store, &[]), plan(&store, &["--scenario", text(&file)]));
    assert_eq!(late["facts"]["granary.scenario"], "service_level=0.99&lead_time_factor=2");
    for (now, late) in rows(&now).iter().zip(rows(&late)) {
        let number = |row: &Value, name: &str| row[name].as_f64().expect("a number");
        if number(now, "demand_per_day") > 0.0 {
            assert!(number(late, "reorder_point") > number(now, "reorder_point"), "{late}");
            assert_eq!(number(late, "lead_time_days"), 2.0 * number(now, "lead_time_days"));
        }
        assert_eq!(now["order_quantity"], late["order_quantity"], "it depends on neither");
    }
    let answer = server.get("/api/v1/what-if?lead_time_factor=2&service_level=0.99").json();
    for mover in answer["movers"].as_array().expect("movers") {
        let same = |row: &&Value| row["sku"] == mover["sku"] && row["location"] == mover["location"];
        let row = rows(&late).iter().find(same).expect("a row");
        assert_eq!(row["reorder_point"], mover["reorder_point"]);
    }
}

#[test]
fn a_stock_budget_is_spent_where_it_does_most_as_in_what_if() {
    let (server, store) = server();
    let settings = server.get("/api/v1/what-if").json();
    let money = (settings["budget"]["stock_budget"].as_f64().expect("money") * 1.05).round();
    let answer = server.get(&format!("/api/v1/what-if?stock_budget={money}")).json();
    let plan = plan(&store, &["--stock-budget", &money.to_string()]);
    let number = |row: &Value, name: &str| row[name].as_f64().unwrap_or(0.0);
    let value = |row: &Value| {
        number(row, "unit_cost") * (number(row, "safety_stock") + number(row, "order_quantity") / 2.0)
    };
    let spent: f64 = rows(&plan).iter().map(value).sum();
    assert!((spent / money - 1.0).abs() < 0.02, "{spent} of {money}");
    let movers = answer["budget"]["movers"].as_array().expect("movers");
    assert!(!movers.is_empty());
    for mover in movers {
        let same = |row: &&Value| row["sku"] == mover["sku"] && row["location"] == mover["location"];
        let row = rows(&plan).iter().find(same).expect("a row");
        assert_eq!(row["reorder_point"], mover["reorder_point"]);
    }
    let levels = rows(&plan).iter().map(|row| number(row, "service_level")).filter(|level| *level > 0.0);
    assert!(levels.clone().fold(1.0, f64::min) + 0.01 < levels.fold(0.0, f64::max), "not one level for all");
}

#[test]
fn every_format_holds_the_same_and_filters_keep_what_they_name() {
    let store = store();
    let directory = tempfile::tempdir().expect("a directory");
    let filter = ["--location", "south", "--class", "A", "--class", "B"];
    let expected = plan(&store, &filter);
    assert!(rows(&expected).iter().all(|row| row["location"] == "south" && row["class"] != "C"));
    assert!(!rows(&expected).is_empty() && rows(&expected).len() < rows(&plan(&store, &[])).len());
    let write = |name: &str| {
        let path = directory.path().join("new").join(name);
        let mut command = granary();
        command.args(["plan", "--store"]).arg(store.path()).arg("--output").arg(&path).args(filter);
        succeed(&mut command);
        fs::read(path).expect("the file")
    };
    let points: Vec<Option<f64>> = rows(&expected).iter().map(|row| row["reorder_point"].as_f64()).collect();
    // The same digits are read in the same way, because a JSON reader may be a last digit off.
    let read = |digits: &str| digits.parse::<Value>().ok().and_then(|number| number.as_f64());
    let same = |column: &dyn Array| {
        let column = column.as_primitive::<Float64Type>();
        let found = column.iter().map(|point| point.and_then(|point| read(&point.to_string())));
        assert_eq!(found.collect::<Vec<_>>(), points);
    };
    let json: Value = serde_json::from_slice(&write("plan.json")).expect("JSON");
    assert_eq!(json, expected);
    let arrow = write("plan.arrow");
    let mut reader = StreamReader::try_new(&arrow[..], None).expect("a stream");
    assert_eq!(reader.schema().metadata()["granary.publication"], store.current());
    same(
        reader.next().expect("a batch").expect("a batch").column_by_name("reorder_point").expect("a column"),
    );
    write("plan.parquet");
    let file = fs::File::open(directory.path().join("new/plan.parquet")).expect("opened");
    let mut reader =
        ParquetRecordBatchReaderBuilder::try_new(file).expect("a file").build().expect("a reader");
    same(
        reader.next().expect("a batch").expect("a batch").column_by_name("reorder_point").expect("a column"),
    );
    let csv = write("plan.csv");
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let place = reader.headers().expect("a header").iter().position(|name| name == "reorder_point");
    let found: Vec<Option<f64>> =
        reader.records().map(|record| read(&record.expect("a record")[place.expect("a column")])).collect();
    assert_eq!(found, points);
}

#[test]
fn what_cannot_be_planned_is_said_and_nothing_is_written() {
    let store = store();
    let directory = tempfile::tempdir().expect("a directory");
    let (output, scenario) = (directory.path().join("plan.csv"), directory.path().join("scenario.toml"));
    let base = ["plan", "--store", text(store.path()), "--output", text(&output)];
    let check = |arguments: &[&str], parts: &[&str]| {
        check_failure(&[&base, arguments].concat(), parts);
        assert!(!output.exists(), "{arguments:?}");
    };
    for (content, parts) in [
        ("service_level = 2", &["scenario.toml", "key `service_level` is 2", "between 0.5 and 0.999"][..]),
        (
            "servise_level = 0.9",
            &["scenario.toml", "no key `servise_level`", "service_level, lead_time_factor"],
        ),
        ("order_cost = nan", &["scenario.toml", "`order_cost`", "between 0 and 500"]),
        ("\norder_cost = \"much\"", &["scenario.toml", "key `order_cost` is much", "not a number"]),
        ("service_type = \"units\"", &["scenario.toml", "`service_type` is units", "cycle or fill"]),
        ("order_cost =", &["scenario.toml, line 1"]),
    ] {
        fs::write(&scenario, content).expect("written");
        check(&["--scenario", text(&scenario)], parts);
    }
    check(&["--scenario", "/no/such.toml"], &["cannot read /no/such.toml"]);
    check(&["--stock-budget", "1"], &["--stock-budget is 1", "orders alone take", "order_cost"]);
    check(&["--stock-budget", "nan"], &["--stock-budget is NaN", "from 0 to"]);
    check(&["--class", "D"], &["--class is `D`", "A, B, C or"]);
    check(&["--status", "ok"], &["--status is `ok`", "stocked_out"]);
    let unknown = directory.path().join("plan.xls");
    check_failure(
        &["plan", "--store", text(store.path()), "--output", text(&unknown)],
        &["plan.xls", ".parquet"],
    );
    let dash = ["plan", "--store", text(store.path()), "--output", "-"];
    check_failure(&dash, &["the ending tells no format", "--format"]);
    check_failure(
        &["plan", "--store", text(directory.path()), "--output", "x.csv"],
        &["current publication"],
    );
    let place = directory.path().join("file");
    fs::write(&place, "a file, not a directory").expect("written");
    let below = place.join("plan.csv");
    check_failure(&["plan", "--store", text(store.path()), "--output", text(&below)], &["file"]);
}

#[test]
fn a_damaged_series_is_refused_by_name_and_leaves_the_old_plan() {
    let store = store();
    let output = store.path().join("plan.csv");
    fs::write(&output, "the plan of yesterday").expect("written");
    let series = store.tenant().join("publications").join(store.current()).join("series/00000.bin");
    fs::write(&series, "cut").expect("written");
    let mut command = granary();
    command.args(["plan", "--store"]).arg(store.path()).arg("--output").arg(&output);
    let told = String::from_utf8(run(&mut command).stderr).expect("UTF-8");
    assert!(told.contains("series/00000.bin") && told.contains("granary publish"), "{told}");
    assert_eq!(fs::read_to_string(&output).expect("the file"), "the plan of yesterday");
}
