//! Data is shown and never obeyed: no command passes control characters of data or file names to a terminal, and no
//! spreadsheet evaluates what a command writes.

use std::fs;
use std::path::Path;
use tests::program::{granary, run, succeed};

/// Clears the screen, rings the bell, goes back, reverses text, begins a line that looks like the program's own.
const EVIL: [&str; 8] = [
    "\u{1b}[2J\u{1b}[31m",
    "a\u{7}b\u{8}c",
    "a\u{9b}2J",
    "a\u{7f}b",
    "a\u{202e}gnp.exe",
    "a\u{2066}b\u{2069}",
    "a\u{200e}b\u{61c}c",
    "a\nhelp: run rm",
];

/// Beginnings of formulas for some spreadsheet, and texts that look as if they were guarded already.
const FORMULAS: [&str; 12] = [
    "=A1",
    "-5",
    "+1",
    "@SUM(A1)",
    "'=A1",
    "''-5",
    "\u{ff1d}A1",
    "\u{ff0b}1",
    "\u{ff0d}5",
    "\u{ff20}SUM(A1)",
    "'90s mug",
    "=1\"2,3",
];

fn is_obeyed(letter: char) -> bool {
    letter != '\n'
        && (letter.is_control()
            || "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}"
                .contains(letter))
}

/// Sales as JSON Lines, which can hold any character: days of items with these names at locations with these names.
fn sales(names: &[&str], days: i32) -> String {
    let mut text = String::new();
    for name in names {
        for day in 0..days {
            let date = planning::day::Day(18_000 + day).to_string();
            let row =
                serde_json::json!({ "date": date, "sku": name, "location": name, "units": 1 + day % 5 });
            text += &format!("{row}\n");
        }
    }
    text
}

/// A folder of files that would control a terminal, by their names as well.
struct Evil(tempfile::TempDir);

impl Evil {
    fn new() -> Evil {
        let evil = Evil(tempfile::tempdir().expect("a directory"));
        let wrong = "{\"date\": \"\\u001b[31m\", \"sku\": \"\\u009b\", \"location\": \"x\", \"units\": \"\\u202e\"}\n";
        fs::write(evil.sales(), sales(&EVIL, 60) + wrong).expect("written");
        // Imports refuse control characters but for the ends of lines, and take marks of direction.
        fs::create_dir(evil.path("taken")).expect("a directory");
        fs::write(evil.taken(), sales(&EVIL[4..], 60)).expect("written");
        let row = |name: &&str, day: &i32| {
            let row = serde_json::json!({ "unique_id": name, "ds": day, "y": 1, "pri\u{1b}ce": 2 });
            format!("{row}\n")
        };
        let rows = EVIL.iter().flat_map(|name| [0, 1, 2, 3, 5, 5, 9].map(|day| row(name, &day)));
        fs::write(evil.series(), rows.collect::<String>()).expect("written");
        fs::write(evil.wrong(), "a\u{1b}b,c\u{202e}d\n1,2\n").expect("written");
        evil
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    fn sales(&self) -> String {
        self.path("sales\u{1b}[2J\u{202e}\nhelp: me.jsonl")
    }

    fn taken(&self) -> String {
        self.path("taken/sales\u{1b}[2J\u{202e}\nhelp: me.jsonl")
    }

    fn series(&self) -> String {
        self.path("long\u{1b}[2J.jsonl")
    }

    fn wrong(&self) -> String {
        self.path("wrong\u{1b}[2J.csv")
    }
}

/// The output of a command, checked to contain nothing that a terminal obeys.
#[track_caller]
fn told(arguments: &[&str]) -> String {
    let output = run(granary().args(arguments));
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    for text in &said {
        assert!(!text.contains(is_obeyed), "{arguments:?} sends {text:?}");
        assert!(!text.contains("\nhelp: run") && !text.contains("\nhelp: me"), "{arguments:?} says {text}");
    }
    said.concat()
}

#[test]
fn no_command_over_a_store_sends_a_terminal_what_data_says() {
    let evil = Evil::new();
    let (source, wrong, store) = (evil.sales(), evil.wrong(), evil.path("store\u{1b}]0;\u{7}"));
    told(&["check", &source]);
    told(&["check", &source, "--format", "json"]);
    told(&["import", &source, "--store", &store]);
    told(&["import", &evil.taken(), "--store", &store]);
    let listed = told(&["snapshots", "--store", &store]);
    assert!(listed.contains("\\u{1b}[2J\\u{202e}\\nhelp: me.jsonl"), "{listed}");
    let list: serde_json::Value =
        serde_json::from_str(&told(&["snapshots", "--store", &store, "--format", "json"])).expect("JSON");
    let id = list["snapshots"][0]["id"].as_str().expect("an id");
    told(&["snapshots", "--store", &store, "--show", id]);
    told(&["snapshots", "--store", &store, "--compare", id, id]);
    told(&["check", "--store", &store]);
    told(&["publish", "--store", &store]);
    let query = "select sku as \"\u{1b}[2J\", location, min(date) as d from sales group by sku, location";
    let table = told(&["sql", query, "--store", &store]);
    assert!(table.contains("\\u{1b}[2J") && table.contains("a\\u{202e}gnp.exe"), "{table}");
    let cells = told(&["sql", "select 'a\u{1b}\nhelp: run rm' as a, ['\t', '\u{85}'] as b"]);
    assert!(cells.contains("| a\\u{1b}\\nhelp: run rm | [\\t, \\u{85}] |"), "{cells}");
    told(&["sql", "select \"no\u{1b}such\u{202e}\" from sales", "--store", &store]);
    told(&["sql", "select nofunction('\u{1b}[2J')", "--store", &store]);
    told(&["plan", "--store", &store, "--output", &evil.path("plan.json"), "--location", "\u{1b}[2J"]);
    told(&["snapshots", "--store", &evil.path("none\u{1b}[2J")]);
    told(&["import", &wrong, "--store", &store]);
    told(&["import", &evil.path("none\u{1b}.csv"), "--store", &store]);
    told(&["publish", "--store", &store, "--settings", &wrong]);
}

#[test]
fn no_command_over_series_sends_a_terminal_what_data_says() {
    let evil = Evil::new();
    let (series, wrong, output) = (evil.series(), evil.wrong(), evil.path("out\u{1b}.csv"));
    let of_file = |command: &str, input: &str, more: &[&str]| {
        told(&[&[command, "--input", input, "--horizon", "2"], more].concat())
    };
    let regressors = ["--output", &output, "--regressors", "pri\u{1b}ce"];
    let notices = of_file("forecast", &series, &regressors);
    assert!(notices.contains("\\u{1b}[2J"), "{notices}");
    of_file("backtest", &series, &["--origins", "1"]);
    of_file("forecast", &wrong, &["--output", &output]);
    of_file("forecast", &series, &["--output", &evil.path("out.x\u{1b}y")]);
}

/// Cells of CSV, the header first.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect()
}

