//! Finds what a tenant no longer needs, and removes it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use contract::{CONTRACT_VERSION, Publication};
use serde::Deserialize;

use super::blobs::WriterLock;
use super::content::is_id;
use super::record::is_sealed;
use super::tenant::{Tenant, settings_record};
use crate::error::Result;

/// Something that is no longer needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surplus {
    /// Its kind.
    pub kind: SurplusKind,
    /// Its id or, for a file, its hash.
    pub id: String,
    /// Its size.
    pub bytes: u64,
    /// Below the tenant's directory.
    path: PathBuf,
}

/// The kinds of things in a tenant, in the order of removal: each is removed before the things it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SurplusKind {
    /// A publication.
    Publication,
    /// A snapshot's manifest.
    Snapshot,
    /// A record of settings.
    Settings,
    /// A Parquet file.
    File,
}

impl SurplusKind {
    /// Where it is, below the tenant's directory.
    fn folder(self) -> &'static str {
        match self {
            SurplusKind::Publication => "publications",
            SurplusKind::Snapshot => "snapshots",
            SurplusKind::Settings => "settings",
            SurplusKind::File => "files",
        }
    }
}

/// What is still needed.
struct Needed {
    publications: HashSet<String>,
    snapshots: HashSet<String>,
    /// `None` if this is unknown for a needed publication.
    settings: Option<HashSet<String>>,
    files: HashSet<String>,
}

impl Tenant {
    /// Everything that is not needed by the newest `keep` publications, the current one, those that running programs
    /// read, or the newest snapshot, on which the next import builds.
    ///
    /// # Errors
    /// `current` or a manifest is damaged, so it is not known what is needed.
    pub fn surplus(&self, keep: usize) -> Result<Vec<Surplus>> {
        let needed = self.needed(keep)?;
        let mut surplus = Vec::new();
        let mut add = |kind: SurplusKind, ending: &str, is_needed: &dyn Fn(&str) -> bool| -> Result<()> {
            for name in self.blobs.list(Path::new(kind.folder()))? {
                let Some(id) = name.strip_suffix(ending).filter(|id| is_id(id) && !is_needed(id)) else {
                    continue;
                };
                let path = Path::new(kind.folder()).join(&name);
                let bytes = self.blobs.bytes_in(&path)?;
                surplus.push(Surplus { kind, id: id.to_owned(), bytes, path });
            }
            Ok(())
        };
        add(SurplusKind::Publication, "", &|id| needed.publications.contains(id))?;
        add(SurplusKind::Snapshot, ".json", &|id| needed.snapshots.contains(id))?;
        add(SurplusKind::Settings, ".json", &|id| {
            needed.settings.as_ref().is_none_or(|ids| ids.contains(id))
        })?;
        add(SurplusKind::File, ".parquet", &|id| needed.files.contains(id))?;
        Ok(surplus)
    }

    /// Removes what [`Tenant::surplus`] found under the same lock. If it is interrupted, the rest is intact and is
    /// found again.
    pub fn remove(&self, surplus: &[Surplus], _lock: &WriterLock) -> Result<()> {
        let mut in_order: Vec<_> = surplus.iter().collect();
        in_order.sort_by_key(|surplus| surplus.kind);
        in_order.into_iter().try_for_each(|one| self.blobs.delete(&one.path))
    }

    fn needed(&self, keep: usize) -> Result<Needed> {
        let (current, newest) = (self.current()?, self.latest_snapshot()?);
        let mut needed = Needed {
            publications: HashSet::new(),
            snapshots: newest.into_iter().map(|manifest| manifest.id).collect(),
            settings: Some(HashSet::new()),
            files: HashSet::new(),
        };
        let mut kept = 0;
        for entry in self.publications()? {
            let id = entry.id;
            let record = self.publication_record(&id).ok();
            let snapshot = record.as_deref().and_then(snapshot_of);
            let is_current = current.as_ref() == Some(&id);
            let among_newest = snapshot.is_some() && kept < keep;
            kept += usize::from(among_newest);
            if !(is_current || among_newest || self.is_being_read(&id)) {
                continue;
            }
            if is_current && snapshot.is_none() {
                // The error says which file is damaged, and how.
                self.sealed_record(&id)?;
            }
            let settings = record.and_then(|record| settings_of(&record, &id));
            needed.settings = needed.settings.zip(settings).map(|(mut ids, id)| {
                ids.insert(id);
                ids
            });
            needed.snapshots.extend(snapshot);
            needed.publications.insert(id);
        }
        if needed.publications.is_empty() {
            needed.settings = None;
        }
        for id in self.snapshot_ids()?.iter().filter(|id| needed.snapshots.contains(*id)) {
            needed.files.extend(self.snapshot(id)?.files.into_iter().map(|file| file.sha256));
        }
        Ok(needed)
    }
}

/// The snapshot that a record of any version names.
fn snapshot_of(record: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Record {
        snapshot: String,
    }
    serde_json::from_slice::<Record>(record).ok().map(|record| record.snapshot)
}

/// The id of the settings in a record, if this version can read it.
fn settings_of(record: &[u8], id: &str) -> Option<String> {
    let publication: Publication = serde_json::from_slice(record).ok().filter(|_| is_sealed(record, id))?;
    let (id, _) = settings_record(&publication.settings).ok()?;
    (publication.contract_version == CONTRACT_VERSION).then_some(id)
}
