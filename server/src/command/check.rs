//! `granary check`: how good data is, without changing anything.

use super::import::progress;
use super::meter::Meter;
use super::quality::to_text;
use super::sources::{Period, Sources};
use super::terminal::say;
use super::{Target, runtime};
use crate::failure::Failure;
use clap::ValueEnum;
use data::error::Error;
use data::publish;
use data::quality;
use data::report::Report;
use data::store::MAIN_TENANT;
use data::terminal::plain_json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files to check: CSV or JSON Lines (plain, gzip or zstd), Parquet, or Excel workbooks (.xlsx); zip archives and folders of
    /// these; patterns in quotation marks, such as 'exports/2024-*.csv'.
    #[arg(value_name = "SOURCE", required_unless_present = "store", conflicts_with = "store")]
    sources: Vec<PathBuf>,
    /// Says what the columns of order lines mean. Without it, the sources are tables of a snapshot.
    #[arg(long, value_name = "FILE.toml", conflicts_with = "store")]
    mapping: Option<PathBuf>,
    /// What a row of sales adds up. Without it, the mapping says so, or the dates of the rows show it.
    #[arg(long, value_enum, conflicts_with = "store")]
    period: Option<Period>,
    /// Check this store instead: every file its pages are made of, and the rows of its newest snapshot.
    #[arg(long, value_name = "URI")]
    store: Option<String>,
    /// The tenant within the store.
    #[arg(long, default_value = MAIN_TENANT, requires = "store")]
    tenant: String,
    /// Format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Format of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        match &self.store {
            Some(store) => self.check_store(&Target { store: store.clone(), tenant: self.tenant.clone() }),
            None => self.give(&self.check_sources()?),
        }
    }

    fn give(&self, report: &Report) -> Result<(), Failure> {
        match self.format {
            Format::Text => say!("{}", to_text(report).trim_end()),
            Format::Json => say!("{}", json(&app::in_english(report))?),
        }
        Ok(())
    }

    /// Reports findings. Data that could be better is only a finding; a store whose files have changed is a failure
    /// as well.
    fn check_store(&self, target: &Target) -> Result<(), Failure> {
        let tenant = target.open()?;
        let verified = publish::verify(&tenant);
        let rows = match tenant.newest_snapshot() {
            Ok(manifest) => Some(runtime()?.block_on(quality::check_store(&tenant, &manifest))?),
            // The manifest is among what is damaged.
            Err(Error::Damaged { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let mut report = rows.unwrap_or_default();
        report.checks.insert(0, verified.check());
        report.checks.sort_by_key(|check| check.dimension);
        self.give(&report)?;
        let count = verified.damaged.len();
        match verified.damaged.into_iter().next() {
            None => Ok(()),
            Some(first) if count == 1 => Err(first.into()),
            Some(first) => {
                Err(Failure::from(first).after(&format!("{count} files of the store, among them ")))
            }
        }
    }

    fn check_sources(&self) -> Result<Report, Failure> {
        let (sources, mapping) = (self.sources.clone(), self.mapping.clone());
        let sources = Sources { sources, mapping, period: self.period };
        let request = sources.request()?;
        let meter = Meter::new();
        Ok(runtime()?.block_on(data::import::check_sources(&request, &mut progress(&meter)))?)
    }
}

/// An answer for programs, which a terminal may show.
pub(super) fn json(answer: &impl serde::Serialize) -> Result<String, Failure> {
    let json = serde_json::to_string_pretty(answer).map_err(|error| {
        Failure::new(format!("the answer cannot be written: {error}"), "Ask for --format text")
    })?;
    Ok(plain_json(&json).into_owned())
}
