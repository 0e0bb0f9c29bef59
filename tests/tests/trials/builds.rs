//! The release build writes the same bytes as the development build, so no number wraps unnoticed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tests::program::{granary, run, succeed};
use tests::random_store::RandomStore;
use tests::trial::Trial;

/// Names the release build.
const RELEASED: &str = "GRANARY_RELEASED_BIN";
const STORES: u64 = 10;

#[test]
#[ignore = "needs a release build, as `cargo xtask reliability` makes"]
fn a_release_publishes_the_bytes_of_a_development_build() {
    let released = std::env::var_os(RELEASED).expect("GRANARY_RELEASED_BIN names a release build");
    let mut trial =
        Trial::new("Stores of random shape published by the release and by the development build");
    for seed in 0..Trial::times(STORES) {
        let folder = tempfile::tempdir().expect("a directory");
        let (tables, store) = (folder.path().join("tables"), folder.path().join("store"));
        fs::create_dir(&tables).expect("a directory");
        let sources = RandomStore::drawn(seed).write(&tables);
        succeed(granary().arg("import").args(sources).arg("--no-publish").arg("--store").arg(&store));
        let [development, release] =
            [granary(), Command::new(&released)].map(|program| published(program, &store));
        let differs = (development != release).then(|| format!("store {seed} differs"));
        trial.add(differs);
    }
    trial.end();
}

/// Every file of the publication that a program makes of a store, by name; the publication is removed again.
fn published(mut program: Command, store: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, String> {
    let output = run(program.arg("publish").arg("--store").arg(store));
    let publications = store.join("main/publications");
    let mut files = BTreeMap::new();
    if publications.is_dir() {
        read(&publications, &mut files);
        fs::remove_dir_all(publications).expect("removed");
        let _ = fs::remove_file(store.join("main/current"));
    }
    // Huge numbers may be refused, but then by both builds in the same words.
    if output.status.success() {
        Ok(files)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn read(directory: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(directory).expect("a listing") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, files);
        } else {
            let content = fs::read(&path).expect("a file");
            files.insert(path, content);
        }
    }
}
