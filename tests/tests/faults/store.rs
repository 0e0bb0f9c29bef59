//! Damage in the store itself: the error names it, nothing is built upon it, and readers keep what they had.

use crate::case::{Bench, all_right};
use std::fs;
use std::path::{Path, PathBuf};
use tests::program::{granary, succeed};

/// A damaged part of the store, a command that meets it, and the expected message.
pub struct Damage {
    part: Part,
    how: How,
    command: &'static [&'static str],
    error: &'static [&'static str],
    help: &'static str,
}

#[derive(Clone, Copy)]
enum Part {
    Manifest,
    /// The first Parquet file of a table.
    Table(&'static str),
    Current,
    /// The current publication's record.
    Record,
    /// A file of the current publication.
    Derived(&'static str),
    Settings,
}

#[derive(Clone, Copy)]
enum How {
    Replace(&'static str, &'static str),
    Write(&'static str),
    Halve,
    Flip,
    Remove,
    /// Puts a symbolic link to the same content in its place.
    Link,
}

const PUBLISH: &[&str] = &["publish"];
const LIST: &[&str] = &["snapshots"];
const IMPORT: &[&str] = &["import", "SALES"];
const CHECK: &[&str] = &["check"];
const PLAN: &[&str] = &["plan", "--output", "-", "--format", "csv"];
const SQL: &[&str] = &["sql", "select count(*) from sales"];
const AGAIN: &str = "Publish again with granary publish";
const IN_ITS_PLACE: &str = "Put what belongs there in its place";
const BACKUP: &str = "Restore it from a backup";

#[rustfmt::skip]
pub const CASES: [Damage; 47] = [
    Damage { part: Part::Manifest, how: How::Replace("\"XXX\"", "\"GBP\""), command: PUBLISH, error: &["snapshots/", ".json: the manifest was changed after it was written"], help: BACKUP },
    Damage { part: Part::Manifest, how: How::Replace("\"XXX\"", "\"GBP\""), command: IMPORT, error: &["the manifest was changed after it was written"], help: BACKUP },
    Damage { part: Part::Manifest, how: How::Replace("\"rows\": 12", "\"rows\": 1"), command: LIST, error: &["the manifest was changed after it was written"], help: BACKUP },
    Damage { part: Part::Manifest, how: How::Replace("\"format_version\": 1", "\"format_version\": 2"), command: PUBLISH, error: &["has store format 2 where this build reads 1"], help: "Use the version of granary that wrote it" },
    Damage { part: Part::Manifest, how: How::Replace("\"format_version\"", "\"version\""), command: PUBLISH, error: &["cannot be understood: missing field `format_version`"], help: BACKUP },
    Damage { part: Part::Manifest, how: How::Replace("\"sources\"", "\"origins\""), command: PUBLISH, error: &["cannot be understood: unknown field `origins`"], help: BACKUP },
    Damage { part: Part::Manifest, how: How::Replace("files/", "../files/"), command: PUBLISH, error: &["the manifest was changed after it was written"], help: BACKUP },
    Damage { part: Part::Manifest, how: How::Halve, command: PUBLISH, error: &["snapshots/", "cannot be understood: EOF"], help: BACKUP },
    Damage { part: Part::Manifest, how: How::Write(""), command: IMPORT, error: &["cannot be understood: EOF"], help: BACKUP },
    Damage { part: Part::Manifest, how: How::Write("[1, 2]"), command: LIST, error: &["cannot be understood"], help: BACKUP },
    Damage { part: Part::Table("sales"), how: How::Remove, command: PUBLISH, error: &["files/", "the file is missing (a file of table sales)"], help: "--rollback" },
    Damage { part: Part::Table("stock"), how: How::Halve, command: PUBLISH, error: &["files/", "bytes where the manifest says", "table stock"], help: "--rollback" },
    Damage { part: Part::Table("products"), how: How::Flip, command: PUBLISH, error: &["its SHA-256 is", "table products"], help: "--rollback" },
    Damage { part: Part::Table("sales"), how: How::Flip, command: IMPORT, error: &["its SHA-256 is", "table sales"], help: "--rollback" },
    Damage { part: Part::Current, how: How::Write("../../etc/passwd\n"), command: PUBLISH, error: &["current: does not hold the id of a publication"], help: "--rollback" },
    Damage { part: Part::Current, how: How::Write("../../etc/passwd\n"), command: IMPORT, error: &["current: does not hold the id of a publication"], help: "--rollback" },
    Damage { part: Part::Current, how: How::Write(""), command: LIST, error: &["current: does not hold the id of a publication"], help: "--rollback" },
    Damage { part: Part::Record, how: How::Replace("\"service_level\": 0.95", "\"service_level\": 0.55"), command: CHECK, error: &["publications/", "publication.json: was changed after it was written"], help: AGAIN },
    Damage { part: Part::Record, how: How::Replace("\"service_level\": 0.95", "\"service_level\": 0.55"), command: PLAN, error: &["publication.json: was changed after it was written"], help: AGAIN },
    Damage { part: Part::Record, how: How::Replace("\"holding_rate\": 0.", "\"holding_rate\": 1."), command: PLAN, error: &["publication.json: was changed after it was written"], help: AGAIN },
    Damage { part: Part::Record, how: How::Replace("\"XXX\"", "\"GBP\""), command: CHECK, error: &["publication.json: was changed after it was written"], help: AGAIN },
    Damage { part: Part::Record, how: How::Replace("\"as_of\": \"2019", "\"as_of\": \"2018"), command: PLAN, error: &["publication.json: was changed after it was written"], help: AGAIN },
    Damage { part: Part::Record, how: How::Replace("\"simulated\": []", "\"simulated\": [ ]"), command: CHECK, error: &["publication.json: was changed after it was written"], help: AGAIN },
    Damage { part: Part::Record, how: How::Replace("\"contract_version\": ", "\"contract_version\": 1"), command: CHECK, error: &["publication.json: was made by contract version 1"], help: AGAIN },
    Damage { part: Part::Record, how: How::Halve, command: CHECK, error: &["publication.json: cannot be understood"], help: AGAIN },
    Damage { part: Part::Record, how: How::Remove, command: PLAN, error: &["publication.json", "No such file"], help: "Check the path" },
    Damage { part: Part::Record, how: How::Link, command: CHECK, error: &["publication.json: is a symbolic link"], help: IN_ITS_PLACE },
    Damage { part: Part::Derived("cube.bin"), how: How::Flip, command: CHECK, error: &["cube.bin: its SHA-256 is"], help: AGAIN },
    Damage { part: Part::Derived("cube.bin"), how: How::Halve, command: CHECK, error: &["cube.bin: has ", " bytes where the publication says"], help: AGAIN },
    Damage { part: Part::Derived("cube.bin"), how: How::Link, command: CHECK, error: &["cube.bin: is a symbolic link"], help: IN_ITS_PLACE },
    Damage { part: Part::Derived("cube.bin"), how: How::Link, command: PLAN, error: &["cube.bin: is a symbolic link"], help: IN_ITS_PLACE },
    Damage { part: Part::Derived("cube.bin.br"), how: How::Flip, command: CHECK, error: &["cube.bin.br: does not hold the file"], help: AGAIN },
    Damage { part: Part::Derived("quality.json.gz"), how: How::Remove, command: CHECK, error: &["quality.json.gz: is missing"], help: AGAIN },
    Damage { part: Part::Derived("plan/items-00000.bin.gz"), how: How::Halve, command: CHECK, error: &["plan/items-00000.bin.gz: does not hold the file"], help: AGAIN },
    Damage { part: Part::Derived("series/00000.bin"), how: How::Remove, command: CHECK, error: &["series/00000.bin: is missing"], help: AGAIN },
    Damage { part: Part::Derived("segments.json"), how: How::Flip, command: CHECK, error: &["segments.json: its SHA-256 is"], help: AGAIN },
    Damage { part: Part::Derived("suppliers.json"), how: How::Flip, command: PLAN, error: &["suppliers.json: its SHA-256 is"], help: AGAIN },
    Damage { part: Part::Settings, how: How::Flip, command: CHECK, error: &["settings/", "the settings were changed after they were written"], help: "--settings FILE" },
    Damage { part: Part::Settings, how: How::Remove, command: CHECK, error: &["settings ", "does not exist"], help: "settings" },
    Damage { part: Part::Current, how: How::Write("../../etc/passwd\n"), command: CHECK, error: &["current: does not hold the id of a publication"], help: "--rollback" },
    Damage { part: Part::Current, how: How::Write("0123456789abcdef\n"), command: CHECK, error: &["publications/0123456789abcdef", "No such file"], help: "Check the path" },
    Damage { part: Part::Current, how: How::Link, command: LIST, error: &["current: is a symbolic link"], help: IN_ITS_PLACE },
    Damage { part: Part::Manifest, how: How::Replace("\"XXX\"", "\"GBP\""), command: CHECK, error: &["the manifest was changed after it was written"], help: BACKUP },
    Damage { part: Part::Manifest, how: How::Link, command: PUBLISH, error: &["snapshots/", ".json: is a symbolic link"], help: IN_ITS_PLACE },
    Damage { part: Part::Table("stock"), how: How::Flip, command: CHECK, error: &["files/", "its SHA-256 is", "table stock"], help: "--rollback" },
    Damage { part: Part::Table("sales"), how: How::Link, command: PUBLISH, error: &["files/", ".parquet: is a symbolic link"], help: IN_ITS_PLACE },
    Damage { part: Part::Table("sales"), how: How::Link, command: SQL, error: &["files/", ".parquet: is a symbolic link"], help: IN_ITS_PLACE },
];

#[test]
fn a_damaged_store_is_refused_by_the_name_of_the_file() {
    let bench = Bench::new();
    let directory = tempfile::tempdir().expect("a directory");
    let sales = directory.path().join("sales.csv");
    // A day that the store has: its rows are read before they are replaced.
    fs::write(&sales, "date,sku,location,units\n2019-04-20,P00,north,3\n").expect("written");
    all_right(CASES.iter().map(|damage| {
        let path = damage.part.path(&bench.store.tenant());
        let whole = fs::read(&path).expect("the file");
        damage.how.apply(&path, &whole, &directory.path().join("elsewhere"));
        let mut command = granary();
        for argument in damage.command {
            if *argument == "SALES" {
                command.arg(&sales)
            } else {
                command.arg(argument)
            };
        }
        command.arg("--store").arg(bench.store.path());
        let found = bench.check(&mut command, damage.error, damage.help);
        // Not through a link.
        let _ = fs::remove_file(&path);
        fs::write(&path, whole).expect("written");
        found
    }));
}

impl Part {
    fn path(self, tenant: &Path) -> PathBuf {
        match self {
            Part::Current => tenant.join("current"),
            Part::Record => Part::Derived("publication.json").path(tenant),
            Part::Derived(name) => only_file(&tenant.join("publications")).join(name),
            Part::Settings => only_file(&tenant.join("settings")),
            Part::Manifest => only_file(&tenant.join("snapshots")),
            Part::Table(table) => {
                let text = fs::read(only_file(&tenant.join("snapshots"))).expect("the manifest");
                let manifest: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
                let files = manifest["files"].as_array().expect("files");
                let file = files.iter().find(|file| file["table"] == table).expect("the table");
                tenant.join(file["path"].as_str().expect("a path"))
            }
        }
    }
}

fn only_file(directory: &Path) -> PathBuf {
    let mut paths: Vec<_> =
        fs::read_dir(directory).expect("a listing").map(|entry| entry.expect("one").path()).collect();
    assert_eq!(paths.len(), 1, "{paths:?}");
    paths.remove(0)
}

impl How {
    fn apply(self, path: &Path, whole: &[u8], elsewhere: &Path) {
        let content = match self {
            How::Remove => return fs::remove_file(path).expect("removed"),
            How::Link => {
                fs::write(elsewhere, whole).expect("written");
                fs::remove_file(path).expect("removed");
                return std::os::unix::fs::symlink(elsewhere, path).expect("linked");
            }
            How::Write(text) => text.as_bytes().to_vec(),
            How::Halve => whole[..whole.len() / 2].to_vec(),
            How::Flip => {
                let mut content = whole.to_vec();
                content[whole.len() / 2] ^= 1;
                content
            }
            How::Replace(from, to) => {
                let text = std::str::from_utf8(whole).expect("text");
                assert!(text.contains(from), "{from} in {text}");
                text.replacen(from, to, 1).into_bytes()
            }
        };
        fs::write(path, content).expect("written");
    }
}

/// A correctly sealed manifest that lists files the store does not have.
#[test]
fn a_manifest_that_leads_out_of_the_store_is_refused_in_every_command() {
    let bench = Bench::new();
    let secret = bench.store.path().join("secret.parquet");
    fs::copy(Part::Table("sales").path(&bench.store.tenant()), &secret).expect("a copy");
    let store = data::store::Store::open(&bench.store.path().to_string_lossy()).expect("a store");
    let tenant = store.tenant("main").expect("a tenant");
    let newest = tenant.newest_snapshot().expect("a snapshot");
    let absolute = secret.to_string_lossy();
    for outside in ["../secret.parquet", "files/../../secret.parquet", &absolute] {
        let mut manifest = newest.clone();
        // Later than the one before, so that it is the newest.
        manifest.created_at = "2999-01-01T00:00:00Z".to_owned();
        manifest.files[0].path = outside.to_owned();
        let id = tenant.write_snapshot(manifest).expect("written").id;
        all_right([PUBLISH, CHECK, SQL].into_iter().map(|arguments| {
            let mut command = granary();
            command.args(arguments).arg("--store").arg(bench.store.path());
            bench.check(&mut command, &["is not the path of a stored file"], "restore the manifest")
        }));
        fs::remove_file(bench.store.tenant().join(format!("snapshots/{id}.json"))).expect("removed");
    }
}

/// A query reads the files of the tables that it names, and no others.
#[test]
fn a_damaged_table_stops_only_queries_that_read_it() {
    let bench = Bench::new();
    let path = Part::Table("stock").path(&bench.store.tenant());
    let whole = fs::read(&path).expect("the file");
    How::Flip.apply(&path, &whole, &path);
    let query = |sql: &str| {
        let mut command = granary();
        command.args(["sql", sql, "--store"]).arg(bench.store.path());
        command
    };
    succeed(&mut query("select count(*) from sales"));
    succeed(&mut query("with stock as (select 1 as units) select units from stock"));
    all_right(
        ["select max(on_hand) from stock", "select max(units) from item_day"].map(|sql| {
            bench.check(&mut query(sql), &["files/", "its SHA-256 is", "table stock"], "--rollback")
        }),
    );
}
