//! Flawed series: each is forecast as far as possible, gets a notice, and does not stop the run.

use super::*;
use planning::forecast::{self, Options};

/// Runs a forecast with notices, and returns forecasts, notices and printed messages.
fn with_notices(text: &str, arguments: &[&str]) -> (Rows, Rows, String) {
    let folder = Folder::new();
    let input = folder.write("sales.csv", text);
    let notices = folder.path("notices.csv");
    let notices_argument = notices.to_str().expect("a path");
    let (found, told) = forecast(&input, &[arguments, &["--notices", notices_argument]].concat());
    (found, rows(&fs::read_to_string(&notices).expect("the file")), told)
}

/// Notices of a series: name and count.
fn notices<'a>(all: &'a Rows, id: &str) -> Vec<(&'a str, &'a str)> {
    all.iter()
        .filter(|row| row["unique_id"] == id)
        .map(|row| (row["notice"].as_str(), row["count"].as_str()))
        .collect()
}

fn expected(history: &[f64], horizon: usize) -> Vec<f64> {
    forecast::forecast(history, &Options { seasons: &[7], horizon, ..Options::default() }).mean
}

#[test]
fn each_is_named_and_none_stops_the_run() {
    let good = weekly_rhythm(60, 1);
    let mut text = daily(&[("good", good.clone()), ("short", vec![5.0, 6.0]), ("single", vec![7.0])]);
    text.push_str(
        daily(&[("constant", vec![4.0; 30]), ("zero", vec![0.0; 30])]).split_once('\n').expect("lines").1,
    );
    text.push_str("empty,2024-01-01,\nempty,2024-01-02,NaN\n");
    text.push_str("unsorted,2024-01-03,3\nunsorted,2024-01-01,1\nunsorted,2024-01-02,2\n");
    text.push_str(
        "repeated,2024-01-01,1\nrepeated,2024-01-02,2\nrepeated,2024-01-02,5\nrepeated,2024-01-03,3\n",
    );
    text.push_str("gappy,2024-01-01,1\ngappy,2024-01-02,2\ngappy,2024-01-06,3\n");
    text.push_str("century,2024-01-01,1\ncentury,2024-01-02,1\ncentury,3024-01-01,1\n");
    let (found, told_rows, told) = with_notices(&text, &["--horizon", "3"]);
    assert_eq!(numbers(&found, "good", "mean"), expected(&good, 3));
    assert_eq!(notices(&told_rows, "good"), []);
    assert_eq!(notices(&told_rows, "short"), [("short_history", "")]);
    assert_eq!(notices(&told_rows, "constant"), [("constant", "")]);
    assert_eq!(numbers(&found, "constant", "mean"), [4.0; 3]);
    assert_eq!(notices(&told_rows, "zero"), [("no_demand", "")]);
    assert_eq!(numbers(&found, "zero", "mean"), [0.0; 3]);
    assert_eq!(notices(&told_rows, "empty"), [("missing", "2"), ("no_values", "")]);
    assert_eq!(column(&found, "empty", "mean"), [""; 3], "missing is not zero");
    assert_eq!(column(&found, "empty", "ds"), ["2024-01-03", "2024-01-04", "2024-01-05"]);
    assert_eq!(notices(&told_rows, "unsorted")[0], ("unsorted", ""));
    assert_eq!(numbers(&found, "unsorted", "mean"), expected(&[1.0, 2.0, 3.0], 3));
    assert_eq!(notices(&told_rows, "repeated")[0], ("duplicates", "1"));
    assert_eq!(numbers(&found, "repeated", "mean"), expected(&[1.0, 5.0, 3.0], 3), "the last row counts");
    assert_eq!(notices(&told_rows, "gappy")[0], ("gaps", "3"));
    let missing = [1.0, 2.0, f64::NAN, f64::NAN, f64::NAN, 3.0];
    assert_eq!(numbers(&found, "gappy", "mean"), expected(&missing, 3));
    assert_eq!(notices(&told_rows, "century"), [("too_long", "365243")]);
    assert_eq!(column(&found, "century", "mean"), [""; 3]);
    assert_eq!(notices(&told_rows, "single"), [("short_history", "")]);
    assert!(
        told.contains("8 series forecast 3 periods ahead") && told.contains("2 series have nothing"),
        "{told}"
    );
    assert!(told.contains("gaps") && told.contains("gappy"), "{told}");
}

