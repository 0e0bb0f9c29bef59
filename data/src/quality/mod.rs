//! What is odd in a snapshot, and what differs between two.

pub(crate) mod repeats;
pub(crate) mod relations;
mod store_check;
mod compare;

pub use compare::{Comparison, TableComparison, Totals, compare};
pub use store_check::check_store;
