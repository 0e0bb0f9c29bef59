//! `granary publish`: derive what pages show, once.

use super::meter::Meter;
use super::terminal::{say, tell};
use super::{Target, runtime};
use crate::config::read_toml;
use crate::failure::Failure;
use contract::Settings;
use data::store::{Tenant, WriterLock};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Holding rate, service level, order cost and the like; without it those of the current publication.
    #[arg(long, value_name = "FILE.toml")]
    settings: Option<PathBuf>,
    /// Wait for another command that writes to the tenant, instead of ending.
    #[arg(long)]
    wait: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let tenant = self.target.open()?;
        let settings: Option<Settings> = self.settings.as_deref().map(read_toml).transpose()?;
        let _lock = lock(&tenant, "publish", self.wait)?;
        let id = publish(&tenant, settings)?;
        say!("Publication {id} of tenant {} is current.", tenant.name());
        Ok(())
    }
}

/// Publishes the newest snapshot and shows how far it is.
pub(super) fn publish(tenant: &Tenant, settings: Option<Settings>) -> Result<String, Failure> {
    let meter = Meter::new();
    let progress = |now: data::publish::Progress| meter.show(now.step, now.done, now.total);
    Ok(runtime()?.block_on(data::publish::publish(tenant, settings, &progress))?)
}

/// Makes this command the tenant's one writer, until the answer is dropped.
pub(super) fn lock(tenant: &Tenant, command: &str, wait: bool) -> Result<Arc<WriterLock>, Failure> {
    let on_wait = |holder: &str| tell!("waiting until {holder} is done");
    Ok(if wait { tenant.lock_after(command, &on_wait)? } else { tenant.lock(command)? })
}
