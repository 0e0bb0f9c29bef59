//! The store: immutable snapshots, settings and publications in a directory, one directory per tenant.
//!
//! Everything but a tenant's `current` file is written once under a name made of its content, so a reader
//! that resolved `current` keeps a whole and consistent view however long it works.

mod durable;
mod lock;
mod manifest;
mod plain;
mod publication;
mod record;
mod surplus;
mod table_writer;
mod tenant;

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use durable::{Replacement, write_file};
pub use lock::WriterLock;
pub use manifest::{FORMAT_VERSION, FileEntry, Manifest, Source, TableTotals};
pub use publication::{PublicationEntry, PublicationWriter, Reading};
pub use record::is_sealed;
pub use surplus::{Surplus, SurplusKind};
pub use table_writer::{SealedFile, TableWriter};
pub use tenant::Tenant;

pub(crate) use durable::{hash_file, scratch_dir};

use crate::error::{Error, Place, Result};

/// The tenant of stores that have only one.
pub const MAIN_TENANT: &str = "main";

/// A store in a local directory.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// Opens an existing store: a path or a `file://` address.
    pub fn open(uri: &str) -> Result<Store> {
        let root = local_path(uri)?;
        if root.is_dir() {
            return Ok(Store { root });
        }
        Err(Error::NotFound {
            what: format!("store {}", root.display()),
            remedy: "Give the directory of a store, or make one with granary import".into(),
        })
    }

    /// Opens a store, making its directory if there is none.
    pub fn create(uri: &str) -> Result<Store> {
        let root = local_path(uri)?;
        fs::create_dir_all(&root).map_err(Error::io("create", &root))?;
        Ok(Store { root })
    }

    /// The store's directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// One tenant's part of the store; its directory is made when something is first written.
    ///
    /// Names are 1 to 63 lower-case letters, digits, `-` and `_`, beginning with a letter or digit.
    pub fn tenant(&self, name: &str) -> Result<Tenant> {
        if !is_tenant_name(name) {
            return Err(Error::bad(
                Place::new("tenant").value(name),
                "is not a tenant name",
                "Use lower-case letters, digits, - and _, at most 63, beginning with a letter or digit",
            ));
        }
        Ok(Tenant::new(name.to_owned(), self.root.join(name)))
    }

    /// Names of the tenants in the store, sorted.
    pub fn tenants(&self) -> Result<Vec<String>> {
        let names = list_names(&self.root)?;
        Ok(names.into_iter().filter(|n| is_tenant_name(n) && self.root.join(n).is_dir()).collect())
    }
}

/// The name that content gets in the store: the first 16 hexadecimal digits of its SHA-256.
pub fn content_id(content: &[u8]) -> String {
    sha256_hex(content)[..16].to_owned()
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256_hex(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn local_path(uri: &str) -> Result<PathBuf> {
    if uri.trim().is_empty() {
        return Err(Error::bad(
            Place::new("store").value(uri),
            "is no address of a store",
            "Give the directory of a store, as in --store ./store",
        ));
    }
    match uri.split_once("://") {
        None => Ok(PathBuf::from(uri)),
        Some(("file", path)) if path.starts_with('/') => Ok(PathBuf::from(path)),
        Some(_) => Err(Error::UnsupportedUri { uri: uri.to_owned() }),
    }
}

fn is_tenant_name(name: &str) -> bool {
    let allowed = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'_';
    (1..=63).contains(&name.len()) && name.bytes().all(allowed) && name.as_bytes()[0].is_ascii_alphanumeric()
}

/// An id is a bare name: it never leads out of its directory.
fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_')
}

/// Names in a directory, sorted, without hidden ones (work in progress); none if the directory is absent.
fn list_names(dir: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("list", dir)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::io("list", dir))?;
        names.extend(entry.file_name().into_string().ok().filter(|name| !name.starts_with('.')));
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_store_addresses_are_refused_with_the_reason() {
        for uri in ["s3://bucket/store", "gs://b", "az://c", "file://host/x"] {
            let error = Store::open(uri).unwrap_err();
            assert!(matches!(&error, Error::UnsupportedUri { .. }), "{error:?}");
            assert!(error.to_string().contains("local directories only"), "{error}");
        }
    }

    #[test]
    fn an_empty_address_is_refused() {
        for uri in ["", " ", "\n"] {
            for error in [Store::open(uri).unwrap_err(), Store::create(uri).unwrap_err()] {
                assert!(error.is_bad_input() && error.to_string().contains("--store ./store"), "{error}");
            }
        }
    }

    #[test]
    fn a_store_that_is_not_there_is_named() {
        let error = Store::open("/no/such/store").unwrap_err();
        assert!(error.is_not_found());
        assert!(error.to_string().contains("/no/such/store"), "{error}");
    }

    #[test]
    fn tenant_names_never_leave_the_store() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path().to_str().unwrap()).unwrap();
        for name in ["", "..", "a/b", "Main", "-x", ".hidden", &"a".repeat(64)] {
            assert!(store.tenant(name).unwrap_err().is_bad_input(), "{name}");
        }
        assert_eq!(store.tenant("main").unwrap().name(), "main");
    }
}
