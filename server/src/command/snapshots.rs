//! `granary snapshots`: what a store holds, and the way back.

use super::{Target, grouped, print_tables};
use crate::failure::Failure;
use data::store::{Manifest, Tenant};
use serde::Deserialize;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Make this publication current, or the newest one of this snapshot.
    #[arg(long, value_name = "ID")]
    rollback: Option<String>,
}

/// What is shown of a publication; of one that another version made no more is read.
#[derive(Debug, Deserialize)]
pub(crate) struct Record {
    #[serde(default)]
    pub(crate) id: String,
    pub(crate) snapshot: String,
    pub(crate) contract_version: u32,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let tenant = self.target.open()?;
        match &self.rollback {
            Some(id) => roll_back(&tenant, id),
            None => list(&tenant),
        }
    }
}

/// The publications of a tenant, newest first; without those whose record cannot be read.
pub(crate) fn publications(tenant: &Tenant) -> Result<Vec<Record>, Failure> {
    let read = |id: &str| -> Option<Record> {
        let json = tenant.publication_file(id, "publication.json").ok()?;
        Some(Record { id: id.to_owned(), ..serde_json::from_slice(&json).ok()? })
    };
    Ok(tenant.publications()?.iter().filter_map(|entry| read(&entry.id)).collect())
}

fn list(tenant: &Tenant) -> Result<(), Failure> {
    let (snapshots, publications, current) = (tenant.snapshots()?, publications(tenant)?, tenant.current()?);
    if snapshots.is_empty() {
        println!("Tenant {} has no snapshots; granary import makes one.", tenant.name());
    }
    for manifest in &snapshots {
        describe(manifest);
        for publication in publications.iter().filter(|publication| publication.snapshot == manifest.id) {
            let mark = if current.as_deref() == Some(&publication.id) { "  current" } else { "" };
            let other = publication.contract_version != contract::CONTRACT_VERSION;
            let note = if other { "  (made by another version: publish again)" } else { "" };
            println!("  publication {}{mark}{note}", publication.id);
        }
    }
    Ok(())
}

fn describe(manifest: &Manifest) {
    println!(
        "snapshot {}  {}  {}  {}",
        manifest.id, manifest.created_at, manifest.currency, manifest.time_zone
    );
    for source in &manifest.sources {
        println!("  from {} ({}, {} rows)", source.name, source.file, grouped(source.rows));
    }
    print_tables(manifest);
    for sentence in &manifest.simulated {
        println!("  simulated: {sentence}");
    }
}

fn roll_back(tenant: &Tenant, id: &str) -> Result<(), Failure> {
    let publications = publications(tenant)?;
    let chosen = publications.iter().find(|p| p.id == id).or(publications.iter().find(|p| p.snapshot == id));
    let chosen = chosen.ok_or_else(|| {
        let cause = format!("tenant {} has no publication {id}, and none of a snapshot {id}", tenant.name());
        Failure::new(cause, "Choose one of those that granary snapshots --store URI lists")
    })?;
    // Loading verifies every file: what cannot be served must not become current.
    data::publish::load(tenant, &chosen.id)?;
    tenant.set_current(&chosen.id)?;
    println!(
        "Publication {} (snapshot {}) of tenant {} is current.",
        chosen.id,
        chosen.snapshot,
        tenant.name()
    );
    Ok(())
}
