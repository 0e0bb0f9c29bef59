//! `granary forecast`, `granary backtest` and `granary replay` over long files, as people run them.

#[path = "long/backtest.rs"]
mod backtest;
#[path = "long/calendar.rs"]
mod calendar;
#[path = "long/dates.rs"]
mod dates;
#[path = "long/formats.rs"]
mod formats;
#[path = "long/golden.rs"]
mod golden;
#[path = "long/groups.rs"]
mod groups;
#[path = "long/item.rs"]
mod item;
#[path = "long/refused.rs"]
mod refused;
#[path = "long/regressors.rs"]
mod regressors;
#[path = "long/replay.rs"]
mod replay;
#[path = "long/series.rs"]
mod series;
#[path = "long/together.rs"]
mod together;

use planning::convert::count_u32;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;
use tests::program::{granary, run};

/// A directory with files in it.
struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a directory"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.path(name), content).expect("written");
        self.path(name)
    }

    /// Names of its files.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("a listing");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

fn command(name: &str, input: &Path, arguments: &[&str]) -> Output {
    let mut command = granary();
    command.arg(name).arg("--input").arg(input).args(arguments);
    run(&mut command)
}

/// Standard output and standard error of a command that must succeed.
#[track_caller]
fn succeed(name: &str, input: &Path, arguments: &[&str]) -> (String, String) {
    let output = command(name, input, arguments);
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(output.status.success(), "{told}");
    (String::from_utf8(output.stdout).expect("UTF-8"), told)
}

/// Rows of CSV as maps from column to cell.
type Rows = Vec<BTreeMap<String, String>>;

fn rows(text: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// Forecasts on standard output.
#[track_caller]
fn forecast(input: &Path, arguments: &[&str]) -> (Rows, String) {
    let (printed, told) = succeed("forecast", input, &[arguments, &["--output", "-"]].concat());
    (rows(&printed), told)
}

/// Cells of one column, for one series.
fn column(rows: &Rows, id: &str, name: &str) -> Vec<String> {
    rows.iter().filter(|row| row["unique_id"] == id).map(|row| row[name].clone()).collect()
}

fn numbers(rows: &Rows, id: &str, name: &str) -> Vec<f64> {
    column(rows, id, name).iter().map(|cell| cell.parse().unwrap_or(f64::NAN)).collect()
}

/// Series of daily demand as CSV, each with a pattern of its own.
fn daily<Name: std::fmt::Display>(series: &[(Name, Vec<f64>)]) -> String {
    let mut text = String::from("unique_id,ds,y\n");
    for (id, values) in series {
        for (day, value) in values.iter().enumerate() {
            let _ = writeln!(text, "\"{id}\",{},{value}", planning::day::Day(19_700).plus(count_u32(day)));
        }
    }
    text
}

/// Demand with a week's rhythm.
fn weekly_rhythm(days: u32, seed: u32) -> Vec<f64> {
    let noise = |day: u32| f64::from((day * day * (3 * seed + 5) + seed) % 13);
    (0..days).map(|day| f64::from(10 + seed + 5 * (day % 7)) + noise(day)).collect()
}

/// Demand in few periods.
fn rare(days: u32, seed: u32) -> Vec<f64> {
    (0..days)
        .map(|day| if (day * 7 + seed * 3).is_multiple_of(5) { f64::from(1 + (day + seed) % 4) } else { 0.0 })
        .collect()
}
