//! Failures of the machine, and unusual folder names.

use crate::case::all_right;
use std::fs;
use std::path::Path;
use std::process::Command;
use tests::program::{Server, fail, granary, run, succeed};
use tests::store::{Store, write_tables};

/// The program under a limit of the shell's.
fn limited(limit: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("bash");
    let program = granary().get_program().to_owned();
    command.args(["-c", &format!("ulimit {limit}; exec \"$0\" \"$@\"")]).arg(program).args(arguments);
    command.env_remove("GRANARY_STORE");
    command
}

#[test]
fn too_few_open_files_are_told_with_the_limit_to_raise() {
    let store = Store::published(40);
    let uri = store.path().to_string_lossy();
    let sources = write_tables(60);
    let sales = sources.path().join("sales.csv");
    let sales = sales.to_string_lossy();
    let mut refused = 0;
    for files in [8, 10, 12, 14, 16, 18, 20, 24, 32, 64] {
        for arguments in [
            &["publish", "--store", &uri][..],
            &["import", &sales, "--store", &uri, "--no-publish"],
            &["check", "--store", &uri],
            &["sql", "select count(*) from sales", "--store", &uri],
            &["plan", "--store", &uri, "--output", "-", "--format", "csv"],
        ] {
            let output = run(&mut limited(&format!("-n {files}"), arguments));
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(
                !told.contains("panicked") && !told.contains("Report it"),
                "{files} {arguments:?}: {told}"
            );
            if !output.status.success() {
                refused += 1;
                assert_eq!(output.status.code(), Some(1), "{files} {arguments:?}: {told}");
                assert!(told.contains("\nhelp: ") || told.starts_with("help: "), "{told}");
                assert!(told.contains("ulimit -n"), "{files} {arguments:?}: {told}");
            }
        }
    }
    assert!(refused > 0, "no limit was too low");
    succeed(granary().args(["check", "--store"]).arg(store.path()));
}

#[test]
fn a_file_that_may_not_grow_is_told_and_leaves_nothing() {
    let store = Store::published(40);
    let uri = store.path().to_string_lossy();
    let sources = write_tables(60);
    let sales = sources.path().join("sales.csv");
    let sales = sales.to_string_lossy();
    let directory = tempfile::tempdir().expect("a directory");
    let output = directory.path().join("out.csv");
    let output_path = output.to_string_lossy();
    let series = directory.path().join("series.csv");
    let rows = (0..400).map(|day| format!("mug,{day},{}\n", day % 7));
    fs::write(&series, format!("unique_id,ds,y\n{}", rows.collect::<String>())).expect("written");
    let series = series.to_string_lossy();
    let before = succeed(granary().args(["snapshots", "--format", "json", "--store"]).arg(store.path()));
    all_right(
        [
            &["publish", "--store", &uri][..],
            &["import", &sales, "--store", &uri],
            &["sql", "select * from sales", "--store", &uri, "--output", &output_path],
            &["plan", "--store", &uri, "--output", &output_path],
            &["forecast", "--input", &series, "--horizon", "200", "--output", &output_path],
        ]
        .into_iter()
        .map(|arguments| {
            let (told, code) = fail(&mut limited("-f 1", arguments));
            let is_right = code == 1 && told.contains("File too large") && told.contains("ulimit -f");
            if is_right { Ok(()) } else { Err(format!("{arguments:?} ended with {code}: {told}")) }
        }),
    );
    assert!(!output.exists());
    assert_eq!(
        succeed(granary().args(["snapshots", "--format", "json", "--store"]).arg(store.path())),
        before
    );
    // A full disk is reported as such.
    let mut command = Command::new("bash");
    command.args(["-c", "exec \"$0\" \"$@\" > /dev/full"]).arg(granary().get_program());
    let (told, code) = fail(command.args(["snapshots", "--store", &uri]));
    assert!(code == 1 && told.contains("disk space"), "{told}");
}

#[test]
fn a_store_may_have_any_path() {
    let sources = write_tables(60);
    let directory = tempfile::tempdir().expect("a directory");
    for name in [
        "what?",
        "all*",
        "[set]",
        "#1",
        "100%",
        "50%25",
        "a b",
        "line\nbreak",
        "{a,b}",
        "it's \"q\"",
        "é 杯",
        "-x",
    ] {
        let path = directory.path().join(name).join("store");
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        works_at(&path, sources.path());
    }
}

#[track_caller]
fn works_at(path: &Path, sources: &Path) {
    let command = |arguments: &[&str]| succeed(granary().args(arguments).arg("--store").arg(path));
    let sales = sources.join("sales.csv").to_string_lossy().into_owned();
    command(&["import", &sales]);
    // Added to existing files: stored files are read together with new ones.
    let stock = sources.join("stock.csv").to_string_lossy().into_owned();
    command(&["import", &stock, &sources.join("products.csv").to_string_lossy()]);
    let later = sources.join("later.csv");
    fs::write(&later, "date,sku,location,units\n2019-04-20,P00,north,3\n").expect("written");
    command(&["import", &later.to_string_lossy(), "--no-publish"]);
    command(&["publish"]);
    let rows = command(&["sql", "select count(*) as n from sales", "--format", "csv"]);
    assert!(rows.starts_with("n\r\n"), "{rows}");
    let told = command(&["check"]);
    assert!(told.contains("Completeness"), "{told}");
    let output = path.with_file_name("plan.csv");
    command(&["plan", "--output", &output.to_string_lossy()]);
    assert!(output.exists());
    let series = path.with_file_name("series.csv");
    let text = "unique_id,ds,y\na,2024-01-01,1\nb,2024-01-01,2\na,2024-01-02,1\nb,2024-01-02,2\n";
    fs::write(&series, text).expect("written");
    let forecast = path.with_file_name("forecast.parquet");
    succeed(
        granary().args(["forecast", "--horizon", "1", "--input"]).arg(&series).arg("--output").arg(&forecast),
    );
    let server = Server::start(path);
    assert_eq!(server.get("/api/v1/kpis").status, 200);
}

#[test]
fn an_empty_address_is_no_store() {
    for arguments in [
        &["publish"][..],
        &["import", "sales.csv"],
        &["snapshots"],
        &["check"],
        &["sql", "select 1"],
        &["serve"],
        &["plan", "--output", "plan.csv"],
    ] {
        let (told, code) = fail(granary().args(arguments).args(["--store", ""]));
        assert!(
            code == 1 && told.contains("store, value \"\": is not the address of a store"),
            "{arguments:?}: {told}"
        );
    }
}
