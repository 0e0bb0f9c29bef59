//! One writer at a time: the lock of a directory, and what it sweeps up.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::process;

use super::durable::UNFINISHED;
use super::plain::refuse_link;
use crate::error::{Error, Result};
use crate::store::blobs::WriterLock;

/// The file that is locked, with the name of who holds it.
#[derive(Debug)]
struct Held {
    file: File,
}

impl Drop for Held {
    fn drop(&mut self) {
        // The name is only for those who wait; the system frees the lock whatever the file contains.
        let _ = self.file.set_len(0);
    }
}

/// Takes the lock of a directory, which is made if absent. Errors and answers as for `Blobs::lock`.
pub(super) fn take(
    root: &Path,
    command: &str,
    on_wait: Option<&dyn Fn(&str)>,
) -> Result<Result<WriterLock, String>> {
    fs::create_dir_all(root).map_err(Error::io("create", root))?;
    let path = root.join(".lock");
    refuse_link(&path)?;
    let mut options = File::options();
    let mut file = options
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(Error::io("open", &path))?;
    match (file.try_lock(), on_wait) {
        (Ok(()), _) => {}
        (Err(TryLockError::WouldBlock), None) => return Ok(Err(holder(&mut file))),
        (Err(TryLockError::WouldBlock), Some(on_wait)) => {
            on_wait(&holder(&mut file));
            file.lock().map_err(Error::io("lock", &path))?;
        }
        (Err(TryLockError::Error(error)), _) => return Err(Error::io("lock", &path)(error)),
    }
    let held = Held { file };
    held.sign(command).map_err(Error::io("write", &path))?;
    sweep(root)?;
    Ok(Ok(WriterLock::new(held)))
}

/// Removes what a killed writer left. The lock must be held, because the files of a living writer look the same.
fn sweep(root: &Path) -> Result<()> {
    remove_unfinished(root)?;
    for folder in ["files", "snapshots", "settings", "publications"] {
        let folder = root.join(folder);
        // Nothing elsewhere is removed or written.
        refuse_link(&folder)?;
        remove_unfinished(&folder)?;
    }
    Ok(())
}

impl Held {
    fn sign(&self, command: &str) -> io::Result<()> {
        self.file.set_len(0)?;
        writeln!(&self.file, "granary {command} (process {})", process::id())
    }
}

/// The holder of a lock, as written in its file.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    // Between taking the lock and writing the name, the file is empty for a moment.
    let read = file.rewind().and_then(|()| file.take(200).read_to_string(&mut text));
    match text.trim() {
        name if read.is_ok() && !name.is_empty() => format!("another {name}"),
        _ => "another granary".to_owned(),
    }
}

fn remove_unfinished(dir: &Path) -> Result<()> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io("list", dir)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(Error::io("list", dir))?;
        if !entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            continue;
        }
        let path = entry.path();
        let is_dir = entry.file_type().map_err(Error::io("read", &path))?.is_dir();
        let removed = if is_dir { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(Error::io("remove", &path))?;
    }
    Ok(())
}
