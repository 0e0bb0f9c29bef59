//! Damage in the store itself: it is named, nothing is built upon it, and readers keep what they had.

use crate::case::{Bench, all_right};
use std::fs;
use std::path::{Path, PathBuf};
use tests::program::granary;

/// A part of the store that is damaged, a command that meets it, and what that says.
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
}

#[derive(Clone, Copy)]
enum How {
    Replace(&'static str, &'static str),
    Write(&'static str),
    Halve,
    Flip,
    Remove,
}

const PUBLISH: &[&str] = &["publish"];
const LIST: &[&str] = &["snapshots"];
const IMPORT: &[&str] = &["import", "SALES"];
const BACKUP: &str = "Restore it from a backup";

#[rustfmt::skip]
pub const CASES: [Damage; 17] = [
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
];

#[test]
fn a_damaged_store_is_refused_by_the_name_of_the_file() {
    let bench = Bench::new();
    let directory = tempfile::tempdir().expect("a directory");
    let sales = directory.path().join("sales.csv");
    // A day that the store has: what is there is read before it is replaced.
    fs::write(&sales, "date,sku,location,units\n2019-04-20,P00,north,3\n").expect("written");
    all_right(CASES.iter().map(|damage| {
        let path = damage.part.path(&bench.store.tenant());
        let whole = fs::read(&path).expect("the file");
        damage.how.apply(&path, &whole);
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
        fs::write(&path, whole).expect("written");
        found
    }));
}

impl Part {
    fn path(self, tenant: &Path) -> PathBuf {
        match self {
            Part::Current => tenant.join("current"),
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
    fn apply(self, path: &Path, whole: &[u8]) {
        let content = match self {
            How::Remove => return fs::remove_file(path).expect("removed"),
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
