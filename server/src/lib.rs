//! The binary `granary`: command line and HTTP, in floors. What is below does not know what is above it: `wire`, `shelf`,
//! then `api` and `pages`, `router`, `command`.

/// What a command cannot do, with cause and remedy.
pub mod failure;

/// Locks that survive a panic.
mod lock;

/// What is written down while serving.
pub mod log;

/// Files that people write.
mod toml_file;

/// Numbers about the server.
pub mod metrics;

/// Every limit there is.
pub mod limits;

/// Tables for other programs.
pub mod table;

/// Every way a request can be turned down.
pub mod refusal;

/// Refusals for programs.
pub mod problem;

/// Answers as bytes, from connections to caches.
pub mod wire;

/// Who may come, and who may see what.
pub mod access;

/// The configuration file.
pub mod config;

/// Decisions as they are handed in.
pub mod decisions;

/// Publications and the browser's files, in memory.
pub mod shelf;

/// Queries in processes of their own.
pub mod sql;

/// What answers are made of.
pub mod service;

/// What people write beside a tenant's data.
pub mod wrote;

/// The API, a file an endpoint.
pub mod api;

/// The pages of `app`, as answers.
pub mod pages;

/// Pages and their files for hosts that compute nothing.
pub mod export;

/// Tools for assistants: the functions of the API, by the Model Context Protocol.
pub mod mcp;

/// Queries of drivers, by Arrow Flight SQL.
#[cfg(feature = "flight")]
pub mod flight_sql;

/// Which address leads where, and what every request passes through.
pub mod router;

/// The command line, a file a command.
pub mod command;

use clap::Parser;
use std::process::ExitCode;

/// Runs the command in the arguments. Exit code 1 with cause and remedy if it fails, 2 if the arguments are invalid.
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

/// When a file reaches the limit on its size (`ulimit -f`), the system sends a signal that ends the program. A caught
/// signal leaves an error instead, which has a place and a remedy.
#[cfg(unix)]
fn outlive_file_size_limit() {
    use tokio::signal::unix::{SignalKind, signal};
    /// SIGXFSZ, as Linux, macOS and the BSDs number it.
    const FILE_SIZE: i32 = 25;
    // Once caught, it stays caught even after the runtime is gone. Without any runtime the signal ends the program.
    if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() {
        let _entered = runtime.enter();
        let _ = signal(SignalKind::from_raw(FILE_SIZE));
    }
}

/// Other systems have no such limit.
#[cfg(not(unix))]
fn outlive_file_size_limit() {}
