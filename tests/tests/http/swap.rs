//! Publications are swapped atomically: every answer is wholly old or wholly new.

use crate::{DAYS, data_path, store};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use tests::client;
use tests::program::{Server, granary};
use tests::store::Store;

const QUICK: &str = "[limits]\npoll_interval_ms = 20\nrefused_retry_ms = 100\n";

/// What a reader sees: the publication and its last day.
fn seen(address: &str) -> (String, String) {
    let answer = client::get(address, "/api/v1/kpis", &[]).json();
    let text = |name: &str| answer[name].to_string().trim_matches('"').to_owned();
    (text("publication"), text("as_of"))
}

#[test]
fn readers_see_the_old_or_the_new_and_never_go_back() {
    let store = store();
    let server = Server::start_with(store.path(), QUICK);
    let old = seen(server.address());
    let old_cube = data_path(&store, "cube.bin");
    let old_bytes = server.get(&old_cube).body;
    let done = AtomicBool::new(false);
    let address = server.address();
    let new = thread::scope(|scope| {
        let readers: Vec<_> = (0..4).map(|_| scope.spawn(|| read_until(address, &old, &done))).collect();
        store.import(DAYS + 30, &[]);
        let current = store.current();
        server.wait_for(|event| event["publication"] == current.as_str() && event["message"] != "ready");
        let new = seen(address);
        assert_eq!(new.0, current);
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            for found in reader.join().expect("a reader") {
                assert!(found == old || found == new, "{found:?} is neither {old:?} nor {new:?}");
            }
        }
        new
    });
    assert_ne!(old.1, new.1, "the new snapshot reaches further");
    assert!(server.get(&old_cube).body == old_bytes, "a page open since before still gets its files");
    assert_eq!(server.get(&data_path(&store, "cube.bin")).status, 200);
}

/// Reads until told to stop, and returns each state seen once.
fn read_until(address: &str, old: &(String, String), done: &AtomicBool) -> Vec<(String, String)> {
    let mut all = vec![old.clone()];
    while !done.load(Ordering::Relaxed) {
        let found = seen(address);
        if all.last() != Some(&found) {
            assert!(!all.contains(&found), "back to {found:?}");
            all.push(found);
        }
        let page = client::get(address, "/", &[]);
        let named = all.iter().filter(|(id, _)| page.text().contains(id)).count();
        // The page may be newer than the API's answer a moment before.
        assert!(page.status == 200 && named <= 1, "a page of two publications");
    }
    all
}

/// Copies a publication from another store and makes it current, as a careless copy would.
fn plant(from: &Store, to: &Store, damage: impl Fn(&Path)) -> String {
    let id = from.current();
    let target = to.tenant().join("publications").join(&id);
    fs::create_dir_all(target.parent().expect("a parent")).expect("a directory");
    let copied = Store::copy_of(&from.tenant().join("publications").join(&id));
    damage(copied.path());
    fs::create_dir(&target).expect("a directory");
    for name in ["plan", "series"] {
        fs::create_dir(target.join(name)).expect("a directory");
    }
    copy_files(copied.path(), &target);
    fs::write(to.tenant().join("current.new"), format!("{id}\n")).expect("written");
    fs::rename(to.tenant().join("current.new"), to.tenant().join("current")).expect("renamed");
    id
}

fn copy_files(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a listing") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_files(&entry.path(), &target)
        } else {
            drop(fs::copy(entry.path(), target))
        }
    }
}

