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
    outlive_file_size_limit();
    match command::Arguments::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            command::terminal::tell!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// The system's answer to a file that reaches the limit on its size (`ulimit -f`) is a signal that ends the program.
/// One that is caught leaves an error, which has a place and a remedy.
#[cfg(unix)]
fn outlive_file_size_limit() {
    use tokio::signal::unix::{SignalKind, signal};
    /// SIGXFSZ, as Linux, macOS and the BSDs number it.
    const FILE_SIZE: i32 = 25;
    // Once caught it stays so, without the runtime that asked for it. Without a runtime the signal ends the program.
    if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() {
        let _entered = runtime.enter();
        let _ = signal(SignalKind::from_raw(FILE_SIZE));
    }
}

/// Other systems have no such limit.
#[cfg(not(unix))]
fn outlive_file_size_limit() {}
