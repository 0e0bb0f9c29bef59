//! Publications: derived files in a directory that appears atomically, and the pointer to the current one.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use serde::Serialize;
use tempfile::TempDir;

use super::blobs::{Blobs, Reading};
use super::content::is_id;
use super::directory::write_file;
use super::record::{is_sealed, sealed};
use super::tenant::Tenant;
use crate::error::{Error, Place, Result};

/// Folder of the publications.
const FOLDER: &str = "publications";
/// The pointer to the current publication.
const CURRENT: &str = "current";
/// Name of a publication's record.
const RECORD: &str = "publication.json";

/// A publication of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationEntry {
    /// The publication's id.
    pub id: String,
    /// When its directory was finished, by the file system's clock.
    pub written_at: SystemTime,
}

/// A publication being written; it cannot be read before [`finish`](PublicationWriter::finish).
pub struct PublicationWriter {
    work: TempDir,
    blobs: Arc<dyn Blobs>,
}

impl PublicationWriter {
    /// Begins a publication.
    pub fn create(tenant: &Tenant) -> Result<PublicationWriter> {
        let blobs = Arc::clone(&tenant.blobs);
        Ok(PublicationWriter { work: blobs.scratch_folder(Path::new(FOLDER))?, blobs })
    }

    /// Adds a file, such as `cube.bin` or `plan/0.bin`.
    pub fn write(&mut self, name: &str, content: &[u8]) -> Result<()> {
        write_file(&self.work.path().join(inner_path(name)?), content)
    }

    /// Adds the record, whose field `id` is empty, and makes the publication visible under the hash of the record,
    /// which is returned. An intact publication with the same id stays untouched, because it may be in use; a damaged
    /// one is replaced.
    pub fn finish(mut self, record: &impl Serialize) -> Result<String> {
        let (record, id) = seal(record)?;
        self.write(RECORD, record.as_bytes())?;
        self.blobs.put_folder(&inner_dir(&id)?, self.work)?;
        Ok(id)
    }
}

/// The record as it is written, and its id.
fn seal(record: &impl Serialize) -> Result<(String, String)> {
    let refused =
        |problem: &str| Error::bad(Place::new(RECORD), problem, "Report it: this is a fault of the program");
    let json = serde_json::to_string_pretty(record).map_err(|error| refused(&error.to_string()))?;
    sealed(&json).ok_or_else(|| refused("has no place for its id"))
}

impl Tenant {
    /// Where a publication is, whether it exists or not.
    pub fn publication_dir(&self, id: &str) -> Result<PathBuf> {
        Ok(self.address(inner_dir(id)?))
    }

    /// A file of a publication; [`Error::is_not_found`] if either does not exist, [`Error::is_damaged`] if it is a
    /// link.
    pub fn publication_file(&self, id: &str, name: &str) -> Result<Vec<u8>> {
        self.blobs.get(&inner_dir(id)?.join(inner_path(name)?))
    }

    /// Size of a file of a publication in bytes. Errors as for [`Tenant::publication_file`].
    pub fn publication_file_bytes(&self, id: &str, name: &str) -> Result<u64> {
        self.blobs.bytes(&inner_dir(id)?.join(inner_path(name)?))
    }

    /// The record of a publication, unchecked and of any version.
    pub fn publication_record(&self, id: &str) -> Result<Vec<u8>> {
        self.publication_file(id, RECORD)
    }

    /// The same, refused if a byte of it was changed since it was written.
    pub fn sealed_record(&self, id: &str) -> Result<Vec<u8>> {
        let record = self.publication_record(id)?;
        if is_sealed(&record, id) {
            return Ok(record);
        }
        Err(Error::Damaged {
            path: self.publication_dir(id)?.join(RECORD),
            problem: "was changed after it was written: the publication's id is not the hash of its record".into(),
            remedy: "Publish again with granary publish --store URI, or go back with granary snapshots --rollback ID"
                .into(),
        })
    }

    /// Keeps a publication from being pruned while the returned lock lives; `None` where the file system has no
    /// locks.
    pub fn reading(&self, id: &str) -> Option<Reading> {
        self.blobs.hold(&inner_dir(id).ok()?.join(RECORD))
    }

    /// True if a running program reads files of a publication.
    pub(super) fn is_being_read(&self, id: &str) -> bool {
        inner_dir(id).is_ok_and(|dir| self.blobs.is_held(&dir.join(RECORD)))
    }

    /// All publications, newest first.
    pub fn publications(&self) -> Result<Vec<PublicationEntry>> {
        let mut entries = Vec::new();
        for id in self.blobs.list(Path::new(FOLDER))?.into_iter().filter(|name| is_id(name)) {
            let written_at = self.blobs.modified(&inner_dir(&id)?)?;
            entries.push(PublicationEntry { id, written_at });
        }
        entries.sort_by(|a, b| b.written_at.cmp(&a.written_at).then_with(|| a.id.cmp(&b.id)));
        Ok(entries)
    }

    /// Id of the current publication, if there is one.
    pub fn current(&self) -> Result<Option<String>> {
        let Some(content) = self.current_content()? else {
            return Ok(None);
        };
        let id = std::str::from_utf8(&content).unwrap_or_default().trim_end();
        if is_id(id) {
            return Ok(Some(id.to_owned()));
        }
        Err(Error::Damaged {
            path: self.address(CURRENT),
            problem: "does not hold the id of a publication".into(),
            remedy: "Set it with granary snapshots --rollback ID".into(),
        })
    }

    /// Makes a publication the current one, atomically. Publishing and rolling back both use this.
    pub fn set_current(&self, id: &str) -> Result<()> {
        if !self.blobs.list(Path::new(FOLDER))?.iter().any(|there| there == id) {
            return Err(Error::NotFound {
                what: format!("publication {id}"),
                remedy: "granary snapshots lists those that exist; granary publish makes one".into(),
            });
        }
        // Also where it holds no id: setting it is the cure.
        let seen = self.current_content()?;
        let content = format!("{id}\n");
        if self.blobs.put_if_unchanged(Path::new(CURRENT), content.as_bytes(), seen.as_deref())? {
            return Ok(());
        }
        Err(Error::bad(
            Place::new(format!("tenant {}", self.name())),
            "another program made another publication current at the same moment",
            "Look at granary snapshots, and try again if it is not the one you want",
        ))
    }

    fn current_content(&self) -> Result<Option<Vec<u8>>> {
        match self.blobs.get(Path::new(CURRENT)) {
            Err(error) if error.is_not_found() => Ok(None),
            read => read.map(Some),
        }
    }
}

/// Folder of a publication below the tenant's.
fn inner_dir(id: &str) -> Result<PathBuf> {
    if is_id(id) {
        return Ok(Path::new(FOLDER).join(id));
    }
    Err(Error::bad(
        Place::new("publication").value(id),
        "is not an id",
        "Ids are letters and digits; granary snapshots lists them",
    ))
}

/// Checks that a relative path consists of plain names, so that it stays in the publication's directory.
fn inner_path(name: &str) -> Result<&Path> {
    let path = Path::new(name);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    if plain && !name.is_empty() {
        return Ok(path);
    }
    Err(Error::bad(
        Place::new("publication file").value(name),
        "is not a path inside a publication",
        "Use names such as cube.bin or plan/0.bin",
    ))
}

#[cfg(test)]
mod tests;