#[track_caller]
fn check_harmless(text: &str) {
    for cell in cells(text).concat() {
        let is_number = cell.parse::<f64>().is_ok();
        let begins = cell.starts_with([
            '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
        ]);
        assert!(is_number || !begins, "{cell:?} in {text}");
    }
}

fn skus(store: &Path) -> Vec<String> {
    let query = "select distinct sku, location from sales order by sku";
    let told = succeed(granary().args(["sql", query, "--format", "json", "--store"]).arg(store));
    let rows: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let rows = rows.as_array().expect("rows");
    assert!(rows.iter().all(|row| row["sku"] == row["location"]), "{told}");
    rows.iter().map(|row| row["sku"].as_str().expect("text").to_owned()).collect()
}

#[test]
fn what_is_exported_is_no_formula_and_comes_back_the_same() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name);
    fs::write(path("sales.jsonl"), sales(&FORMULAS, 30)).expect("written");
    let (first, second) = (path("first"), path("second"));
    succeed(granary().arg("import").arg(path("sales.jsonl")).arg("--store").arg(&first));
    let mut expected = FORMULAS.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(skus(&first), expected);
    let export = path("export.csv");
    succeed(
        granary().args(["sql", "select * from sales", "--output"]).arg(&export).arg("--store").arg(&first),
    );
    check_harmless(&fs::read_to_string(&export).expect("the file"));
    succeed(granary().arg("import").arg(&export).args(["--no-publish", "--store"]).arg(&second));
    assert_eq!(skus(&second), expected, "our own export comes back the same");
    let told = succeed(granary().arg("import").arg(&export).arg("--store").arg(&first));
    assert!(told.contains("Nothing new"), "{told}");

    let aliases = "select sku as \"=A1\", units as \"-5\", sku as \"\u{ff1d}x\" from sales limit 20";
    let text = succeed(granary().args(["sql", aliases, "--format", "csv", "--store"]).arg(&first));
    check_harmless(&text);
    assert_eq!(cells(&text)[0], ["'=A1", "'-5", "'\u{ff1d}x"]);
    let plan = path("plan.csv");
    succeed(granary().args(["plan", "--store"]).arg(&first).arg("--output").arg(&plan));
    check_harmless(&fs::read_to_string(&plan).expect("the file"));
}

#[test]
fn forecasts_are_no_formulas_and_can_be_forecast_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name);
    let mut rows = String::new();
    for name in FORMULAS {
        for day in 0..20 {
            rows += &format!("{}\n", serde_json::json!({ "unique_id": name, "ds": day - 5, "y": day % 3 }));
        }
    }
    fs::write(path("series.jsonl"), rows).expect("written");
    let forecast = |input: &Path, output: &str, columns: &str| {
        let mut command = granary();
        command.args(["forecast", "--horizon", "3", "--method", "naive", "--columns", columns, "--input"]);
        command.arg(input).arg("--output").arg(path(output)).arg("--methods").arg(path("methods.csv"));
        succeed(command.arg("--notices").arg(path("notices.csv")));
        for file in [output, "methods.csv", "notices.csv"] {
            check_harmless(&fs::read_to_string(path(file)).expect("the file"));
        }
        let text = fs::read_to_string(path(output)).expect("the file");
        let names: Vec<String> = cells(&text)[1..].iter().map(|row| row[0].clone()).collect();
        names.into_iter().step_by(3).collect::<Vec<_>>()
    };
    let once = forecast(&path("series.jsonl"), "once.csv", "");
    assert_eq!(once.len(), FORMULAS.len());
    assert_eq!(forecast(&path("once.csv"), "twice.csv", "y=mean"), once, "guards do not pile up");
    let plain: Vec<&str> = once.iter().map(|cell| contract::unguarded(cell)).collect();
    assert_eq!(plain, FORMULAS);
    let text = succeed(
        granary().args(["backtest", "--horizon", "2", "--output", "-", "--input"]).arg(path("series.jsonl")),
    );
    check_harmless(&text);
}
