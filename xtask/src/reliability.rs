//! `cargo xtask reliability`: runs many rounds of the trials, on the development and on the release build, and
//! records what was tried and what failed.

use crate::{browser, files, process, serve, tools, workspace};
use anyhow::{Context, Result};
use serde_json::Value;

/// Path of the report, below the root.
const DOCUMENT: &str = "docs/reliability.md";
/// Marks before and after the table that is written here.
const MARKS: [&str; 2] = ["<!-- trials -->", "<!-- end of trials -->"];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Multiply CI's number of rounds by this.
    #[arg(long, default_value_t = 15)]
    times: u64,
    /// Skip trials that need a release build, which takes as long again to compile.
    #[arg(long)]
    without_release: bool,
}

/// Builds, runs the trials and writes the report.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    // DuckDB, with which key figures are compared.
    tools::ensure_npm_packages(browser::DIRECTORY)?;
    let granary = serve::build_server()?;
    let released = (!arguments.without_release).then(serve::build_released_server).transpose()?;
    let log = workspace::target_dir()?.join("trials.jsonl");
    files::write(&log, "")?;
    let ignored = if released.is_some() { " -- --include-ignored" } else { "" };
    let everything = serve::EVERYTHING;
    let trials = format!(
        "test {everything} --no-fail-fast --test trials --test random_stores --test random_queries{ignored}"
    );
    let mut cargo = process::cargo(&trials)?;
    cargo.env("GRANARY_BIN", granary).envs(released.map(|released| ("GRANARY_RELEASED_BIN", released)));
    cargo.env("GRANARY_TRIALS", arguments.times.to_string()).env("GRANARY_TRIALS_LOG", &log);
    let tried = process::run(&mut cargo, process::READ_ABOVE);
    let outcomes = files::read_text(&log)?;
    let outcomes = outcomes.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>();
    write(&table(&outcomes.context("the log of trials")?))?;
    tried
}

/// The outcomes of trials, as `tests::trial` writes them.
fn table(outcomes: &[Value]) -> String {
    let mut rows: Vec<String> = outcomes
        .iter()
        .map(|o| {
            format!("| {} | {} | {} |\n", o["what"].as_str().unwrap_or_default(), o["tried"], o["failed"])
        })
        .collect();
    rows.sort();
    ["| what was tried | times | failed |\n|---|---:|---:|\n", &rows.concat()].concat()
}

/// Replaces the table and keeps the text around it.
fn write(table: &str) -> Result<()> {
    let path = workspace::root().join(DOCUMENT);
    let text = files::read_text(&path)?;
    let marks = || format!("{DOCUMENT} has lost its marks {MARKS:?}");
    let (before, rest) = text.split_once(MARKS[0]).with_context(marks)?;
    let (_, after) = rest.split_once(MARKS[1]).with_context(marks)?;
    files::write(&path, [before, MARKS[0], "\n", table, MARKS[1], after].concat())?;
    println!("{DOCUMENT} has the outcome.");
    Ok(())
}
