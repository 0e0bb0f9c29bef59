//! Verifies that every file behind the pages is as it was written.

use std::collections::BTreeSet;

use contract::{DerivedFile, Publication};

use super::compress::ENCODINGS;
use super::load;
use crate::error::{Error, Result};
use crate::report::{Check, Dimension, Example};
use crate::store::{Tenant, sha256_hex};

/// The number of files checked, and the problems found.
#[derive(Debug, Default)]
pub struct Verified {
    /// Number of files checked.
    pub files: u64,
    /// The problem of each file that is missing, altered or not a plain file.
    pub damaged: Vec<Error>,
}

/// Reads `current`, the publication it names with its derived files and their compressed forms, its settings, all
/// manifests, the Parquet files of its snapshot and of the newest one, and what people decided.
pub fn verify(tenant: &Tenant) -> Verified {
    let mut verified = Verified::default();
    let current = verified.take(tenant.current()).flatten();
    let publication = current.and_then(|id| verified.take(load::publication(tenant, &id)));
    let mut snapshots = BTreeSet::new();
    if let Some(publication) = publication {
        verified.publication(tenant, &publication);
        snapshots.insert(publication.snapshot);
    }
    match tenant.snapshot_ids() {
        Ok(ids) => verified.manifests(tenant, &ids),
        Err(error) => verified.damaged.push(error),
    }
    snapshots.extend(tenant.latest_snapshot().ok().flatten().map(|manifest| manifest.id));
    match tenant.decision_files() {
        Ok(names) => names.iter().for_each(|name| drop(verified.take(tenant.decision_file(name)))),
        Err(error) => verified.damaged.push(error),
    }
    // A file that two snapshots share is read once.
    let mut read = BTreeSet::new();
    // A damaged manifest was reported above.
    for manifest in snapshots.iter().filter_map(|id| tenant.snapshot(id).ok()) {
        for file in manifest.files.iter().filter(|file| read.insert((file.path.clone(), file.sha256.clone())))
        {
            verified.take(tenant.verify(file));
        }
    }
    verified
}

impl Verified {
    /// The same as a check of a report, with every name.
    pub fn check(&self) -> Check {
        Check {
            id: "store".into(),
            dimension: Dimension::Validity,
            title: String::new(),
            affected: self.damaged.len() as u64,
            seen: self.files,
            unit: "files".into(),
            action: String::new(),
            examples: self
                .damaged
                .iter()
                .map(|error| Example { content: error.to_string(), ..Example::default() })
                .collect(),
        }
    }

    /// Counts one file.
    fn take<T>(&mut self, read: Result<T>) -> Option<T> {
        self.files += 1;
        read.map_err(|error| self.damaged.push(error)).ok()
    }

    fn manifests(&mut self, tenant: &Tenant, ids: &[String]) {
        for id in ids {
            self.take(tenant.snapshot(id));
        }
    }

    fn publication(&mut self, tenant: &Tenant, publication: &Publication) {
        self.take(tenant.verify_settings(&publication.settings));
        for listed in &publication.files {
            self.take(load::listed_file(tenant, &publication.id, listed));
            for encoding in &ENCODINGS {
                self.take(compressed(tenant, &publication.id, listed, encoding));
            }
        }
    }
}

/// Checks that a compressed form contains the file in the record.
fn compressed(
    tenant: &Tenant,
    publication: &str,
    listed: &DerivedFile,
    encoding: &super::compress::Encoding,
) -> Result<()> {
    let name = format!("{}.{}", listed.path, encoding.extension);
    let damaged = |problem: &str| Error::Damaged {
        path: tenant.publication_dir(publication).map(|dir| dir.join(&name)).unwrap_or_default(),
        problem: problem.into(),
        remedy: "Publish again with granary publish --store URI".into(),
    };
    let content = tenant
        .publication_file(publication, &name)
        .map_err(|error| if error.is_not_found() { damaged("is missing") } else { error })?;
    let unpacked = (encoding.decompress)(&content, listed.bytes);
    match unpacked.is_ok_and(|unpacked| sha256_hex(&unpacked) == listed.sha256) {
        true => Ok(()),
        false => Err(damaged("does not hold the file it is a compressed form of")),
    }
}
