//! The wire: answers as bytes, whoever asks for them and whatever they say. Nothing here knows pages, endpoints or stores.

/// Encodings of bodies, and which one a client wants.
pub mod encoding;

/// A body in an encoding.
mod encoded;

/// Who asks.
mod client;

/// Answers kept to be given again, and what they are a function of.
mod cache;

/// Answers as responses: typed, tagged, or "not modified".
mod respond;

/// Answers on their way, bounded in bytes.
pub mod flight;

/// Answers from the cache or computed, each in its turn.
mod answers;

/// Long answers, made while they are taken.
mod long_answer;

/// One connection: when it is idle, slow or done.
mod connection;

/// Connections that nobody else reads.
mod tls;

/// How many connections there are, in all and for each client.
mod slots;

/// Answers sent over a connection.
mod sending;

/// Connections taken from the network.
pub mod listen;

pub use answers::Answers;
pub use cache::Basis;
pub use client::{Asker, Client};
pub use encoded::Encoded;
pub use encoding::Encoding;
pub use long_answer::Pieces;
pub use respond::{About, Caching, respond};
pub use tls::{Tls, TlsConfig};
