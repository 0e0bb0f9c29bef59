//! `granary publish`: derive what pages show, once; then export it, if that is asked for.

use super::meter::Meter;
use super::terminal::{say, tell};
use super::wanted::Wanted;
use super::{Target, runtime};
use crate::failure::Failure;
use crate::toml_file;
use crate::wrote::Wrote;
use contract::{Publication, Settings, Unused};
use data::store::{Tenant, WriterLock};
use data::terminal::plain;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Holding rate, service level, order cost and other settings. Without it, those of the current publication stay.
    #[arg(long, value_name = "FILE.toml")]
    settings: Option<PathBuf>,
    /// Wait while another command writes to the tenant, instead of failing.
    #[arg(long)]
    wait: bool,
    /// Then write the dashboard to a folder, as granary export does with --output.
    #[arg(long, value_name = "DIR")]
    then_export: Option<PathBuf>,
    #[command(flatten)]
    wanted: Wanted,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let exported = self.then_export.as_deref();
        let exports = self.wanted.follows(exported)?;
        let tenant = self.target.open()?;
        let settings: Option<Settings> = self.settings.as_deref().map(toml_file::read).transpose()?;
        let lock = lock(&tenant, "publish", self.wait)?;
        let id = publish(&tenant, settings)?.id;
        say!("Publication {id} of tenant {} is current.", tenant.name());
        drop(lock);
        if exports { self.wanted.write(&self.target, exported) } else { Ok(()) }
    }
}

/// Publishes the newest snapshot, shows progress, and reports rows that no figure uses.
pub(super) fn publish(tenant: &Tenant, settings: Option<Settings>) -> Result<Publication, Failure> {
    let meter = Meter::new();
    let progress = |now: data::publish::Progress| meter.show(now.step, now.done, now.total);
    let published = runtime()?.block_on(data::publish::publish(tenant, settings, &progress))?;
    let today = published.as_of;
    for unused in published.unused() {
        match unused {
            Unused::SalesUntil(last) => {
                say!(
                    "Today is {today}, the last day on which stock was counted: sales after it, until {last}, are not used."
                );
            }
            Unused::StockUntil(last) => {
                say!(
                    "Today is {today}, the last day with a sale: stock after it, until {last}, is not used."
                );
            }
            Unused::StockEnded(last) => {
                say!("Stock was last recorded on {last}: what is in stock today, {today}, is not known.");
            }
        }
    }
    tell_broken(tenant)?;
    Ok(published)
}

/// Names query pages that are broken: what they would show is nothing, and the publication is as good without them.
fn tell_broken(tenant: &Tenant) -> Result<(), Failure> {
    for bad in Wrote::of_files(tenant.query_pages()?).broken() {
        tell!("warning: {}", plain(&bad.to_string()));
    }
    Ok(())
}

/// Makes this command the tenant's only writer until the returned lock is dropped.
pub(super) fn lock(tenant: &Tenant, command: &str, wait: bool) -> Result<Arc<WriterLock>, Failure> {
    let on_wait = |holder: &str| tell!("waiting until {holder} is done");
    Ok(if wait { tenant.lock_after(command, &on_wait)? } else { tenant.lock(command)? })
}
