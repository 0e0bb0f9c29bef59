//! Store, import, publication and queries over Parquet snapshots.

mod as_of;
mod catalogue;
mod contained;
pub mod engine;
pub mod error;
mod facts;
pub mod functions;
pub mod import;
pub mod long;
pub mod parallel;
mod parquet_files;
pub mod publish;
pub mod quality;
pub mod query;
mod rows;
pub mod schema;
pub mod sql;
pub mod store;
pub mod terminal;