#[test]
fn a_damaged_publication_is_refused_by_name_and_taken_once_repaired() {
    let (served, other) = (store(), store());
    other.import(DAYS + 60, &[]);
    let server = Server::start_with(served.path(), QUICK);
    let before = seen(server.address());
    let damage = |publication: &Path| {
        let cube = publication.join("cube.bin");
        let mut bytes = fs::read(&cube).expect("the file");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(cube, bytes).expect("written");
    };
    let planted = plant(&other, &served, damage);
    let refused = server.wait_for(|event| event["level"] == "ERROR");
    assert!(refused["failure"].as_str().is_some_and(|text| text.contains("cube.bin")), "{refused}");
    assert_eq!(seen(server.address()), before);
    assert_eq!((server.get("/readyz").status, server.get("/").status), (200, 200));
    let counted = server.get("/metrics").text().lines().any(|line| {
        line.strip_prefix("granary_publications_refused_total ").is_some_and(|count| count != "0")
    });
    assert!(counted);

    let whole = other.tenant().join("publications").join(&planted).join("cube.bin");
    fs::copy(whole, served.tenant().join("publications").join(&planted).join("cube.bin")).expect("a copy");
    server.wait_for(|event| event["publication"] == planted.as_str() && event["message"] != "ready");
    assert_eq!(seen(server.address()).0, planted);
}

/// Every byte of a record counts: it holds the assumptions, and no derived file would reveal a change.
#[test]
fn a_record_with_a_changed_byte_is_refused_by_name_and_the_one_before_is_served() {
    let store = store();
    let server = Server::start_with(store.path(), QUICK);
    let before = seen(server.address());
    store.import(DAYS + 30, &["--no-publish"]);
    // Published in another store, so that the server sees only what the test makes current.
    let other = Store::copy_of(store.path());
    tests::program::succeed(granary().args(["publish", "--store"]).arg(other.path()));
    let id = plant(&other, &store, |publication| {
        let record = publication.join("publication.json");
        let text = fs::read_to_string(&record).expect("the record");
        let changed = text.replace("\"service_level\": 0.95", "\"service_level\": 0.55");
        assert_ne!(text, changed);
        fs::write(record, changed).expect("written");
    });
    let refused = server.wait_for(|event| event["level"] == "ERROR");
    assert!(refused["failure"].as_str().is_some_and(|text| text.contains("publication.json")), "{refused}");
    assert_eq!(seen(server.address()), before);
    assert_eq!(server.get(&data_path(&store, "cube.bin")).status, 404, "nothing of it is served");
    let (told, _) =
        tests::program::fail(granary().args(["snapshots", "--rollback", &id, "--store"]).arg(store.path()));
    assert!(told.contains("publication.json: was changed"), "{told}");

    let record = Path::new("publications").join(&id).join("publication.json");
    let whole = fs::read(other.tenant().join(&record)).expect("the record");
    let is_refused = |content: &[u8]| {
        fs::write(store.tenant().join(&record), content).expect("written");
        let store = data::store::Store::open(&store.path().to_string_lossy()).expect("a store");
        let loaded = data::publish::load(&store.tenant("main").expect("a tenant"), &id);
        loaded.err().is_some_and(|error| error.to_string().contains("publication.json"))
    };
    for at in (0..whole.len()).step_by(whole.len() / 200) {
        let mut content = whole.clone();
        content[at] = if content[at].is_ascii_digit() {
            b'0' + (content[at] - b'0' + 1) % 10
        } else {
            content[at] ^ 0x20
        };
        assert!(is_refused(&content), "byte {at}");
    }
    assert!(!is_refused(&whole));
    server.wait_for(|event| event["publication"] == id.as_str() && event["message"] != "ready");
    assert_eq!(seen(server.address()).0, id);
}

#[test]
fn a_pointer_to_nothing_or_nonsense_changes_nothing() {
    let store = store();
    let server = Server::start_with(store.path(), QUICK);
    let before = seen(server.address());
    for (i, text) in ["0123456789abcdef\n", "../../etc/passwd", ""].into_iter().enumerate() {
        fs::write(store.tenant().join("current"), text).expect("written");
        let errors =
            |events: &[serde_json::Value]| events.iter().filter(|event| event["level"] == "ERROR").count();
        while errors(&server.events()) <= i {
            thread::yield_now();
        }
        assert_eq!(seen(server.address()), before, "{text:?}");
    }
}
