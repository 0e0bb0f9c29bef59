//! `granary mapping`: what the columns of files mean, proposed from the files themselves.

use super::sources::found;
use super::terminal::{plain, say, tell};
use crate::failure::Failure;
use data::import::{FilePreview, Proposal, propose};
use data::store::write_file;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// CSV or JSON Lines (plain, gzip or zstd), Parquet, or Excel workbooks (.xlsx); zip archives and folders of these; patterns
    /// in quotation marks, such as 'exports/2024-*.csv'.
    #[arg(value_name = "SOURCE", required = true)]
    sources: Vec<PathBuf>,
    /// File to write the mapping to instead of standard output; it must not exist.
    #[arg(long, value_name = "FILE.toml")]
    output: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let Some(proposal) = propose(&found(&self.sources)?)? else {
            tell!("These files need no mapping: granary import takes them as they are.");
            return Ok(());
        };
        show(&proposal);
        let Some(output) = &self.output else {
            say!("{}", proposal.text);
            return Ok(());
        };
        keep(&proposal, output)?;
        say!("Wrote {}", plain(&output.display().to_string()));
        Ok(())
    }
}

/// Writes a proposed mapping where no file is.
pub(super) fn keep(proposal: &Proposal, path: &Path) -> Result<(), Failure> {
    if path.exists() {
        return Err(Failure::new(
            format!("{} exists", path.display()),
            "Give it with --mapping to use it, or remove it to have it proposed anew",
        ));
    }
    Ok(write_file(path, proposal.text.as_bytes())?)
}

/// Shows how files are read, and what cannot be told.
pub(super) fn show(proposal: &Proposal) {
    for FilePreview { file, what, columns } in &proposal.previews {
        tell!("{}, read as {what}:", plain(file));
        for (name, header, values) in columns {
            let shown: Vec<_> = values.iter().map(|value| plain(value).into_owned()).collect();
            tell!("  {name:<14} from {:<24} {}", plain(header), shown.join(" | "));
        }
    }
    for open in &proposal.undecided {
        tell!("To decide: {}.", plain(open));
    }
}
