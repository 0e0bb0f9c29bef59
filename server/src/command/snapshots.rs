//! `granary snapshots`: lists what a store holds, compares two snapshots, rolls back, and prunes.

/// What changed between two snapshots, in text.
mod comparison;

/// What nothing needs any more.
mod prune;

use super::check::{Format, json};
use super::quality::to_text;
use super::terminal::{plain, say};
use super::{Target, print_tables, runtime};
use crate::failure::Failure;
use crate::shelf::history::{PublicationRecord, publications};
use data::quality;
use data::report::Report;
use data::store::{FileEntry, Manifest, Source, TableTotals, Tenant};
use data::terminal::grouped;
use serde::Serialize;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Show one snapshot: its sources, its files and the import's findings. A publication's id stands for its
    /// snapshot.
    #[arg(long, value_name = "ID", conflicts_with_all = ["compare", "rollback"])]
    show: Option<String>,
    /// Compare two snapshots, the earlier first: rows, dates, sums and items of every table.
    #[arg(long, num_args = 2, value_names = ["ID", "ID"], conflicts_with = "rollback")]
    compare: Vec<String>,
    /// Make this publication current, or the newest one of this snapshot.
    #[arg(long, value_name = "ID")]
    rollback: Option<String>,
    /// List what is no longer needed: publications older than the newest ones (the current one stays, and so do those
    /// that a running server reads), and the snapshots, settings and files that only they use.
    #[arg(long, conflicts_with_all = ["show", "compare", "rollback"])]
    prune: bool,
    /// Number of publications that --prune keeps.
    #[arg(long, value_name = "N", requires = "prune", default_value_t = prune::KEPT, value_parser = clap::value_parser!(u32).range(1..))]
    keep: u32,
    /// Remove what --prune lists.
    #[arg(long, requires = "prune")]
    yes: bool,
    /// Format of the output.
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with_all = ["rollback", "prune"])]
    format: Format,
}

/// What is shown of a snapshot in a list.
#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    created_at: &'a str,
    current: bool,
    currency: &'a str,
    time_zone: &'a str,
    sources: &'a [Source],
    simulated: &'a [String],
    tables: Vec<TableTotals>,
    publications: Vec<Published<'a>>,
}

/// What is shown of one snapshot, with the rest of its manifest.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    entry: Entry<'a>,
    files: &'a [FileEntry],
    quality: Option<Report>,
}

#[derive(Serialize)]
struct Published<'a> {
    id: &'a str,
    current: bool,
    contract_version: u32,
}

/// The publications of a tenant.
struct Publications {
    records: Vec<PublicationRecord>,
    current: Option<String>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let tenant = self.target.open()?;
        if self.prune {
            return prune::prune(&tenant, self.keep, self.yes);
        }
        match (&self.show, self.compare.as_slice(), &self.rollback) {
            (Some(id), ..) => self.show(&tenant, id),
            (_, [before, after], _) => self.compare(&tenant, before, after),
            (.., Some(id)) => roll_back(&tenant, id),
            _ => self.list(&tenant),
        }
    }

    fn list(&self, tenant: &Tenant) -> Result<(), Failure> {
        let (snapshots, publications) = (tenant.snapshots()?, Publications::of(tenant)?);
        if self.format == Format::Json {
            let entries: Vec<_> = snapshots.iter().map(|manifest| publications.entry(manifest)).collect();
            let list = serde_json::json!({
                "tenant": tenant.name(), "current": publications.current, "snapshots": entries,
            });
            say!("{}", json(&list)?);
            return Ok(());
        }
        if snapshots.is_empty() {
            say!("Tenant {} has no snapshots; granary import makes one.", tenant.name());
        }
        snapshots.iter().for_each(|manifest| publications.describe(manifest));
        Ok(())
    }

    fn show(&self, tenant: &Tenant, id: &str) -> Result<(), Failure> {
        let publications = Publications::of(tenant)?;
        let manifest = publications.snapshot(tenant, id)?;
        if self.format == Format::Json {
            let entry = publications.entry(&manifest);
            let whole = Whole {
                entry,
                files: &manifest.files,
                quality: manifest.quality.as_ref().map(app::in_english),
            };
            say!("{}", json(&whole)?);
            return Ok(());
        }
        publications.describe(&manifest);
        for file in &manifest.files {
            say!("  file {}  {} rows, {} bytes", plain(&file.path), grouped(file.rows), grouped(file.bytes));
        }
        if let Some(report) = &manifest.quality {
            say!("\nWhat import found:\n{}", to_text(report).trim_end());
        }
        Ok(())
    }

    fn compare(&self, tenant: &Tenant, before: &str, after: &str) -> Result<(), Failure> {
        let publications = Publications::of(tenant)?;
        let (before, after) = (publications.snapshot(tenant, before)?, publications.snapshot(tenant, after)?);
        let comparison = runtime()?.block_on(quality::compare(tenant, &before, &after))?;
        match self.format {
            Format::Text => say!("{}", comparison::to_text(&comparison).trim_end()),
            Format::Json => say!("{}", json(&comparison)?),
        }
        Ok(())
    }
}

