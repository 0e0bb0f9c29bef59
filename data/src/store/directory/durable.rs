//! File operations that survive a crash: write beside, fsync, rename, fsync the directory.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempDir};

use crate::error::{Error, Result};
use crate::store::content::hex;

/// Files and directories being written begin with this and are skipped by every listing.
pub const UNFINISHED: &str = ".unfinished-";

/// Writes `content` to `path`; a reader sees the old file or the new one, never a part.
pub fn write_file(path: &Path, content: &[u8]) -> Result<()> {
    let mut temp = temp_file(folder_of(path))?;
    temp.write_all(content).map_err(Error::io("write", path))?;
    persist(temp, path)
}

/// A file that is written beside the one it will replace. Unless it is committed, it is removed.
#[derive(Debug)]
pub struct Replacement {
    temp: NamedTempFile,
    path: PathBuf,
}

impl Replacement {
    /// Creates a file for `path`, whose directory is made if absent.
    pub fn create(path: &Path) -> Result<Replacement> {
        let path = std::path::absolute(path).map_err(Error::io("find", path))?;
        Ok(Replacement { temp: temp_file(folder_of(&path))?, path })
    }

    /// Where its content goes.
    pub fn writer(&self) -> Result<File> {
        self.temp.as_file().try_clone().map_err(Error::io("write", &self.path))
    }

    /// Moves it into place: a reader sees the old file or the new one, never a part.
    pub fn commit(self) -> Result<()> {
        persist(self.temp, &self.path)
    }
}

/// An unfinished file in `dir`, which is made if absent.
pub fn temp_file(dir: &Path) -> Result<NamedTempFile> {
    fs::create_dir_all(dir).map_err(Error::io("create", dir))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(readable_by_umask(0o666));
    builder.tempfile_in(dir).map_err(Error::io("create a file in", dir))
}

/// An unfinished directory in `dir`, which is made if absent. Dropping it removes it.
pub fn scratch_dir(dir: &Path) -> Result<TempDir> {
    fs::create_dir_all(dir).map_err(Error::io("create", dir))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(readable_by_umask(0o777));
    builder.tempdir_in(dir).map_err(Error::io("create a directory in", dir))
}

// Temporary files are private by default. Files renamed into the store must follow the umask, because the server that
// reads a store often runs as another user than the import.
#[cfg(unix)]
fn readable_by_umask(mode: u32) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::Permissions::from_mode(mode)
}

/// Finishes an unfinished file: its content is on disk before it gets its name.
pub fn persist(temp: NamedTempFile, path: &Path) -> Result<()> {
    temp.as_file().sync_all().map_err(Error::io("write", path))?;
    temp.persist(path).map_err(|error| Error::io("rename into", path)(error.error))?;
    sync_dir(folder_of(path))
}

/// The directory that a file is in. A name alone is in the current one.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes renames in a directory durable.
pub fn sync_dir(dir: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(dir).and_then(|dir| dir.sync_all()).map_err(Error::io("write", dir))?;
    }
    Ok(())
}

/// SHA-256 of a file's content, in hexadecimal.
pub fn hash_file(path: &Path) -> Result<String> {
    let mut file = File::open(path).map_err(Error::io("read", path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut buffer).map_err(Error::io("read", path))?;
        if count == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&buffer[..count]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/current");
        write_file(&path, b"first, and longer").unwrap();
        write_file(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn files_are_hashed_as_published_test_vectors_say() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("abc");
        fs::write(&path, "abc").unwrap();
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash_file(&path).unwrap(), expected);
    }

    #[cfg(unix)]
    #[test]
    fn written_files_can_be_read_by_others_as_the_umask_says() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let plain = dir.path().join("plain");
        fs::write(&plain, "x").unwrap();
        let written = dir.path().join("written");
        write_file(&written, b"x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&written), mode(&plain));
    }
}
