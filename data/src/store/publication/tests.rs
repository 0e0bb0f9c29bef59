use super::super::Store;
use super::*;
use std::fs;

/// A record, whose id depends on what is in it.
#[derive(Serialize)]
struct Record {
    id: &'static str,
    snapshot: &'static str,
    sha256: String,
}

fn tenant() -> (TempDir, Tenant) {
    let dir = tempfile::tempdir().unwrap();
    let tenant = Store::open(dir.path().to_str().unwrap()).unwrap().tenant("main").unwrap();
    (dir, tenant)
}

fn record(snapshot: &'static str, content: &[u8]) -> Record {
    Record { id: "", snapshot, sha256: super::super::sha256_hex(content) }
}

fn publish(tenant: &Tenant, content: &[u8]) -> String {
    let mut writer = PublicationWriter::create(tenant).unwrap();
    writer.write("plan/0.bin", content).unwrap();
    writer.finish(&record("a", content)).unwrap()
}

#[test]
fn a_publication_is_invisible_until_finished() {
    let (_dir, tenant) = tenant();
    let mut writer = PublicationWriter::create(&tenant).unwrap();
    writer.write("cube.bin", b"x").unwrap();
    assert!(tenant.publications().unwrap().is_empty());
    assert!(tenant.set_current("a1").unwrap_err().is_not_found());
    let id = writer.finish(&record("a", b"x")).unwrap();
    assert_eq!(tenant.publications().unwrap()[0].id, id);
    assert_eq!(tenant.publication_file(&id, "cube.bin").unwrap(), b"x");
}

#[test]
fn an_abandoned_publication_leaves_nothing() {
    let (_dir, tenant) = tenant();
    drop(PublicationWriter::create(&tenant).unwrap());
    assert_eq!(fs::read_dir(tenant.root().join("publications")).unwrap().count(), 0);
}

#[test]
fn the_id_is_the_hash_of_the_record_and_no_byte_of_it_can_change() {
    let (_dir, tenant) = tenant();
    let id = publish(&tenant, b"1");
    assert_eq!(id, publish(&tenant, b"1"), "the same record, the same id");
    assert_ne!(id, publish(&tenant, b"2"));
    let path = tenant.publication_dir(&id).unwrap().join("publication.json");
    let whole = fs::read(&path).unwrap();
    assert_eq!(tenant.sealed_record(&id).unwrap(), whole);
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x01;
        fs::write(&path, changed).unwrap();
        let error = tenant.sealed_record(&id).unwrap_err();
        assert!(error.is_damaged() && error.to_string().contains("publication.json: was changed"), "{error}");
    }
}

#[test]
fn current_moves_forward_and_back() {
    let (_dir, tenant) = tenant();
    assert_eq!(tenant.current().unwrap(), None);
    let (a, b) = (publish(&tenant, b"1"), publish(&tenant, b"2"));
    for id in [&a, &b, &a] {
        tenant.set_current(id).unwrap();
        assert_eq!(tenant.current().unwrap().as_ref(), Some(id));
    }
    assert_eq!(tenant.publications().unwrap().len(), 2);
    fs::write(tenant.root().join("current"), "../x").unwrap();
    assert!(tenant.current().unwrap_err().is_damaged());
}

#[test]
fn publishing_the_same_again_heals_it_and_leaves_nothing_else() {
    let (_dir, tenant) = tenant();
    let id = publish(&tenant, b"whole");
    let path = tenant.publication_dir(&id).unwrap().join("plan/0.bin");
    fs::write(&path, "damaged").unwrap();
    assert_eq!(publish(&tenant, b"whole"), id);
    assert_eq!(fs::read(path).unwrap(), b"whole");
    assert_eq!(fs::read_dir(tenant.root().join("publications")).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn an_intact_publication_is_not_touched_by_publishing_it_again() {
    use std::os::unix::fs::MetadataExt;
    let (_dir, tenant) = tenant();
    let inode = |id: &str| fs::metadata(tenant.publication_dir(id).unwrap()).unwrap().ino();
    let id = publish(&tenant, b"1");
    let before = inode(&id);
    publish(&tenant, b"1");
    assert_eq!(inode(&id), before);
    fs::write(tenant.publication_dir(&id).unwrap().join("plan/0.bin"), "damaged").unwrap();
    publish(&tenant, b"1");
    assert_ne!(inode(&id), before);
}

#[test]
fn names_never_leave_the_publication() {
    let (_dir, tenant) = tenant();
    let id = publish(&tenant, b"1");
    for name in ["", "../x", "/etc/passwd", "plan/../../x"] {
        assert!(tenant.publication_file(&id, name).unwrap_err().is_bad_input(), "{name}");
    }
    assert!(tenant.publication_file(&id, "nothing").unwrap_err().is_not_found());
    assert!(tenant.publication_dir("..").unwrap_err().is_bad_input());
}

#[cfg(unix)]
#[test]
fn no_link_is_read() {
    use std::os::unix::fs::symlink;
    let (_dir, tenant) = tenant();
    let id = publish(&tenant, b"1");
    let dir = tenant.publication_dir(&id).unwrap();
    fs::rename(dir.join("plan/0.bin"), dir.join("elsewhere")).unwrap();
    symlink(dir.join("elsewhere"), dir.join("plan/0.bin")).unwrap();
    let error = tenant.publication_file(&id, "plan/0.bin").unwrap_err();
    assert!(error.is_damaged() && error.to_string().contains("plan/0.bin: is a symbolic link"), "{error}");
    fs::remove_file(dir.join("elsewhere")).unwrap();
    publish(&tenant, b"1");
    assert_eq!(tenant.publication_file(&id, "plan/0.bin").unwrap(), b"1", "publishing again heals it");
    fs::rename(&dir, tenant.root().join("moved")).unwrap();
    symlink(tenant.root().join("moved"), &dir).unwrap();
    assert!(tenant.sealed_record(&id).unwrap_err().to_string().contains("symbolic link"));
}

#[test]
fn what_is_being_read_is_known_until_it_is_not() {
    let (_dir, tenant) = tenant();
    let id = publish(&tenant, b"1");
    assert!(!tenant.is_being_read(&id));
    let (one, other) = (tenant.reading(&id).unwrap(), tenant.reading(&id).unwrap());
    drop(one);
    assert!(tenant.is_being_read(&id), "the other still reads");
    drop(other);
    assert!(!tenant.is_being_read(&id) && tenant.reading("0123").is_none());
}
