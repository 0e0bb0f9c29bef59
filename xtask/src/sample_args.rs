//! `cargo xtask sample`: its arguments, known without the engine that the work itself needs.

use anyhow::Result;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder with the two Online Retail files.
    #[arg(long)]
    pub(crate) online_retail: PathBuf,
    /// Real lead times, whose shape the simulated ones take.
    #[arg(long)]
    pub(crate) lead_times: PathBuf,
}

/// Makes the sample.
#[cfg(feature = "sample")]
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    crate::sample::run(arguments)
}

/// Builds xtask again with the engine, optimised, and starts that.
#[cfg(not(feature = "sample"))]
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    use crate::process;
    use anyhow::Context;
    use std::path::Path;

    let absolute =
        |path: &Path| std::path::absolute(path).with_context(|| format!("no such path: {}", path.display()));
    let mut cargo = process::cargo("run --release --package xtask --features sample -- sample")?;
    cargo.arg("--online-retail").arg(absolute(&arguments.online_retail)?);
    cargo.arg("--lead-times").arg(absolute(&arguments.lead_times)?);
    process::run(&mut cargo, process::READ_ABOVE)
}