impl Publications {
    fn of(tenant: &Tenant) -> Result<Publications, Failure> {
        Ok(Publications { records: publications(tenant)?, current: tenant.current()? })
    }

    fn of_snapshot<'a>(&'a self, snapshot: &'a str) -> impl Iterator<Item = &'a PublicationRecord> {
        self.records.iter().filter(move |record| record.snapshot == snapshot)
    }

    fn is_current(&self, record: &PublicationRecord) -> bool {
        self.current.as_deref() == Some(&record.id)
    }

    /// The snapshot with this id, or the snapshot of the publication with this id.
    fn snapshot(&self, tenant: &Tenant, id: &str) -> Result<Manifest, Failure> {
        let record = self.records.iter().find(|record| record.id == id);
        let snapshot = tenant.snapshot(record.map_or(id, |record| &record.snapshot));
        snapshot.map_err(|error| match error {
            data::error::Error::NotFound { .. } => Failure::new(
                format!("tenant {} has no snapshot {id}, and no publication of that id", tenant.name()),
                LOOK,
            ),
            other => Failure::from(other),
        })
    }

    fn entry<'a>(&'a self, manifest: &'a Manifest) -> Entry<'a> {
        let published = |record: &'a PublicationRecord| Published {
            id: &record.id,
            current: self.is_current(record),
            contract_version: record.contract_version,
        };
        Entry {
            id: &manifest.id,
            created_at: &manifest.created_at,
            current: self.of_snapshot(&manifest.id).any(|record| self.is_current(record)),
            currency: &manifest.currency,
            time_zone: &manifest.time_zone,
            sources: &manifest.sources,
            simulated: &manifest.simulated,
            tables: manifest.tables(),
            publications: self.of_snapshot(&manifest.id).map(published).collect(),
        }
    }

    fn describe(&self, manifest: &Manifest) {
        let Manifest { id, created_at, currency, time_zone, .. } = manifest;
        say!("snapshot {id}  {}  {}  {}", plain(created_at), plain(currency), plain(time_zone));
        for source in &manifest.sources {
            say!("  from {} ({}, {} rows)", plain(&source.name), plain(&source.file), grouped(source.rows));
        }
        print_tables(manifest);
        for sentence in &manifest.simulated {
            say!("  simulated: {}", plain(sentence));
        }
        for record in self.of_snapshot(id) {
            let mark = if self.is_current(record) { "  current" } else { "" };
            let note = match record.contract_version == contract::CONTRACT_VERSION {
                false => "  (made by another version: publish again)",
                true if !record.is_sealed => "  (its record was changed: publish again)",
                true => "",
            };
            say!("  publication {}{mark}{note}", record.id);
        }
    }
}

const LOOK: &str = "Choose one of those that granary snapshots --store URI lists";

fn roll_back(tenant: &Tenant, id: &str) -> Result<(), Failure> {
    let _lock = tenant.lock("snapshots --rollback")?;
    let publications = Publications::of(tenant)?;
    let named = publications.records.iter().find(|record| record.id == id);
    let chosen = named.or_else(|| publications.of_snapshot(id).next()).ok_or_else(|| {
        let cause = format!("tenant {} has no publication {id}, and none of a snapshot {id}", tenant.name());
        Failure::new(cause, LOOK)
    })?;
    // Loading verifies every file: what cannot be served must not become current.
    data::publish::load(tenant, &chosen.id)?;
    tenant.set_current(&chosen.id)?;
    let (id, snapshot) = (&chosen.id, &chosen.snapshot);
    say!("Publication {id} (snapshot {snapshot}) of tenant {} is current.", tenant.name());
    Ok(())
}
