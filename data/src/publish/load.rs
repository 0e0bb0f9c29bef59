//! Reads a publication back, completely or not at all.

use contract::{
    CONTRACT_VERSION, Cube, Decisions, DecodeError, Derived, DerivedFile, Facts, Plan, Proof, Publication,
    Published, Quality, Segments, SeriesGroup, Suppliers, in_force,
};
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::store::{Tenant, content_id, sha256_hex};

/// Loads a publication: every derived file is verified against the publication's list before it is used.
///
/// # Errors
/// A file that is missing, damaged or of another contract version, by name; then nothing of it is used.
pub fn load(tenant: &Tenant, id: &str) -> Result<Published> {
    let (publication, derived) = figures(tenant, id)?;
    for series in publication.files.iter().filter(|file| file.path.starts_with("series/")) {
        listed_file(tenant, &publication.id, series)?;
    }
    let read = |name: &str| file(tenant, &publication, name);
    let damaged = |name: &str| damaged(tenant, id, name);
    let quality = json(&read(Quality::PATH)?, "the quality report").map_err(damaged(Quality::PATH))?;
    let segments = json(&read(Segments::PATH)?, "the segments").map_err(damaged(Segments::PATH))?;
    let proof = json(&read(Proof::PATH)?, "the proof").map_err(damaged(Proof::PATH))?;
    let suppliers = json(&read(Suppliers::PATH)?, "the suppliers").map_err(damaged(Suppliers::PATH))?;
    Ok(Published { publication, derived, quality, segments, proof, suppliers })
}

/// The record of a publication, and what its figures are computed from, with what people decided since; no other file of it is
/// read. Where a decision holds, the figures have an id of their own.
///
/// # Errors
/// As [`load`].
pub fn figures(tenant: &Tenant, id: &str) -> Result<(Publication, Derived)> {
    let publication = publication(tenant, id)?;
    let damaged = |name: &str| damaged(tenant, id, name);
    let cube = Cube::decode(&file(tenant, &publication, Cube::PATH)?).map_err(damaged(Cube::PATH))?;
    let mut plan = Plan::default();
    for shard in 0..Plan::shards(publication.item_locations as usize) {
        let (policy, items) = (Plan::policy_path(shard), Plan::items_path(shard));
        let accuracy = Plan::accuracy_path(shard);
        plan.policy
            .append(&file(tenant, &publication, &policy)?, cube.categories.len(), cube.locations.len())
            .map_err(damaged(&policy))?;
        plan.items.append(&file(tenant, &publication, &items)?).map_err(damaged(&items))?;
        plan.accuracy.append(&file(tenant, &publication, &accuracy)?).map_err(damaged(&accuracy))?;
    }
    let facts = Facts::from(&publication);
    let mut derived = Derived { facts, cube, plan, decisions: Decisions::default() };
    let held = in_force(&tenant.decision_log()?.entries, publication.as_of);
    if !held.is_empty() {
        let ids: Vec<&str> = held.iter().map(|entry| &*entry.id).collect();
        let id = content_id(format!("{id}\n{}", ids.join("\n")).as_bytes());
        derived.decide(held, id);
    }
    Ok((publication, derived))
}

/// For `map_err`: a file of a publication that cannot be decoded.
fn damaged(tenant: &Tenant, id: &str, name: &str) -> impl FnOnce(DecodeError) -> Error + use<> {
    let path = tenant.publication_dir(id).map(|dir| dir.join(name)).unwrap_or_default();
    move |error| Error::Damaged {
        path,
        problem: error.to_string(),
        remedy: "The publication before it can still be served: granary snapshots --rollback ID".into(),
    }
}

/// A group of series of a publication.
///
/// # Errors
/// A file that is missing, damaged or of another contract version, by name.
pub fn series(tenant: &Tenant, publication: &Publication, group: usize) -> Result<SeriesGroup> {
    let path = SeriesGroup::path(group);
    SeriesGroup::decode(&file(tenant, publication, &path)?).map_err(|error| Error::Damaged {
        path: tenant.publication_dir(&publication.id).map(|dir| dir.join(&path)).unwrap_or_default(),
        problem: error.to_string(),
        remedy: "Publish again with granary publish --store URI".into(),
    })
}

fn json<T: DeserializeOwned>(content: &[u8], what: &'static str) -> Result<T, DecodeError> {
    serde_json::from_slice(content).map_err(|error| DecodeError::Malformed { what, why: error.to_string() })
}

/// The record of a publication. Its version is checked first, because other versions may be sealed differently.
pub(super) fn publication(tenant: &Tenant, id: &str) -> Result<Publication> {
    let json = tenant.publication_record(id)?;
    let path = tenant.publication_dir(id)?.join("publication.json");
    let refused = |problem: String| Error::Damaged {
        path: path.clone(),
        problem,
        remedy: "Publish again with granary publish --store URI".into(),
    };
    #[derive(serde::Deserialize)]
    struct Version {
        contract_version: u32,
    }
    let version: Version =
        serde_json::from_slice(&json).map_err(|e| refused(format!("cannot be understood: {e}")))?;
    if version.contract_version != CONTRACT_VERSION {
        return Err(refused(format!(
            "was made by contract version {}, this program reads {CONTRACT_VERSION}",
            version.contract_version
        )));
    }
    let json = tenant.sealed_record(id)?;
    serde_json::from_slice(&json).map_err(|e| refused(format!("cannot be understood: {e}")))
}

/// A derived file, if it matches the record.
pub(super) fn listed_file(tenant: &Tenant, publication: &str, listed: &DerivedFile) -> Result<Vec<u8>> {
    let damaged = |problem: String| Error::Damaged {
        path: tenant.publication_dir(publication).map(|dir| dir.join(&listed.path)).unwrap_or_default(),
        problem,
        remedy: "Publish again with granary publish --store URI".into(),
    };
    // Its size is checked first, because a file in its place may be larger than memory.
    let bytes = tenant
        .publication_file_bytes(publication, &listed.path)
        .map_err(|error| if error.is_not_found() { damaged("is missing".into()) } else { error })?;
    if bytes != listed.bytes {
        return Err(damaged(format!("has {bytes} bytes where the publication says {}", listed.bytes)));
    }
    let content = tenant.publication_file(publication, &listed.path)?;
    match sha256_hex(&content) {
        found if found == listed.sha256 => Ok(content),
        found => Err(damaged(format!("its SHA-256 is {found} where the publication says {}", listed.sha256))),
    }
}

fn file(tenant: &Tenant, publication: &Publication, name: &str) -> Result<Vec<u8>> {
    match publication.files.iter().find(|file| file.path == name) {
        Some(listed) => listed_file(tenant, &publication.id, listed),
        None => Err(Error::Damaged {
            path: tenant.publication_dir(&publication.id)?.join(name),
            problem: "is not in the publication's list of files".into(),
            remedy: "Publish again with granary publish --store URI".into(),
        }),
    }
}
