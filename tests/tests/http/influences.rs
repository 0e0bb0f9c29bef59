//! Promotions in sales and events in the calendar: their effect on demand, on the item's page and in its forecast.

use planning::day::Day;
use std::fmt::Write as _;
use std::fs;
use tests::program::{Server, granary, succeed};

const FIRST: Day = Day(18_000);
const WEEKS: i32 = 120;

/// Whether a week, counted from the last one back or on, is a market week or promoted.
fn is_market(week: i32) -> bool {
    week.rem_euclid(8) == 3
}

fn is_promoted(week: i32) -> bool {
    week % 11 == 5
}

/// Daily sales of two items, one of them promoted every eleventh week, and a calendar of markets that goes on.
fn write(folder: &std::path::Path) {
    let mut sales = String::from("date,sku,location,units,promotion\n");
    let mut calendar = String::from("date,name,kind\n");
    for week in 0..WEEKS + 13 {
        if is_market(week) {
            let _ = writeln!(calendar, "{},Market <week>,event", FIRST.plus(7 * week + 2));
        }
        for day in (7 * week..7 * week + 7).filter(|_| week < WEEKS) {
            let units = (if is_market(week) { 15 } else { 10 }) + (day * day) % 3;
            let _ = writeln!(sales, "{},PLAIN,north,{units},", FIRST.plus(day));
            let (factor, name) = if is_promoted(week) { (3, "3 for 2") } else { (1, "") };
            let _ = writeln!(sales, "{},PROMOTED,north,{},{name}", FIRST.plus(day), units * factor);
        }
    }
    // Two years do not suffice to learn from a yearly event; a name that occurs once is ignored.
    let _ = writeln!(calendar, "{},Jubilee,holiday", FIRST.plus(700));
    fs::write(folder.join("sales.csv"), sales).expect("written");
    fs::write(folder.join("calendar.csv"), calendar).expect("written");
}

#[test]
fn promotions_and_events_multiply_demand_and_what_is_not_known_is_as_usual() {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path());
    let store = directory.path().join("store");
    let files = ["sales.csv", "calendar.csv"].map(|name| directory.path().join(name));
    succeed(granary().arg("import").args(files).arg("--store").arg(&store));
    let server = Server::start(&store);
    let effects = |sku: &str| {
        let answer = server.get(&format!("/api/v1/item?sku={sku}&location=north")).json();
        let effects = answer["effects"].as_array().expect("effects").clone();
        assert!(effects.iter().all(|effect| effect["influence"]["event"] != "Jubilee"), "{effects:?}");
        effects
    };
    let plain = effects("PLAIN");
    assert_eq!(plain.len(), 1, "{plain:?}");
    assert_eq!(plain[0]["influence"]["event"], "Market <week>");
    // 77 units a week against 112.
    assert!((1.35..1.5).contains(&plain[0]["factor"].as_f64().expect("a number")), "{plain:?}");
    let promoted = effects("PROMOTED");
    assert_eq!(promoted[0]["influence"], "promotion");
    assert!((2.6..3.1).contains(&promoted[0]["factor"].as_f64().expect("a number")), "{promoted:?}");

    for sku in ["PLAIN", "PROMOTED"] {
        let answer = server.get(&format!("/api/v1/forecast?sku={sku}&location=north")).json();
        let rows = answer["rows"].as_array().expect("rows");
        for (week, row) in (0..).zip(rows).skip(WEEKS.unsigned_abs() as usize) {
            let mean = row["mean"].as_f64().expect("a forecast");
            let level = if is_market(week) { 112.0 } else { 77.0 };
            // Coming promotions are not known and are assumed as usual: three times the demand every eleventh week.
            let level = if sku == "PROMOTED" { level * 13.0 / 11.0 } else { level };
            assert!((mean / level - 1.0).abs() < 0.12, "{sku}, week {week}: {mean}, about {level}");
        }
    }
    let page = |sku: &str| {
        let path = format!("/item?sku={sku}&location=north");
        server.get_with(&path, &[("accept", "text/html")]).text().to_owned()
    };
    let (plain, promoted) = (page("PLAIN"), page("PROMOTED"));
    let said = "Market &lt;week&gt; multiplies demand by 1.4";
    assert!(plain.contains(said) && plain.contains("judging by 15 weeks with it."), "{plain}");
    let assumed = "No coming promotion is known; their usual share is assumed.";
    assert!(promoted.contains(assumed) && !plain.contains(assumed));
    assert!(
        plain.contains("What was in stock on 31\u{a0}Jul\u{a0}2021 is not known."),
        "a stock that is not known"
    );
}
