//! `granary check`: how good data is, without changing anything.

use super::import::progress;
use super::meter::Meter;
use super::{Target, import, runtime};
use crate::failure::Failure;
use clap::ValueEnum;
use data::quality::{self, Report};
use data::store::MAIN_TENANT;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files to check: CSV or JSON Lines (plain, gzip or zstd), Parquet, or Excel workbooks (.xlsx).
    #[arg(value_name = "SOURCE", required_unless_present = "store", conflicts_with = "store")]
    sources: Vec<PathBuf>,
    /// What the columns of order lines mean; without it, sources are tables of a snapshot.
    #[arg(long, value_name = "FILE.toml", conflicts_with = "store")]
    mapping: Option<PathBuf>,
    /// Check the newest snapshot of this store instead.
    #[arg(long, value_name = "URI")]
    store: Option<String>,
    /// The tenant's part of the store.
    #[arg(long, default_value = MAIN_TENANT, requires = "store")]
    tenant: String,
    /// Form of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let report = match &self.store {
            Some(store) => check_store(&Target { store: store.clone(), tenant: self.tenant.clone() })?,
            None => self.check_sources()?,
        };
        match self.format {
            Format::Text => print!("{}", quality::to_text(&report)),
            Format::Json => println!("{}", json(&report)?),
        }
        Ok(())
    }

    fn check_sources(&self) -> Result<Report, Failure> {
        let sources = import::Sources { sources: self.sources.clone(), mapping: self.mapping.clone() };
        let request = sources.request()?;
        let meter = Meter::new();
        Ok(runtime()?.block_on(quality::check_sources(&request, &mut progress(&meter)))?)
    }
}

fn check_store(target: &Target) -> Result<Report, Failure> {
    let tenant = target.open()?;
    let manifest = tenant.newest_snapshot()?;
    Ok(runtime()?.block_on(quality::check_store(&tenant, &manifest))?)
}

/// An answer for programs.
pub(super) fn json(answer: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(answer).map_err(|error| {
        Failure::new(format!("the answer cannot be written: {error}"), "Ask for --format text")
    })
}
