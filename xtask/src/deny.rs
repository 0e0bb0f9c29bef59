//! Checks the dependency tree with `cargo deny` and the rules in `deny.toml`.

use crate::counts::Counts;
use crate::{process, tools};
use anyhow::Result;
use std::process::Command;

const CORRECT: &str =
    "Remedy: replace the dependency, or add an exception to deny.toml with its date and reason.";

/// Checks licences, bans and sources, for which the registry suffices, and advisories where their database can be
/// fetched.
pub(crate) fn run(counts: &mut Counts) -> Result<()> {
    let deny = |arguments: &[&str]| -> Result<Command> {
        let mut command = tools::subcommand(&tools::DENY)?;
        command.args(["--locked", "--color", "never"]).args(arguments);
        Ok(command)
    };
    let kept = ["check", "--hide-inclusion-graph", "bans", "licenses", "sources"];
    process::run(&mut deny(&kept)?, CORRECT)?;
    counts.passed += 3;
    // The database is a repository of RustSec, which a machine behind a mirror of the registry cannot reach.
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
