//! The folder that an export is written to. What has not changed is not written, what is gone is removed, and the list of files
//! is there only while the folder is whole.

use crate::failure::Failure;
use data::error::Error;
use data::store::{UNFINISHED, sha256_hex, write_file};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The list of files.
pub const LIST: &str = "manifest.json";

/// The list of the export before, while the folder is not whole.
const LIST_BEFORE: &str = "manifest.json.unfinished";

/// Folders whose files are all ours, also those that an interrupted export left.
const OURS: [&str; 2] = ["data", "pkg"];

/// What the list says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The program and its version.
    pub made_by: String,
    /// The tenant shown.
    pub tenant: String,
    /// Id of the publication shown.
    pub publication: String,
    /// Path under which the site is made to live.
    pub base_path: String,
    /// Every other file, by its path.
    pub files: BTreeMap<String, Listed>,
}

/// A file in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

/// A folder being written.
pub struct Folder {
    root: PathBuf,
    before: List,
    files: BTreeMap<String, Listed>,
    written: usize,
    /// The list before, locked, so that two exports never mix.
    _lock: File,
}

/// What an export did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Files of the export.
    pub files: usize,
    /// Their bytes in all.
    pub bytes: u64,
    /// Files that were written, because they are new or another.
    pub written: usize,
    /// Files that were removed.
    pub removed: usize,
}

impl Folder {
    /// Opens a folder for an export, which `option` of the command line names. From now on it is not whole.
    ///
    /// # Errors
    /// It holds files that no export wrote; another export is being written to it; it cannot be written.
    pub fn open(root: &Path, option: &str) -> Result<Folder, Failure> {
        fs::create_dir_all(root).map_err(Error::io("create", root))?;
        let (list, before) = (root.join(LIST), root.join(LIST_BEFORE));
        if list.is_file() {
            let is_ours = read(&list)?.is_some();
            if !is_ours {
                return Err(foreign(root, option));
            }
        } else if !before.is_file() && fs::read_dir(root).map_err(Error::io("read", root))?.next().is_some() {
            return Err(foreign(root, option));
        }
        let lock =
            File::options().create(true).append(true).open(&before).map_err(Error::io("write", &before))?;
        lock.try_lock().map_err(|_| {
            let cause = format!("another export is being written to {}", root.display());
            Failure::new(cause, format!("Wait until it is done, or name another folder with {option}"))
        })?;
        let known = match read(&list)? {
            Some(known) => {
                let copied = fs::copy(&list, &before).map_err(Error::io("write", &before));
                copied.and_then(|_| fs::remove_file(&list).map_err(Error::io("remove", &list)))?;
                known
            }
            // Interrupted before.
            None => read(&before)?.unwrap_or_default(),
        };
        Ok(Folder { root: root.to_owned(), before: known, files: BTreeMap::new(), written: 0, _lock: lock })
    }

    /// Puts a file at its path below the folder.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put(&mut self, path: &str, content: &[u8]) -> Result<(), Failure> {
        let file = self.root.join(path);
        let is_there = fs::metadata(&file).is_ok_and(|known| known.len() == content.len() as u64)
            && fs::read(&file).is_ok_and(|known| known == content);
        if !is_there {
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
            }
            write_file(&file, content)?;
            self.written += 1;
        }
        let listed = Listed { bytes: content.len() as u64, sha256: sha256_hex(content) };
        self.files.insert(path.to_owned(), listed);
        Ok(())
    }

    /// Paths of the files put so far.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Removes what is gone and writes the list: the folder is whole.
    ///
    /// # Errors
    /// A file cannot be removed or written.
    pub fn finish(
        self,
        made_by: String,
        (tenant, publication): (&str, &str),
        base: &str,
    ) -> Result<Outcome, Failure> {
        let mut removed = 0;
        for path in self.surplus()? {
            let file = self.root.join(path);
            match fs::remove_file(&file) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(Error::io("remove", &file)(error).into()),
            }
            // Folders that are empty now, from the inside out; others stay.
            let above = file.ancestors().skip(1).take_while(|folder| *folder != self.root);
            above.take_while(|folder| fs::remove_dir(folder).is_ok()).count();
        }
        let outcome = Outcome {
            files: self.files.len(),
            bytes: self.files.values().map(|file| file.bytes).sum(),
            written: self.written,
            removed,
        };
        let list = List {
            made_by,
            tenant: tenant.to_owned(),
            publication: publication.to_owned(),
            base_path: base.to_owned(),
            files: self.files,
        };
        let json = serde_json::to_string_pretty(&list)
            .map_err(|error| Failure::of_text(error.to_string(), "Report it"))?;
        write_file(&self.root.join(LIST), (json + "\n").as_bytes())?;
        let before = self.root.join(LIST_BEFORE);
        Ok(fs::remove_file(&before).map_err(Error::io("remove", &before)).map(|()| outcome)?)
    }

    /// Paths of files that an export wrote and this one did not.
    fn surplus(&self) -> Result<Vec<String>, Failure> {
        let mut found: Vec<String> =
            self.before.files.keys().filter(|path| is_below(path)).cloned().collect();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let there = self.root.join(&folder);
            for entry in fs::read_dir(&there).map_err(Error::io("read", &there))? {
                let entry = entry.map_err(Error::io("read", &there))?;
                let path = folder.join(entry.file_name());
                let name = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
                let is_ours = OURS.iter().any(|ours| path.starts_with(ours));
                // Links are not followed.
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.push(path);
                } else if is_ours || entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                    found.push(name);
                }
            }
        }
        found.retain(|path| !self.files.contains_key(path));
        found.sort();
        found.dedup();
        Ok(found)
    }
}

/// Whether a path of a list that somebody may have edited stays in the folder.
fn is_below(path: &str) -> bool {
    path.split('/').all(|part| !part.is_empty() && part != "." && part != "..") && !path.contains(['\\', ':'])
}

fn foreign(root: &Path, option: &str) -> Failure {
    let cause = format!("{} holds files that are not of an export; nothing was written", root.display());
    Failure::new(cause, format!("Name a new or empty folder with {option}"))
}

/// A list; none where there is no file, or it is no list.
fn read(path: &Path) -> Result<Option<List>, Failure> {
    match fs::read(path) {
        Ok(json) => Ok(serde_json::from_slice(&json).ok()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", path)(error).into()),
    }
}
