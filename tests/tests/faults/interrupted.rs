//! Writers that meet, stop or are killed: one works at a time, no older snapshot becomes current, and the next writer
//! removes what killed ones left.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use tests::program::{fail, granary, succeed, write_site};
use tests::store::{Store, write_tables};

/// A running command, with its output.
struct Running {
    child: Child,
    lines: BufReader<ChildStderr>,
}

impl Running {
    fn start(command: &mut Command) -> Running {
        let mut child =
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let lines = BufReader::new(child.stderr.take().expect("its words"));
        Running { child, lines }
    }

    /// Reads its output until a line contains `part`; false if it ended before.
    fn read_until(&mut self, part: &str) -> bool {
        let mut line = String::new();
        while self.lines.read_line(&mut line).expect("text") > 0 {
            if line.contains(part) {
                return true;
            }
            line.clear();
        }
        false
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill").args([name, &self.child.id().to_string()]).status().expect("kill");
        assert!(status.success());
    }

    fn succeeds(mut self) {
        while self.read_until("a line that nobody writes") {}
        assert!(self.child.wait().expect("an end").success());
    }
}

fn publish(store: &Store) -> Command {
    let mut command = granary();
    command.args(["publish", "--store"]).arg(store.path());
    command
}

fn import(store: &Store, days: u32) -> (Command, tempfile::TempDir) {
    let sources = write_tables(days);
    let mut command = granary();
    let files = ["sales.csv", "stock.csv", "products.csv"].map(|name| sources.path().join(name));
    command.arg("import").args(files).arg("--store").arg(store.path());
    (command, sources)
}

/// Snapshots of the store, newest first, each with whether it is current.
fn snapshots(store: &Store) -> Vec<(String, bool)> {
    let told = succeed(granary().args(["snapshots", "--format", "json", "--store"]).arg(store.path()));
    let list: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let snapshots = list["snapshots"].as_array().expect("a list").iter();
    snapshots.map(|one| (one["id"].to_string(), one["current"] == true)).collect()
}

#[test]
fn a_publish_that_is_stopped_keeps_others_away_and_tells_them() {
    let store = Store::published(40);
    let mut publishing = Running::start(&mut publish(&store));
    assert!(publishing.read_until("opening the snapshot"));
    publishing.signal("-STOP");
    let holder = format!("another granary publish (process {}) is writing to it", publishing.child.id());
    let before = snapshots(&store);
    let current = store.current();
    let (mut importing, _sources) = import(&store, 60);
    let mut others =
        [&["publish"][..], &["snapshots", "--rollback", &current], &["snapshots", "--prune", "--yes"]].map(
            |arguments| {
                let mut command = granary();
                command.args(arguments).arg("--store").arg(store.path());
                command
            },
        );
    for command in others.iter_mut().chain([&mut importing]) {
        let (told, code) = fail(command);
        assert!(code == 1 && told.contains(&holder) && told.contains("help: Wait until that one"), "{told}");
    }
    // Reading changes nothing and is never refused.
    assert_eq!(snapshots(&store), before);
    succeed(granary().args(["check", "--store"]).arg(store.path()));
    publishing.signal("-CONT");
    publishing.succeeds();
    assert_eq!(store.current(), current);
    succeed(&mut importing);
    let after = snapshots(&store);
    assert!(after.len() == 2 && after[0].1 && after[1] == (before[0].0.clone(), false), "{after:?}");
}

#[test]
fn who_waits_comes_after_and_the_newest_snapshot_is_current() {
    let store = Store::published(40);
    let mut publishing = Running::start(&mut publish(&store));
    assert!(publishing.read_until("opening the snapshot"));
    publishing.signal("-STOP");
    let (mut command, _sources) = import(&store, 60);
    let mut importing = Running::start(command.arg("--wait"));
    assert!(importing.read_until("waiting until another granary publish"));
    assert_eq!(snapshots(&store).len(), 1);
    publishing.signal("-CONT");
    publishing.succeeds();
    importing.succeeds();
    let after = snapshots(&store);
    assert!(after.len() == 2 && after[0].1, "{after:?}");
}

#[test]
fn a_server_that_publishes_first_waits_for_its_turn() {
    let store = Store::published(40);
    let files = tempfile::tempdir().expect("a directory");
    write_site(files.path());
    let mut publishing = Running::start(&mut publish(&store));
    assert!(publishing.read_until("opening the snapshot"));
    publishing.signal("-STOP");
    // As before the first publication.
    fs::remove_file(store.tenant().join("current")).expect("removed");
    let mut command = granary();
    command.args(["serve", "--listen", "127.0.0.1:0", "--log", "json", "--site"]).arg(files.path());
    let mut server = Running::start(command.arg("--store").arg(store.path()));
    assert!(server.read_until("waiting until another granary publish"));
    publishing.signal("-CONT");
    publishing.succeeds();
    assert!(server.read_until("\"ready\""));
    server.signal("-TERM");
    server.succeeds();
}

#[test]
fn what_is_left_of_a_killed_writer_goes_with_the_next_and_nothing_else_is_changed() {
    let store = Store::published(40);
    let mut left = 0;
    for step in
        ["opening the snapshot", "adding up days", "reading lead times", "forecasting", "planning", "writing"]
    {
        killed_at(&store, &mut publish(&store), step, None, &mut left);
    }
    // Each import brings days that no other has brought: of what is known nothing would be written.
    for (folder, days) in [("publications", 60), ("files", 61), ("snapshots", 62)] {
        let (mut command, _sources) = import(&store, days);
        let seen = store.tenant().join(folder);
        killed_at(&store, &mut command, "reading", Some(&seen), &mut left);
    }
    for (step, days) in [("writing", 70), ("adding up days", 71), ("forecasting", 72)] {
        let (mut command, _sources) = import(&store, days);
        killed_at(&store, &mut command, step, None, &mut left);
    }
    assert!(left > 0, "nothing was ever left: it was not killed at work");
}

/// Kills a command after it prints `step` and, if a folder is given, as soon as something unfinished is in it. The
/// store must then be whole, and the next writer must leave nothing unfinished.
fn killed_at(store: &Store, command: &mut Command, step: &str, seen_in: Option<&Path>, left: &mut usize) {
    let before = store.current();
    let mut running = Running::start(command);
    assert!(running.read_until(step), "{step} is never told");
    while seen_in.is_some_and(|folder| unfinished(folder).is_empty())
        && running.child.try_wait().expect("a state").is_none()
    {}
    let _ = running.child.kill();
    running.child.wait().expect("an end");
    *left += unfinished(&store.tenant()).len();
    // The command may have ended before the kill.
    let after = store.current();
    assert!(after == before || store.tenant().join("publications").join(&after).is_dir(), "{step}");
    succeed(granary().args(["check", "--store"]).arg(store.path()));
    for folder in ["files", "snapshots", "settings", "publications", ""] {
        let folder = store.tenant().join(folder).join(".unfinished-planted");
        fs::create_dir(&folder).expect("planted");
        fs::write(folder.join("half"), "half").expect("planted");
    }
    succeed(&mut publish(store));
    assert_eq!(unfinished(&store.tenant()), Vec::<PathBuf>::new(), "{step}");
}

/// Unfinished files in a folder and below.
fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    // A file being written may vanish during the search.
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let is_unfinished =
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".unfinished-"));
        if is_unfinished {
            found.push(path);
        } else if path.is_dir() {
            found.extend(unfinished(&path));
        }
    }
    found
}
