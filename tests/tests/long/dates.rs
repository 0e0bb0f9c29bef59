//! Times as other programs write them: days of the month, dates without dashes, summer time.

use super::*;
use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use parquet::arrow::ArrowWriter;
use std::sync::Arc;

const NAIVE: [&str; 2] = ["--method", "naive"];

/// A series of these times, with values 1, 2, 3 …
fn text(times: &[&str]) -> String {
    let rows = times.iter().enumerate().map(|(t, at)| format!("a,{at},{}\n", t + 1)).collect::<String>();
    format!("unique_id,ds,y\n{rows}")
}

/// The step was found, and every row fits it.
#[track_caller]
fn check_regular(step: &str, told: &str) {
    assert!(told.contains(&format!("by {step} (")), "{told}");
    for notice in ["unsorted", "own_step", "duplicates", "off_step", "gaps"] {
        assert!(!told.contains(&format!("  {notice} ")), "{told}");
    }
}

#[track_caller]
fn check(times: &[&str], step: &str, coming: &[&str]) {
    let folder = Folder::new();
    let methods = folder.path("methods.csv");
    let horizon = coming.len().to_string();
    let arguments = ["--horizon", &horizon, "--methods", methods.to_str().expect("a path")];
    let (found, told) = forecast(&folder.write("a.csv", text(times)), &[&arguments[..], &NAIVE].concat());
    assert_eq!(column(&found, "a", "ds"), coming, "{times:?}");
    check_regular(step, &told);
    assert_eq!(numbers(&found, "a", "mean"), vec![times.len() as f64; coming.len()]);
    let methods = rows(&fs::read_to_string(methods).expect("the file"));
    assert_eq!(column(&methods, "a", "periods"), [times.len().to_string()], "{times:?}");
    // The forecast continues the dates in the same form.
    let again = folder.write("again.csv", text(&[times, coming].concat()));
    let (longer, _) = forecast(&again, &[&["--horizon", "1"], &NAIVE[..]].concat());
    assert_eq!(column(&longer, "a", "ds").len(), 1);
}

#[test]
fn a_day_of_the_month_stays_that_day() {
    let thirtieth = ["2019-02-28", "2019-03-30", "2019-04-30", "2019-05-30"];
    check(&thirtieth, "month", &["2019-06-30", "2019-07-30"]);
    check(&thirtieth[1..], "month", &["2019-06-30", "2019-07-30"]);
    check(&["2019-10-30", "2019-11-30", "2019-12-30"], "month", &["2020-01-30", "2020-02-29", "2020-03-30"]);
    check(&["2022-11-29", "2022-12-29", "2023-01-29"], "month", &["2023-02-28", "2023-03-29"]);
    check(&["2023-10-31", "2023-11-30", "2023-12-31"], "month", &["2024-01-31", "2024-02-29"]);
    check(&["2023-05-30", "2023-08-30", "2023-11-30"], "quarter", &["2024-02-29", "2024-05-30"]);
    check(&["2020-02-29", "2021-02-28", "2022-02-28"], "year", &["2023-02-28", "2024-02-29"]);
    check(&["2021-02-28 00:00:00", "2021-03-30 00:00:00"], "month", &["2021-04-30 00:00:00"]);
}

#[test]
fn working_days_at_ends_and_beginnings_of_months_stay_those() {
    let ends = ["2023-12-29", "2024-01-31", "2024-02-29", "2024-03-29", "2024-04-30", "2024-05-31"];
    check(&ends, "month", &["2024-06-28", "2024-07-31", "2024-08-30"]);
    check(&["2023-06-30", "2023-09-29", "2023-12-29"], "quarter", &["2024-03-29", "2024-06-28"]);
    check(&["2021-12-31", "2022-12-30", "2023-12-29"], "year", &["2024-12-31", "2025-12-31"]);
    check(&["2024-04-01", "2024-05-01", "2024-06-03"], "month", &["2024-07-01", "2024-08-01", "2024-09-02"]);
}

#[test]
fn whole_numbers_that_are_all_dates_are_dates() {
    let days: Vec<String> =
        (0..91).map(|day| planning::day::Day(19_723).plus(day).to_string().replace('-', "")).collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    check(&days, "day", &["20240401", "20240402"]);
    check(&["20240131", "20240229", "20240331"], "month", &["20240430"]);
    // A counter stays a counter, however large or small, and so do years.
    check(&["100000", "100001"], "1", &["100002"]);
    check(&["20240230", "20240231"], "1", &["20240232"]);
    check(&["20240228", "20240229", "20240230"], "1", &["20240231"]);
    check(&["2021", "2022", "2023"], "1", &["2024", "2025"]);
    check(&["-3", "-2", "-1"], "1", &["0", "1"]);
    check(&["9007199254740989", "9007199254740990", "9007199254740991"], "1", &["9007199254740992"]);
    check(&["-9007199254740992", "-9007199254740991"], "1", &["-9007199254740990"]);
}

