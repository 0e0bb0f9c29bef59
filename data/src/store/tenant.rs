//! One tenant's directory: snapshots, settings, files, publications and the pointer to the current one.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use datafusion::object_store::ObjectStore;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::TempDir;

use super::blobs::{Blobs, WriterLock};
use super::content::{content_id, is_id};
use super::directory::hash_file;
use super::manifest::{FORMAT_VERSION, FileEntry, Manifest};
use crate::error::{Error, Place, Result};

/// One tenant's part of a store.
///
/// Clones share the list of verified files, so that each is verified only once per process, and the lock for writing.
#[derive(Clone, Debug)]
pub struct Tenant {
    name: String,
    pub(super) blobs: Arc<dyn Blobs>,
    verified: Arc<Mutex<HashSet<String>>>,
    pub(super) writer: Arc<Mutex<Weak<WriterLock>>>,
}

impl Tenant {
    pub(super) fn new(name: String, blobs: Arc<dyn Blobs>) -> Tenant {
        Tenant { name, blobs, verified: Arc::default(), writer: Arc::default() }
    }

    /// The tenant's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the tenant is.
    pub fn root(&self) -> PathBuf {
        self.address("")
    }

    /// Where something of the tenant is, for people and for errors.
    pub fn address(&self, path: impl AsRef<Path>) -> PathBuf {
        self.blobs.address(path.as_ref())
    }

    /// A local folder for work that goes into no store; it goes away when dropped.
    pub(crate) fn scratch(&self) -> Result<TempDir> {
        self.blobs.scratch_folder(Path::new(""))
    }

    /// The tenant's files for the engine, by their paths in manifests.
    pub(crate) fn for_engine(&self) -> Result<Arc<dyn ObjectStore>> {
        self.blobs.for_engine()
    }

    /// Writes a manifest under its id and returns the id. Writing the same one again changes nothing.
    pub fn write_snapshot(&self, manifest: Manifest) -> Result<Manifest> {
        let manifest = manifest.sealed();
        self.blobs.put(&record("snapshots", &manifest.id)?, &manifest.to_json())?;
        Ok(manifest)
    }

    /// The manifest of a snapshot; refused if it was altered since it was written.
    pub fn snapshot(&self, id: &str) -> Result<Manifest> {
        let path = self.address(record("snapshots", id)?);
        let manifest: Manifest = versioned(&path, &self.read("snapshots", "snapshot", id)?)?;
        if manifest.id == id && manifest.is_sealed() {
            return Ok(manifest);
        }
        Err(Error::Damaged {
            path,
            problem: "the manifest was changed after it was written: its id is not the hash of its content"
                .into(),
            remedy: "Restore it from a backup, or import again".into(),
        })
    }

    /// Ids of the snapshots, sorted.
    pub fn snapshot_ids(&self) -> Result<Vec<String>> {
        self.record_ids("snapshots")
    }

    /// All snapshots, newest first; those made at the same moment in the order of their ids.
    pub fn snapshots(&self) -> Result<Vec<Manifest>> {
        let ids = self.snapshot_ids()?;
        let mut manifests: Vec<_> = ids.iter().map(|id| self.snapshot(id)).collect::<Result<_>>()?;
        // Compared as moments, because as text "00.5Z" would come before "00Z".
        let moment = |manifest: &Manifest| manifest.created_at.parse::<Timestamp>().ok();
        manifests.sort_by_cached_key(|manifest| (Reverse(moment(manifest)), manifest.id.clone()));
        Ok(manifests)
    }

    /// The newest snapshot of a tenant that must have one.
    ///
    /// # Errors
    /// There is none.
    pub fn newest_snapshot(&self) -> Result<Manifest> {
        self.latest_snapshot()?.ok_or_else(|| Error::NotFound {
            what: format!("a snapshot of tenant {}", self.name),
            remedy: "Make one with granary import FILE... --store URI".into(),
        })
    }

    /// The newest snapshot, if there is one.
    pub fn latest_snapshot(&self) -> Result<Option<Manifest>> {
        Ok(self.snapshots()?.into_iter().next())
    }

    /// Writes a settings record under the hash of its content, and returns the hash.
    pub fn write_settings<T: Serialize>(&self, settings: &T) -> Result<String> {
        let (id, json) = settings_record(settings)?;
        self.blobs.put(&record("settings", &id)?, &json)?;
        Ok(id)
    }

    /// A settings record.
    pub fn settings<T: DeserializeOwned>(&self, id: &str) -> Result<T> {
        let path = self.address(record("settings", id)?);
        let json = self.read("settings", "settings", id)?;
        if content_id(&json) != id {
            return Err(Error::Damaged {
                path,
                problem: "the settings were changed after they were written: their id is not their hash"
                    .into(),
                remedy: "Publish again with --settings FILE; a change of settings makes a new record".into(),
            });
        }
        parse(&path, &json)
    }

    /// Ids of the settings records, sorted.
    pub fn settings_ids(&self) -> Result<Vec<String>> {
        self.record_ids("settings")
    }

