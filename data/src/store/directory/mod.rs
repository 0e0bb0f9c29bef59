//! A directory of the local file system as the bytes of a tenant.

/// Writing that survives a crash.
mod durable;
/// Names that lead nowhere else.
mod plain;
/// One writer at a time.
mod lock;

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use datafusion::object_store::ObjectStore;
use datafusion::object_store::local::LocalFileSystem;
use tempfile::{NamedTempFile, TempDir};

use super::blobs::{Blobs, Reading, WriterLock};
use crate::error::{Error, Result};
pub(crate) use durable::hash_file;
pub use durable::{Replacement, UNFINISHED, write_file};
use durable::{persist, scratch_dir, sync_dir, temp_file};
use plain::{plain_path, read_if_there, read_plain};

/// A directory.
#[derive(Clone, Debug)]
pub(super) struct Directory {
    root: PathBuf,
}

impl Directory {
    /// The directory at a path, whether it exists or not: it is made when something is first written.
    pub(super) fn new(root: PathBuf) -> Self {
        Directory { root }
    }

    /// Where it is.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// A directory in it.
    pub(super) fn below(&self, name: &str) -> Directory {
        Directory::new(self.root.join(name))
    }

    /// Whether it exists.
    pub(super) fn is_there(&self) -> bool {
        self.root.is_dir()
    }

    /// Makes it, if it is not there.
    pub(super) fn create(&self) -> Result<()> {
        fs::create_dir_all(&self.root).map_err(Error::io("create", &self.root))
    }
}

impl Blobs for Directory {
    fn get(&self, path: &Path) -> Result<Vec<u8>> {
        read_plain(&self.root, path)
    }

    fn bytes(&self, path: &Path) -> Result<u64> {
        let path = plain_path(&self.root, path)?;
        Ok(fs::metadata(&path).map_err(Error::io("read", &path))?.len())
    }

    fn bytes_in(&self, path: &Path) -> Result<u64> {
        bytes_in(&self.root.join(path))
    }

    fn modified(&self, path: &Path) -> Result<SystemTime> {
        let path = self.root.join(path);
        fs::symlink_metadata(&path).and_then(|found| found.modified()).map_err(Error::io("read", &path))
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>> {
        list_names(&self.root.join(folder))
    }

    fn put(&self, path: &Path, content: &[u8]) -> Result<()> {
        write_file(&self.root.join(path), content)
    }

    fn put_if_unchanged(&self, path: &Path, content: &[u8], seen: Option<&[u8]>) -> Result<bool> {
        // The lock keeps other writers away between the two.
        let is_unchanged = read_if_there(&self.root, path)?.as_deref() == seen;
        if is_unchanged {
            self.put(path, content)?;
        }
        Ok(is_unchanged)
    }

    fn put_file(&self, path: &Path, file: NamedTempFile) -> Result<()> {
        persist(file, &self.root.join(path))
    }

    fn put_folder(&self, path: &Path, folder: TempDir) -> Result<()> {
        let target = self.root.join(path);
        let parent = target.parent().unwrap_or(&self.root);
        sync_tree(folder.path())?;
        let there = fs::symlink_metadata(&target).ok();
        if there.as_ref().is_some_and(fs::Metadata::is_dir) && same_files(folder.path(), &target)? {
            return Ok(());
        }
        let old = scratch_dir(parent)?;
        if there.is_some() {
            fs::rename(&target, old.path().join("old")).map_err(Error::io("rename", &target))?;
        }
        let folder = folder.keep();
        fs::rename(&folder, &target).map_err(Error::io("rename", &target))?;
        sync_dir(parent)
    }

    fn delete(&self, path: &Path) -> Result<()> {
        let path = self.root.join(path);
        let parent = path.parent().unwrap_or(&self.root);
        let failed = || Error::io("remove", &path);
        if !fs::symlink_metadata(&path).map_err(failed())?.is_dir() {
            fs::remove_file(&path).map_err(failed())?;
            return sync_dir(parent);
        }
        let going = scratch_dir(parent)?;
        fs::rename(&path, going.path().join("old")).map_err(failed())?;
        sync_dir(parent)?;
        going.close().map_err(failed())
    }

    fn scratch_file(&self, folder: &Path) -> Result<NamedTempFile> {
        temp_file(&self.root.join(folder))
    }

    fn scratch_folder(&self, folder: &Path) -> Result<TempDir> {
        scratch_dir(&self.root.join(folder))
    }

    fn local_path(&self, path: &Path) -> Result<Option<PathBuf>> {
        plain_path(&self.root, path).map(Some)
    }

    fn for_engine(&self) -> Result<Arc<dyn ObjectStore>> {
        let root = std::path::absolute(&self.root).map_err(Error::io("find", &self.root))?;
        let files = LocalFileSystem::new_with_prefix(root).map_err(Error::engine("opening the store"))?;
        Ok(Arc::new(files))
    }

    fn address(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }

    fn lock(&self, command: &str, on_wait: Option<&dyn Fn(&str)>) -> Result<Result<WriterLock, String>> {
        lock::take(&self.root, command, on_wait)
    }

    fn hold(&self, path: &Path) -> Option<Reading> {
        let file = File::open(self.root.join(path)).ok()?;
        file.try_lock_shared().ok()?;
        Some(Reading::new(file))
    }

    fn is_held(&self, path: &Path) -> bool {
        File::open(self.root.join(path)).is_ok_and(|file| file.try_lock().is_err())
    }
}

/// Names in a directory, sorted, without hidden ones (work in progress); none if the directory is absent.
fn list_names(dir: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
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

/// Bytes of a file, or of all files in a directory.
fn bytes_in(path: &Path) -> Result<u64> {
    let found = fs::symlink_metadata(path).map_err(Error::io("read", path))?;
    if !found.is_dir() {
        return Ok(found.len());
    }
    let names = list_names(path)?;
    names.iter().map(|name| bytes_in(&path.join(name))).sum()
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
mod tests {
    use super::*;

    #[test]
    fn what_another_has_put_meanwhile_stays() {
        let dir = tempfile::tempdir().unwrap();
        let (files, path) = (Directory::new(dir.path().to_owned()), Path::new("current"));
        assert!(files.put_if_unchanged(path, b"first", None).unwrap());
        assert!(!files.put_if_unchanged(path, b"second", None).unwrap(), "it is there by now");
        assert!(files.put_if_unchanged(path, b"third", Some(b"first")).unwrap());
        assert!(!files.put_if_unchanged(path, b"fourth", Some(b"first")).unwrap());
        assert_eq!(files.get(path).unwrap(), b"third");
        files.delete(path).unwrap();
        assert!(!files.put_if_unchanged(path, b"fifth", Some(b"third")).unwrap() && files.get(path).is_err());
    }

    #[test]
    fn a_folder_goes_as_it_came() {
        let dir = tempfile::tempdir().unwrap();
        let (files, path) = (Directory::new(dir.path().to_owned()), Path::new("publications/a"));
        let work = files.scratch_folder(Path::new("publications")).unwrap();
        write_file(&work.path().join("plan/0.bin"), b"123").unwrap();
        assert!(files.list(Path::new("publications")).unwrap().is_empty());
        files.put_folder(path, work).unwrap();
        assert_eq!(
            (files.list(Path::new("publications")).unwrap().len(), files.bytes_in(path).unwrap()),
            (1, 3)
        );
        files.delete(path).unwrap();
        assert_eq!(fs::read_dir(dir.path().join("publications")).unwrap().count(), 0);
    }
}
