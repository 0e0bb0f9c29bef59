//! Rows summed to longer periods, and cells without a value.

use super::*;
use planning::day::Day;

/// One a day for each series, from a day to another.
fn days(series: &[(&str, &str, &str)]) -> String {
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let mut text = String::from("unique_id,ds,y\n");
    for (id, from, to) in series {
        for at in 0..=day(to).since(day(from)) {
            let _ = writeln!(text, "{id},{},1", day(from).plus(at));
        }
    }
    text
}

/// Forecasts of sums by a step: forecasts, methods, notices.
fn sums(text: &str, step: &str, horizon: &str) -> [Rows; 3] {
    let folder = Folder::new();
    let [methods, notices] = ["methods.csv", "notices.csv"].map(|name| folder.path(name));
    let files =
        ["--methods", methods.to_str().expect("a path"), "--notices", notices.to_str().expect("a path")];
    let asked = ["--freq", step, "--duplicates", "sum", "--method", "naive", "--horizon", horizon];
    let (found, _) = forecast(&folder.write("days.csv", text), &[&asked[..], &files].concat());
    let read = |path: &Path| rows(&fs::read_to_string(path).expect("the file"));
    [found, read(&methods), read(&notices)]
}

#[test]
fn months_and_quarters_are_those_of_the_calendar() {
    let text = days(&[("a", "2024-01-15", "2024-06-30")]);
    for (step, coming, periods, mean) in [
        ("month", &["2024-07-01", "2024-08-01"][..], "6", 30.0),
        ("quarter", &["2024-07-01", "2024-10-01"], "2", 91.0),
        ("2 months", &["2024-07-01", "2024-09-01"], "3", 61.0),
    ] {
        let [found, methods, notices] = sums(&text, step, "2");
        assert_eq!(column(&found, "a", "ds"), coming);
        assert_eq!(numbers(&found, "a", "mean"), [mean; 2], "{step}");
        assert_eq!(column(&methods, "a", "periods"), [periods]);
        assert_eq!(column(&methods, "a", "first"), ["2024-01-01"]);
        assert_eq!(column(&notices, "a", "notice")[0], "first_is_part");
    }
}

#[test]
fn weeks_begin_on_monday_for_all_series_also_at_new_year() {
    let text = days(&[("a", "2020-12-16", "2021-01-10"), ("b", "2020-12-18", "2021-01-10")]);
    let [found, methods, _] = sums(&text, "week", "1");
    for id in ["a", "b"] {
        assert_eq!(column(&found, id, "ds"), ["2021-01-11"]);
        assert_eq!(numbers(&found, id, "mean"), [7.0]);
        assert_eq!(
            (column(&methods, id, "first"), column(&methods, id, "periods")),
            (vec!["2020-12-14".into()], vec!["4".into()])
        );
    }
}

#[test]
fn a_last_month_that_has_begun_is_forecast_and_no_month() {
    let text = days(&[("a", "2024-01-01", "2024-06-03"), ("ended", "2024-02-01", "2024-03-05")]);
    let [found, methods, notices] = sums(&text, "month", "1");
    assert_eq!(
        (column(&found, "a", "ds"), numbers(&found, "a", "mean")),
        (vec!["2024-06-01".into()], vec![31.0])
    );
    assert_eq!(column(&methods, "a", "periods"), ["5"]);
    assert_eq!(column(&notices, "a", "notice")[0], "last_is_part");
    // A series that ended before the file did has all its days.
    assert_eq!(
        (column(&found, "ended", "ds"), numbers(&found, "ended", "mean")),
        (vec!["2024-04-01".into()], vec![5.0])
    );
    assert!(!column(&notices, "ended", "notice").contains(&"last_is_part".to_owned()));
}