    /// Verifies the record that holds these settings.
    ///
    /// # Errors
    /// There is none, or it was altered.
    pub fn verify_settings<T: Serialize + DeserializeOwned>(&self, settings: &T) -> Result<()> {
        let (id, _) = settings_record(settings)?;
        self.settings::<T>(&id).map(|_| ())
    }

    /// Local path of one of a snapshot's files, verified against the manifest the first time this process uses it.
    pub fn verified_path(&self, file: &FileEntry) -> Result<PathBuf> {
        self.verify_once(file)?;
        self.local_path(file)
    }

    /// Verifies a file against the manifest, the first time this process uses it.
    pub(crate) fn verify_once(&self, file: &FileEntry) -> Result<()> {
        self.check_path(file)?;
        if !self.verified.lock().unwrap_or_else(PoisonError::into_inner).contains(&file.sha256) {
            self.verify(file)?;
            self.verified.lock().unwrap_or_else(PoisonError::into_inner).insert(file.sha256.clone());
        }
        Ok(())
    }

    /// Reads a file whole and compares its size and hash with the manifest.
    pub fn verify(&self, file: &FileEntry) -> Result<()> {
        self.check_path(file)?;
        let damaged = |problem: String| {
            Error::Damaged {
            path: self.address(&file.path),
            problem: format!("{problem} (a file of table {})", file.table),
            remedy: "Restore the file from a backup, go back with granary snapshots --rollback ID, or import again"
                .into(),
        }
        };
        let path = match self.local_path(file) {
            Err(error) if error.is_not_found() => return Err(damaged("the file is missing".into())),
            path => path?,
        };
        let bytes = self.blobs.bytes(Path::new(&file.path))?;
        if bytes != file.bytes {
            return Err(damaged(format!(
                "the file has {bytes} bytes where the manifest says {}",
                file.bytes
            )));
        }
        let found = hash_file(&path)?;
        if found != file.sha256 {
            return Err(damaged(format!("its SHA-256 is {found} where the manifest says {}", file.sha256)));
        }
        Ok(())
    }

    fn local_path(&self, file: &FileEntry) -> Result<PathBuf> {
        let path = Path::new(&file.path);
        self.blobs
            .local_path(path)?
            .ok_or_else(|| Error::UnsupportedUri { uri: self.address(path).display().to_string() })
    }

    fn check_path(&self, file: &FileEntry) -> Result<()> {
        if is_id(&file.sha256) && file.path == format!("files/{}.parquet", file.sha256) {
            return Ok(());
        }
        Err(Error::bad(
            Place::new(format!("snapshot of tenant {}", self.name)).value(&file.path),
            "is not the path of a stored file",
            "Paths are files/SHA256.parquet; restore the manifest from a backup",
        ))
    }

    /// A record by its id; errors call it `what`.
    fn read(&self, folder: &str, what: &str, id: &str) -> Result<Vec<u8>> {
        match self.blobs.get(&record(folder, id)?) {
            Err(error) if error.is_not_found() => Err(Error::NotFound {
                what: format!("{what} {id}"),
                remedy: format!("Choose one of those in {}", self.address(folder).display()),
            }),
            read => read,
        }
    }

    fn record_ids(&self, folder: &str) -> Result<Vec<String>> {
        let names = self.blobs.list(Path::new(folder))?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".json")).map(str::to_owned).collect())
    }
}

/// Path of a record below the tenant's directory.
fn record(folder: &str, id: &str) -> Result<PathBuf> {
    if is_id(id) {
        return Ok(Path::new(folder).join(format!("{id}.json")));
    }
    Err(Error::bad(
        Place::new(folder).value(id),
        "is not an id",
        "Ids are letters and digits; granary snapshots lists them",
    ))
}

/// Id and content of the record of settings.
pub(super) fn settings_record<T: Serialize>(settings: &T) -> Result<(String, Vec<u8>)> {
    let mut json = serde_json::to_vec_pretty(settings).map_err(|error| {
        Error::bad(Place::new("settings"), format!("cannot be written as JSON: {error}"), "Correct them")
    })?;
    json.push(b'\n');
    Ok((content_id(&json), json))
}

fn parse<T: DeserializeOwned>(path: &Path, json: &[u8]) -> Result<T> {
    serde_json::from_slice(json).map_err(|error| Error::Damaged {
        path: path.to_path_buf(),
        problem: format!("cannot be understood: {error}"),
        remedy: "Restore it from a backup, or import again".into(),
    })
}

/// Parses a record whose format version comes before its shape: a newer version has other fields.
fn versioned<T: DeserializeOwned>(path: &Path, json: &[u8]) -> Result<T> {
    #[derive(serde::Deserialize)]
    struct Version {
        format_version: u32,
    }
    let version: Version = parse(path, json)?;
    if version.format_version == FORMAT_VERSION {
        return parse(path, json);
    }
    Err(Error::Damaged {
        path: path.to_path_buf(),
        problem: format!(
            "has store format {} where this build reads {FORMAT_VERSION}",
            version.format_version
        ),
        remedy: "Use the version of granary that wrote it, or import again".into(),
    })
}

#[cfg(test)]
mod tests;
