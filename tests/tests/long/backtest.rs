//! The table of a backtest: its measures are those of `planning` over forecasts from earlier origins.

use super::*;
use planning::accuracy::{self, Origins, Pooled, Tested};
use planning::forecast::{self, Options};

const HORIZON: usize = 7;

fn sample() -> Vec<(&'static str, Vec<f64>)> {
    vec![("mugs", weekly_rhythm(120, 1)), ("cups", weekly_rhythm(60, 4)), ("spare part", rare(150, 2))]
}

/// The table, with these arguments, as a file of it.
fn table(text: &str, arguments: &[&str]) -> (Rows, String, String) {
    let folder = Folder::new();
    let input = folder.write("sales.csv", text);
    let path = folder.path("table.csv");
    let all = [&["--horizon", "7", "--output", path.to_str().expect("a path")], arguments].concat();
    let (printed, told) = succeed("backtest", &input, &all);
    (rows(&fs::read_to_string(path).expect("the file")), printed, told)
}

fn cell(table: &Rows, class: &str, method: &str, name: &str) -> Option<f64> {
    let row = table.iter().find(|row| row["class"] == class && row["method"] == method).expect("a row");
    (!row[name].is_empty()).then(|| row[name].parse().expect("a number"))
}

fn near(found: Option<f64>, expected: Option<f64>, what: &str) {
    let difference = found.expect(what) - expected.expect(what);
    assert!(difference.abs() < 1e-9, "{what}: {found:?}, expected {expected:?}");
}

#[test]
fn measures_are_those_of_planning() {
    let (table, printed, told) = table(&daily(&sample()), &["--origins", "2", "--method", "auto,naive"]);
    for name in ["auto", "naive"] {
        let method = forecast::find(name).expect("a method");
        let options =
            Options { method, seasons: &[7], horizon: HORIZON, levels: &[0.8, 0.95], ..Options::default() };
        let origins = Origins { count: 2, horizon: HORIZON, step: HORIZON, history_min: 4 };
        let (mut pooled, mut mases, mut actuals, mut means) =
            (Pooled::default(), Vec::new(), Vec::new(), Vec::new());
        for (_, history) in sample() {
            for known in origins.of(history.len()) {
                let (past, actual) = (&history[..known], &history[known..known + HORIZON]);
                let made = forecast::forecast(past, &options);
                mases.push(accuracy::mase(past, 7, actual, &made.mean).expect("a scale"));
                pooled.add(&Tested {
                    history: past,
                    season: 7,
                    actual,
                    mean: &made.mean,
                    intervals: &made.intervals,
                });
                actuals.extend_from_slice(actual);
                means.extend(made.mean);
            }
        }
        let of = |column: &str| cell(&table, "all", name, column);
        assert_eq!((of("series"), of("windows"), of("periods")), (Some(3.0), Some(6.0), Some(42.0)));
        near(of("mae"), accuracy::mae(&actuals, &means), "MAE");
        near(of("rmse"), accuracy::rmse(&actuals, &means), "RMSE");
        near(of("wape"), accuracy::wape(&actuals, &means), "WAPE");
        near(of("smape"), accuracy::smape(&actuals, &means), "sMAPE");
        near(of("bias"), accuracy::relative_bias(&actuals, &means), "bias");
        near(of("mase"), Some(mases.iter().sum::<f64>() / 6.0), "MASE");
        let measures = pooled.measures();
        near(of("rmsse"), measures.rmsse, "RMSSE");
        near(of("pinball"), measures.pinball, "pinball");
        near(of("coverage-80"), measures.levels[0].coverage, "coverage");
        assert_eq!(of("mape"), None, "the rare item had periods without demand: undefined stays so");
        assert!(cell(&table, "smooth", name, "mape").is_some());
        assert_eq!(cell(&table, "intermittent", name, "series"), Some(1.0));
    }
    assert!(told.contains("3 of 3 series tested, 7 periods from up to 2 origins 7 periods apart"), "{told}");
    let lines: Vec<&str> = printed.lines().filter(|line| !line.is_empty()).collect();
    assert!(lines[0].starts_with("class ") && lines[0].ends_with("pinball") && lines.len() == 7, "{printed}");
    assert!(lines.iter().any(|line| line.starts_with("all") && line.contains('–')), "{printed}");
}

#[test]
fn the_least_error_stands_first_and_threads_change_nothing() {
    let text = daily(&sample());
    let (found, printed, _) = table(&text, &["--method", "all", "--threads", "1"]);
    let errors: Vec<f64> = found
        .iter()
        .filter(|row| row["class"] == "all")
        .filter_map(|row| row["rmsse"].parse().ok())
        .collect();
    assert_eq!(errors.len(), planning::forecast::METHODS.len());
    assert!(errors.is_sorted(), "{errors:?}");
    let (again, printed_again, _) = table(&text, &["--method", "all", "--threads", "5"]);
    assert_eq!((found, printed), (again, printed_again));
}

#[test]
fn what_is_too_short_is_named_and_every_format_is_written() {
    let folder = Folder::new();
    let mut series = sample();
    series.push(("new", vec![1.0; 8]));
    let input = folder.write("sales.csv", daily(&series));
    for name in ["t.json", "t.parquet"] {
        let path = folder.path(name);
        let arguments = ["--horizon", "7", "--method", "naive", "--output", path.to_str().expect("a path")];
        let (_, told) = succeed("backtest", &input, &arguments);
        assert!(
            told.contains("too_short") && told.contains("new") && told.contains("3 of 4 series"),
            "{told}"
        );
        assert!(path.exists());
    }
    let table: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path("t.json")).expect("the file")).expect("JSON");
    assert_eq!(table[0]["class"], "smooth");
    assert!(table[0]["rmsse"].is_number());
    let (printed, _) = succeed("backtest", &input, &["--horizon", "7", "--method", "naive", "--output", "-"]);
    assert!(printed.starts_with("class,method,series,windows"), "{printed}");
}
