//! Exports that are refused, interrupted or repeated: nobody's files are touched, and no half of a site is taken for a whole one.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use tests::program::{fail, granary, succeed, write_site};
use tests::store::{Store, write_tables};

const DAYS: u32 = 200;

fn export(store: &Store, site: &Path, output: &Path) -> Command {
    let mut command = granary();
    command.args(["export", "--store"]).arg(store.path()).arg("--site").arg(site).arg("--output").arg(output);
    command
}

fn site() -> TempDir {
    let site = tempfile::tempdir().expect("a directory");
    write_site(site.path());
    site
}

fn list(output: &Path) -> Value {
    let json = fs::read(output.join("manifest.json")).expect("the list of files");
    serde_json::from_slice(&json).expect("JSON")
}

/// Every file below a folder, by its path.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(here).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => drop(found.insert(path.strip_prefix(folder).expect("below").display().to_string())),
            }
        }
    }
    found
}

#[test]
fn the_list_names_every_file_with_its_bytes() {
    let (store, site, output) = (Store::published(DAYS), site(), tempfile::tempdir().expect("a directory"));
    succeed(export(&store, site.path(), output.path()).args(["--base-path", "/a/b/", "--language", "de"]));
    let list = list(output.path());
    let listed: BTreeSet<String> = list["files"].as_object().expect("files").keys().cloned().collect();
    let mut there = files(output.path());
    assert!(there.remove("manifest.json"));
    assert_eq!(listed, there);
    assert_eq!(list["base_path"], "/a/b/");
    for (path, file) in list["files"].as_object().expect("files") {
        let bytes = fs::metadata(output.path().join(path)).expect(path).len();
        assert_eq!(file["bytes"], bytes, "{path}");
    }
    assert!(there.contains("de/items/index.html") && !there.iter().any(|path| path.starts_with("zh-CN")));
    let page = fs::read_to_string(output.path().join("items/index.html")).expect("a page");
    assert!(page.contains("href=\"/a/b/what-if/\"") && !page.contains("href=\"/zh-CN"), "{page}");
    assert!(page.contains("http-equiv=\"Content-Security-Policy\""));
    let worker = fs::read_to_string(output.path().join("offline.js")).expect("a worker");
    let publication = list["publication"].as_str().expect("an id");
    assert!(worker.contains(publication) && worker.contains("items/index.html"), "{worker}");
}

#[test]
fn a_folder_with_other_files_is_refused_and_left_alone() {
    let (store, site, output) = (Store::published(DAYS), site(), tempfile::tempdir().expect("a directory"));
    fs::write(output.path().join("index.html"), "mine").expect("written");
    let (said, code) = fail(&mut export(&store, site.path(), output.path()));
    assert!(code == 1 && said.contains("holds files that are not of an export"), "{said}");
    assert!(said.contains("help: Name a new or empty folder"), "{said}");
    assert_eq!(files(output.path()), BTreeSet::from(["index.html".to_owned()]));
    assert_eq!(fs::read_to_string(output.path().join("index.html")).expect("the file"), "mine");
}

#[test]
fn an_interrupted_export_has_no_list_and_the_next_makes_it_whole() {
    let (store, site, output) = (Store::published(DAYS), site(), tempfile::tempdir().expect("a directory"));
    succeed(&mut export(&store, site.path(), output.path()));
    let before = list(output.path());
    // As a killed export leaves it: without its list, with a file of another publication and half of one.
    fs::rename(output.path().join("manifest.json"), output.path().join("manifest.json.unfinished"))
        .expect("renamed");
    let left = ["data/main/0123/cube.bin", "pkg/granary.old.css", ".unfinished-abc"];
    for path in left {
        let path = output.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, "left").expect("written");
    }
    fs::write(output.path().join("CNAME"), "stock.example.org").expect("written");
    succeed(&mut export(&store, site.path(), output.path()));
    assert_eq!(list(output.path()), before);
    let there = files(output.path());
    assert!(left.iter().all(|path| !there.contains(*path)), "{there:?}");
    assert!(there.contains("CNAME"), "what somebody put there stays");
    assert!(!there.contains("manifest.json.unfinished"));
}

#[test]
fn another_publication_takes_the_place_of_the_one_before() {
    let (store, site, output) = (Store::published(DAYS), site(), tempfile::tempdir().expect("a directory"));
    succeed(&mut export(&store, site.path(), output.path()));
    let before = list(output.path())["publication"].as_str().expect("an id").to_owned();
    let sources = write_tables(DAYS + 14);
    let tables = ["sales.csv", "stock.csv", "products.csv"].map(|name| sources.path().join(name));
    succeed(granary().arg("import").args(tables).arg("--store").arg(store.path()));
    succeed(&mut export(&store, site.path(), output.path()));
    let after = list(output.path())["publication"].as_str().expect("an id").to_owned();
    assert_ne!(after, before);
    let there = files(output.path());
    assert!(!there.iter().any(|path| path.contains(&before)), "{there:?}");
    assert!(there.contains(&format!("data/main/{after}/cube.bin")));
    let page = fs::read_to_string(output.path().join("index.html")).expect("a page");
    assert!(page.contains(&after) && !page.contains(&before));
}

#[test]
fn what_cannot_be_exported_is_said_with_the_remedy() {
    let (store, site, output) = (Store::published(DAYS), site(), tempfile::tempdir().expect("a directory"));
    for (base, remedy) in
        [("inventory/", "begins and ends with a slash"), ("/a//b/", "slash"), ("/../", "slash")]
    {
        let (said, _) = fail(export(&store, site.path(), output.path()).args(["--base-path", base]));
        assert!(said.contains(remedy), "{base}: {said}");
    }
    let (said, code) = fail(export(&store, site.path(), output.path()).args(["--language", "fr"]));
    assert!(code == 2 && said.contains("known are en, de, zh-CN"), "{said}");
    let names = site.path().join("assets.json");
    let mut list: Value = serde_json::from_slice(&fs::read(&names).expect("the names")).expect("JSON");
    list.as_object_mut().expect("names").remove("files");
    fs::write(&names, list.to_string()).expect("written");
    let (said, _) = fail(&mut export(&store, site.path(), output.path()));
    assert!(said.contains("cargo xtask export"), "{said}");
    assert_eq!(files(output.path()), BTreeSet::new(), "nothing was written");
}
