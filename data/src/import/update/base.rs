//! The snapshot that an import builds on, and what the import takes from it.

use contract::CONTRACT_VERSION;
use serde::Deserialize;

use super::{Error, ImportRequest, Manifest, Place, Result, Tenant};
use crate::import::mapping::{Mapping, UNSTATED_CURRENCY};
use crate::store::is_sealed;

/// The newest snapshot or, after a rollback to an earlier publication, the snapshot of that publication.
///
/// # Errors
/// A damaged manifest, or a damaged record of the current publication.
pub(super) fn find(tenant: &Tenant) -> Result<Option<Manifest>> {
    let Some(newest) = tenant.latest_snapshot()? else {
        return Ok(None);
    };
    let mut newest_was_published = false;
    for publication in tenant.publications()? {
        newest_was_published |= snapshot_of(tenant, &publication.id) == Some(newest.id.clone());
    }
    let Some(current) = tenant.current()?.filter(|_| newest_was_published) else {
        return Ok(Some(newest));
    };
    match snapshot_of(tenant, &current) {
        Some(id) if id == newest.id => Ok(Some(newest)),
        Some(id) => tenant.snapshot(&id).map(Some),
        None => tenant.sealed_record(&current).map(|_| Some(newest)),
    }
}

/// The snapshot of a publication; `None` if its record cannot be read or was changed. Records of earlier versions are
/// not sealed, but the snapshot that they name is.
fn snapshot_of(tenant: &Tenant, publication: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Record {
        contract_version: u32,
        snapshot: String,
    }
    let json = tenant.publication_record(publication).ok()?;
    let record: Record = serde_json::from_slice(&json).ok()?;
    let is_trusted = is_sealed(&json, publication) || record.contract_version != CONTRACT_VERSION;
    is_trusted.then_some(record.snapshot)
}

/// The mapping of an import on top of `base`: without one, currency and time zone are the snapshot's; with one, they
/// must agree, because amounts in two currencies and days of two zones cannot be added up.
pub(super) fn mapping(request: &ImportRequest, base: &Manifest) -> Result<Mapping> {
    let Some(mapping) = &request.mapping else {
        return Mapping::of_tables_in(&base.currency, &base.time_zone);
    };
    if base.currency == UNSTATED_CURRENCY {
        return Ok(mapping.clone());
    }
    for (key, given, stored) in
        [("currency", &mapping.currency, &base.currency), ("time_zone", &mapping.time_zone, &base.time_zone)]
    {
        if given != stored {
            return Err(Error::bad(
                Place::new("mapping").column(key).value(given),
                format!("differs from snapshot {}, which has {stored}", base.id),
                "Correct the mapping, import into another --tenant, or start afresh with --fresh",
            ));
        }
    }
    Ok(mapping.clone())
}
