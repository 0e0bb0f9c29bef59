//! The derived files of a publication, as browsers ask for them: those in the store, and those that decisions make anew.

use contract::{Decisions, DecodeError, DerivedFile, Plan, Published};
use data::error::Error;
use data::store::sha256_hex;
use serde::Deserialize;
use std::collections::HashMap;

/// Files by their paths below an id.
#[derive(Debug)]
pub struct List {
    /// The id.
    pub(super) id: String,
    /// Id of the publication in the store whose files they are.
    stored: String,
    /// The files.
    pub files: Vec<DerivedFile>,
    /// Those that are in no store, by their hashes.
    made: HashMap<String, Vec<u8>>,
}

impl List {
    /// The files of a publication, with what decisions change in it.
    ///
    /// # Errors
    /// A file cannot be written.
    pub(super) fn of(published: &Published) -> Result<Self, Error> {
        let (publication, derived) = (&published.publication, &published.derived);
        let mut list = List {
            id: derived.facts.id.clone(),
            stored: publication.id.clone(),
            files: publication.files.clone(),
            made: HashMap::new(),
        };
        if list.id == list.stored {
            return Ok(list);
        }
        let failed = |error: DecodeError| {
            Error::io("write", std::path::Path::new(Decisions::PATH))(std::io::Error::other(
                error.to_string(),
            ))
        };
        let decisions = &derived.decisions;
        for (shard, range) in Plan::shard_rows(derived.plan.policy.len()) {
            if decisions.lines.iter().any(|line| range.contains(&(line.row as usize))) {
                let content = derived.plan.items.encode(range).map_err(failed)?;
                list.put(Plan::items_path(shard), content);
            }
        }
        let json = serde_json::to_vec(decisions).map_err(|error| {
            failed(DecodeError::Malformed { what: Decisions::PATH, why: error.to_string() })
        })?;
        list.put(Decisions::PATH.to_owned(), json);
        Ok(list)
    }

    /// Files that are in no store.
    pub(super) fn made_of(id: String, files: Vec<(String, Vec<u8>)>) -> Self {
        let mut list = List { stored: id.clone(), id, files: Vec::new(), made: HashMap::new() };
        files.into_iter().for_each(|(path, content)| list.put(path, content));
        list
    }

    /// The list in a publication's record; none where it cannot be understood. From a record of another version nothing else is
    /// read.
    pub(super) fn of_record(json: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Record {
            id: String,
            files: Vec<DerivedFile>,
        }
        let Record { id, files } = serde_json::from_slice(json).ok()?;
        Some(List { stored: id.clone(), id, files, made: HashMap::new() })
    }

    /// Id of the publication in the store.
    pub fn stored(&self) -> &str {
        &self.stored
    }

    /// The content of a file that is in no store.
    pub fn made(&self, file: &DerivedFile) -> Option<&[u8]> {
        self.made.get(&file.sha256).map(Vec::as_slice)
    }

    /// Puts a file into the place of that of its path.
    fn put(&mut self, path: String, content: Vec<u8>) {
        let sha256 = sha256_hex(&content);
        let file = DerivedFile { path, bytes: content.len() as u64, sha256: sha256.clone() };
        self.made.insert(sha256, content);
        match self.files.iter_mut().find(|known| known.path == file.path) {
            Some(known) => *known = file,
            None => self.files.push(file),
        }
    }
}
