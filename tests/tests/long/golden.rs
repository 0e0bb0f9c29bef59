//! The numbers are those of `planning`, whatever the threads, the order of rows and the format.

use super::*;
use planning::convert::count_u32;
use planning::forecast::{self, Options};

fn sample() -> Vec<(&'static str, Vec<f64>)> {
    vec![("mugs", weekly_rhythm(120, 1)), ("candles", weekly_rhythm(90, 5)), ("spare part", rare(150, 2))]
}

#[test]
fn every_method_gives_the_numbers_of_planning() {
    let folder = Folder::new();
    let input = folder.write("sales.csv", daily(&sample()));
    for name in
        ["auto", "auto_ets", "dynamic_optimized_theta", "sba", "tsb", "imapa", "mstl", "seasonal_naive"]
    {
        let (found, told) = forecast(&input, &["--horizon", "9", "--method", name, "--levels", "80,97.5"]);
        assert!(told.contains("360 rows, 3 series, by day") && told.contains("season 7"), "{told}");
        assert_eq!(found.len(), 27);
        for (id, history) in sample() {
            let method = forecast::find(name).expect("a method");
            let options =
                Options { method, seasons: &[7], horizon: 9, levels: &[0.8, 0.975], ..Options::default() };
            let expected = forecast::forecast(&history, &options);
            assert_eq!(numbers(&found, id, "mean"), expected.mean, "{name} of {id}");
            for (interval, level) in expected.intervals.iter().zip(["80", "97.5"]) {
                assert_eq!(numbers(&found, id, &format!("lo-{level}")), interval.lower, "{name} of {id}");
                assert_eq!(numbers(&found, id, &format!("hi-{level}")), interval.upper, "{name} of {id}");
            }
            let first = planning::day::Day(19_700).plus(count_u32(history.len())).to_string();
            assert_eq!(column(&found, id, "ds")[0], first);
        }
    }
}

#[test]
fn columns_and_order_are_those_of_the_long_format() {
    let folder = Folder::new();
    let input = folder.write("sales.csv", daily(&sample()));
    let (printed, _) = succeed("forecast", &input, &["--horizon", "2", "--output", "-"]);
    assert!(
        printed.starts_with("unique_id,ds,mean,lo-80,hi-80,lo-95,hi-95,median\nmugs,2024-04-07,"),
        "{printed}"
    );
    let (printed, _) = succeed("forecast", &input, &["--horizon", "2", "--levels", "none", "--output", "-"]);
    assert!(printed.starts_with("unique_id,ds,mean\nmugs,2024-04-07,"), "{printed}");
}

#[test]
fn threads_and_the_order_of_rows_change_nothing() {
    let folder = Folder::new();
    // More series than are in flight at once, of very different lengths.
    let ids: Vec<String> = (0..150).map(|i| format!("s{i}")).collect();
    let series: Vec<(&str, Vec<f64>)> = ids
        .iter()
        .enumerate()
        .map(|(i, id)| (id.as_str(), weekly_rhythm(1 + (count_u32(i) * 37) % 100, count_u32(i))))
        .collect();
    let text = daily(&series);
    let by_series = folder.write("by-series.csv", &text);
    let arguments = ["--horizon", "5", "--output", "-", "--threads"];
    let expected = succeed("forecast", &by_series, &[&arguments[..], &["1"]].concat()).0;
    assert_eq!(rows(&expected).len(), 750);
    for threads in ["2", "7"] {
        assert_eq!(
            succeed("forecast", &by_series, &[&arguments[..], &[threads]].concat()).0,
            expected,
            "{threads}"
        );
    }
    // By date, as in a wide table turned long: the first day has every series, in the same order.
    let mut lines: Vec<&str> = text.lines().skip(1).collect();
    lines.sort_by_key(|line| line.split(',').nth(1).map(str::to_owned));
    let by_date = folder.write("by-date.csv", format!("unique_id,ds,y\n{}\n", lines.join("\n")));
    let (found, told) = succeed("forecast", &by_date, &[&arguments[..], &["2"]].concat());
    assert!(told.contains("sorting"), "{told}");
    assert!(!told.contains("unsorted"), "rows of a series were in order: {told}");
    assert_eq!(found, expected);
}

#[test]
fn methods_are_told_with_their_reasons() {
    let folder = Folder::new();
    let series = [
        ("weekly", weekly_rhythm(200, 3)),
        ("rare", rare(200, 1)),
        ("new", vec![3.0, 4.0]),
        ("dead", vec![0.0; 50]),
    ];
    let input = folder.write("sales.csv", daily(&series));
    let methods = folder.path("methods.csv");
    let (_, told) = forecast(&input, &["--horizon", "4", "--methods", methods.to_str().expect("a path")]);
    let found = rows(&fs::read_to_string(methods).expect("the file"));
    let cell = |id: &str, name: &str| column(&found, id, name)[0].clone();
    for (id, history) in &series {
        let expected =
            forecast::forecast(history, &Options { seasons: &[7], horizon: 4, ..Options::default() });
        let method = serde_json::to_value(expected.method).expect("JSON");
        assert_eq!(Some(cell(id, "method").as_str()), method.as_str(), "{id}");
        assert_eq!(cell(id, "periods"), history.len().to_string());
        assert_eq!(cell(id, "step"), "day");
    }
    assert_eq!(
        (cell("weekly", "reason").as_str(), cell("weekly", "demand_class").as_str()),
        ("backtest_weights", "smooth")
    );
    assert!(cell("weekly", "rmsse").parse::<f64>().is_ok_and(|rmsse| rmsse > 0.0));
    assert_eq!(
        (cell("rare", "demand_class").as_str(), cell("rare", "largest").is_empty()),
        ("intermittent", false)
    );
    assert_eq!((cell("new", "reason").as_str(), cell("new", "rmsse").as_str()), ("short_history", ""));
    assert_eq!((cell("dead", "method").as_str(), cell("dead", "reason").as_str()), ("zero", "no_demand"));
    assert!(told.contains("4 series forecast 4 periods ahead") && told.contains("zero 1"), "{told}");
    // Methods are reported under the names by which they are asked for.
    let (_, told) = forecast(&input, &["--horizon", "4", "--method", "tsb"]);
    assert!(told.contains("tsb 4"), "{told}");
}
