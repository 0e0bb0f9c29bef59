//! The files that are to be imported: sources may be folders, patterns and zip archives, each of them many files.

mod archive;
mod folder;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use glob::{MatchOptions, glob_with};
use tempfile::TempDir;

use crate::error::{Error, Place, Result, file_name};
use crate::source::{self, Constant, ReadOptions, Rows};

/// A file that is to be imported.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where its bytes are.
    path: PathBuf,
    name: String,
    /// Columns that its folders name, and their values.
    keys: Vec<(String, String)>,
    /// If it was unpacked: where to, and the archive.
    unpacked: Option<(Arc<TempDir>, PathBuf)>,
}

impl<P: Into<PathBuf>> From<P> for SourceFile {
    fn from(path: P) -> SourceFile {
        let path = path.into();
        SourceFile { name: file_name(&path), keys: Vec::new(), unpacked: None, path }
    }
}

impl SourceFile {
    /// What reports call it: `orders.csv`, `orders.zip/march.csv`, `sales/year=2024/part-0.parquet`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file on disk: itself, or the archive that it was in.
    pub fn origin(&self) -> &Path {
        self.unpacked.as_ref().map_or(&self.path, |(_, archive)| archive)
    }

    /// Where its bytes are.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens it, with the columns that its folders name behind its own.
    pub(super) fn open(&self, options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let rows = self.placed(source::open(&self.path, options))?;
        Ok(if self.keys.is_empty() { rows } else { Box::new(Constant::new(rows, self.keys.iter().cloned())) })
    }

    /// The result, whose error calls the file by its name.
    pub(super) fn placed<T>(&self, result: Result<T>) -> Result<T> {
        result.map_err(|error| error.in_file(&file_name(&self.path), &self.name))
    }
}

/// The files of sources.
#[derive(Debug, Default)]
pub struct Found {
    /// Those that are imported, in the order of the sources and of their names.
    pub files: Vec<SourceFile>,
    /// Names of those in folders and archives that are not, because their names do not end as those of data do.
    pub left: Vec<String>,
}

/// Finds the files of sources: a folder stands for all files in it, a pattern such as `2024-*.csv` for those that match, a zip
/// archive for those packed in it, which are unpacked into a directory that goes with them.
///
/// # Errors
/// A folder, a pattern or an archive without files of data; an archive that is damaged or unpacks to too much.
pub fn find(sources: &[PathBuf]) -> Result<Found> {
    let mut found = Found::default();
    for source in sources {
        let text = source.to_string_lossy();
        if source.is_dir() {
            let name = source.file_name().map(|name| name.to_string_lossy().into_owned());
            folder::find(source, &name.unwrap_or_default(), &mut found)?;
        } else if !source.exists() && text.contains(['*', '?', '[']) {
            matching(&text, &mut found)?;
        } else {
            found.add(SourceFile::from(source))?;
        }
    }
    Ok(found)
}

/// Finds the files that match a pattern, and those in folders that do.
fn matching(pattern: &str, found: &mut Found) -> Result<()> {
    let options = MatchOptions {
        require_literal_separator: true,
        require_literal_leading_dot: true,
        ..MatchOptions::new()
    };
    let paths = glob_with(pattern, options).map_err(|error| {
        Error::bad(
            Place::new(pattern),
            format!("is not a pattern: {error}"),
            "Write it as in 'exports/2024-*.csv'",
        )
    })?;
    let fixed = Path::new(pattern)
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']));
    let fixed: PathBuf = fixed.collect();
    let before = found.files.len();
    for path in paths {
        let path = path
            .map_err(|error| Error::io("read", error.path())(std::io::Error::from(error.error().kind())))?;
        let name = path.strip_prefix(&fixed).unwrap_or(&path).to_string_lossy().into_owned();
        if path.is_dir() {
            folder::find(&path, &name, found)?;
        } else {
            let keys = keys(&path);
            found.add(SourceFile { name, keys, ..SourceFile::from(path) })?;
        }
    }
    if found.files.len() > before {
        return Ok(());
    }
    Err(Error::bad(
        Place::new(pattern),
        "matches no file",
        "Check the folder and the pattern: * stands for anything but a /, ** for any folders",
    ))
}

impl Found {
    /// Adds a file; if it is a zip archive of files, these.
    fn add(&mut self, file: SourceFile) -> Result<()> {
        match archive::unpacked(&file, &mut self.left)? {
            Some(files) => self.files.extend(files),
            None => self.files.push(file),
        }
        Ok(())
    }
}

/// The columns that a path names as Hive does: `year=2024/month=01`.
fn keys(path: &Path) -> Vec<(String, String)> {
    let folders = path.parent().into_iter().flat_map(Path::components);
    let key = |part: std::path::Component| {
        let text = part.as_os_str().to_string_lossy();
        let (name, value) = text.split_once('=').filter(|(name, _)| !name.is_empty())?;
        let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
        (value != NO_VALUE).then(|| (name.to_owned(), value.into_owned()))
    };
    folders.filter_map(key).collect()
}

/// The folder of rows without a value of the key.
const NO_VALUE: &str = "__HIVE_DEFAULT_PARTITION__";

/// How the names of files of data end.
const ENDINGS: [&str; 9] =
    [".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx"];

/// Whether a file of a folder or an archive is one of data, by how its name ends; packed text as well.
fn is_data(name: &str) -> bool {
    let name = name.to_lowercase();
    let plain = [".gz", ".zst"].iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
    ENDINGS.iter().any(|ending| plain.ends_with(ending))
}

/// Whether programs leave a file or folder of this name beside those of data.
fn is_hidden(name: &str) -> bool {
    name.starts_with(['.', '_'])
}

#[cfg(test)]
mod tests;
