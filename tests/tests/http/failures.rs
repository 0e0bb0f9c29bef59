//! Commands that fail say why, and what to do about it.

use crate::store;
use std::net::TcpListener;
use std::path::Path;
use tests::program::{fail, granary, succeed, write_site};

#[track_caller]
pub fn check_failure(arguments: &[&str], parts: &[&str]) {
    let (told, code) = fail(granary().args(arguments));
    let (error, help) = told.trim_end().rsplit_once('\n').unwrap_or((&told, ""));
    assert_eq!(code, 1, "{told}");
    assert!(error.lines().any(|line| line.starts_with("error: ")) && help.starts_with("help: "), "{told}");
    for part in parts {
        assert!(told.contains(part), "{part} in {told}");
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path")
}

#[test]
fn what_cannot_be_done_is_said_with_the_remedy() {
    let directory = tempfile::tempdir().expect("a directory");
    let empty = text(directory.path());
    let nothing = directory.path().join("nothing");
    let store = store();
    let full = text(store.path());
    check_failure(&["serve", "--store", text(&nothing)], &["nothing does not exist", "granary import"]);
    check_failure(&["serve", "--store", empty], &["has no snapshot", "granary import"]);
    check_failure(&["serve", "--store", "s3://bucket/store"], &["local directories"]);
    check_failure(&["serve", "--store", full, "--site", empty], &["assets.json", "cargo xtask serve"]);
    check_failure(&["serve", "--store", full, "--tenant", "../x"], &["tenant name"]);
    check_failure(&["serve", "--store", full, "--config", text(&nothing)], &["nothing", "Check the path"]);
    check_failure(&["publish", "--store", empty], &["snapshot", "granary import"]);
    check_failure(&["check", "--store", empty], &["snapshot", "granary import"]);
    check_failure(&["import", text(&nothing), "--store", empty], &["nothing"]);
    check_failure(&["snapshots", "--store", full, "--rollback", "0123"], &["no publication 0123"]);
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let (store, files) = (store(), tempfile::tempdir().expect("a directory"));
    let site = files.path().join("site");
    write_site(&site);
    let (told, code) = fail(granary().args([
        "serve",
        "--listen",
        &address,
        "--store",
        text(store.path()),
        "--site",
        text(&site),
    ]));
    assert!(
        code == 1 && told.contains(&format!("cannot listen on {address}")) && told.contains("--listen"),
        "{told}"
    );
}

#[test]
fn what_cannot_be_read_as_a_command_ends_with_2() {
    for arguments in [
        &["serve"][..],
        &["import", "--store", "x"],
        &["check"],
        &["frobnicate"],
        &["check", "a", "--store", "x"],
    ] {
        let (told, code) = fail(granary().args(arguments));
        assert_eq!(code, 2, "{arguments:?}: {told}");
    }
    let told = succeed(granary().arg("--help"));
    for command in ["serve", "import", "publish", "plan", "forecast", "backtest", "check", "snapshots"] {
        assert!(told.contains(command), "{told}");
    }
}
