//! Publications: derived files in a directory that appears atomically, and the pointer to the current one.

use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use serde::Serialize;
use tempfile::TempDir;

use super::durable::{scratch_dir, sync_dir, write_file};
use super::plain::{plain_path, read_if_there, read_plain};
use super::record::{is_sealed, sealed};
use super::tenant::Tenant;
use super::{is_id, list_names};
use crate::error::{Error, Place, Result};

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
    parent: PathBuf,
}

impl PublicationWriter {
    /// Begins a publication.
    pub fn create(tenant: &Tenant) -> Result<PublicationWriter> {
        let parent = publications(tenant);
        Ok(PublicationWriter { work: scratch_dir(&parent)?, parent })
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
        let target = self.parent.join(&id);
        sync_tree(self.work.path())?;
        let there = fs::symlink_metadata(&target).ok();
        if there.as_ref().is_some_and(fs::Metadata::is_dir) && same_files(self.work.path(), &target)? {
            return Ok(id);
        }
        let old = scratch_dir(&self.parent)?;
        if there.is_some() {
            fs::rename(&target, old.path().join("old")).map_err(Error::io("rename", &target))?;
        }
        let work = self.work.keep();
        fs::rename(&work, &target).map_err(Error::io("rename", &target))?;
        sync_dir(&self.parent)?;
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

/// Held while a publication's files are in use, so that pruning leaves it alone.
#[derive(Debug)]
pub struct Reading(#[expect(dead_code, reason = "the lock is freed when the file is closed")] File);

impl Tenant {
    /// Directory of a publication, whether it exists or not.
    pub fn publication_dir(&self, id: &str) -> Result<PathBuf> {
        Ok(self.root().join(inner_dir(id)?))
    }

    /// A file of a publication; [`Error::is_not_found`] if either does not exist, [`Error::is_damaged`] if it is a
    /// link.
    pub fn publication_file(&self, id: &str, name: &str) -> Result<Vec<u8>> {
        read_plain(self.root(), &inner_dir(id)?.join(inner_path(name)?))
    }

    /// Size of a file of a publication in bytes. Errors as for [`Tenant::publication_file`].
    pub fn publication_file_bytes(&self, id: &str, name: &str) -> Result<u64> {
        let path = plain_path(self.root(), &inner_dir(id)?.join(inner_path(name)?))?;
        Ok(fs::metadata(&path).map_err(Error::io("read", &path))?.len())
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
        let file = File::open(self.publication_dir(id).ok()?.join(RECORD)).ok()?;
        file.try_lock_shared().ok()?;
        Some(Reading(file))
    }

    /// True if a running program reads files of a publication.
    pub(super) fn is_being_read(&self, id: &str) -> bool {
        let file = self.publication_dir(id).ok().and_then(|dir| File::open(dir.join(RECORD)).ok());
        file.is_some_and(|file| file.try_lock().is_err())
    }

    /// All publications, newest first.
    pub fn publications(&self) -> Result<Vec<PublicationEntry>> {
        let dir = publications(self);
        let mut entries = Vec::new();
        for id in list_names(&dir)?.into_iter().filter(|name| is_id(name)) {
            let path = dir.join(&id);
            let modified = fs::symlink_metadata(&path).and_then(|data| data.modified());
            entries.push(PublicationEntry { id, written_at: modified.map_err(Error::io("read", &path))? });
        }
        entries.sort_by(|a, b| b.written_at.cmp(&a.written_at).then_with(|| a.id.cmp(&b.id)));
        Ok(entries)
    }

    /// Id of the current publication, if there is one.
    pub fn current(&self) -> Result<Option<String>> {
        let Some(content) = read_if_there(self.root(), Path::new("current"))? else {
            return Ok(None);
        };
        let id = std::str::from_utf8(&content).unwrap_or_default().trim_end();
        if is_id(id) {
            return Ok(Some(id.to_owned()));
        }
        Err(Error::Damaged {
            path: self.root().join("current"),
            problem: "does not hold the id of a publication".into(),
            remedy: "Set it with granary snapshots --rollback ID".into(),
        })
    }

    /// Makes a publication the current one, atomically. Publishing and rolling back both use this.
    pub fn set_current(&self, id: &str) -> Result<()> {
        if !self.publication_dir(id)?.is_dir() {
            return Err(Error::NotFound {
                what: format!("publication {id}"),
                remedy: "granary snapshots lists those that exist; granary publish makes one".into(),
            });
        }
        write_file(&self.root().join("current"), format!("{id}\n").as_bytes())
    }
}

/// Directory of a publication below the tenant's.
fn inner_dir(id: &str) -> Result<PathBuf> {
    if is_id(id) {
        return Ok(Path::new("publications").join(id));
    }
    Err(Error::bad(
        Place::new("publication").value(id),
        "is not an id",
        "Ids are letters and digits; granary snapshots lists them",
    ))
}

fn publications(tenant: &Tenant) -> PathBuf {
    tenant.root().join("publications")
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

/// True if two directories hold the same files with the same content; links do not count as files.
fn same_files(a: &Path, b: &Path) -> Result<bool> {
    let names = list_names(a)?;
    if names != list_names(b)? {
        return Ok(false);
    }
    for name in names {
        let (a, b) = (a.join(&name), b.join(&name));
        let same = match (kind(&a)?, kind(&b)?) {
            (a_kind, b_kind) if a_kind.is_dir() && b_kind.is_dir() => same_files(&a, &b)?,
            (a_kind, b_kind) if a_kind.is_file() && b_kind.is_file() => {
                fs::read(&a).map_err(Error::io("read", &a))? == fs::read(&b).map_err(Error::io("read", &b))?
            }
            _ => false,
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

fn kind(path: &Path) -> Result<fs::FileType> {
    Ok(fs::symlink_metadata(path).map_err(Error::io("read", path))?.file_type())
}

fn sync_tree(dir: &Path) -> Result<()> {
    for name in list_names(dir)? {
        let path = dir.join(name);
        if path.is_dir() {
            sync_tree(&path)?;
        }
    }
    sync_dir(dir)
}

#[cfg(test)]
mod tests;
