use std::fs;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::source::{Row, Step};

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn names(found: &Found) -> Vec<&str> {
    found.files.iter().map(SourceFile::name).collect()
}

#[test]
fn a_folder_and_a_pattern_are_many_files() {
    let bench = folder(&[
        ("in/b.csv", b"1"),
        ("in/a/c.PARQUET", b"2"),
        ("in/a/read me.md", b"3"),
        ("in/_SUCCESS", b""),
        ("in/.git/x.csv", b""),
        ("in/d.jsonl.gz", b"4"),
        ("empty/_x.csv", b""),
    ]);
    let at = |name: &str| bench.path().join(name);
    let found = find(&[at("in")]).unwrap();
    assert_eq!(names(&found), ["in/a/c.PARQUET", "in/b.csv", "in/d.jsonl.gz"]);
    assert_eq!(found.left, ["in/a/read me.md"]);
    assert_eq!(names(&find(&[at("i*/*.csv"), at("in/b.csv")]).unwrap()), ["in/b.csv", "b.csv"]);
    assert_eq!(names(&find(&[at("in/**/c*")]).unwrap()), ["a/c.PARQUET"]);
    assert_eq!(
        names(&find(&[at("none.csv")]).unwrap()),
        ["none.csv"],
        "whoever reads it says that it is missing"
    );
    for (name, part) in [
        ("in/*.dat", "in/*.dat: matches no file"),
        ("empty", "empty: is a directory without files"),
        ("in/[", "is not a pattern"),
    ] {
        let error = find(&[at(name)]).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn folders_named_as_hive_does_are_columns() {
    let bench = folder(&[
        ("sales/year=2024/city=S%C3%A3o Paulo/x.csv", b"sku,year\nA,7\n"),
        ("sales/city=__HIVE_DEFAULT_PARTITION__/x.csv", b"sku\nB\n"),
    ]);
    let found = find(&[bench.path().join("sales")]).unwrap();
    let read = |file: &SourceFile| {
        let mut rows = file.open(&ReadOptions::default()).unwrap();
        let all: Vec<_> = (0..rows.headers().len()).map(Some).collect();
        rows.select(&all).unwrap();
        let mut row = Row::default();
        assert_eq!(rows.next(&mut row).unwrap(), Step::Row);
        let cells: Vec<_> = rows
            .headers()
            .iter()
            .enumerate()
            .map(|(cell, name)| format!("{name} {}", row.text(cell).unwrap()))
            .collect();
        cells.join(", ")
    };
    assert_eq!(found.files.iter().map(read).collect::<Vec<_>>(), ["sku B", "sku A, year 7, city São Paulo"]);
}

#[test]
fn a_zip_archive_is_the_files_in_it_and_its_names_lead_nowhere() {
    let content = zipped(&[
        ("../../etc/evil.csv", b"sku\nA\n"),
        ("march/x.tsv", b"sku\nB\n"),
        ("x.html", b""),
        ("__MACOSX/y.csv", b""),
    ]);
    let bench = folder(&[("in.zip", &content)]);
    let found = find(&[bench.path().join("in.zip")]).unwrap();
    assert_eq!(names(&found), ["in.zip/march/x.tsv"]);
    assert_eq!(found.left, ["in.zip/../../etc/evil.csv", "in.zip/x.html"]);
    let content = zipped(&[("etc/evil.csv", b"sku\nA\n"), ("/etc/passwd.csv", b"sku\nB\n")]);
    let bench = folder(&[("in.zip", &content)]);
    let found = find(&[bench.path().join("in.zip")]).unwrap();
    assert_eq!(names(&found), ["in.zip/etc/evil.csv", "in.zip//etc/passwd.csv"]);
    let temp = std::env::temp_dir();
    for file in &found.files {
        assert!(file.path().starts_with(&temp) && file.path().file_name().unwrap().len() == 1, "{file:?}");
        assert_eq!(file.origin(), bench.path().join("in.zip"));
    }
    let unpacked = found.files[0].path().to_path_buf();
    assert!(unpacked.exists());
    drop(found);
    assert!(!unpacked.exists(), "what was unpacked is removed");
}

#[test]
fn archives_that_cannot_be_unpacked_are_named() {
    let whole = zipped(&[("a.csv", &b"sku,units\nA,1\n".repeat(100))]);
    let mut flipped = whole.clone();
    flipped[60] ^= 0x55;
    let bench = folder(&[
        ("cut.zip", &whole[..whole.len() - 9]),
        ("flip.zip", &flipped),
        ("none.zip", &zipped(&[("a.txt.exe", b"")])),
    ]);
    for (name, part) in [
        ("cut.zip", "cut.zip: cannot be unpacked"),
        ("flip.zip", "flip.zip/a.csv: cannot be unpacked"),
        ("none.zip", "none.zip: is a zip archive without files"),
    ] {
        let error = find(&[bench.path().join(name)]).unwrap_err();
        assert!(error.is_bad_input() && error.to_string().contains(part), "{error}");
    }
}
