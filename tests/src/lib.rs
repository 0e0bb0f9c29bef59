//! Whole-system tests: the real program over a real store, and a client that shows what came over the wire.

pub mod client;
pub mod http2;
pub mod program;
pub mod random;
pub mod random_store;
pub mod schema;
pub mod store;
pub mod trial;
