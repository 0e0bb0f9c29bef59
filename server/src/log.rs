//! The log: one line per event on standard error, as JSON unless it is a terminal.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::io::{IsTerminal, stderr};
use tracing_subscriber::EnvFilter;

/// Format of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text on a terminal, JSON elsewhere.
    #[default]
    Auto,
    /// One JSON object per line.
    Json,
    /// For people.
    Text,
}

/// What is logged by default; of the protocol for assistants only what goes wrong.
const DEFAULT: &str = "info,rmcp=warn";

/// Starts logging; `RUST_LOG` sets what is logged.
pub fn start(format: Format) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_target(false);
    let as_text = match format {
        Format::Auto => stderr().is_terminal(),
        Format::Json => false,
        Format::Text => true,
    };
    if as_text {
        builder.with_ansi(stderr().is_terminal()).init();
    } else {
        builder.json().flatten_event(true).with_current_span(false).with_span_list(false).init();
    }
    // A panic is an event like any other; the default hook would write past the log's format.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("no message");
        tracing::error!(place, said = message, "panic");
    }));
}
