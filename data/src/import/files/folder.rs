//! The files in a folder and in the folders within it.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Found, SourceFile, is_data, is_hidden, keys};
use crate::error::{Error, Place, Result};

/// Most files of a folder.
const FILES: usize = 100_000;
/// Folders within one another.
const DEPTH: usize = 32;

/// Adds the files of a folder in the order of their paths; `name` is what it is called.
pub(super) fn find(folder: &Path, name: &str, found: &mut Found) -> Result<()> {
    let mut paths = Vec::new();
    walk(folder, DEPTH, &mut paths)?;
    paths.sort_unstable();
    let before = found.files.len();
    for path in paths {
        let within = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy();
        let called = if name.is_empty() { within.into_owned() } else { format!("{name}/{within}") };
        if is_data(&called) || called.to_lowercase().ends_with(".zip") {
            let keys = keys(&path);
            found.add(SourceFile { name: called, keys, ..SourceFile::from(path) })?;
        } else {
            found.left.push(called);
        }
    }
    if found.files.len() > before {
        return Ok(());
    }
    Err(Error::bad(
        Place::file(folder),
        "is a directory without files that are known as data by how their names end",
        "Name the files in it, one by one or by a pattern in quotation marks, such as 'exports/*.dat'",
    ))
}

/// Gathers the files. Links to folders are not followed: they may lead in a circle.
fn walk(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(Error::io("read", folder))?;
    for entry in entries {
        let entry = entry.map_err(Error::io("read", folder))?;
        if is_hidden(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let kind = entry.file_type().map_err(Error::io("read", &entry.path()))?;
        match kind.is_dir() {
            true if depth > 0 => walk(&entry.path(), depth - 1, paths)?,
            true => {}
            false if entry.path().is_dir() => {}
            false => paths.push(entry.path()),
        }
        if paths.len() > FILES {
            let problem = format!("has more than {FILES} files");
            return Err(Error::bad(Place::file(folder), problem, "Import it in parts"));
        }
    }
    Ok(())
}