#[test]
fn rows_that_are_periods_already_keep_their_dates() {
    let is_told = |notices: &Rows| notices.iter().any(|row| row["notice"] != "short_history");
    let sundays = "unique_id,ds,y\na,2024-01-07,1\na,2024-01-14,2\na,2024-01-21,3\n";
    let [found, _, notices] = sums(sundays, "week", "1");
    assert_eq!((column(&found, "a", "ds"), is_told(&notices)), (vec!["2024-01-28".into()], false));
    // Single rows do not show how far apart they are.
    let [found, ..] = sums("unique_id,ds,y\na,2024-02-29,1\nb,2024-03-31,1\n", "month", "1");
    assert_eq!(
        (column(&found, "a", "ds"), column(&found, "b", "ds")),
        (vec!["2024-03-31".into()], vec!["2024-04-30".into()])
    );
    let thirtieth = "unique_id,ds,y\na,2024-01-30,1\na,2024-02-29,2\na,2024-03-30,3\n";
    let [found, _, notices] = sums(thirtieth, "month", "1");
    assert_eq!((column(&found, "a", "ds"), is_told(&notices)), (vec!["2024-04-30".into()], false));
}

#[test]
fn words_for_no_value_are_missing_in_every_text_format() {
    let folder = Folder::new();
    let words = ["NA", r"\N", "#N/A", "NULL", "", "NaN", "none"];
    let cells: Vec<&str> = ["1"].into_iter().chain(words).chain(["9"]).collect();
    let dated = |t: usize| Day(19_700).plus(count_u32(t));
    let mut csv = String::from("unique_id,ds,y\n");
    let mut json = String::new();
    for (t, cell) in cells.iter().enumerate() {
        // The series has a name that elsewhere means a missing value.
        let _ = writeln!(csv, "NA,{},{cell}", dated(t));
        let line = serde_json::json!({ "unique_id": "NA", "ds": dated(t), "y": cell });
        let _ = writeln!(json, "{line}");
    }
    let json = json.replace("\"y\":\"\"", "\"y\":null");
    let inputs = [folder.write("a.csv", csv), folder.write("a.jsonl", json)];
    let ids = arrow::array::StringArray::from(vec!["NA"; cells.len()]);
    let times: arrow::array::Date32Array = (0..cells.len()).map(|t| Some(dated(t).0)).collect();
    let texts = arrow::array::StringArray::from(cells.clone());
    let columns: [(&str, arrow::array::ArrayRef); 3] = [
        ("unique_id", std::sync::Arc::new(ids)),
        ("ds", std::sync::Arc::new(times)),
        ("y", std::sync::Arc::new(texts)),
    ];
    let batch = arrow::array::RecordBatch::try_from_iter(columns).expect("rows");
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    let parquet = folder.write("a.parquet", writer.into_inner().expect("a file"));
    let notices = folder.path("notices.csv");
    for input in inputs.iter().chain([&parquet]) {
        let arguments =
            ["--horizon", "1", "--method", "naive", "--notices", notices.to_str().expect("a path")];
        let (found, _) = forecast(input, &arguments);
        assert_eq!(numbers(&found, "NA", "mean"), [9.0], "{}", input.display());
        let told = rows(&fs::read_to_string(&notices).expect("the file"));
        assert_eq!((told[0]["notice"].as_str(), told[0]["count"].as_str()), ("missing", "7"));
    }
}

/// No period, one period, and periods without demand, by every method.
#[test]
fn rare_demand_at_its_edges_has_numbers_from_every_method() {
    let mut text = String::from("unique_id,ds,y\n");
    for (id, values) in [
        ("zeros", [0, 0, 0, 0, 0, 0, 0]),
        ("single", [0, 0, 0, 0, 2, 0, 0]),
        ("dense", [7, 7, 7, 7, 7, 6, 6]),
    ] {
        for (t, value) in values.into_iter().enumerate() {
            let _ = writeln!(text, "{id},{},{value}", t + 1);
        }
    }
    let folder = Folder::new();
    let input = folder.write("rare.csv", text);
    for method in planning::forecast::METHODS.iter().map(|method| method.name) {
        let (found, _) = forecast(&input, &["--horizon", "30", "--method", method]);
        for id in ["zeros", "single", "dense"] {
            let [lower, mean, upper] = ["lo-95", "mean", "hi-95"].map(|name| numbers(&found, id, name));
            assert_eq!(mean.len(), 30);
            for h in 0..30 {
                assert!(
                    lower[h] >= 0.0 && lower[h] <= mean[h] && mean[h] <= upper[h],
                    "{method} of {id}, {h}"
                );
                assert!(upper[h].is_finite() && (id != "zeros" || upper[h] == 0.0), "{method} of {id}, {h}");
            }
        }
    }
}
