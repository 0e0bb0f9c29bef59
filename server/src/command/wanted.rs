//! What commands export: the dashboard as files and in one file, the overview as a mail and as a PDF.

use super::Target;
use super::meter::Meter;
use super::terminal::say;
use crate::config::SqlMode;
use crate::export::{email, export, one_file, pdf};
use crate::failure::Failure;
use crate::limits::Limits;
use crate::metrics;
use crate::service::{Server, Shared};
use crate::shelf::{Served, Shelf, Site};
use crate::wire::Answers;
use app::Language;
use data::terminal::{grouped, plain};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is written besides the dashboard, and how all of it is.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Export")]
pub(super) struct Wanted {
    /// File for the dashboard that opens by itself, without a server or a network; the pages of items are left out.
    #[arg(long, value_name = "FILE.html")]
    single_file: Option<PathBuf>,
    /// File for the overview as the body of a mail: HTML of at most 100 kB whose title is the subject.
    #[arg(long, value_name = "FILE.html")]
    email: Option<PathBuf>,
    /// File for the overview as a PDF, printed by Chromium: the one that GRANARY_CHROMIUM names, or that is on the PATH.
    #[arg(long, value_name = "FILE.pdf")]
    pdf: Option<PathBuf>,
    /// Address of the dashboard, where the links of the mail and of the PDF lead; without it they have none.
    #[arg(long, value_name = "URL", value_parser = email::link)]
    link: Option<String>,
    /// Path under which the host will serve the folder; begins and ends with a slash [default: /].
    #[arg(long, value_name = "/PATH/")]
    base_path: Option<String>,
    /// Language to write besides English, by its code; may be repeated [default: every language]. A single file opens,
    /// and mail and PDF are, in the first of them [default: en].
    #[arg(long, value_name = "CODE", value_parser = language)]
    language: Vec<Language>,
    /// Directory of styles, scripts and WASM modules [default: `site` beside this program, or target/site].
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
}

impl Wanted {
    /// Whether any file is wanted besides the dashboard.
    pub(super) fn has_files(&self) -> bool {
        self.single_file.is_some() || self.email.is_some() || self.pdf.is_some()
    }

    /// For a command that exports after something else: whether there is anything to write.
    ///
    /// # Errors
    /// It says how, and not what; what it says cannot be done.
    pub(super) fn follows(&self, output: Option<&Path>) -> Result<bool, Failure> {
        if output.is_some() || self.has_files() {
            return self.check(output).map(|()| true);
        }
        let says_how =
            [self.link.is_some(), self.base_path.is_some(), !self.language.is_empty(), self.site.is_some()];
        if says_how.contains(&true) {
            let cause =
                "--link, --base-path, --language and --site say how to export, and nothing is to be exported";
            return Err(Failure::new(
                cause,
                "Name --then-export DIR, --single-file FILE.html, --email FILE.html or --pdf FILE.pdf, or leave them out",
            ));
        }
        Ok(false)
    }

    /// Finds what would fail, before anything is computed.
    ///
    /// # Errors
    /// The folder of the site is not there or has not what is needed, the base path is none.
    pub(super) fn check(&self, output: Option<&Path>) -> Result<(), Failure> {
        self.site(output).map(|_| ())
    }

    /// The files that pages are made of; none where nothing needs them.
    fn site(&self, output: Option<&Path>) -> Result<Site, Failure> {
        if output.is_none() && self.pdf.is_none() && self.single_file.is_none() {
            return Ok(Site::default());
        }
        let site = Site::read(&self.site.clone().unwrap_or_else(Site::default_directory))?;
        if output.is_none() && self.single_file.is_none() {
            return Ok(site);
        }
        let others = if self.language.is_empty() { Language::ALL } else { &self.language };
        site.for_files(self.base_path.as_deref().unwrap_or("/"), others)
    }

    /// Writes what is wanted of the current publication, and the dashboard to a folder.
    ///
    /// # Errors
    /// A file or the folder cannot be written, a page cannot be drawn; there is no Chromium for a PDF.
    pub(super) fn write(&self, target: &Target, output: Option<&Path>) -> Result<(), Failure> {
        // Nobody waits for a page here, and no query stands in another's way.
        let patient = Limits { sql_time_ms: 600_000, sql_planning_ms: 60_000, ..Limits::default() };
        let limits = patient.on_this_machine();
        let server = Arc::new(Server {
            shelf: Shelf::new(target.open()?, 0),
            site: self.site(output)?,
            answers: Arc::new(Answers::new(&limits)),
            sql: target.desk(&limits, SqlMode::Trusting),
            keys: None,
            people: None,
            tries: Arc::default(),
            audit: Arc::default(),
            mcp: false,
            metrics: metrics::start()?,
            limits,
        });
        server.shelf.refresh()?;
        let served = server.shelf.current().map_err(|refusal| {
            let account = refusal.account();
            Failure::new(account.cause, account.remedy)
        })?;
        if let Some(output) = output {
            dashboard(&server, &served, output)?;
        }
        let (link, language) = (self.link.as_deref(), self.language.first().copied().unwrap_or_default());
        if let Some(path) = &self.single_file {
            let bytes = one_file::write(&server, &served, language, path)?;
            say!(
                "Wrote the dashboard to {}, which opens by itself: {:.1} MB.",
                shown(path),
                bytes as f64 / 1e6
            );
        }
        if let Some(path) = &self.email {
            let of = (server.shelf.store(), &served.published);
            let bytes = email::email(of, link, language, path)?;
            say!("Wrote the mail {} of {:.1} kB; its title is the subject.", shown(path), bytes as f64 / 1e3);
        }
        if let Some(path) = &self.pdf {
            let bytes = pdf::pdf(&server.site, &served, link, language, path)?;
            say!("Printed the overview to {}: {:.1} kB.", shown(path), bytes as f64 / 1e3);
        }
        Ok(())
    }
}

/// Writes the dashboard to a folder, and says what has changed.
fn dashboard(server: &Shared, served: &Served, output: &Path) -> Result<(), Failure> {
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
        served.id().chars().take(12).collect::<String>(),
        shown(output),
        grouped(outcome.files as u64),
        outcome.bytes as f64 / 1e6,
    );
    Ok(())
}

fn shown(path: &Path) -> String {
    plain(&path.display().to_string()).to_string()
}

pub(super) fn language(code: &str) -> Result<Language, String> {
    let known = || Language::ALL.iter().map(|language| language.code()).collect::<Vec<_>>().join(", ");
    Language::of(code).ok_or_else(|| format!("known are {}", known()))
}
