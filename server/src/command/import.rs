//! `granary import`: files in, a snapshot out, published unless told otherwise.

use super::meter::Meter;
use super::sources::Sources;
use super::terminal::{plain, say, tell};
use super::wanted::Wanted;
use super::{Target, mapping, print_tables, publish, runtime};
use crate::failure::Failure;
use crate::shelf::history;
use data::import::{self, ImportRequest, Imported, Mapping, Phase, Progress, SourceFile};
use data::report::{Check, Dimension, Report};
use data::store::{MAIN_TENANT, Store, Tenant};
use data::terminal::grouped;
use std::io::{IsTerminal, stderr, stdin};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// The store: a directory, created if it does not exist.
    #[arg(long, value_name = "URI", env = "GRANARY_STORE")]
    store: String,
    /// The tenant within the store.
    #[arg(long, default_value = MAIN_TENANT)]
    tenant: String,
    /// Make the snapshot but do not publish it; pages stay as they are.
    #[arg(long)]
    no_publish: bool,
    /// Make the snapshot from these files alone. Otherwise they update the newest snapshot: rows they repeat are
    /// replaced, the rest stays.
    #[arg(long)]
    fresh: bool,
    /// Wait while another command writes to the tenant, instead of failing.
    #[arg(long)]
    wait: bool,
    /// Which rows of the newest snapshot are replaced.
    #[arg(long, value_enum, default_value_t = Replace::Items, conflicts_with = "fresh")]
    replace: Replace,
    /// Take the mapping that is proposed for files with other columns, and keep it beside the first of them.
    #[arg(long)]
    yes: bool,
    /// Report what would change, and write nothing.
    #[arg(long, conflicts_with = "fresh")]
    dry_run: bool,
    /// Then write the dashboard to a folder, as granary export does with --output; also if the import brought nothing new.
    #[arg(long, value_name = "DIR")]
    then_export: Option<PathBuf>,
    #[command(flatten)]
    wanted: Wanted,
}

