//! Groups of series, with events and flags that all series of a group share.

use super::*;
use arrow::array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use planning::day::Day;
use std::sync::Arc;

const DAYS: i32 = 400;
const HORIZON: i32 = 28;
const ITEMS: usize = 12;
const STORES: [&str; 2] = ["north", "south"];
const ASKED: [&str; 6] = ["--horizon", "28", "--levels", "none", "--groups", "store"];

fn day(t: i32) -> Day {
    Day(19_700).plus(t)
}

/// A holiday every sixth week; the last one lies ahead.
fn feast(t: i32) -> &'static str {
    if t % 42 == 41 { "feast" } else { "" }
}

/// Benefits are paid on some days, in the north only.
fn is_paid(store: usize, t: i32) -> bool {
    store == 0 && t % 9 < 3
}

fn shape(store: usize, t: i32) -> f64 {
    let of_event = if feast(t).is_empty() { 1.0 } else { 4.0 };
    of_event * if is_paid(store, t) { 2.0 } else { 1.0 }
}

struct Row {
    store: usize,
    item: usize,
    t: i32,
    y: Option<f64>,
}

impl Row {
    fn id(&self) -> String {
        format!("{} {}", STORES[self.store], self.item)
    }

    fn text(&self) -> String {
        let y = self.y.map(|y| y.to_string()).unwrap_or_default();
        let (paid, feast) = (u8::from(is_paid(self.store, self.t)), feast(self.t));
        format!("{},{},{y},{},{feast},{paid}\n", self.id(), day(self.t), STORES[self.store])
    }
}

/// Items that sell one unit from time to time, by a fixed random walk through all of them.
fn all_rows() -> Vec<Row> {
    let mut state = 7_u64;
    let mut chance = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24)
    };
    let items = (0..STORES.len()).flat_map(|store| (0..ITEMS).map(move |item| (store, item)));
    let rows = items.flat_map(|(store, item)| (0..DAYS + HORIZON).map(move |t| (store, item, t)));
    let row = |(store, item, t)| {
        let sold = if chance() < 0.3 { shape(store, t) } else { 0.0 };
        Row { store, item, t, y: (t < DAYS).then_some(sold) }
    };
    rows.map(row).collect()
}

fn csv<'a>(rows: impl IntoIterator<Item = &'a Row>) -> String {
    rows.into_iter().fold("unique_id,ds,y,store,event,paid\n".to_owned(), |text, row| text + &row.text())
}

/// Forecasts of a store by day.
fn of_store(found: &Rows, store: &str) -> Vec<f64> {
    let mut sums = vec![0.0; HORIZON.unsigned_abs() as usize];
    for item in 0..ITEMS {
        let mean = numbers(found, &format!("{store} {item}"), "mean");
        sums.iter_mut().zip(mean).for_each(|(sum, mean)| *sum += mean);
    }
    sums
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

#[test]
fn groups_follow_what_each_shows_of_events_and_flags() {
    let folder = Folder::new();
    let input = folder.write("sales.csv", csv(&all_rows()));
    let (found, told) = forecast(&input, &[&ASKED[..], &["--events", "event,paid"]].concat());
    assert!(told.contains("auto with the calendars of 2 groups"), "{told}");
    for (store, name) in STORES.iter().enumerate() {
        let by_day: Vec<(i32, f64)> = (DAYS..).zip(of_store(&found, name)).collect();
        assert_eq!(column(&found, &format!("{name} 0"), "ds")[0], day(DAYS).to_string());
        let of = |is_wanted: &dyn Fn(i32) -> bool| {
            mean(by_day.iter().filter(|(t, _)| is_wanted(*t)).map(|(_, mean)| *mean))
        };
        let plain = of(&|t| feast(t).is_empty() && t % 9 >= 3);
        let feast_is = of(&|t| !feast(t).is_empty()) / plain / if is_paid(store, 419) { 2.0 } else { 1.0 };
        let paid = of(&|t| feast(t).is_empty() && t % 9 < 3) / plain;
        assert!((2.6..4.8).contains(&feast_is), "{name}: a feast is times {feast_is}, by right 4");
        let right = [2.0, 1.0][store];
        assert!((paid / right - 1.0).abs() < 0.25, "{name}: benefits are times {paid}, by right {right}");
    }
    // A flag shared by all series of a group is learned by the group even where it is a regressor.
    let (same, told) =
        forecast(&input, &[&ASKED[..], &["--events", "event", "--regressors", "paid"]].concat());
    assert!(told.contains("Each group has paid on the same days"), "{told}");
    assert_eq!(same, found);
    // A flag of single items is learned by each item.
    let mut text = csv(&all_rows());
    text = text.replacen(",north,,1", ",north,,0", 1);
    let input = folder.write("own.csv", text);
    let (_, told) = forecast(&input, &[&ASKED[..], &["--regressors", "paid"]].concat());
    assert!(!told.contains("Each group has paid"), "{told}");
}

#[test]
fn neither_order_nor_format_matters() {
    let folder = Folder::new();
    let mut rows = all_rows();
    let arguments = [&ASKED[..], &["--events", "event,paid"]].concat();
    let (found, _) = forecast(&folder.write("sales.csv", csv(&rows)), &arguments);
    let columns: [(&str, ArrayRef); 6] = [
        ("event", Arc::new(rows.iter().map(|row| Some(feast(row.t))).collect::<StringArray>())),
        ("paid", Arc::new(rows.iter().map(|row| Some(is_paid(row.store, row.t))).collect::<BooleanArray>())),
        ("y", Arc::new(rows.iter().map(|row| row.y).collect::<Float64Array>())),
        ("store", Arc::new(rows.iter().map(|row| Some(STORES[row.store])).collect::<StringArray>())),
        ("ds", Arc::new(rows.iter().map(|row| Some(day(row.t).to_string())).collect::<StringArray>())),
        ("unique_id", Arc::new(rows.iter().map(|row| Some(row.id())).collect::<StringArray>())),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)));
    let batch = batch.expect("a batch");
    let path = folder.path("sales.parquet");
    let mut writer = ArrowWriter::try_new(fs::File::create(&path).expect("a file"), batch.schema(), None)
        .expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    assert_eq!(forecast(&path, &arguments).0, found);
    rows.sort_by_key(|row| (row.t, row.store, row.item));
    let (by_day, _) = forecast(&folder.write("by-day.csv", csv(&rows)), &arguments);
    assert_eq!(by_day, found);
}

