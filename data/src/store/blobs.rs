//! The bytes of a tenant, wherever they are: all that a store asks of a file system or an object store.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use datafusion::object_store::ObjectStore;
use tempfile::{NamedTempFile, TempDir};

use crate::error::Result;

/// Held by a writer of a tenant from its first read to its last change, so that nobody else changes what it builds
/// on. The lock ends with the process that holds it, however that ends.
#[derive(Debug)]
pub struct WriterLock(#[expect(dead_code, reason = "freed when dropped")] Box<dyn Held>);

/// Held while a publication's files are in use, so that pruning leaves it alone.
#[derive(Debug)]
pub struct Reading(#[expect(dead_code, reason = "freed when dropped")] Box<dyn Held>);

/// What is freed when it is dropped.
pub(super) trait Held: fmt::Debug + Send + Sync {}

impl<T: fmt::Debug + Send + Sync> Held for T {}

impl WriterLock {
    pub(super) fn new(held: impl Held + 'static) -> Self {
        WriterLock(Box::new(held))
    }
}

impl Reading {
    pub(super) fn new(held: impl Held + 'static) -> Self {
        Reading(Box::new(held))
    }
}

/// Files by their paths below a tenant, such as `snapshots/ID.json`. Readers see a file whole, as it was or as it is.
///
/// Paths are of plain names: one that leads elsewhere is [`Error::is_damaged`](crate::error::Error::is_damaged), and a file
/// that is not there [`Error::is_not_found`](crate::error::Error::is_not_found). What was put survives a crash.
pub(crate) trait Blobs: fmt::Debug + Send + Sync {
    /// The content of a file.
    fn get(&self, path: &Path) -> Result<Vec<u8>>;

    /// Size of a file, bytes.
    fn bytes(&self, path: &Path) -> Result<u64>;

    /// Size of what has a name, bytes: of a folder that of everything in it; a link is what it is, not where it leads.
    fn bytes_in(&self, path: &Path) -> Result<u64>;

    /// When a file or folder got its name, by the clock of where it is.
    fn modified(&self, path: &Path) -> Result<SystemTime>;

    /// Names in a folder, sorted, without work in progress; none if there is no such folder.
    fn list(&self, folder: &Path) -> Result<Vec<String>>;

    /// Puts a file in the place of what is there.
    fn put(&self, path: &Path, content: &[u8]) -> Result<()>;

    /// The same if the file there is still `seen`; false, and nothing is changed, if it is another by now.
    fn put_if_unchanged(&self, path: &Path, content: &[u8], seen: Option<&[u8]>) -> Result<bool>;

    /// Puts a file that was written in [`Blobs::scratch_file`].
    fn put_file(&self, path: &Path, file: NamedTempFile) -> Result<()>;

    /// Puts a folder that was written in [`Blobs::scratch_folder`]: all of it is seen at once, in the place of what is there.
    /// A folder with the same files stays untouched, because it may be being read.
    fn put_folder(&self, path: &Path, folder: TempDir) -> Result<()>;

    /// Deletes a file, or a folder, which goes as it came: whole.
    fn delete(&self, path: &Path) -> Result<()>;

    /// A local file of work in progress that is to be put into `folder`; it goes away when dropped.
    fn scratch_file(&self, folder: &Path) -> Result<NamedTempFile>;

    /// A local folder of work in progress that is to be put into `folder`; it goes away when dropped.
    fn scratch_folder(&self, folder: &Path) -> Result<TempDir>;

    /// A local path of a file, for Parquet; none where there is no local file of it.
    fn local_path(&self, path: &Path) -> Result<Option<PathBuf>>;

    /// The same bytes for the engine, by the same paths.
    fn for_engine(&self) -> Result<Arc<dyn ObjectStore>>;

    /// Where a file or folder is, for people.
    fn address(&self, path: &Path) -> PathBuf;

    /// Keeps others from writing until the answer is dropped, and removes what a killed writer left. `command` is the name
    /// by which others hear of it; `on_wait` is told who is waited for, and without it nobody is. `Err` of the holder's name
    /// where another writes.
    fn lock(&self, command: &str, on_wait: Option<&dyn Fn(&str)>) -> Result<Result<WriterLock, String>>;

    /// Marks a file as being read as long as the answer lives; none where there are no such marks.
    fn hold(&self, path: &Path) -> Option<Reading>;

    /// True if a running program holds a file.
    fn is_held(&self, path: &Path) -> bool;
}
