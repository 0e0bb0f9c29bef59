//! `granary snapshots --prune`: what it removes, what it keeps, and that readers are not disturbed.

use crate::failures::check_failure;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tests::program::{Server, granary, succeed};
use tests::store::Store;

/// Sizes of the files below a folder.
fn sizes(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a listing") {
        let entry = entry.expect("an entry");
        if entry.path().is_dir() {
            found.extend(sizes(&entry.path()));
        } else {
            found.insert(entry.path(), entry.metadata().expect("its size").len());
        }
    }
    found
}

fn names(store: &Store, folder: &str) -> usize {
    fs::read_dir(store.tenant().join(folder)).expect("a listing").count()
}

fn prune(store: &Store, arguments: &[&str]) -> String {
    succeed(granary().args(["snapshots", "--prune", "--store"]).arg(store.path()).args(arguments))
}

#[test]
fn what_nothing_needs_is_shown_and_goes_when_told() {
    let store = Store::published(40);
    let first = store.current();
    for days in [50, 60, 70] {
        store.import(days, &["--fresh"]);
    }
    let newest = store.current();
    // A snapshot that was never published, and a file without a manifest, as a killed import may leave it.
    store.import(80, &["--fresh", "--no-publish"]);
    fs::write(store.tenant().join("files/0123456789abcdef.parquet"), [0; 1_000]).expect("written");
    let settings = store.path().join("settings.toml");
    fs::write(&settings, "holding_rate = 0.5\n").expect("written");
    succeed(granary().args(["publish", "--store"]).arg(store.path()).arg("--settings").arg(&settings));
    assert_eq!(
        (names(&store, "publications"), names(&store, "snapshots"), names(&store, "settings")),
        (5, 5, 2)
    );
    succeed(granary().args(["snapshots", "--rollback", &newest, "--store"]).arg(store.path()));

    let before = sizes(store.path());
    let told = prune(&store, &[]);
    assert!(told.contains("1 file, 1 000 bytes would be removed. Nothing was"), "five are kept: {told}");
    let told = prune(&store, &["--keep", "1"]);
    assert!(told.contains(&format!("publication     {first}  ")) && told.contains("--yes"), "{told}");
    assert_eq!(sizes(store.path()), before, "nothing is removed before that");

    // A publication that is being read stays; the current and the newest one stay in any case.
    let data = data::store::Store::open(&store.path().to_string_lossy()).expect("a store");
    let reading = data.tenant("main").expect("a tenant").reading(&first).expect("a lock");
    let server = Server::start(store.path());
    let served = server.get("/api/v1/kpis").text().to_owned();
    let told = prune(&store, &["--keep", "1", "--yes"]);
    assert!(told.contains("2 publications, 2 snapshots, ") && told.ends_with("bytes removed.\n"), "{told}");
    let gone: u64 = before.values().sum::<u64>() - sizes(store.path()).values().sum::<u64>();
    let bytes = told.lines().last().and_then(|line| line.rsplit_once(", ")).expect("a sum").1;
    let digits: String = bytes.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits.parse(), Ok(gone), "{told}");
    assert_eq!(
        (names(&store, "publications"), names(&store, "snapshots"), names(&store, "settings")),
        (3, 3, 2)
    );
    assert!(store.tenant().join("publications").join(&first).is_dir());
    assert_eq!((store.current(), server.get("/api/v1/kpis").text()), (newest.clone(), served.as_str()));
    assert_eq!(server.get("/api/v1/item?sku=P00&location=north").status, 200, "series are still there");
    succeed(granary().args(["check", "--store"]).arg(store.path()));

    drop(reading);
    let told = prune(&store, &["--keep", "1", "--yes"]);
    assert!(told.contains(&first) && told.contains("1 publication, 1 snapshot, "), "{told}");
    assert_eq!(prune(&store, &["--keep", "1", "--yes"]), "Nothing to remove: all of it is needed.\n");
    succeed(granary().args(["snapshots", "--rollback", &newest, "--store"]).arg(store.path()));
    store.import(90, &[]);
    succeed(granary().args(["check", "--store"]).arg(store.path()));
}

#[test]
fn what_is_needed_must_be_known() {
    let store = Store::published(40);
    let uri = store.path().to_string_lossy();
    let record = store.tenant().join("publications").join(store.current()).join("publication.json");
    let whole = fs::read(&record).expect("the record");
    fs::write(&record, "{}").expect("written");
    check_failure(
        &["snapshots", "--prune", "--yes", "--store", &uri],
        &["publication.json", "granary publish"],
    );
    fs::write(&record, whole).expect("written");
    fs::write(store.tenant().join("current"), "nonsense!").expect("written");
    check_failure(&["snapshots", "--prune", "--yes", "--store", &uri], &["current", "--rollback"]);
}
