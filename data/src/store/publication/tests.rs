use super::super::Store;
use super::*;

fn tenant() -> (TempDir, Tenant) {
    let dir = tempfile::tempdir().unwrap();
    let tenant = Store::open(dir.path().to_str().unwrap()).unwrap().tenant("main").unwrap();
    (dir, tenant)
}

fn publish(tenant: &Tenant, id: &str, content: &[u8]) {
    let mut writer = PublicationWriter::create(tenant, id).unwrap();
    writer.write("plan/0.bin", content).unwrap();
    writer.finish().unwrap();
}

#[test]
fn a_publication_is_invisible_until_finished() {
    let (_dir, tenant) = tenant();
    let mut writer = PublicationWriter::create(&tenant, "a1").unwrap();
    writer.write("cube.bin", b"x").unwrap();
    assert!(tenant.publications().unwrap().is_empty());
    assert!(tenant.set_current("a1").unwrap_err().is_not_found());
    writer.finish().unwrap();
    assert_eq!(tenant.publications().unwrap()[0].id, "a1");
    assert_eq!(tenant.publication_file("a1", "cube.bin").unwrap(), b"x");
}

#[test]
fn an_abandoned_publication_leaves_nothing() {
    let (_dir, tenant) = tenant();
    drop(PublicationWriter::create(&tenant, "a1").unwrap());
    assert_eq!(fs::read_dir(tenant.root().join("publications")).unwrap().count(), 0);
}

#[test]
fn current_moves_forward_and_back() {
    let (_dir, tenant) = tenant();
    assert_eq!(tenant.current().unwrap(), None);
    publish(&tenant, "a1", b"1");
    publish(&tenant, "b2", b"2");
    for id in ["a1", "b2", "a1"] {
        tenant.set_current(id).unwrap();
        assert_eq!(tenant.current().unwrap().as_deref(), Some(id));
    }
    assert_eq!(tenant.publications().unwrap().len(), 2);
    fs::write(tenant.root().join("current"), "../x").unwrap();
    assert!(tenant.current().unwrap_err().is_damaged());
}

#[test]
fn publishing_the_same_id_again_heals_it_and_leaves_nothing_else() {
    let (_dir, tenant) = tenant();
    publish(&tenant, "a1", b"damaged");
    publish(&tenant, "a1", b"whole");
    assert_eq!(tenant.publication_file("a1", "plan/0.bin").unwrap(), b"whole");
    assert_eq!(fs::read_dir(tenant.root().join("publications")).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn an_intact_publication_is_not_touched_by_publishing_it_again() {
    use std::os::unix::fs::MetadataExt;
    let (_dir, tenant) = tenant();
    let inode = |tenant: &Tenant| fs::metadata(tenant.publication_dir("a1").unwrap()).unwrap().ino();
    publish(&tenant, "a1", b"1");
    let before = inode(&tenant);
    publish(&tenant, "a1", b"1");
    assert_eq!(inode(&tenant), before);
    publish(&tenant, "a1", b"2");
    assert_ne!(inode(&tenant), before);
}

#[test]
fn names_never_leave_the_publication() {
    let (_dir, tenant) = tenant();
    publish(&tenant, "a1", b"1");
    for name in ["", "../x", "/etc/passwd", "plan/../../x"] {
        assert!(tenant.publication_file("a1", name).unwrap_err().is_bad_input(), "{name}");
    }
    assert!(tenant.publication_file("a1", "nothing").unwrap_err().is_not_found());
    assert!(tenant.publication_dir("..").unwrap_err().is_bad_input());
}
