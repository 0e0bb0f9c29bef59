//! `granary export`: the dashboard as files, for hosts that serve files only, and in one file; the overview as a mail and as a PDF.
//! Publishes first where nothing is published.

use super::wanted::Wanted;
use super::{Target, publish};
use crate::failure::Failure;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Folder to write the dashboard to: new, empty, or that of an earlier export, of which what has not changed stays.
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    wanted: Wanted,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let output = self.output.as_deref();
        if output.is_none() && !self.wanted.has_files() {
            let cause = "nothing was asked for: a dashboard, a single file, a mail or a PDF";
            return Err(Failure::new(
                cause,
                "Name --output DIR, --single-file FILE.html, --email FILE.html or --pdf FILE.pdf, or several of them",
            ));
        }
        self.wanted.check(output)?;
        let tenant = self.target.open()?;
        if tenant.current()?.is_none() {
            let _lock = publish::lock(&tenant, "export", true)?;
            publish::publish(&tenant, None)?;
        }
        self.wanted.write(&self.target, output)
    }
}
