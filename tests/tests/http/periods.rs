//! Stores of weekly and monthly sales, from the file to the plan; what they say is computed anew here.

use planning::day::Day;
use serde_json::Value;
use std::fmt::Write as _;
use tests::program::{Server, granary, succeed};
use tests::store::Store;

/// Sundays of three years.
const WEEKS: i32 = 156;
const LAST_SUNDAY: Day = Day(19_904);
/// Months of four years, up to December 2023.
const MONTHS: i64 = 48;
const LAST_MONTH: i64 = 2023 * 12 + 11;

const PRODUCTS: &str =
    "sku,name,category,unit_cost,unit_price\nEVEN,Even,Tea,2,5\nRARE,Rare,Tea,2,5\nYEARLY,Yearly,Tea,2,5\n";

fn of<'a>(answer: &'a Value, list: &str, key: &str, value: &str) -> &'a Value {
    let list = answer[list].as_array().expect("a list");
    list.iter().find(|entry| entry[key] == value).unwrap_or_else(|| panic!("{value} in {list:?}"))
}

fn numbers(answer: &Value, column: &str) -> Vec<f64> {
    answer["rows"].as_array().expect("rows").iter().filter_map(|row| row[column].as_f64()).collect()
}

/// Weekly sales as of Mondays: 70 every week, or 4 in every eighth; and a balance at the end of each.
fn weekly() -> Store {
    let (mut sales, mut stock) =
        (String::from("date,sku,location,units,revenue\n"), String::from("date,sku,location,on_hand\n"));
    for week in 0..WEEKS {
        let monday = LAST_SUNDAY.plus(7 * (week - WEEKS + 1) - 6);
        let _ = writeln!(sales, "{monday},EVEN,shop,70,350");
        let _ = writeln!(stock, "{monday},EVEN,shop,{}", if week % 13 == 5 { 0 } else { 140 });
        if week % 8 == 3 {
            let _ = writeln!(sales, "{monday},RARE,shop,4,20");
        }
    }
    Store::of_tables(&[("sales", &sales), ("stock", &stock), ("products", PRODUCTS)])
}

/// Items of each kind in the store of months: a season is learned from many.
const ITEMS: i64 = 25;

/// Units of a month: even, or three times as many in summer.
fn of_month(sku: &str, month: i64) -> i64 {
    match sku {
        sku if sku.starts_with("EVEN") => 300,
        _ if (5..8).contains(&month.rem_euclid(12)) => 300,
        _ => 100,
    }
}

fn monthly() -> Store {
    let mut sales = String::from("date,sku,location,units,revenue\n");
    let mut products = String::from("sku,name,category\n");
    for (kind, item) in ["EVEN", "YEAR"].into_iter().flat_map(|kind| (0..ITEMS).map(move |item| (kind, item)))
    {
        let sku = format!("{kind}{item}");
        let _ = writeln!(products, "{sku},{sku},{kind}");
        for month in LAST_MONTH - MONTHS + 1..=LAST_MONTH {
            let (first, units) = (Day::in_month(month, 1).expect("a day"), of_month(&sku, month));
            let _ = writeln!(sales, "{first},{sku},shop,{units},{}", 5 * units);
        }
    }
    Store::of_tables(&[("sales", &sales), ("products", &products)])
}

