//! `cargo xtask serve`: from a fresh clone to the dashboard in a browser.

use crate::site::{self, Effort};
use crate::watch::Stale;
use crate::{process, watch, workspace};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Build the server with optimisation, as a release has it: slower to build, faster to answer.
    #[arg(long)]
    release: bool,
    /// Rebuild after each change; open pages reload.
    #[arg(long, conflicts_with = "release")]
    watch: bool,
    /// Port to listen on, on this machine only.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Store to serve instead of the bundled sample.
    #[arg(long)]
    store: Option<PathBuf>,
}

/// Builds the site and the server, then becomes the server.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let store = arguments.store.clone().unwrap_or_else(sample_store);
    if !store.is_dir() {
        bail!("there is no store at {}\nRemedy: name one with --store DIR.", store.display());
    }
    println!("Building the server. The first time this compiles the query engine and takes some minutes.");
    let granary = if arguments.release { build_released_server()? } else { build_server()? };
    println!("Building the browser's part.");
    let site = workspace::target_dir()?.join("site");
    site::build(&site, if arguments.watch { Effort::Watched } else { Effort::Quick }, false)?;

    println!("Serving {}; stop with Ctrl-C.", workspace::shown(&store));
    let mut server = process::command(granary);
    server.arg("serve").arg("--store").arg(store).arg("--site").arg(&site);
    server.arg("--listen").arg(format!("127.0.0.1:{}", arguments.port));
    if arguments.watch { watch::run(server, |stale| make(&site, stale)) } else { become_program(server) }
}

/// Builds what is stale after a change.
fn make(site: &Path, stale: Stale) -> Result<()> {
    if stale.server {
        build_server()?;
    }
    if stale.modules {
        site::build(site, Effort::Watched, false)?;
    } else if stale.style {
        site::restyle(site)?;
    }
    Ok(())
}

/// The store in the repository.
pub(crate) fn sample_store() -> PathBuf {
    workspace::root().join("data/sample")
}

/// Builds the binary `granary` for development and returns its path.
///
/// The selection uses the dependency features of `cargo xtask test`. With those of package `server` alone, the second
/// of a newcomer's two commands would compile the query engine again. Naming a test makes cargo count the tests'
/// dependencies; `golden` is one of the smallest.
pub(crate) fn build_server() -> Result<PathBuf> {
    let build = format!("build {EVERYTHING} --bin granary --test golden");
    process::run(&mut process::cargo(&build)?, process::READ_ABOVE)?;
    binary("debug")
}

/// Builds the binary `granary` as released and returns its path.
pub(crate) fn build_released_server() -> Result<PathBuf> {
    process::run(&mut process::cargo("build --release --package server")?, process::READ_ABOVE)?;
    binary("release")
}

/// Selects every crate with every feature.
pub(crate) const EVERYTHING: &str = "--workspace --features xtask/sample";

fn binary(profile: &str) -> Result<PathBuf> {
    let name = format!("granary{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace::target_dir()?.join(profile).join(name))
}

/// Replaces this process, so that a signal reaches the server and nothing else.
#[cfg(unix)]
fn become_program(mut command: std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).map_err(|error| anyhow::anyhow!("cannot start the server: {error}"))
}

#[cfg(not(unix))]
fn become_program(mut command: std::process::Command) -> Result<()> {
    process::run(&mut command, process::READ_ABOVE)
}
