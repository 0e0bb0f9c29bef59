//! The arguments of `cargo xtask sample`, parsed without the engine that the work itself needs.

use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder with the two Online Retail files: makes `data/sample`.
    #[arg(long, value_name = "FOLDER", requires = "lead_times", required_unless_present = "freshretail")]
    pub(crate) online_retail: Option<PathBuf>,
    /// File of real lead times, whose distribution the simulated ones follow.
    #[arg(long, value_name = "FILE", requires = "online_retail")]
    pub(crate) lead_times: Option<PathBuf>,
    /// FreshRetailNet-50K summed to days: makes `data/sample-fresh`.
    #[arg(long, value_name = "FILE")]
    pub(crate) freshretail: Option<PathBuf>,
}

/// Builds xtask again, optimised and with the engine, and starts it.
#[cfg(not(feature = "sample"))]
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    use crate::process;
    use anyhow::Context;
    use std::path::Path;

    let absolute =
        |path: &Path| std::path::absolute(path).with_context(|| format!("no such path: {}", path.display()));
    let mut cargo = process::cargo("run --release --package xtask --features sample -- sample")?;
    let Arguments { online_retail, lead_times, freshretail } = arguments;
    let given =
        [("--online-retail", online_retail), ("--lead-times", lead_times), ("--freshretail", freshretail)];
    for (name, path) in given {
        if let Some(path) = path {
            cargo.arg(name).arg(absolute(path)?);
        }
    }
    process::run(&mut cargo, process::READ_ABOVE)
}
