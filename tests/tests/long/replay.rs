//! `granary replay`: the stock account of a file's series, and refusals.

use super::*;
use serde_json::Value;

/// Weeks of rare and of frequent demand, from Monday 2023-01-02 on.
fn weeks(series: u32, weeks: u32) -> String {
    let mut text = String::from("unique_id,ds,y\n");
    for id in 0..series {
        for week in 0..weeks {
            let noise = (week * week * (3 * id + 5) + 7 * id + week * 11) % 17;
            let units = if (week * 5 + id).is_multiple_of(3) { 0 } else { noise / (1 + id % 4) };
            let day = planning::day::Day(19_359).plus(7 * week);
            let _ = writeln!(text, "item {id},{day},{units}");
        }
    }
    text
}

const COSTS: [&str; 6] = ["--holding-cost", "0.2", "--shortage-cost", "1", "--lead-time", "2"];

/// The result as JSON, and the printed messages.
#[track_caller]
fn replay(input: &Path, arguments: &[&str]) -> (Value, String) {
    let (printed, told) = succeed("replay", input, &[&COSTS[..], arguments, &["--format", "json"]].concat());
    (serde_json::from_str(&printed).expect("JSON"), told)
}

fn number(value: &Value, name: &str) -> f64 {
    value[name].as_f64().unwrap_or_else(|| panic!("{name} in {value}"))
}

#[test]
fn an_account_by_hand() {
    let folder = Folder::new();
    let sales = "unique_id,ds,y\na,1,2\na,2,2\na,3,4\na,4,9\na,5,1\na,6,5\n";
    let input = folder.write("sales.csv", sales);
    let state = folder.write("state.csv", "unique_id,on_hand,due_1,due_2\na,5,3,2\nz,1,0,0\n");
    let rules = folder.write("rules.csv", "unique_id,reorder_point,order_quantity\na,11,7\n");
    let periods = folder.path("periods.csv");
    let policy = format!("fixed:{}", rules.display());
    let (found, told) = replay(
        &input,
        &[
            "--start",
            "3",
            "--policy",
            &policy,
            "--state",
            state.to_str().expect("a path"),
            "--periods",
            periods.to_str().expect("a path"),
        ],
    );
    // Ten are on hand or due before period 3; seven are ordered and arrive in period 5. The 3 of period 4 are lost.
    let rows = rows(&fs::read_to_string(&periods).expect("the file"));
    assert_eq!(column(&rows, "a", "ds"), ["3", "4", "5", "6"]);
    assert_eq!(numbers(&rows, "a", "demand"), [4.0, 9.0, 1.0, 5.0]);
    assert_eq!(numbers(&rows, "a", "sold"), [4.0, 6.0, 1.0, 5.0]);
    assert_eq!(numbers(&rows, "a", "lost"), [0.0, 3.0, 0.0, 0.0]);
    assert_eq!(numbers(&rows, "a", "ordered")[..2], [7.0, 0.0]);
    assert_eq!(numbers(&rows, "a", "on_hand")[..3], [4.0, 0.0, 6.0]);
    let costs: f64 = numbers(&rows, "a", "cost").iter().sum();
    assert!((costs - number(&found, "cost")).abs() < 1e-9);
    assert_eq!((number(&found, "shortage_cost"), number(&found, "lost")), (3.0, 3.0));
    // Perfect foresight orders 1 and then 5; it could prevent neither the 4 of period 3 nor the lost 3.
    assert!((number(&found["perfect_foresight"], "cost") - 3.8).abs() < 1e-9, "{found}");
    assert!(told.contains("1 rows of --state are of series that are not replayed"), "{told}");
}

#[test]
fn every_policy_is_replayed_and_none_costs_less_than_foresight() {
    let folder = Folder::new();
    let input = folder.write("sales.csv", weeks(30, 70));
    let periods = folder.path("periods.parquet");
    let mut costs = Vec::new();
    for policy in ["cost", "service:0.95", "fill:0.98", "textbook:0.95", "weeks:4"] {
        let arguments = ["--start", "2024-01-01", "--policy", policy];
        let (found, _) =
            replay(&input, &[&arguments[..], &["--periods", periods.to_str().expect("a path")]].concat());
        assert_eq!((number(&found, "series"), number(&found, "periods")), (30.0, 18.0));
        assert!(number(&found["perfect_foresight"], "cost") <= number(&found, "cost"), "{found}");
        let parts = number(&found, "holding_cost") + number(&found, "shortage_cost");
        assert!((parts - number(&found, "cost")).abs() < 1e-9);
        let (again, _) = replay(&input, &[&arguments[..], &["--threads", "3"]].concat());
        assert_eq!(found, again, "threads change nothing");
        costs.push(number(&found, "cost"));
    }
    assert!(costs[1..].iter().all(|cost| costs[0] < *cost), "{costs:?}");
    let (printed, _) =
        succeed("replay", &input, &[&COSTS[..], &["--start", "2024-01-01", "--policy", "cost"]].concat());
    assert!(printed.contains("perfect foresight") && printed.contains("Odds of shortage"), "{printed}");
}

