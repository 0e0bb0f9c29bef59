//! `granary publish`: derive what pages show, once.

use super::meter::Meter;
use super::{Target, runtime};
use crate::config::read_toml;
use crate::failure::Failure;
use contract::Settings;
use data::store::Tenant;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Holding rate, service level, order cost and the like; without it those of the current publication.
    #[arg(long, value_name = "FILE.toml")]
    settings: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let tenant = self.target.open()?;
        let settings: Option<Settings> = self.settings.as_deref().map(read_toml).transpose()?;
        let id = publish(&tenant, settings)?;
        println!("Publication {id} of tenant {} is current.", tenant.name());
        Ok(())
    }
}

/// Publishes the newest snapshot and shows how far it is.
pub(super) fn publish(tenant: &Tenant, settings: Option<Settings>) -> Result<String, Failure> {
    let meter = Meter::new();
    let progress = |now: data::publish::Progress| meter.show(now.step, now.done, now.total);
    Ok(runtime()?.block_on(data::publish::publish(tenant, settings, &progress))?)
}
