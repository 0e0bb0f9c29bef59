use super::super::Store;
use super::super::manifest::tests::sample;
use super::*;
use crate::store::write_file;
use std::fs;

fn tenant() -> (tempfile::TempDir, Tenant) {
    let dir = tempfile::tempdir().unwrap();
    let tenant = Store::open(dir.path().to_str().unwrap()).unwrap().tenant("main").unwrap();
    (dir, tenant)
}

#[test]
fn snapshots_come_back_newest_first() {
    let (_dir, tenant) = tenant();
    assert!(tenant.snapshots().unwrap().is_empty());
    let old = tenant.write_snapshot(sample()).unwrap();
    let mut newer = sample();
    newer.created_at = "2011-12-10T00:00:00.5Z".into();
    let newer = tenant.write_snapshot(newer).unwrap();
    assert_eq!(tenant.snapshot(&old.id).unwrap(), old);
    assert_eq!(tenant.snapshots().unwrap(), [newer.clone(), old]);
    assert_eq!(tenant.latest_snapshot().unwrap(), Some(newer));
}

#[test]
fn an_altered_or_foreign_manifest_is_refused_by_name() {
    let (_dir, tenant) = tenant();
    let id = tenant.write_snapshot(sample()).unwrap().id;
    let path = tenant.root().join(format!("snapshots/{id}.json"));
    let json = fs::read_to_string(&path).unwrap();
    for (from, to, problem) in [
        ("GBP", "USD", "was changed"),
        ("\"format_version\": 1", "\"format_version\": 7, \"new\": 1", "store format 7"),
        ("\"sources\"", "\"surces\"", "cannot be understood"),
    ] {
        fs::write(&path, json.replace(from, to)).unwrap();
        let error = tenant.snapshot(&id).unwrap_err();
        assert!(error.is_damaged(), "{error}");
        assert!(error.to_string().contains(problem) && error.to_string().contains(&id), "{error}");
    }
}

#[test]
fn no_bytes_of_a_manifest_make_it_panic_or_lie() {
    let (_dir, tenant) = tenant();
    let written = tenant.write_snapshot(sample()).unwrap();
    let path = tenant.root().join(format!("snapshots/{}.json", written.id));
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        for flip in [0x01, 0x20, 0x80, 0xff] {
            let mut damaged = whole.clone();
            damaged[at] ^= flip;
            fs::write(&path, damaged).unwrap();
            // Swapping one blank for another is not a change.
            match tenant.snapshot(&written.id) {
                Ok(found) => assert_eq!(found, written, "byte {at}"),
                Err(error) => assert!(error.is_damaged(), "byte {at}: {error}"),
            }
        }
        fs::write(&path, &whole[..at]).unwrap();
        let cut = tenant.snapshot(&written.id);
        assert!(cut.is_err() || at == whole.len() - 1, "cut at {at}");
    }
}

#[test]
fn ids_never_leave_their_directory_and_unknown_ones_are_not_found() {
    let (_dir, tenant) = tenant();
    assert!(tenant.snapshot("../../etc/passwd").unwrap_err().is_bad_input());
    assert!(tenant.snapshot("0123456789abcdef").unwrap_err().is_not_found());
    assert!(tenant.settings::<u32>("").unwrap_err().is_bad_input());
}

#[test]
fn settings_are_records_under_their_hash() {
    let (_dir, tenant) = tenant();
    let id = tenant.write_settings(&vec![1, 2]).unwrap();
    assert_eq!(tenant.settings::<Vec<u32>>(&id).unwrap(), [1, 2]);
    assert_eq!(tenant.settings_ids().unwrap(), std::slice::from_ref(&id));
    fs::write(tenant.root().join(format!("settings/{id}.json")), "[1, 3]").unwrap();
    assert!(tenant.settings::<Vec<u32>>(&id).unwrap_err().is_damaged());
}

#[test]
fn a_file_that_differs_from_the_manifest_is_refused_by_name() {
    let (_dir, tenant) = tenant();
    let content = b"abc";
    let sha256 = super::super::sha256_hex(content);
    let path = format!("files/{sha256}.parquet");
    let file = FileEntry { path, bytes: 3, sha256, ..sample().files[0].clone() };
    let missing = tenant.verified_path(&file).unwrap_err();
    assert!(missing.is_damaged() && missing.to_string().contains("missing"), "{missing}");
    write_file(&tenant.root().join(&file.path), b"abd").unwrap();
    let changed = tenant.verified_path(&file).unwrap_err();
    assert!(changed.to_string().contains("SHA-256") && changed.to_string().contains(&file.path), "{changed}");
    write_file(&tenant.root().join(&file.path), b"ab").unwrap();
    assert!(tenant.verified_path(&file).unwrap_err().to_string().contains("2 bytes"));
    write_file(&tenant.root().join(&file.path), content).unwrap();
    assert!(tenant.verified_path(&file).unwrap().ends_with(&file.path));
    let outside = FileEntry { path: "../secret".into(), ..file };
    assert!(tenant.verified_path(&outside).unwrap_err().is_bad_input());
}
