//! Successive imports, as people type them: the same file again, the next days, a corrected day, a kill.

#[path = "imports/codes.rs"]
mod codes;

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;
use tests::program::{Server, granary, succeed};

const JANUARY: &str = "date,sku,location,units,revenue\n\
                       2019-01-01,A,north,1,10\n2019-01-02,A,north,2,20\n2019-01-02,B,north,3,30\n";
const FEBRUARY: &str = "date,sku,location,units,revenue\n2019-02-01,C,north,4,40\n";
/// The second of January again: A sold more, and B is missing.
const CORRECTED: &str = "date,sku,location,units,revenue\n2019-01-02,A,north,5,50\n";

/// A directory with a store in it.
struct Bench {
    directory: TempDir,
}

impl Bench {
    fn new() -> Bench {
        Bench { directory: tempfile::tempdir().expect("a directory") }
    }

    fn store(&self) -> std::path::PathBuf {
        self.directory.path().join("store")
    }

    fn command(&self, name: &str, content: &str, arguments: &[&str]) -> Command {
        let path = self.directory.path().join(name);
        fs::write(&path, content).expect("written");
        let mut command = granary();
        command.arg("import").arg(path).arg("--store").arg(self.store()).args(arguments);
        command
    }

    /// The output of importing one file.
    fn import(&self, name: &str, content: &str, arguments: &[&str]) -> String {
        succeed(&mut self.command(name, content, arguments))
    }

    fn snapshots(&self, arguments: &[&str]) -> String {
        succeed(granary().arg("snapshots").arg("--store").arg(self.store()).args(arguments))
    }

    /// The list of snapshots, newest first.
    fn list(&self) -> Vec<Value> {
        let list: Value = serde_json::from_str(&self.snapshots(&["--format", "json"])).expect("JSON");
        list["snapshots"].as_array().expect("snapshots").clone()
    }

