//! The store: immutable snapshots, settings and publications in a directory, one directory per tenant.
//!
//! Everything except a tenant's `current` file is written once, under a name derived from its content. A reader that
//! has resolved `current` therefore keeps a complete and consistent view, however long it works.

/// Names made of content.
mod content;
/// What a store asks of a file system or an object store.
mod blobs;
/// A directory that gives it.
mod directory;
/// Records that name themselves.
mod record;
/// What a snapshot holds.
mod manifest;
/// Snapshots, settings and files of a tenant.
mod tenant;
/// One writer to a tenant at a time.
mod lock;
/// Its publications, and which of them is current.
mod publication;
/// Writing a Parquet file of a table.
mod table_writer;
/// What nothing needs any more.
mod surplus;
/// Queries and pages that people write.
mod saved;
/// What people decided.
mod decisions;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use blobs::{Reading, WriterLock};
pub use content::{content_id, sha256_hex};
pub use decisions::DecisionLog;
pub(crate) use decisions::identified;
use directory::Directory;
pub(crate) use directory::hash_file;
pub use directory::{Replacement, UNFINISHED, write_file};
pub use manifest::{FORMAT_VERSION, FileEntry, Manifest, RowPeriods, Source, TableTotals};
pub use publication::{PublicationEntry, PublicationWriter};
pub use record::is_sealed;
pub use saved::Written;
pub use surplus::{Surplus, SurplusKind};
pub use table_writer::{SealedFile, TableWriter};
pub use tenant::Tenant;

use crate::error::{Error, Place, Result};
use blobs::Blobs;

/// The tenant of stores that have only one.
pub const MAIN_TENANT: &str = "main";

/// A store in a local directory.
#[derive(Clone, Debug)]
pub struct Store {
    directory: Directory,
}

impl Store {
    /// Opens an existing store: a path or a `file://` address.
    pub fn open(uri: &str) -> Result<Store> {
        let directory = Directory::new(local_path(uri)?);
        if directory.is_there() {
            return Ok(Store { directory });
        }
        Err(Error::NotFound {
            what: format!("store {}", directory.root().display()),
            remedy: "Give the directory of a store, or make one with granary import".into(),
        })
    }

    /// Opens a store, making its directory if there is none.
    pub fn create(uri: &str) -> Result<Store> {
        let directory = Directory::new(local_path(uri)?);
        directory.create()?;
        Ok(Store { directory })
    }

    /// The store's directory.
    pub fn root(&self) -> &Path {
        self.directory.root()
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
        Ok(Tenant::new(name.to_owned(), Arc::new(self.directory.below(name))))
    }

    /// Names of the tenants in the store, sorted.
    pub fn tenants(&self) -> Result<Vec<String>> {
        let names = self.directory.list(Path::new(""))?;
        let is_tenant = |name: &String| is_tenant_name(name) && self.directory.below(name).is_there();
        Ok(names.into_iter().filter(is_tenant).collect())
    }
}

fn local_path(uri: &str) -> Result<PathBuf> {
    if uri.trim().is_empty() {
        return Err(Error::bad(
            Place::new("store").value(uri),
            "is not the address of a store",
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