#[test]
fn what_differs_by_item_is_followed() {
    let folder = Folder::new();
    let input = folder.write("sales.csv", weeks(3, 60));
    let items = folder.write(
        "items.csv",
        "unique_id,lead_time,holding_cost,shortage_cost,unit_cost,pack_size,minimum_order\n\
         item 0,0,0.1,2,3,12,24\nitem 1,,,,,,\n",
    );
    let periods = folder.path("periods.csv");
    let arguments =
        ["--start", "2023-11-06", "--policy", "weeks:4", "--items", items.to_str().expect("a path")];
    let (found, _) =
        replay(&input, &[&arguments[..], &["--periods", periods.to_str().expect("a path")]].concat());
    let rows = rows(&fs::read_to_string(&periods).expect("the file"));
    let ordered = numbers(&rows, "item 0", "ordered");
    assert!(
        ordered.iter().all(|units| *units == 0.0 || (*units >= 24.0 && units % 12.0 == 0.0)),
        "{ordered:?}"
    );
    assert!(ordered.iter().any(|units| *units > 0.0));
    assert!(numbers(&rows, "item 1", "ordered").iter().any(|units| units % 12.0 != 0.0));
    assert!(number(&found, "average_stock_value") > 0.0);
}

#[test]
fn series_that_cannot_be_replayed_are_named_and_censored_ones_too() {
    let folder = Folder::new();
    let mut sales = String::from("unique_id,ds,y,in_stock\n");
    for week in 0..30 {
        let _ = writeln!(sales, "whole,{week},{},{}", if week == 25 { 0 } else { 4 }, week != 25);
        if week < 15 {
            let _ = writeln!(sales, "ended,{week},3,true");
        }
        if week > 22 {
            let _ = writeln!(sales, "new,{week},3,true");
        }
    }
    let input = folder.write("sales.csv", sales);
    let (found, told) = replay(&input, &["--start", "20", "--policy", "cost", "--freq", "1"]);
    let notices: Vec<&str> =
        found["notices"].as_array().expect("notices").iter().filter_map(|n| n["name"].as_str()).collect();
    for name in ["begins_later", "censored_demand", "ended_before"] {
        assert!(notices.contains(&name) && told.contains(name), "{name} in {found} {told}");
    }
    assert_eq!(number(&found, "series"), 1.0);
}

#[test]
fn what_cannot_be_replayed_is_refused() {
    let folder = Folder::new();
    let input = folder.write("sales.csv", weeks(3, 30));
    let state = folder.write("state.csv", "unique_id,on_hand\nitem 0,-4\n");
    let empty = folder.write("rules.csv", "unique_id,reorder_point\nitem 0,4\n");
    let fixed = format!("fixed:{}", empty.display());
    let state = state.to_str().expect("a path");
    let cases: [(&[&str], &str, &str); 6] = [
        (
            &["--start", "2023-05-03", "--policy", "weeks:4"],
            "--start 2023-05-03: no period of the file begins then",
            "2023-05-01",
        ),
        (
            &["--start", "soon", "--policy", "weeks:4"],
            "--start soon: is not a time in the form that the file uses",
            "2023-01-02",
        ),
        (
            &["--start", "2031-01-06", "--policy", "weeks:4"],
            "no period of the file begins then",
            "2023-07-24",
        ),
        (&["--start", "2023-05-01", "--policy", "cost"], "there are no costs", "--holding-cost"),
        (
            &["--start", "2023-05-01", "--policy", &fixed],
            "item 0 has no rule",
            "order_quantity or order_up_to",
        ),
        (
            &["--start", "2023-05-01", "--policy", "weeks:4", "--state", state],
            "item 0 has units below zero",
            "backordered",
        ),
    ];
    for (arguments, error, help) in cases {
        let ended = command("replay", &input, &[&["--lead-time", "1"], arguments].concat());
        let told = String::from_utf8(ended.stderr).expect("UTF-8");
        assert_eq!(ended.status.code(), Some(1), "{told}");
        let line =
            |start: &str| told.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned();
        assert!(line("error: ").contains(error), "{error} in {told}");
        assert!(line("help: ").contains(help), "{help} in {told}");
    }
}
