//! Publications: derived files in a directory that appears whole, and the pointer to the current one.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

use super::durable::{scratch_dir, sync_dir, write_file};
use super::tenant::Tenant;
use super::{is_id, list_names};
use crate::error::{Error, Place, Result};

/// A publication of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationEntry {
    /// The publication's id.
    pub id: String,
    /// When its directory was finished, by the file system's clock.
    pub written_at: SystemTime,
}

/// A publication being written: nothing of it can be read before [`finish`](PublicationWriter::finish).
pub struct PublicationWriter {
    work: TempDir,
    target: PathBuf,
}

impl PublicationWriter {
    /// Begins publication `id`.
    pub fn create(tenant: &Tenant, id: &str) -> Result<PublicationWriter> {
        let target = tenant.publication_dir(id)?;
        Ok(PublicationWriter { work: scratch_dir(&publications(tenant))?, target })
    }

    /// Adds a file, such as `cube.bin` or `plan/0.bin`.
    pub fn write(&mut self, name: &str, content: &[u8]) -> Result<()> {
        write_file(&self.work.path().join(inner_path(name)?), content)
    }

    /// Makes the publication visible, whole. An intact one of the same id stays untouched, because it may be
    /// being read; a damaged one is replaced.
    pub fn finish(self) -> Result<()> {
        let parent = self.target.parent().unwrap_or(Path::new("."));
        sync_tree(self.work.path())?;
        if self.target.exists() && same_files(self.work.path(), &self.target)? {
            return Ok(());
        }
        let old = scratch_dir(parent)?;
        if self.target.exists() {
            fs::rename(&self.target, old.path().join("old")).map_err(Error::io("rename", &self.target))?;
        }
        let work = self.work.keep();
        fs::rename(&work, &self.target).map_err(Error::io("rename", &self.target))?;
        sync_dir(parent)
    }
}

impl Tenant {
    /// Directory of a publication, whether it exists or not.
    pub fn publication_dir(&self, id: &str) -> Result<PathBuf> {
        if is_id(id) {
            return Ok(publications(self).join(id));
        }
        Err(Error::bad(
            Place::new("publication").value(id),
            "is not an id",
            "Ids are letters and digits; granary snapshots lists them",
        ))
    }

    /// A file of a publication; [`Error::is_not_found`] if either is not there.
    pub fn publication_file(&self, id: &str, name: &str) -> Result<Vec<u8>> {
        let path = self.publication_dir(id)?.join(inner_path(name)?);
        fs::read(&path).map_err(Error::io("read", &path))
    }

    /// All publications, newest first.
    pub fn publications(&self) -> Result<Vec<PublicationEntry>> {
        let dir = publications(self);
        let mut entries = Vec::new();
        for id in list_names(&dir)?.into_iter().filter(|name| is_id(name)) {
            let path = dir.join(&id);
            let modified = fs::metadata(&path).and_then(|data| data.modified());
            entries.push(PublicationEntry { id, written_at: modified.map_err(Error::io("read", &path))? });
        }
        entries.sort_by(|a, b| b.written_at.cmp(&a.written_at).then_with(|| a.id.cmp(&b.id)));
        Ok(entries)
    }

    /// Id of the current publication, if there is one.
    pub fn current(&self) -> Result<Option<String>> {
        let path = self.root().join("current");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", &path)(error)),
        };
        let id = text.trim_end();
        if is_id(id) {
            return Ok(Some(id.to_owned()));
        }
        Err(Error::Damaged {
            path,
            problem: "does not hold the id of a publication".into(),
            remedy: "Set it with granary snapshots --rollback ID".into(),
        })
    }

    /// Makes a publication the current one, atomically: going forward and rolling back are the same act.
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

fn publications(tenant: &Tenant) -> PathBuf {
    tenant.root().join("publications")
}

/// A relative path of plain names: it never leaves the publication's directory.
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

/// True if two directories hold the same files with the same content.
fn same_files(a: &Path, b: &Path) -> Result<bool> {
    let names = list_names(a)?;
    if names != list_names(b)? {
        return Ok(false);
    }
    for name in names {
        let (a, b) = (a.join(&name), b.join(&name));
        let same = match (a.is_dir(), b.is_dir()) {
            (true, true) => same_files(&a, &b)?,
            (false, false) => {
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
