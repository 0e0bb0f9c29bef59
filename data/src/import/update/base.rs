//! The snapshot that an import builds upon, and what the import takes from it.

use serde::Deserialize;

use super::{Error, ImportRequest, Manifest, Place, Result, Tenant};
use crate::import::mapping::{Mapping, UNSTATED_CURRENCY};

/// The newest snapshot; or, if someone went back from it to an earlier publication, the snapshot of that one.
pub(super) fn find(tenant: &Tenant) -> Result<Option<Manifest>> {
    let Some(newest) = tenant.latest_snapshot()? else {
        return Ok(None);
    };
    let mut newest_was_published = false;
    for publication in tenant.publications()? {
        newest_was_published |= snapshot_of(tenant, &publication.id) == Some(newest.id.clone());
    }
    let current = tenant.current()?.and_then(|id| snapshot_of(tenant, &id));
    match current.filter(|id| newest_was_published && *id != newest.id) {
        Some(id) => tenant.snapshot(&id).map(Some),
        None => Ok(Some(newest)),
    }
}

/// The snapshot that a publication was made of; none if its record cannot be read.
fn snapshot_of(tenant: &Tenant, publication: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Record {
        snapshot: String,
    }
    let json = tenant.publication_file(publication, "publication.json").ok()?;
    serde_json::from_slice::<Record>(&json).ok().map(|record| record.snapshot)
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
                "Correct the mapping, import into another --tenant, or begin anew with --fresh",
            ));
        }
    }
    Ok(mapping.clone())
}