#[test]
fn gaps_may_mean_zero_up_to_the_end_of_the_file() {
    let text = "unique_id,ds,y\na,2024-01-01,2\na,2024-01-04,3\nb,2024-01-01,1\nb,2024-01-08,1\n";
    let (found, told_rows, _) = with_notices(text, &["--horizon", "2", "--gaps", "zero", "--freq", "day"]);
    assert_eq!(notices(&told_rows, "a")[0], ("gaps", "6"));
    assert_eq!(numbers(&found, "a", "mean"), expected(&[2.0, 0.0, 0.0, 3.0, 0.0, 0.0, 0.0, 0.0], 2));
    assert_eq!(column(&found, "a", "ds"), ["2024-01-09", "2024-01-10"]);
    let (_, _, told) = with_notices(text, &["--horizon", "2", "--freq", "day"]);
    assert!(told.contains("--gaps zero"), "so many gaps are pointed at: {told}");
}

#[test]
fn rows_of_a_period_may_be_added_up() {
    let text = "unique_id,ds,y\na,2024-01-01 09:30,2\na,2024-01-01 17:00,3\na,2024-01-02 10:00,1\n";
    let arguments = ["--horizon", "1", "--freq", "day", "--duplicates", "sum", "--method", "naive"];
    let (found, told_rows, _) = with_notices(text, &arguments);
    assert_eq!(notices(&told_rows, "a")[0], ("duplicates", "1"));
    assert_eq!(
        (numbers(&found, "a", "mean"), column(&found, "a", "ds")),
        (vec![1.0], vec!["2024-01-03 00:00:00".to_owned()])
    );
}

#[test]
fn every_step_is_continued_as_it_was() {
    let check = |times: &[&str], step: &str, coming: &[&str]| {
        let text = times.iter().enumerate().map(|(i, at)| format!("a,{at},{i}\n")).collect::<String>();
        let (found, _, told) =
            with_notices(&format!("unique_id,ds,y\n{text}"), &["--horizon", "2", "--method", "drift"]);
        assert_eq!(column(&found, "a", "ds"), coming);
        assert!(told.contains(&format!("by {step} (")), "{told}");
        let next = times.len() as f64;
        assert_eq!(numbers(&found, "a", "mean"), [next, next + 1.0]);
    };
    check(&["2024-02-27", "2024-02-28", "2024-02-29"], "day", &["2024-03-01", "2024-03-02"]);
    check(&["2024-01-07", "2024-01-14", "2024-01-21"], "week", &["2024-01-28", "2024-02-04"]);
    check(&["2023-11-30", "2023-12-31", "2024-01-31"], "month", &["2024-02-29", "2024-03-31"]);
    check(&["2023-04-01", "2023-07-01", "2023-10-01"], "quarter", &["2024-01-01", "2024-04-01"]);
    check(&["2020-02-29", "2021-02-28", "2022-02-28"], "year", &["2023-02-28", "2024-02-29"]);
    check(
        &["2024-03-01 22:00:00", "2024-03-01 23:00:00"],
        "hour",
        &["2024-03-02 00:00:00", "2024-03-02 01:00:00"],
    );
    check(
        &["2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z"],
        "day",
        &["2024-03-03T00:00:00Z", "2024-03-04T00:00:00Z"],
    );
    check(&["7", "8", "9"], "1", &["10", "11"]);
    check(&["100", "110"], "10", &["120", "130"]);
}

#[test]
fn series_of_several_steps_keep_their_own() {
    let mut text = daily(&[("days", weekly_rhythm(40, 1))]);
    for (month, value) in ["01", "02", "03", "04", "05"].iter().zip([5, 6, 4, 7, 5]) {
        text.push_str(&format!("months,2024-{month}-01,{value}\n"));
    }
    let (found, told_rows, told) = with_notices(&text, &["--horizon", "2"]);
    assert!(told.contains("by day ("), "{told}");
    assert_eq!(notices(&told_rows, "months")[0], ("own_step", ""));
    assert_eq!(column(&found, "months", "ds"), ["2024-06-01", "2024-07-01"]);
    assert_eq!(column(&found, "days", "ds")[0], planning::day::Day(19_740).to_string());
}
