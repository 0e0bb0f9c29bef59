//! `granary snapshots`: what a store holds, what changed between two snapshots, and the way back.

mod comparison;

use super::check::{Format, json};
use super::{Target, grouped, print_tables, runtime};
use crate::failure::Failure;
use data::quality;
use data::store::{FileEntry, Manifest, Source, TableTotals, Tenant};
use serde::{Deserialize, Serialize};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Show one snapshot: its sources, files and what import found. A publication's id stands for its snapshot.
    #[arg(long, value_name = "ID", conflicts_with_all = ["compare", "rollback"])]
    show: Option<String>,
    /// Compare two snapshots, the earlier first: rows, dates, sums and items of every table.
    #[arg(long, num_args = 2, value_names = ["ID", "ID"], conflicts_with = "rollback")]
    compare: Vec<String>,
    /// Make this publication current, or the newest one of this snapshot.
    #[arg(long, value_name = "ID")]
    rollback: Option<String>,
    /// Form of what is shown.
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "rollback")]
    format: Format,
}

/// What is shown of a publication; of one that another version made no more is read.
#[derive(Debug, Deserialize)]
pub(crate) struct Record {
    #[serde(default)]
    pub(crate) id: String,
    pub(crate) snapshot: String,
    pub(crate) contract_version: u32,
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
    quality: Option<&'a quality::Report>,
}

#[derive(Serialize)]
struct Published<'a> {
    id: &'a str,
    current: bool,
    contract_version: u32,
}

/// What a tenant has of publications.
struct Publications {
    records: Vec<Record>,
    current: Option<String>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let tenant = self.target.open()?;
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
            println!("{}", json(&list)?);
            return Ok(());
        }
        if snapshots.is_empty() {
            println!("Tenant {} has no snapshots; granary import makes one.", tenant.name());
        }
        snapshots.iter().for_each(|manifest| publications.describe(manifest));
        Ok(())
    }

    fn show(&self, tenant: &Tenant, id: &str) -> Result<(), Failure> {
        let publications = Publications::of(tenant)?;
        let manifest = publications.snapshot(tenant, id)?;
        if self.format == Format::Json {
            let entry = publications.entry(&manifest);
            let whole = Whole { entry, files: &manifest.files, quality: manifest.quality.as_ref() };
            println!("{}", json(&whole)?);
            return Ok(());
        }
        publications.describe(&manifest);
        for file in &manifest.files {
            println!("  file {}  {} rows, {} bytes", file.path, grouped(file.rows), grouped(file.bytes));
        }
        if let Some(report) = &manifest.quality {
            println!("\nWhat import found:\n{}", quality::to_text(report).trim_end());
        }
        Ok(())
    }

    fn compare(&self, tenant: &Tenant, before: &str, after: &str) -> Result<(), Failure> {
        let publications = Publications::of(tenant)?;
        let (before, after) = (publications.snapshot(tenant, before)?, publications.snapshot(tenant, after)?);
        let comparison = runtime()?.block_on(quality::compare(tenant, &before, &after))?;
        match self.format {
            Format::Text => print!("{}", comparison::to_text(&comparison)),
            Format::Json => println!("{}", json(&comparison)?),
        }
        Ok(())
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

impl Publications {
    fn of(tenant: &Tenant) -> Result<Publications, Failure> {
        Ok(Publications { records: publications(tenant)?, current: tenant.current()? })
    }

    fn of_snapshot<'a>(&'a self, snapshot: &'a str) -> impl Iterator<Item = &'a Record> {
        self.records.iter().filter(move |record| record.snapshot == snapshot)
    }

    fn is_current(&self, record: &Record) -> bool {
        self.current.as_deref() == Some(&record.id)
    }

    /// The snapshot with this id, or that of the publication with it.
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
        let published = |record: &'a Record| Published {
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
        println!("snapshot {id}  {created_at}  {currency}  {time_zone}");
        for source in &manifest.sources {
            println!("  from {} ({}, {} rows)", source.name, source.file, grouped(source.rows));
        }
        print_tables(manifest);
        for sentence in &manifest.simulated {
            println!("  simulated: {sentence}");
        }
        for record in self.of_snapshot(id) {
            let mark = if self.is_current(record) { "  current" } else { "" };
            let other = record.contract_version != contract::CONTRACT_VERSION;
            let note = if other { "  (made by another version: publish again)" } else { "" };
            println!("  publication {}{mark}{note}", record.id);
        }
    }
}

const LOOK: &str = "Choose one of those that granary snapshots --store URI lists";

/// The current publication, if there is one whose record can be read.
pub(super) fn current(tenant: &Tenant) -> Result<Option<Record>, Failure> {
    let Publications { records, current } = Publications::of(tenant)?;
    Ok(records.into_iter().find(|record| current.as_deref() == Some(&record.id)))
}

fn roll_back(tenant: &Tenant, id: &str) -> Result<(), Failure> {
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
    println!("Publication {id} (snapshot {snapshot}) of tenant {} is current.", tenant.name());
    Ok(())
}
