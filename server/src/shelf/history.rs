//! The publications that a tenant has.

use data::error::Error;
use data::store::{Tenant, is_sealed};
use serde::Deserialize;

/// What is shown of a publication. Of one made by another version, only this is read.
#[derive(Debug, Deserialize)]
pub struct PublicationRecord {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// The snapshot it is of.
    pub snapshot: String,
    /// [`contract::CONTRACT_VERSION`] of the program that made it.
    pub contract_version: u32,
    /// Whether every byte of its record is as it was written.
    #[serde(skip)]
    pub is_sealed: bool,
}

/// The publications of a tenant, newest first, without those whose record cannot be read.
///
/// # Errors
/// The store cannot be listed.
pub fn publications(tenant: &Tenant) -> Result<Vec<PublicationRecord>, Error> {
    Ok(tenant.publications()?.iter().filter_map(|entry| record(tenant, &entry.id)).collect())
}

/// The current publication, if there is one whose record can be read.
///
/// # Errors
/// The store cannot be read.
pub fn current(tenant: &Tenant) -> Result<Option<PublicationRecord>, Error> {
    Ok(tenant.current()?.and_then(|id| record(tenant, &id)))
}

/// The record of a publication; `None` if it cannot be read.
fn record(tenant: &Tenant, id: &str) -> Option<PublicationRecord> {
    let json = tenant.publication_record(id).ok()?;
    let is_sealed = is_sealed(&json, id);
    Some(PublicationRecord { id: id.to_owned(), is_sealed, ..serde_json::from_slice(&json).ok()? })
}
