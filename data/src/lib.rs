//! Store, import, publication and queries over Parquet snapshots.
//!
//! In floors: a module knows only those listed before it.

pub mod error;
mod contained;
pub mod terminal;
pub mod parallel;
pub mod schema;
pub mod number;
pub mod report;
pub mod store;
mod parquet_files;
mod scratch;
mod sorting;
pub mod source;
mod as_of;
pub mod quality;
pub mod long;
pub mod import;
pub mod query;
mod rows;
mod facts;
mod catalogue;
pub mod functions;
pub mod engine;
pub mod publish;
pub mod decide;
pub mod sql;
