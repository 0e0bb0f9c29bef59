//! The command line: one file a command.

/// What is written for people: results to standard output, the rest to standard error.
pub(crate) mod terminal;

/// How far a long command is.
mod meter;

/// `granary init`.
mod init;

/// `granary mapping`.
mod mapping;
/// What commands export.
mod wanted;
/// CSV for spreadsheet programs.
mod excel;

/// Files to import or to look at.
mod sources;

/// `granary import`.
mod import;

/// `granary check`.
mod check;

/// `granary publish`.
mod publish;

/// A data-quality report for a terminal.
mod quality;

/// `granary snapshots`.
mod snapshots;

/// `granary serve`.
mod serve;

/// `granary export`.
mod export;

/// `granary health`.
mod health;

/// `granary plan`.
mod plan;

/// `granary decide`.
mod decide;

/// `granary sql`.
mod sql;

/// The processes that answer queries.
mod sql_worker;

/// `granary mcp`.
mod mcp;

/// `granary token`.
mod token;

/// `granary user`.
mod user;

/// What the commands over long files of series share.
mod long;

/// `granary forecast`.
mod forecast;

/// `granary backtest`.
mod backtest;

/// `granary replay`.
mod replay;

use crate::config::SqlMode;
use crate::failure::Failure;
use crate::limits::Limits;
use crate::sql::{Desk, Launch};
use clap::{Args, Parser, Subcommand};
use contract::Published;
use data::error::{Error, system_remedy};
use data::publish::load;
use data::store::{MAIN_TENANT, Manifest, Store, Tenant};
use data::terminal::grouped;
use std::sync::Arc;
use terminal::{plain, say};

/// Granary turns sales snapshots into inventory decisions.
#[derive(Debug, Parser)]
#[command(name = "granary", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the dashboard and the API.
    Serve(serve::Arguments),
    /// Write granary.toml and settings.toml, with every setting at its default and what it means.
    Init(init::Arguments),
    /// Import order lines or tables (CSV, JSON Lines, Parquet, Excel) as a snapshot, and publish it.
    Import(import::Arguments),
    /// Propose which columns of files mean what, as a mapping for the import.
    Mapping(mapping::Arguments),
    /// Derive the figures of all pages from the newest snapshot, and make them current.
    Publish(publish::Arguments),
    /// Write the dashboard as files, for hosts that serve files only; the overview as a mail or a PDF.
    Export(export::Arguments),
    /// Ask a server whether it is ready.
    Health(health::Arguments),
    /// Write reorder points, order quantities and what to order today.
    Plan(plan::Arguments),
    /// Write down what somebody decided: skip an order, order other units, override a forecast; or list it.
    Decide(decide::Arguments),
    /// Forecast the series of a file: CSV, JSON Lines, Excel or Parquet with columns unique_id, ds, y.
    Forecast(forecast::Arguments),
    /// Measure how well methods would have forecast the series of a file.
    Backtest(backtest::Arguments),
    /// Replay a policy over the series of a file: cost, service and stock, compared with perfect foresight.
    Replay(replay::Arguments),
    /// Report on data quality: completeness, consistency, accuracy, validity.
    Check(check::Arguments),
    /// List, show, compare, roll back or prune snapshots and publications.
    Snapshots(snapshots::Arguments),
    /// Run a SQL query, with inventory formulas as functions, over a snapshot's tables or without a store.
    Sql(sql::Arguments),
    /// Give an assistant that starts this program tools to read with (Model Context Protocol).
    Mcp(mcp::Arguments),
    /// Add somebody who may sign in to a file of users, or replace them.
    User(user::Arguments),
    /// Sign a token with which a page may embed views, for at most ten minutes.
    Token(token::Arguments),
    /// Answer queries for another process of this program.
    #[command(hide = true)]
    SqlWorker(sql_worker::Arguments),
}

impl Arguments {
    /// Runs the command.
    ///
    /// # Errors
    /// The reason why the command failed, with cause and remedy.
    pub fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::Serve(arguments) => arguments.run(),
            Command::Init(arguments) => arguments.run(),
            Command::Import(arguments) => arguments.run(),
            Command::Mapping(arguments) => arguments.run(),
            Command::Publish(arguments) => arguments.run(),
            Command::Export(arguments) => arguments.run(),
            Command::Health(arguments) => arguments.run(),
            Command::Plan(arguments) => arguments.run(),
            Command::Decide(arguments) => arguments.run(),
            Command::Forecast(arguments) => arguments.run(),
            Command::Backtest(arguments) => arguments.run(),
            Command::Replay(arguments) => arguments.run(),
            Command::Check(arguments) => arguments.run(),
            Command::Snapshots(arguments) => arguments.run(),
            Command::Sql(arguments) => arguments.run(),
            Command::Mcp(arguments) => arguments.run(),
            Command::User(arguments) => arguments.run(),
            Command::Token(arguments) => arguments.run(),
            Command::SqlWorker(arguments) => arguments.run(),
        }
    }
}

/// The store and the tenant within it.
#[derive(Clone, Debug, Args)]
struct Target {
    /// The store: a directory.
    #[arg(long, value_name = "URI", env = "GRANARY_STORE")]
    store: String,
    /// The tenant within the store.
    #[arg(long, default_value = MAIN_TENANT)]
    tenant: String,
}

impl Target {
    fn open(&self) -> Result<Tenant, Failure> {
        Ok(Store::open(&self.store)?.tenant(&self.tenant)?)
    }

    /// The tenant, and its current publication.
    fn published(&self) -> Result<(Tenant, Published), Failure> {
        let tenant = self.open()?;
        let published = load(&tenant, &Target::current(&tenant)?)?;
        Ok((tenant, published))
    }

    /// Id of the current publication of a tenant that must have one.
    fn current(tenant: &Tenant) -> Result<String, Failure> {
        let current = tenant.current()?.ok_or_else(|| Error::NotFound {
            what: format!("a current publication of tenant {}", tenant.name()),
            remedy: "Make one with granary publish --store URI".into(),
        });
        Ok(current?)
    }

    /// Where queries over the tenant are asked; its workers start behind everything else.
    fn desk(&self, limits: &Limits, mode: SqlMode) -> Option<Arc<Desk>> {
        let launch = Launch {
            store: Some((self.store.clone(), self.tenant.clone())),
            memory_bytes: limits.sql_memory_bytes,
            disk_bytes: limits.sql_disk_bytes,
            threads: limits.sql_threads,
        };
        let desk = Desk::new(launch, limits, mode == SqlMode::Trusting);
        (mode != SqlMode::Off).then_some(desk)
    }
}

/// A runtime for commands that need one only to wait for the engine.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Runtime::new().map_err(|error| {
        let text = error.to_string();
        let remedy = system_remedy(&text).unwrap_or("Check the limit on processes");
        Failure::new(format!("cannot start threads: {text}"), remedy)
    })
}

/// Prints the tables of a snapshot, one per line.
fn print_tables(manifest: &Manifest) {
    for table in manifest.tables() {
        let days = match (table.first_date, table.last_date) {
            (Some(first), Some(last)) => format!(", {first} to {last}"),
            _ => String::new(),
        };
        say!("  {:<12}{:>14} rows{days}", plain(&table.table), grouped(table.rows));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
