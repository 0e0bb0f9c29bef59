//! Refusals of queries: made in one place, so that each has its code, problem and remedy.

use contract::{SqlCode, SqlRefusal};
use std::fmt;

use crate::error::Error;

/// Why a query has no answer.
#[derive(Debug)]
pub enum Failed {
    /// The query's own fault, or it is beyond a limit.
    Refused(Box<SqlRefusal>),
    /// A file of the store is missing or damaged, or the engine does not start.
    Store(Error),
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failed::Refused(refusal) => write!(f, "{refusal}. {}", refusal.remedy),
            Failed::Store(error) => error.fmt(f),
        }
    }
}

impl From<SqlRefusal> for Failed {
    fn from(refusal: SqlRefusal) -> Self {
        Failed::Refused(Box::new(refusal))
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Failed::Store(error)
    }
}

/// The refusal of a query at which the engine fails, though nothing is known to be wrong with it.
pub fn cannot_run() -> SqlRefusal {
    let remedy = "Write it in another way: name inner queries by WITH, or leave parts out to find which one";
    SqlRefusal::new(SqlCode::Unsupported, "the engine cannot run this query", remedy)
}

/// The refusal of something that is larger than it may be.
pub(super) fn too_large(what: &str, size: u64, most: u64, remedy: &str) -> SqlRefusal {
    SqlRefusal::new(
        SqlCode::TooLarge,
        format!("the query has {size} {what}: at most {most} are answered"),
        remedy,
    )
}