/// What a later import replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Replace {
    /// The rows that the files repeat: an item at a location on a day, a purchase order, a product.
    Items,
    /// Whole days: all rows of the files' days and locations; items that the files do not name vanish from these
    /// days.
    Days,
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
        let exported = self.then_export.as_deref();
        let exports = self.wanted.follows(exported)?;
        if exports && (self.no_publish || self.dry_run) {
            let cause = "what is not published cannot be exported";
            return Err(Failure::new(
                cause,
                "Leave out --no-publish and --dry-run, or export later with granary export",
            ));
        }
        self.import()?;
        if exports { self.wanted.write(&self.target(), exported) } else { Ok(()) }
    }

    fn target(&self) -> Target {
        Target { store: self.store.clone(), tenant: self.tenant.clone() }
    }

    fn import(&self) -> Result<(), Failure> {
        let mut request = self.sources.request()?;
        if request.mapping.is_none() {
            request.mapping = self.proposed(&request.sources)?;
        }
        request.replace = match self.replace {
            Replace::Items => import::Replace::Items,
            Replace::Days => import::Replace::Days,
        };
        if self.dry_run {
            return self.preview(&request);
        }
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
        report_snapshot(&tenant, &imported);
        self.publish(&tenant)
    }

    /// The mapping that is proposed for files that are no tables of a snapshot, once somebody has agreed. None where they are,
    /// or where something is left to decide: then the import says what is wrong with them.
    fn proposed(&self, sources: &[SourceFile]) -> Result<Option<Mapping>, Failure> {
        // A file that cannot be read is refused by the import, with its place.
        let Ok(Some(proposal)) = import::propose(sources) else { return Ok(None) };
        if !proposal.undecided.is_empty() {
            return Ok(None);
        }
        mapping::show(&proposal);
        if !self.yes && !is_agreed() {
            return Err(Failure::new(
                proposal.problem,
                "Run it again with --yes to import it as it is read above; or correct what granary mapping SOURCE... \
                 --output mapping.toml writes, and give that with --mapping",
            ));
        }
        let path = self.sources.beside(sources).with_extension("mapping.toml");
        let mapping = Mapping::parse(&path.display().to_string(), &proposal.text)?;
        if !self.dry_run {
            mapping::keep(&proposal, &path)?;
            say!(
                "The mapping is kept as {}; the next import takes it with --mapping.",
                plain(&path.display().to_string())
            );
        }
        Ok(Some(mapping))
    }

    /// Says what the import would change.
    fn preview(&self, request: &ImportRequest) -> Result<(), Failure> {
        let tenant = Store::open(&self.store)?.tenant(&self.tenant)?;
        let preview = {
            let (meter, runtime) = (Meter::new(), runtime()?);
            runtime.block_on(import::preview(&tenant, request, &mut progress(&meter)))?
        };
        match &preview.change {
            Some(change) => {
                say!("Upon snapshot {}, this import would mean: {}.", change.base, change.to_line());
                if let Some(vanishing) = change.vanishing(false) {
                    say!("{vanishing}.");
                }
            }
            None => say!("Tenant {} has no snapshot: all of it would be new.", tenant.name()),
        }
        say_period(&preview.report);
        summarise_quality(&preview.report);
        say!("Nothing was written.");
        Ok(())
    }

    /// Says so, and publishes the snapshot if that was not done before.
    fn nothing_new(&self, tenant: &Tenant, imported: &Imported) -> Result<(), Failure> {
        let id = &imported.manifest.id;
        let kept = imported.change.as_ref().map(|change| change.to_line()).unwrap_or_default();
        let told = format!("Nothing new: snapshot {id} of tenant {} has all of it ({kept})", tenant.name());
        match history::current(tenant)? {
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

/// Whether somebody at a terminal agrees.
fn is_agreed() -> bool {
    if !stdin().is_terminal() || !stderr().is_terminal() {
        return false;
    }
    tell!("Import them so? Type yes to agree.");
    let mut answer = String::new();
    stdin().read_line(&mut answer).is_ok() && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

fn report_snapshot(tenant: &Tenant, imported: &Imported) {
    if let Some(change) = &imported.change {
        let changed = change.tables.iter().any(|table| !table.is_nothing());
        let note = if changed { "" } else { "; what is said about them is new" };
        say!("On top of snapshot {}: {}{note}.", change.base, change.to_line());
        if let Some(vanishing) = change.vanishing(true) {
            say!("{vanishing}: the import has their days and locations, and does not name them.");
        }
    }
    say!("Snapshot {} of tenant {}:", imported.manifest.id, tenant.name());
    print_tables(&imported.manifest);
    say_period(&imported.report);
    summarise_quality(&imported.report);
}

/// Says what a row of sales adds up where that is a week or month, and what shows it.
fn say_period(report: &Report) {
    let report = app::in_english(report);
    let check = report.checks.iter().find(|check| check.id == "sales_by_period" && check.affected > 0);
    if let Some(found) = check.and_then(|check| check.examples.first()) {
        say!("Sales are {}.", plain(&found.content));
    }
}

/// Findings that an import names.
const SUMMARISED: usize = 3;

fn summarise_quality(report: &Report) {
    if !report.verdicts.is_empty() {
        say!("What became of {} lines:", grouped(report.rows));
    }
    let report = app::in_english(report);
    for count in report.verdicts.iter().filter(|count| count.lines > 0) {
        say!("  {:>14}  {}", grouped(count.lines), plain(&count.title));
    }
    let mut found: Vec<_> = report.checks.iter().filter(|check| check.affected > 0).collect();
    say!(
        "{} of {} checks found something; granary check SOURCE... shows what.",
        found.len(),
        report.checks.len()
    );
    // What may be wrong comes before what is missing, and then what most of the data has.
    let share = |check: &&Check| check.affected as f64 / check.seen.max(1) as f64;
    found.sort_by(|a, b| share(b).total_cmp(&share(a)));
    found.sort_by_key(|check| check.dimension == Dimension::Completeness);
    let is_new = |check: &&Check| report.verdicts.iter().all(|count| count.id != check.id);
    for check in found.into_iter().filter(is_new).take(SUMMARISED) {
        say!("  {:>14}  {}", grouped(check.affected), plain(&check.title));
    }
}