#[test]
fn dates_without_dashes_are_told_and_written_as_they_came() {
    let folder = Folder::new();
    let (_, told) = forecast(&folder.write("a.csv", text(&["20240228", "20240229"])), &["--horizon", "1"]);
    assert!(told.contains("whole numbers of ds") && told.contains("20240228 is 2024-02-28"), "{told}");
    let lines = "{\"unique_id\": \"a\", \"ds\": 20240228, \"y\": 1}\n{\"unique_id\": \"a\", \"ds\": 20240229, \"y\": 2}\n";
    let (found, _) = forecast(&folder.write("a.jsonl", lines), &["--horizon", "1"]);
    assert_eq!(column(&found, "a", "ds"), ["20240301"]);
    let ids: ArrayRef = Arc::new(StringArray::from(vec!["a", "a"]));
    let days: ArrayRef = Arc::new(Int64Array::from(vec![20_240_228, 20_240_229]));
    let values: ArrayRef = Arc::new(Float64Array::from(vec![1.0, 2.0]));
    let path = write_parquet(&folder, "a.parquet", [ids, days, values]);
    let output = folder.path("f.parquet");
    succeed("forecast", &path, &["--horizon", "1", "--output", output.to_str().expect("a path")]);
    let (found, _) = forecast(&output, &["--horizon", "1", "--columns", "y=mean"]);
    assert_eq!(column(&found, "a", "ds"), ["20240302"]);
    // Rows out of order, and a last one that is not a date.
    let scattered = "unique_id,ds,y\na,20240228,1\nb,20240228,1\na,20240229,2\nb,20240229,2\n";
    let (found, _) = forecast(&folder.write("a.csv", scattered), &["--horizon", "1"]);
    assert_eq!(column(&found, "b", "ds"), ["20240301"]);
    let counted = format!("{scattered}a,20240230,3\n");
    let (found, _) = forecast(&folder.write("a.csv", counted), &["--horizon", "1"]);
    assert_eq!(column(&found, "a", "ds"), ["20240231"]);
}

fn write_parquet(folder: &Folder, name: &str, columns: [ArrayRef; 3]) -> PathBuf {
    let batch = RecordBatch::try_from_iter(["unique_id", "ds", "y"].into_iter().zip(columns)).expect("rows");
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    folder.write(name, writer.into_inner().expect("a file"))
}

#[test]
fn local_midnights_are_days_when_clocks_are_set_and_hours_pass_one_by_one() {
    check(
        &["2024-03-30T00:00:00+01:00", "2024-03-31T00:00:00+01:00", "2024-04-01T00:00:00+02:00"],
        "day",
        &["2024-04-02T00:00:00+02:00"],
    );
    check(
        &["2024-10-26 00:00:00+02:00", "2024-10-27 00:00:00+02:00", "2024-10-28 00:00:00+01:00"],
        "day",
        &["2024-10-29 00:00:00+01:00"],
    );
    check(
        &["2024-02-01T00:00:00-05:00", "2024-03-01T00:00:00-05:00", "2024-04-01T00:00:00-04:00"],
        "month",
        &["2024-05-01T00:00:00-04:00"],
    );
    let spring = ["2024-03-31T01:00:00+01:00", "2024-03-31T03:00:00+02:00", "2024-03-31T04:00:00+02:00"];
    check(&spring, "hour", &["2024-03-31T05:00:00+02:00"]);
    let autumn = ["2024-10-27T02:00:00+02:00", "2024-10-27T02:00:00+01:00", "2024-10-27T03:00:00+01:00"];
    check(&autumn, "hour", &["2024-10-27T04:00:00+01:00"]);
    // The hours of a day add up to the day, even one with 23 hours.
    let hour = |hour: i64| 1_711_839_600 + 3_600 * hour;
    let at = |seconds: i64| {
        let offset = if seconds < 1_711_846_800 { 1 } else { 2 };
        let shown = seconds + 3_600 * offset;
        let (day, clock) = (planning::day::Day(0).plus(shown / 86_400), shown % 86_400 / 3_600);
        format!("{day}T{clock:02}:00:00+0{offset}:00")
    };
    // From midnight on 31 March 2024 to midnight on 2 April, in Berlin.
    let times: Vec<String> = (0..47).map(|h| at(hour(h))).collect();
    let rows: String = times.iter().map(|at| format!("a,{at},1\n")).collect();
    let folder = Folder::new();
    let input = folder.write("a.csv", format!("unique_id,ds,y\n{rows}"));
    let summed = ["--horizon", "1", "--freq", "day", "--duplicates", "sum", "--method", "historic_average"];
    let (found, _) = forecast(&input, &summed);
    assert_eq!(numbers(&found, "a", "mean"), [23.5]);
    assert_eq!(column(&found, "a", "ds"), ["2024-04-02T00:00:00+02:00"]);
}

#[test]
fn a_column_with_a_zone_has_the_days_of_its_clocks() {
    let folder = Folder::new();
    let ids: ArrayRef = Arc::new(StringArray::from(vec!["a"; 3]));
    // Midnight in Berlin on 30 and 31 March and on 1 April 2024.
    let micros = [1_711_753_200, 1_711_839_600, 1_711_922_400].map(|seconds| seconds * 1_000_000);
    let times = TimestampMicrosecondArray::from(micros.to_vec()).with_timezone("Europe/Berlin");
    let values: ArrayRef = Arc::new(Float64Array::from(vec![1.0, 2.0, 3.0]));
    let path = write_parquet(&folder, "a.parquet", [ids, Arc::new(times), values]);
    let (found, told) = forecast(&path, &["--horizon", "1", "--method", "naive"]);
    check_regular("day", &told);
    assert_eq!(column(&found, "a", "ds"), ["2024-04-02T00:00:00+02:00"]);
}
