//! Reads only plain files of a tenant: a symbolic link may lead out of the store, and a pipe may never end.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, Result};

/// Path of `inner` below `root`, if it is a file and no part of the path is a link.
///
/// # Errors
/// [`Error::is_not_found`] if it does not exist; [`Error::is_damaged`] if it is not a file, or a directory on the way
/// is not a directory.
pub(super) fn plain_path(root: &Path, inner: &Path) -> Result<PathBuf> {
    if !inner.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(refused(inner, "leads out of the store"));
    }
    let mut path = root.to_path_buf();
    let mut parts = inner.components().peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let found = fs::symlink_metadata(&path).map_err(Error::io("read", &path))?.file_type();
        if found.is_symlink() {
            return Err(refused(&path, LINK));
        }
        match parts.peek() {
            Some(_) if !found.is_dir() => return Err(refused(&path, "is not a directory")),
            None if !found.is_file() => return Err(refused(&path, "is not a file")),
            _ => {}
        }
    }
    Ok(path)
}

/// Refuses a symbolic link in the place of a file to be written.
pub(super) fn refuse_link(path: &Path) -> Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => Err(refused(path, LINK)),
        _ => Ok(()),
    }
}

/// The content of the file `inner` below `root`. Errors as [`plain_path`].
pub(super) fn read_plain(root: &Path, inner: &Path) -> Result<Vec<u8>> {
    let path = plain_path(root, inner)?;
    fs::read(&path).map_err(Error::io("read", &path))
}

/// The same, `None` if it does not exist.
pub(super) fn read_if_there(root: &Path, inner: &Path) -> Result<Option<Vec<u8>>> {
    match read_plain(root, inner) {
        Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

const LINK: &str = "is a symbolic link: it may lead out of the store";

fn refused(path: &Path, problem: &str) -> Error {
    Error::Damaged {
        path: path.to_path_buf(),
        problem: problem.into(),
        remedy: "Put what belongs there in its place: restore it from a backup, or import and publish again"
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_below_the_root_are_read() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("root/sub")).unwrap();
        fs::write(dir.path().join("secret"), "secret").unwrap();
        fs::write(dir.path().join("root/sub/file"), "inside").unwrap();
        let read = |inner: &str| read_plain(&dir.path().join("root"), Path::new(inner));
        assert_eq!(read("sub/file").unwrap(), b"inside");
        assert!(
            read("sub/none").unwrap_err().is_not_found() && read("none/file").unwrap_err().is_not_found()
        );
        for inner in ["../secret", "/etc/passwd", "sub/../../secret", "sub", "sub/file/more"] {
            let error = read(inner).unwrap_err();
            assert!(error.is_damaged(), "{inner}: {error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("root/sub")).unwrap();
        fs::write(dir.path().join("root/sub/file"), "inside").unwrap();
        let root = dir.path().join("root");
        symlink(root.join("sub/file"), root.join("link")).unwrap();
        symlink(root.join("sub"), root.join("also")).unwrap();
        symlink("/dev/zero", root.join("zero")).unwrap();
        for inner in ["link", "also/file", "zero"] {
            let error = read_plain(&root, Path::new(inner)).unwrap_err();
            assert!(error.is_damaged() && error.to_string().contains("symbolic link"), "{inner}: {error}");
        }
        // The store itself may be reached by a link; the operator decides that.
        symlink(&root, dir.path().join("store")).unwrap();
        assert_eq!(read_plain(&dir.path().join("store"), Path::new("sub/file")).unwrap(), b"inside");
    }
}
