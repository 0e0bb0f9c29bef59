//! Columns besides y that are known to move it, in the past and in the future.

use super::*;
use arrow::array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use std::sync::Arc;

const DAYS: i32 = 120;
const HORIZON: i32 = 14;

fn is_promoted(day: i32) -> bool {
    day % 10 < 2
}

fn base(series: i32, day: i32) -> f64 {
    f64::from(20 + 5 * series + (day * day * (3 + series)) % 5)
}

/// One row for each series and day, coming days included: name, day, demand of past days, promotion.
fn all_rows() -> Vec<(String, i32, Option<f64>, bool)> {
    let day = |series: i32, day: i32| {
        let promoted = is_promoted(day);
        let units = base(series, day) * if promoted { 2.5 } else { 1.0 };
        (format!("item {series}"), day, (day < DAYS).then_some(units), promoted)
    };
    (0..3).flat_map(|series| (0..DAYS + HORIZON).map(move |at| day(series, at))).collect()
}

fn date(day: i32) -> String {
    planning::day::Day(19_700).plus(day).to_string()
}

fn csv(rows: &[(String, i32, Option<f64>, bool)]) -> String {
    let mut text = String::from("unique_id,promoted,y,ds\n");
    for (id, day, units, promoted) in rows {
        let units = units.map(|units| units.to_string()).unwrap_or_default();
        let _ = writeln!(text, "{id},{promoted},{units},{}", date(*day));
    }
    text
}

#[test]
fn a_promotion_moves_demand_when_it_comes_and_only_then() {
    let folder = Folder::new();
    let input = folder.write("sales.csv", csv(&all_rows()));
    let methods = folder.path("methods.csv");
    let arguments = ["--horizon", "14", "--regressors", "promoted"];
    let more = ["--methods", methods.to_str().expect("a path")];
    let (found, told) = forecast(&input, &[&arguments[..], &more].concat());
    assert!(told.contains("From the lowest to the highest promoted demand is times 2."), "{told}");
    for series in 0..3 {
        let id = format!("item {series}");
        assert_eq!(column(&found, &id, "ds")[0], date(DAYS), "what is to come begins after the last value");
        for (day, mean) in (DAYS..).zip(numbers(&found, &id, "mean")) {
            let level = f64::from(22 + 5 * series) * if is_promoted(day) { 2.5 } else { 1.0 };
            assert!((mean / level - 1.0).abs() < 0.2, "{id} {day}: {mean}, about {level}");
        }
    }
    let methods = rows(&fs::read_to_string(methods).expect("the file"));
    for row in &methods {
        let effect: f64 = row["effect-promoted"].parse().expect("a number");
        assert!((2.2..2.7).contains(&effect), "{row:?}");
        assert_eq!(row["periods"], "120");
    }
    // The order of rows does not matter.
    let mut by_day = all_rows();
    by_day.sort_by_key(|row| (row.1 * 37 % 101, row.0.clone()));
    let (scattered, told) = forecast(&folder.write("by-day.csv", csv(&by_day)), &arguments);
    assert!(told.contains("unsorted"), "{told}");
    for series in 0..3 {
        let id = format!("item {series}");
        assert_eq!(numbers(&scattered, &id, "mean"), numbers(&found, &id, "mean"));
    }
    // Without the column, the coming rows are days without a number, as before.
    let (plain, _) = forecast(&input, &["--horizon", "1"]);
    assert_eq!(column(&plain, "item 0", "ds"), [date(DAYS + HORIZON)]);
}

#[test]
fn truth_values_of_parquet_are_regressors() {
    let folder = Folder::new();
    let rows = all_rows();
    let columns: [(&str, ArrayRef); 4] = [
        ("promoted", Arc::new(rows.iter().map(|row| Some(row.3)).collect::<BooleanArray>())),
        ("unique_id", Arc::new(rows.iter().map(|row| Some(&row.0)).collect::<StringArray>())),
        ("ds", Arc::new(rows.iter().map(|row| Some(date(row.1))).collect::<StringArray>())),
        ("y", Arc::new(rows.iter().map(|row| row.2).collect::<Float64Array>())),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)));
    let batch = batch.expect("a batch");
    let path = folder.path("sales.parquet");
    let file = fs::File::create(&path).expect("a file");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    let arguments = ["--horizon", "14", "--regressors", "promoted"];
    let (found, _) = forecast(&path, &arguments);
    let (text, _) = forecast(&folder.write("sales.csv", csv(&rows)), &arguments);
    assert_eq!(found, text);
}

#[test]
fn a_backtest_shows_what_regressors_are_worth() {
    let folder = Folder::new();
    let known: Vec<_> = all_rows().into_iter().filter(|row| row.2.is_some()).collect();
    let input = folder.write("sales.csv", csv(&known));
    let wape = |arguments: &[&str]| -> f64 {
        let arguments = [&["--horizon", "14", "--method", "auto", "--output", "-"], arguments].concat();
        let (printed, _) = succeed("backtest", &input, &arguments);
        let row = rows(&printed).into_iter().find(|row| row["class"] == "all").expect("a row");
        row["wape"].parse().expect("a number")
    };
    let (with, without) = (wape(&["--regressors", "promoted"]), wape(&[]));
    assert!(with < 0.5 * without, "{with} {without}");
}

#[test]
fn what_is_not_known_of_a_regressor_is_said() {
    let folder = Folder::new();
    let mut known: Vec<_> = all_rows().into_iter().filter(|row| row.1 < DAYS + 4).collect();
    known.remove(5);
    let notices = folder.path("notices.csv");
    let input = folder.write("sales.csv", csv(&known));
    let arguments = ["--horizon", "14", "--regressors", "promoted", "--notices"];
    forecast(&input, &[&arguments[..], &[notices.to_str().expect("a path")]].concat());
    let notices = rows(&fs::read_to_string(notices).expect("the file"));
    let of = |name: &str| notices.iter().filter(|row| row["notice"] == name).collect::<Vec<_>>();
    assert_eq!(of("coming").iter().map(|row| row["count"].as_str()).collect::<Vec<_>>(), ["10"; 3]);
    let [gap] = &of("regressors")[..] else { panic!("{notices:?}") };
    assert_eq!((gap["unique_id"].as_str(), gap["count"].as_str()), ("item 0", "1"));
}

#[test]
fn an_outlier_is_drawn_to_its_neighbours_where_asked() {
    let folder = Folder::new();
    let mut values: Vec<f64> = (0..60).map(|day| base(0, day)).collect();
    values[57] = 4_000.0;
    let input = folder.write("sales.csv", daily(&[("a", values)]));
    let mean = |arguments: &[&str]| {
        let (found, told) = forecast(&input, &[&["--horizon", "1", "--method", "ses"], arguments].concat());
        (numbers(&found, "a", "mean")[0], told)
    };
    let (kept, _) = mean(&[]);
    let (dampened, told) = mean(&["--outliers", "dampen"]);
    assert!(kept > 50.0 && (20.0..30.0).contains(&dampened) && told.contains("outlier"), "{kept} {dampened}");
}
