//! `granary import`: files in, a snapshot out, published unless told otherwise.

use super::meter::Meter;
use super::terminal::{plain, say};
use super::{grouped, print_tables, publish, runtime, snapshots};
use crate::failure::Failure;
use data::import::{self, ImportRequest, Imported, Mapping, Phase, Progress, Timestamp};
use data::quality::Report;
use data::store::{MAIN_TENANT, Store, Tenant};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// The store: a directory, made if there is none.
    #[arg(long, value_name = "URI", env = "GRANARY_STORE")]
    store: String,
    /// The tenant's part of it.
    #[arg(long, default_value = MAIN_TENANT)]
    tenant: String,
    /// Only make the snapshot; what pages show stays as it is.
    #[arg(long)]
    no_publish: bool,
    /// Make the snapshot of these files alone. Otherwise they add to the newest one: days, items and the like that
    /// it has are replaced, the rest of it stays.
    #[arg(long)]
    fresh: bool,
    /// Wait for another command that writes to the tenant, instead of ending.
    #[arg(long)]
    wait: bool,
}

/// Files, and what their columns mean.
#[derive(Debug, clap::Args)]
pub(super) struct Sources {
    /// CSV or JSON Lines (plain, gzip or zstd), Parquet, or Excel workbooks (.xlsx).
    #[arg(value_name = "SOURCE", required = true)]
    pub(super) sources: Vec<PathBuf>,
    /// What the columns of order lines mean; without it, sources are tables of a snapshot.
    #[arg(long, value_name = "FILE.toml")]
    pub(super) mapping: Option<PathBuf>,
}

impl Sources {
    /// The import that these files and this mapping describe.
    pub(super) fn request(&self) -> Result<ImportRequest, Failure> {
        Ok(ImportRequest {
            sources: self.sources.clone(),
            mapping: self.mapping.as_deref().map(Mapping::read).transpose()?,
            created_at: Timestamp::now(),
            memory_bytes: ImportRequest::MEMORY_BYTES,
        })
    }
}

/// Shows how far an import is.
pub(super) fn progress(meter: &Meter) -> impl FnMut(Progress) + Send {
    move |now| {
        let step = match now.phase {
            Phase::Reading => "reading",
            Phase::Cleaning => "cleaning",
            Phase::Writing => "writing",
        };
        meter.show(step, now.done, now.total);
    }
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let request = self.sources.request()?;
        let tenant = Store::create(&self.store)?.tenant(&self.tenant)?;
        // Until it is published: what another made of the snapshot meanwhile would come after, or get lost.
        let _lock = publish::lock(&tenant, "import", self.wait)?;
        let imported = {
            let (meter, runtime) = (Meter::new(), runtime()?);
            let mut progress = progress(&meter);
            match self.fresh {
                true => runtime.block_on(import::run(&tenant, &request, &mut progress))?,
                false => runtime.block_on(import::update(&tenant, &request, &mut progress))?,
            }
        };
        if imported.is_nothing_new() {
            return self.nothing_new(&tenant, &imported);
        }
        tell(&tenant, &imported);
        self.publish(&tenant)
    }

    /// Says so, and publishes the snapshot if that was not done before.
    fn nothing_new(&self, tenant: &Tenant, imported: &Imported) -> Result<(), Failure> {
        let id = &imported.manifest.id;
        let kept = imported.change.as_ref().map(|change| change.to_line()).unwrap_or_default();
        let told = format!("Nothing new: snapshot {id} of tenant {} has all of it ({kept})", tenant.name());
        match snapshots::current(tenant)? {
            Some(current) if current.snapshot == *id => {
                say!("{told}; publication {} stays current.", current.id);
                Ok(())
            }
            _ => {
                say!("{told}.");
                self.publish(tenant)
            }
        }
    }

    fn publish(&self, tenant: &Tenant) -> Result<(), Failure> {
        if self.no_publish {
            say!("Not published; granary publish --store {} does it.", plain(&self.store));
            return Ok(());
        }
        let id = publish::publish(tenant, None)?.id;
        say!("Publication {id} is current; granary serve --store {} shows it.", plain(&self.store));
        Ok(())
    }
}

fn tell(tenant: &Tenant, imported: &Imported) {
    if let Some(change) = &imported.change {
        let changed = change.tables.iter().any(|table| !table.is_nothing());
        let note = if changed { "" } else { "; what is said about them is new" };
        say!("On top of snapshot {}: {}{note}.", change.base, change.to_line());
    }
    say!("Snapshot {} of tenant {}:", imported.manifest.id, tenant.name());
    print_tables(&imported.manifest);
    summarise_quality(&imported.report);
}

fn summarise_quality(report: &Report) {
    if !report.verdicts.is_empty() {
        say!("What became of {} lines:", grouped(report.rows));
    }
    for count in report.verdicts.iter().filter(|count| count.lines > 0) {
        say!("  {:>14}  {}", grouped(count.lines), plain(&count.title));
    }
    let found = report.checks.iter().filter(|check| check.affected > 0).count();
    say!("{found} of {} checks found something; granary check SOURCE... shows what.", report.checks.len());
}
