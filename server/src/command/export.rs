//! `granary export`: the dashboard as files, for hosts that serve files only, or as one file. Publishes first where nothing is
//! published.

use super::Target;
use super::meter::Meter;
use super::publish;
use super::terminal::say;
use crate::config::SqlMode;
use crate::export::{export, one_file};
use crate::failure::Failure;
use crate::limits::Limits;
use crate::metrics;
use crate::refusal::Refusal;
use crate::service::{Server, Shared};
use crate::shelf::{Served, Shelf, Site};
use crate::wire::Answers;
use app::Language;
use data::store::write_file;
use data::terminal::{grouped, plain};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Folder to write to: new, empty, or that of an earlier export, of which what has not changed stays.
    #[arg(long, value_name = "DIR", required_unless_present = "single_file")]
    output: Option<PathBuf>,
    /// File to write that opens by itself, without a server or a network: overview, list, what-if, and pages without items.
    #[arg(long, value_name = "FILE.html")]
    single_file: Option<PathBuf>,
    /// Path under which the host will serve the folder; begins and ends with a slash.
    #[arg(long, value_name = "/PATH/", default_value = "/")]
    base_path: String,
    /// Language to write besides English, by its code; may be repeated [default: every language]. A single file opens in the
    /// first one.
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
        let served = server.shelf.current().map_err(failed)?;
        if let Some(path) = &self.single_file {
            self.write_one_file(&server, &served, path)?;
        }
        match &self.output {
            Some(output) => write_folder(&server, &served, output),
            None => Ok(()),
        }
    }

    fn write_one_file(&self, server: &Server, served: &Served, path: &Path) -> Result<(), Failure> {
        let language = self.language.first().copied().unwrap_or_default();
        let document = one_file(server, served, language, "").map_err(failed)?;
        write_file(path, document.as_bytes())?;
        say!(
            "Exported publication {} to {}: {:.1} MB",
            short(served),
            plain(&path.display().to_string()),
            document.len() as f64 / 1e6,
        );
        Ok(())
    }
}

fn write_folder(server: &Shared, served: &Served, output: &Path) -> Result<(), Failure> {
    let meter = Meter::new();
    let progress = |step: &str, done, total| meter.show(step, done, total);
    let outcome = super::runtime()?.block_on(export(server, served, output, &progress))?;
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
        short(served),
        plain(&output.display().to_string()),
        grouped(outcome.files as u64),
        outcome.bytes as f64 / 1e6,
    );
    Ok(())
}

/// The publication's id, as short as pages write it.
fn short(served: &Served) -> String {
    served.id().chars().take(12).collect()
}

fn failed(refusal: Refusal) -> Failure {
    let account = refusal.account();
    Failure::new(account.cause, account.remedy)
}

fn language(code: &str) -> Result<Language, String> {
    let known = || Language::ALL.iter().map(|language| language.code()).collect::<Vec<_>>().join(", ");
    Language::of(code).ok_or_else(|| format!("known are {}", known()))
}
