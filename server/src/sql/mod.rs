//! Queries of strangers, answered by processes of their own: what a query does to its worker happens to nobody else.

/// Limits around a worker.
pub mod cage;

/// What is said between a worker and who asks it.
mod protocol;

/// The time of a query.
mod clock;

/// The inside of a worker.
pub mod worker;

/// The outside of a worker.
mod process;

/// Whose turn it is.
mod turns;

/// Where queries are asked.
mod desk;

/// Rows as they come.
mod rows;

pub use desk::{Desk, Next, Running};
pub use process::{Launch, Worker};
pub use protocol::{Fault, Frame, Over, Question};
pub use rows::{Batches, Shape, collect, shape};