#[test]
fn a_backtest_shows_what_groups_are_worth() {
    let folder = Folder::new();
    let rows = all_rows();
    let input = folder.write("sales.csv", csv(rows.iter().filter(|row| row.t < DAYS)));
    let rmse = |arguments: &[&str]| -> f64 {
        let arguments =
            [&["--horizon", "28", "--levels", "none", "--method", "auto", "--output", "-"], arguments]
                .concat();
        let (printed, _) = succeed("backtest", &input, &arguments);
        let table = self::rows(&printed);
        let row = table.iter().find(|row| row["class"] == "all").expect("a row");
        row["rmse"].parse().expect("a number")
    };
    let (with, without) = (rmse(&["--groups", "store", "--events", "event,paid"]), rmse(&[]));
    assert!(with < 0.98 * without, "{with} {without}");
}

#[test]
fn what_is_not_known_of_events_is_said() {
    let folder = Folder::new();
    let rows = all_rows();
    let input = folder.write("sales.csv", csv(rows.iter().filter(|row| row.t < DAYS + 20)));
    let (_, told) = forecast(&input, &[&ASKED[..], &["--events", "event"]].concat());
    assert!(told.contains("event: not known for 8 of the coming 28 days"), "{told}");
    let input = folder.write("short.csv", csv(rows.iter().filter(|row| row.t > 300)));
    let (_, told) = forecast(&input, &ASKED);
    assert!(told.contains("too short for the calendars of groups"), "{told}");
}

#[test]
fn groups_that_cannot_be_are_refused() {
    let folder = Folder::new();
    let text = csv(&all_rows());
    let check = |text: &str, arguments: &[&str], parts: &[&str]| {
        let input = folder.write("sales.csv", text);
        let ended = command("forecast", &input, &[&ASKED[..4], &["--output", "-"], arguments].concat());
        let told = String::from_utf8(ended.stderr).expect("UTF-8");
        assert_eq!(ended.status.code(), Some(1), "{told}");
        for part in parts {
            assert!(told.contains(part), "{part} in {told}");
        }
    };
    let there = "has no column shop; it has unique_id, ds, y, store, event, paid";
    check(&text, &["--groups", "store,shop"], &["sales.csv", there]);
    check(&text, &["--events", "shop"], &[there]);
    let moved = text.replacen(",north,", ",south,", 1);
    check(&moved, &["--groups", "store"], &["column store", "north 0 is in south and in north", "--groups"]);
    let renamed = text.replacen(",feast,", ",fast,", 1);
    let both = format!("fast and feast are both the event of {} in the group of north 1", day(41));
    check(&renamed, &["--groups", "store", "--events", "event"], &["column event", &both, "--regressors"]);
    check(&text, &["--groups", "store", "--calendar", "own"], &["--calendar own", "Leave out"]);
    check(&text, &["--groups", "store", "--method", "ses"], &["ses: does not use groups", "--method auto"]);
    check(&text, &["--groups", "store", "--freq", "week"], &["these are by week", "Leave out --groups"]);
    check(&text, &["--groups", "store", "--events", "store"], &["store: is named twice", "once"]);
    let row = |item: usize| format!("{item},2024-01-01,1,{item}\n");
    let many: String = (0..1_001).map(row).collect();
    let many = format!("unique_id,ds,y,store\n{many}");
    check(&many, &["--groups", "store"], &["more than 1000 groups", "of few"]);
}
