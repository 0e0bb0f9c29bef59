//! The repository as the rules see it: paths and texts, read once.

use crate::process;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;
use toml::Table;

/// Crates that others may use, in the order of their dependencies, and the three that may use all.
pub(crate) const CRATES: [&str; 9] =
    ["planning", "contract", "app", "client", "data", "server", "xtask", "tests", "bench"];

/// Every file git tracks or would track. Paths are below the root, with `/`.
#[derive(Default)]
pub(crate) struct Repository {
    /// All files; those that are not text have none.
    files: BTreeMap<String, Option<String>>,
}

impl Repository {
    /// Reads the repository at `root`.
    pub(crate) fn read(root: &Path) -> Result<Repository> {
        let mut git = process::command("git");
        git.current_dir(root).args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
        let list = process::output(&mut git).context("tidy asks git which files are the repository's")?;
        let mut files = BTreeMap::new();
        for path in list.split('\0').filter(|path| !path.is_empty()) {
            // A tracked file may just have been deleted.
            if let Ok(content) = std::fs::read(root.join(path)) {
                files.insert(path.to_owned(), String::from_utf8(content).ok());
            }
        }
        Ok(Repository { files })
    }

    /// A repository with these texts.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Repository {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned())));
        Repository { files: files.collect() }
    }

    /// All paths.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// All text files.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    /// Text files whose name has this extension.
    pub(crate) fn with_extension(&self, extension: &str) -> impl Iterator<Item = (&str, &str)> {
        self.texts()
            .filter(move |(path, _)| Path::new(path).extension().is_some_and(|found| found == extension))
    }

    /// The text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// Whether `path` is a file or a folder with files in it.
    pub(crate) fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files.contains_key(path) || self.paths().any(|file| file.starts_with(&folder))
    }

    /// Names at the top level: files, and folders with a `/`.
    pub(crate) fn top_level(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .paths()
            .map(|path| path.split_once('/').map_or(path.to_owned(), |(folder, _)| format!("{folder}/")))
            .collect();
        names.dedup();
        names
    }

    /// The manifest of a crate, or of the workspace when `name` is empty; an empty one when it cannot be read, which
    /// cargo would have reported before.
    pub(crate) fn manifest(&self, name: &str) -> Table {
        let path = if name.is_empty() { "Cargo.toml".to_owned() } else { format!("{name}/Cargo.toml") };
        self.text(&path).and_then(|text| text.parse().ok()).unwrap_or_default()
    }
}