#[test]
fn a_store_of_weeks_plans_by_weeks() {
    let store = weekly();
    let server = Server::start(store.path());
    let kpis = server.get("/api/v1/kpis").json();
    // 52 weeks, whole, up to the Sunday after the last Monday.
    assert_eq!((&kpis["as_of"], &kpis["days"]), (&LAST_SUNDAY.to_string().into(), &364.into()));
    let rare = (WEEKS - 52..WEEKS).filter(|week| week % 8 == 3).count() as f64;
    let revenue = &of(&kpis, "kpis", "id", "revenue")["current"];
    assert_eq!(revenue["value"], 52.0 * 350.0 + rare * 20.0);
    let out = (WEEKS - 52..WEEKS).filter(|week| week % 13 == 5).count() as f64;
    assert_eq!(of(&kpis, "kpis", "id", "stockout_rate")["current"]["value"], out / 52.0);
    // Mean of the balances of the weeks, at cost.
    let stock = of(&kpis, "kpis", "id", "stock_value")["current"]["value"].as_f64().expect("a value");
    assert_eq!(stock, 280.0);

    let forecast = server.get("/api/v1/forecast?sku=EVEN&location=shop").json();
    assert_eq!((&forecast["period"], &forecast["period_days"]), (&"week".into(), &7.0.into()));
    let means = numbers(&forecast, "mean");
    assert!(means.len() == 13 && means.iter().all(|mean| (mean - 70.0).abs() < 0.5), "{means:?}");
    // A week without stock at its end was seven days of it.
    let item = server.get("/api/v1/item?sku=EVEN&location=shop").json();
    let out_days = numbers(&item, "stockout_days");
    assert_eq!(out_days.iter().sum::<f64>(), 7.0 * (0..WEEKS).filter(|week| week % 13 == 5).count() as f64);
    assert_eq!((&item["stockout_days"], &item["active_days"]), (&(7.0 * out).into(), &365.0.into()));

    let plan = plan(&store);
    let even = of(&plan, "rows", "sku", "EVEN");
    let (lead, demand) = (even["lead_time_days"].as_f64().unwrap(), even["demand_per_day"].as_f64().unwrap());
    assert!((demand - 10.0).abs() < 0.1, "{even}");
    // Demand is even: over lead time and half a review the plan covers little more than what is demanded.
    let (point, safety) = (even["reorder_point"].as_f64().unwrap(), even["safety_stock"].as_f64().unwrap());
    let expected = lead * demand + safety;
    assert!(
        safety < 0.5 * lead * demand && point >= lead * demand && point <= expected + 7.0 * demand,
        "{even}"
    );

    let answer = server.get_with("/", &[("accept", "text/html")]);
    let page = answer.text();
    assert!(page.contains("Trends by week"), "the page says weeks");
    let answer = server.get_with("/item?sku=EVEN&location=shop", &[("accept", "text/html")]);
    let page = answer.text();
    assert!(page.contains("units a week") && page.contains("13 weeks"));
    let answer = server.get_with("/data-quality", &[("accept", "text/html")]);
    let page = answer.text();
    assert!(
        page.contains("Sales by week or month") && page.contains("156 dates lie seven days apart"),
        "{page}"
    );
}

#[test]
fn a_store_of_months_forecasts_its_season_by_months() {
    let store = monthly();
    let server = Server::start(store.path());
    let kpis = server.get("/api/v1/kpis").json();
    assert_eq!((&kpis["as_of"], &kpis["days"]), (&"2023-12-31".into(), &365.into()));
    let sold: i64 = (LAST_MONTH - 11..=LAST_MONTH)
        .map(|month| ITEMS * (of_month("EVEN", month) + of_month("YEAR0", month)))
        .sum();
    assert_eq!(of(&kpis, "kpis", "id", "revenue")["current"]["value"], 5.0 * sold as f64);

    let forecast = server.get("/api/v1/forecast?sku=YEAR0&location=shop").json();
    assert_eq!((&forecast["period"], &forecast["period_days"]), (&"month".into(), &30.4375.into()));
    let rows = forecast["rows"].as_array().expect("rows");
    assert_eq!(
        (rows.len(), &rows[0]["from"], &rows[0]["to"]),
        (54, &"2020-01-01".into(), &"2020-01-31".into())
    );
    assert_eq!((&rows[53]["from"], &rows[53]["to"]), (&"2024-06-01".into(), &"2024-06-30".into()));
    for (place, month) in (48..54).zip(LAST_MONTH + 1..) {
        let (mean, right) = (rows[place]["mean"].as_f64().unwrap(), of_month("YEAR0", month) as f64);
        assert!((mean / right - 1.0).abs() < 0.25, "{}: {mean}, {right} in other years", rows[place]["from"]);
    }
    let means = numbers(&server.get("/api/v1/forecast?sku=EVEN0&location=shop").json(), "mean");
    assert!(means.iter().all(|mean| (mean - 300.0).abs() < 60.0), "{means:?}");

    let accuracy = server.get("/api/v1/accuracy").json();
    assert_eq!(
        (&accuracy["period"], &accuracy["horizon_periods"], &accuracy["origins"]),
        (&"month".into(), &6.into(), &2.into())
    );
    let even = plan(&store);
    let even = of(&even, "rows", "sku", "EVEN0");
    let demand = even["demand_per_day"].as_f64().unwrap();
    assert!((demand / (300.0 / 30.4375) - 1.0).abs() < 0.2, "{even}");
    let answer = server.get_with("/", &[("accept", "text/html")]);
    let page = answer.text();
    assert!(page.contains("Trends by month") && page.contains("whole months"), "the page says months");
    let answer = server.get_with("/de/item?sku=YEAR0&location=shop", &[("accept", "text/html")]);
    let page = answer.text();
    assert!(page.contains("Stück je Monat") && page.contains("6 Monate"));
}

/// The rows of `granary plan`, as JSON.
fn plan(store: &Store) -> Value {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("plan.json");
    succeed(granary().arg("plan").arg("--store").arg(store.path()).arg("--output").arg(&path));
    serde_json::from_str(&std::fs::read_to_string(path).expect("read")).expect("JSON")
}
