//! The binary `granary`: command line and HTTP.

pub mod api;
pub mod command;
pub mod config;
pub mod failure;
pub mod http;
pub mod limits;
pub mod log;
pub mod metrics;
pub mod problem;
pub mod publisher;
pub mod refusal;
pub mod series;
pub mod shelf;
pub mod site;
pub mod table;

use clap::Parser;
use std::process::ExitCode;

/// Runs the command that the arguments name. Exit code 1 with cause and remedy if it fails, 2 if it cannot be read.
pub fn main() -> ExitCode {
    match command::Arguments::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
