//! `granary export`: the dashboard as files, for hosts that serve files only. Publishes first where nothing is published.

use super::Target;
use super::meter::Meter;
use super::publish;
use super::terminal::say;
use crate::config::SqlMode;
use crate::export::export;
use crate::failure::Failure;
use crate::limits::Limits;
use crate::metrics;
use crate::service::Server;
use crate::shelf::{Shelf, Site};
use crate::wire::Answers;
use app::Language;
use data::terminal::{grouped, plain};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Folder to write to: new, empty, or that of an earlier export, of which what has not changed stays.
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// Path under which the host will serve the folder; begins and ends with a slash.
    #[arg(long, value_name = "/PATH/", default_value = "/")]
    base_path: String,
    /// Language to write besides English, by its code; may be repeated [default: every language].
    #[arg(long, value_name = "CODE", value_parser = language)]
    language: Vec<Language>,
    /// Directory of styles, scripts and WASM modules [default: `site` beside this program, or target/site].
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let site = Site::read(&self.site.clone().unwrap_or_else(Site::default_directory))?;
        let others = if self.language.is_empty() { Language::ALL } else { &self.language };
        let site = site.for_files(&self.base_path, others)?;
        let tenant = self.target.open()?;
        if tenant.current()?.is_none() {
            let _lock = publish::lock(&tenant, "export", true)?;
            publish::publish(&tenant, None)?;
        }
        // Nobody waits for a page here, and no query stands in another's way.
        let patient = Limits { sql_time_ms: 600_000, sql_planning_ms: 60_000, ..Limits::default() };
        let limits = patient.on_this_machine();
        let server = Arc::new(Server {
            shelf: Shelf::new(tenant, 0),
            site,
            answers: Answers::new(&limits),
            sql: self.target.desk(&limits, SqlMode::Trusting),
            mcp: false,
            metrics: metrics::start()?,
            limits,
        });
        server.shelf.refresh()?;
        let served = server.shelf.current().map_err(|refusal| {
            let account = refusal.account();
            Failure::new(account.cause, account.remedy)
        })?;
        let meter = Meter::new();
        let progress = |step: &str, done, total| meter.show(step, done, total);
        let outcome = super::runtime()?.block_on(export(&server, &served, &self.output, &progress))?;
        drop(meter);
        let written = match (outcome.written, outcome.removed) {
            (0, 0) => "nothing has changed".to_owned(),
            (written, 0) => format!("{} written", grouped(written as u64)),
            (written, removed) => {
                format!("{} written, {} removed", grouped(written as u64), grouped(removed as u64))
            }
        };
        say!(
            "Exported publication {} to {}: {} files, {:.1} MB ({written})",
            served.id().chars().take(12).collect::<String>(),
            plain(&self.output.display().to_string()),
            grouped(outcome.files as u64),
            outcome.bytes as f64 / 1e6,
        );
        Ok(())
    }
}

fn language(code: &str) -> Result<Language, String> {
    let known = || Language::ALL.iter().map(|language| language.code()).collect::<Vec<_>>().join(", ");
    Language::of(code).ok_or_else(|| format!("known are {}", known()))
}
