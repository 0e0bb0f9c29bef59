//! Playwright against the real server, in a real browser.

use crate::{process, serve, tools, workspace};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

pub(crate) const DIRECTORY: &str = "tests/browser";

/// A Playwright run of `tests/browser`; installs what it needs. Its configuration starts `granary` on a
/// copy of the sample and serves `site`.
pub(crate) fn playwright(granary: &Path, site: &Path) -> Result<Command> {
    tools::ensure_npm_packages(DIRECTORY)?;
    let chromium = tools::ensure_chromium()?;
    println!("The browser is {}.", chromium.display());
    let mut command = process::command("node");
    command
        .current_dir(workspace::root().join(DIRECTORY))
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .env(tools::CHROMIUM_VARIABLE, chromium)
        .env("GRANARY_BIN", granary)
        .env("GRANARY_SITE", site)
        .env("GRANARY_SAMPLE", serve::sample_store());
    Ok(command)
}