    fn ids(&self) -> Vec<String> {
        self.list().iter().map(|snapshot| snapshot["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// Last day and revenue of the last year, as a page shows them.
    fn published(&self) -> (String, f64) {
        let server = Server::start(&self.store());
        let answer = server.get("/api/v1/kpis").json();
        let kpis = answer["kpis"].as_array().expect("kpis");
        let revenue = kpis.iter().find(|kpi| kpi["id"] == "revenue").expect("revenue");
        let value = revenue["current"]["value"].as_f64().expect("a value");
        (answer["as_of"].as_str().expect("a day").to_owned(), value)
    }
}

fn sales_of(snapshot: &Value) -> (u64, &str, &str) {
    let tables = snapshot["tables"].as_array().expect("tables");
    let sales = tables.iter().find(|table| table["table"] == "sales").expect("sales");
    let text = |name: &str| sales[name].as_str().expect("a date");
    (sales["rows"].as_u64().expect("rows"), text("first_date"), text("last_date"))
}

#[test]
fn the_same_file_again_is_said_in_one_line_and_changes_nothing() {
    let bench = Bench::new();
    bench.import("sales.csv", JANUARY, &[]);
    let (before, current) = (bench.ids(), fs::read(bench.store().join("main/current")).expect("current"));
    for name in ["sales.csv", "copy of sales.csv"] {
        let told = bench.import(name, JANUARY, &[]);
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(told.starts_with(&format!("Nothing new: snapshot {}", before[0])), "{told}");
        assert!(told.contains("sales: kept 2 days") && told.contains("stays current"), "{told}");
    }
    assert_eq!(bench.ids(), before);
    assert_eq!(fs::read(bench.store().join("main/current")).expect("current"), current);
    assert_eq!(fs::read_dir(bench.store().join("main/publications")).expect("a listing").count(), 1);
}

#[test]
fn what_was_imported_and_not_published_is_published_by_the_same_file_again() {
    let bench = Bench::new();
    let told = bench.import("sales.csv", JANUARY, &["--no-publish"]);
    assert!(told.contains("Not published"), "{told}");
    let told = bench.import("sales.csv", JANUARY, &[]);
    assert!(told.contains("Nothing new") && told.contains("is current"), "{told}");
    assert_eq!((bench.ids().len(), bench.published()), (1, ("2019-01-02".into(), 60.0)));
}

#[test]
fn later_days_are_appended_and_a_corrected_day_is_replaced() {
    let bench = Bench::new();
    bench.import("sales.csv", JANUARY, &[]);
    assert_eq!(bench.published(), ("2019-01-02".into(), 60.0));
    // Under the same name, because only the content counts.
    let told = bench.import("sales.csv", FEBRUARY, &[]);
    let first = told.lines().next().expect("a line");
    assert!(first.ends_with("sales: appended 1 day (1 row)."), "{told}");
    assert_eq!(bench.published(), ("2019-02-01".into(), 100.0));
    let told = bench.import("corrected.csv", CORRECTED, &[]);
    let first = told.lines().next().expect("a line");
    let expected = "sales: replaced 1 day (1 row by 1), left other 1 row of 1 day as they are.";
    assert!(first.ends_with(expected), "{told}");
    assert_eq!(bench.published(), ("2019-02-01".into(), 100.0 - 20.0 + 50.0));
    let list = bench.list();
    assert_eq!(sales_of(&list[0]), (4, "2019-01-01", "2019-02-01"));
    assert_eq!(sales_of(&list[1]), (4, "2019-01-01", "2019-02-01"));
    assert_eq!(sales_of(&list[2]), (3, "2019-01-01", "2019-01-02"));
    assert_eq!((&list[0]["current"], &list[1]["current"]), (&true.into(), &false.into()));

    // `--replace days` replaces whole days, and a dry run counts what would vanish.
    let told = bench.import("corrected.csv", CORRECTED, &["--replace", "days", "--dry-run"]);
    assert!(
        told.contains("sales: 1 row of 1 day would vanish.") && told.contains("Nothing was written"),
        "{told}"
    );
    assert_eq!((bench.ids().len(), bench.published().1), (3, 130.0));
    let told = bench.import("corrected.csv", CORRECTED, &["--replace", "days"]);
    assert!(told.contains("replaced 1 day (2 rows by 1), took out 1 row of 1 day."), "{told}");
    assert!(told.contains("sales: 1 row of 1 day vanishes"), "{told}");
    assert_eq!((sales_of(&bench.list()[0]), bench.published().1), ((3, "2019-01-01", "2019-02-01"), 100.0));

    let told = bench.import("february.csv", FEBRUARY, &["--fresh"]);
    assert!(!told.contains("On top of"), "{told}");
    assert_eq!(bench.published(), ("2019-02-01".into(), 40.0));
}

#[test]
fn after_a_rollback_the_next_import_builds_upon_what_was_gone_back_to() {
    let bench = Bench::new();
    bench.import("sales.csv", JANUARY, &[]);
    let good = bench.ids()[0].clone();
    bench.import("wrong.csv", &CORRECTED.replace("5,50", "500,5000"), &[]);
    assert_eq!(bench.published().1, 5_040.0);
    bench.snapshots(&["--rollback", &good]);
    let told = bench.import("february.csv", FEBRUARY, &[]);
    assert!(told.starts_with(&format!("On top of snapshot {good}: ")), "{told}");
    assert_eq!(bench.published().1, 100.0);
}

#[test]
fn snapshots_are_looked_into_and_compared() {
    let bench = Bench::new();
    bench.import("sales.csv", JANUARY, &[]);
    let later = format!("{FEBRUARY}2019-01-02,A,north,2,20\n");
    bench.import("february.csv", &later, &["--replace", "days"]);
    let [new, old] = &bench.ids()[..] else { panic!("two snapshots") };
    let told = bench.snapshots(&["--show", new]);
    for part in [
        &format!("snapshot {new}"),
        "from february.csv",
        "3 rows",
        "file files/",
        "What import found",
        "current",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let shown: Value =
        serde_json::from_str(&bench.snapshots(&["--show", old, "--format", "json"])).expect("JSON");
    assert_eq!((&shown["id"], sales_of(&shown)), (&old.as_str().into(), (3, "2019-01-01", "2019-01-02")));
    assert_eq!(shown["files"][0]["sha256"].as_str().map(str::len), Some(64));
    // The id of a publication also finds its snapshot.
    let publication = shown["publications"][0]["id"].as_str().expect("an id");
    let told = bench.snapshots(&["--compare", publication, new]);
    assert!(told.starts_with(&format!("from snapshot {old} to snapshot {new}\nsales\n")), "{told}");
    let compared = bench.snapshots(&["--compare", old, new, "--format", "json"]);
    let compared: Value = serde_json::from_str(&compared).expect("JSON");
    let sales = &compared["tables"][0];
    assert_eq!((&sales["before"]["units"], &sales["after"]["units"]), (&"6.0000".into(), &"7.0000".into()));
    assert_eq!(
        (&sales["before"]["revenue"], &sales["after"]["revenue"]),
        (&"60.0000".into(), &"70.0000".into())
    );
    let counts = ["days_added", "days_removed", "days_changed", "items_added", "items_removed"];
    assert_eq!(counts.map(|name| sales[name].as_u64()), [1, 0, 1, 1, 1].map(Some));
}

#[test]
fn files_of_every_format_are_checked_and_imported() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let files = [
        "polars.xlsx",
        "python.jsonl",
        "duckdb.json.zst",
        "duckdb.csv.gz",
        "polars-lz4.parquet",
        "polars.csv",
    ];
    for file in files {
        let path = fixtures.join(file);
        let report = succeed(granary().args(["check", "--format", "json"]).arg(&path));
        let report: Value = serde_json::from_str(&report).expect("JSON");
        assert_eq!(report["rows"], 4, "{file}");
        let text = succeed(granary().arg("check").arg(&path));
        assert!(text.starts_with("4 rows\n") && text.contains("Validity"), "{file}: {text}");
        let bench = Bench::new();
        succeed(granary().arg("import").arg(&path).arg("--store").arg(bench.store()));
        assert_eq!(bench.published(), ("2011-06-30".into(), 5.1 + 0.25 + 1_234.5), "{file}");
    }
}

/// Kills an import as soon as it prints that a step begins, for every step. Whatever it had done by then, the old
/// content is still there, and the import can be repeated.
#[test]
fn a_killed_import_leaves_the_old_or_the_new_and_never_a_part() {
    let whole = Bench::new();
    whole.import("sales.csv", JANUARY, &[]);
    let steps = {
        let told = whole.command("february.csv", FEBRUARY, &[]).output().expect("the program starts");
        String::from_utf8(told.stderr).expect("UTF-8").lines().count()
    };
    assert!(steps > 5, "{steps} steps");
    let expected = whole.published();
    for step in 0..steps {
        let bench = Bench::new();
        bench.import("sales.csv", JANUARY, &[]);
        let mut command = bench.command("february.csv", FEBRUARY, &[]);
        let mut child =
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let lines = BufReader::new(child.stderr.take().expect("its words")).lines();
        lines.map_while(Result::ok).nth(step).expect("the step begins");
        child.kill().expect("killed");
        child.wait().expect("its end");
        let (day, revenue) = bench.published();
        assert!(
            [("2019-01-02", 60.0), ("2019-02-01", 100.0)].contains(&(day.as_str(), revenue)),
            "{day} {revenue}"
        );
        bench.import("february.csv", FEBRUARY, &[]);
        assert_eq!(bench.published(), expected, "after a kill at step {step}");
        assert!(bench.ids().len() <= 2, "{:?}", bench.ids());
        assert_eq!(unfinished(&bench.store().join("main")), 0, "nothing half-written is left");
        assert_eq!(unfinished(&bench.store().join("main/files")), 0, "nothing half-written is left");
    }
}

fn unfinished(directory: &Path) -> usize {
    let names = fs::read_dir(directory).expect("a listing").map(|entry| entry.expect("an entry").file_name());
    names.filter(|name| name.to_string_lossy().starts_with(".unfinished")).count()
}
