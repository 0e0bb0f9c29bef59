//! The command line.

use crate::{catalogue, facts, forecast, hello, query, what_if};
use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use contract::Published;
use data::publish::load;
use data::store::{MAIN_TENANT, Store, Tenant};
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::runtime::Runtime;

#[derive(Parser)]
#[command(name = "granary-bench")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a store that serves a catalogue of a given size: a publication's plan, repeated and jittered.
    Catalogue {
        /// The store whose publication is repeated.
        #[arg(long)]
        store: String,
        /// Item-locations.
        #[arg(long)]
        rows: usize,
        /// The new store's directory; it also gets `plan.parquet`, the same columns for other tools.
        #[arg(long)]
        out: PathBuf,
    },
    /// Write a Parquet file with a row for each item-location and day, and every sum that the key figures need.
    Facts {
        /// The published store.
        #[arg(long)]
        store: String,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// Answer one question for each line of standard input: `cube NAME` or `datafusion NAME`.
    Query {
        /// The published store.
        #[arg(long)]
        store: String,
        /// The file of `facts`.
        #[arg(long)]
        facts: PathBuf,
        /// The questions: a JSON list of name, SQL and filter.
        #[arg(long)]
        questions: PathBuf,
    },
    /// Compute totals for each line of standard input: repetitions and seven scenario values.
    WhatIf {
        /// A store made by `catalogue`.
        #[arg(long)]
        store: String,
    },
    /// Forecast all series by the method that each line of standard input names.
    Forecast {
        /// The series, one per line.
        #[arg(long)]
        series: PathBuf,
        /// Periods of a season.
        #[arg(long)]
        season: Vec<usize>,
        /// Periods to forecast.
        #[arg(long)]
        horizon: usize,
    },
    /// Serve one file's bytes for every request, and nothing else.
    Hello {
        /// The file.
        #[arg(long)]
        body: PathBuf,
        /// Where to listen.
        #[arg(long)]
        listen: SocketAddr,
    },
}

/// Runs the command line.
pub(crate) fn run() -> Result<()> {
    match Arguments::parse().command {
        Command::Catalogue { store, rows, out } => catalogue::write(published(&store)?, rows, &out),
        Command::Facts { store, out } => Runtime::new()?.block_on(facts::write(&tenant(&store)?, &out)),
        Command::Query { store, facts, questions } => {
            Runtime::new()?.block_on(query::answer(&published(&store)?.derived.cube, &facts, &questions))
        }
        Command::WhatIf { store } => what_if::answer(published(&store)?.derived.plan.policy),
        Command::Forecast { series, season, horizon } => forecast::answer(&series, &season, horizon),
        Command::Hello { body, listen } => Runtime::new()?.block_on(hello::serve(&body, listen)),
    }
}

fn tenant(store: &str) -> Result<Tenant> {
    Ok(Store::open(store)?.tenant(MAIN_TENANT)?)
}

fn published(store: &str) -> Result<Published> {
    let tenant = tenant(store)?;
    let id = tenant.current()?.with_context(|| format!("{store} is not published; run granary publish"))?;
    Ok(load(&tenant, &id)?)
}
