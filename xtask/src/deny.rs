//! What may be in the dependency tree: `cargo deny`, with the list in `deny.toml`.

use crate::counts::Counts;
use crate::{process, tools};
use anyhow::Result;
use std::process::Command;

const CORRECT: &str =
    "Remedy: replace the dependency, or add an exception to deny.toml with its date and reason.";

/// Checks licences, bans and sources, which takes the registry alone, and advisories where their database can be had.
pub(crate) fn run(counts: &mut Counts) -> Result<()> {
    let program = tools::ensure_cargo_deny()?;
    let deny = |arguments: &[&str]| -> Result<Command> {
        // Started by its own name instead of cargo's, it wants to hear that it is a subcommand.
        let mut command = process::command(&program);
        command.arg("deny").args(["--locked", "--color", "never"]).args(arguments);
        Ok(command)
    };
    let kept = ["check", "--hide-inclusion-graph", "bans", "licenses", "sources"];
    process::run(&mut deny(&kept)?, CORRECT)?;
    counts.passed += 3;
    // The database is a repository of RustSec's: a machine behind a mirror of the registry cannot reach it.
    let fetched =
        process::run(&mut deny(&["fetch", "db"])?, "It lies at https://github.com/RustSec/advisory-db.");
    if let Err(error) = fetched {
        println!("  Advisories were NOT checked: {error:#}");
        counts.skipped += 1;
        return Ok(());
    }
    process::run(&mut deny(&["--offline", "check", "advisories"])?, CORRECT)?;
    counts.passed += 1;
    Ok(())
}
