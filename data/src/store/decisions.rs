//! What people decided, in the folder `decisions`: files of JSON lines that are added to and never changed.
//!
//! A file is named by its content, appears whole, and holds the entries that were written down together. So writers need not
//! wait for each other, and whoever is killed has written all of its file or none.

use std::path::{Path, PathBuf};

use contract::Entry;

use super::content::content_id;
use super::tenant::Tenant;
use crate::error::{Error, Result};

/// Folder below the tenant's directory.
const FOLDER: &str = "decisions";
/// Ending of its files.
const ENDING: &str = ".jsonl";

/// A tenant's log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecisionLog {
    /// Every entry, oldest first.
    pub entries: Vec<Entry>,
}

impl Tenant {
    /// Names of the log's files, sorted: another list is another log.
    ///
    /// # Errors
    /// The folder cannot be listed.
    pub fn decision_files(&self) -> Result<Vec<String>> {
        let mut names = self.blobs.list(Path::new(FOLDER))?;
        names.retain(|name| name.ends_with(ENDING));
        Ok(names)
    }

    /// Everything that was ever decided.
    ///
    /// # Errors
    /// A file that was changed since it was written, by name.
    pub fn decision_log(&self) -> Result<DecisionLog> {
        let mut entries = Vec::new();
        for name in self.decision_files()? {
            entries.extend(self.decision_file(&name)?);
        }
        entries.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
        entries.dedup_by(|a, b| a.id == b.id);
        Ok(DecisionLog { entries })
    }

    /// The entries of a file.
    ///
    /// # Errors
    /// As [`Tenant::decision_log`].
    pub fn decision_file(&self, name: &str) -> Result<Vec<Entry>> {
        let path = Path::new(FOLDER).join(name);
        let damaged = |problem: String| Error::Damaged {
            path: self.address(&path),
            problem,
            remedy: "Restore it from a backup; without one, move it elsewhere, and its decisions are lost"
                .into(),
        };
        let content = self.blobs.get(&path)?;
        if Some(&*content_id(&content)) != name.strip_suffix(ENDING) {
            return Err(damaged("was changed after it was written: its name is not its hash".into()));
        }
        let text = String::from_utf8(content).map_err(|error| damaged(error.to_string()))?;
        let entry = |(number, line): (usize, &str)| {
            serde_json::from_str(line)
                .map_err(|error| damaged(format!("line {} cannot be understood: {error}", number + 1)))
        };
        text.lines().enumerate().map(entry).collect()
    }

    /// Adds entries: all of them or none. Nobody needs the lock for it. Nothing is written for none.
    ///
    /// # Errors
    /// The disk is full, or the folder cannot be written.
    pub fn add_decisions(&self, entries: &[Entry]) -> Result<()> {
        let mut lines = String::new();
        for entry in entries {
            lines.push_str(&line(entry)?);
            lines.push('\n');
        }
        match lines.is_empty() {
            true => Ok(()),
            false => self.blobs.put(&file_of(&lines), lines.as_bytes()),
        }
    }
}

/// An entry under its id: the hash of what it says.
pub(crate) fn identified(entry: Entry) -> Result<Entry> {
    let unnamed = Entry { id: String::new(), ..entry };
    Ok(Entry { id: content_id(line(&unnamed)?.as_bytes()), ..unnamed })
}

fn file_of(lines: &str) -> PathBuf {
    Path::new(FOLDER).join([&*content_id(lines.as_bytes()), ENDING].concat())
}

fn line(entry: &Entry) -> Result<String> {
    let failed = Error::io("write", Path::new(FOLDER));
    serde_json::to_string(entry).map_err(|error| failed(error.into()))
}
