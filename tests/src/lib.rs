//! Whole-system tests: the real program over a real store, and a client that shows what came over the wire.

/// Random numbers from a seed.
pub mod random;

/// Small stores, made by the program.
pub mod store;

/// Stores of random shape.
pub mod random_store;

/// Another engine, asked for a second opinion.
pub mod oracle;

/// The program as its users run it.
pub mod program;

/// A client that hides nothing.
pub mod client;

/// A client of HTTP/2, byte by byte.
pub mod http2;

/// A client of the tools for assistants.
pub mod assistant;

/// HTML as browsers understand it.
pub mod html;
#[cfg(test)]
mod html_cases;

/// JSON Schema, as far as the API uses it.
pub mod schema;

/// Tests that try something many times.
pub mod trial;
