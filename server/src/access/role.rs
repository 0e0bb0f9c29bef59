//! Who somebody is here.

use contract::Lock;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most letters of a name.
pub(super) const NAME_LETTERS_MAX: usize = 100;

/// What somebody is here as. Each may do what those before it may.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Looks at pages and reads the API.
    Viewer,
    /// Asks in SQL as well, also through assistants.
    Analyst,
    /// Sees how the server does as well.
    Admin,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their name: the subject of what is written down.
    pub name: String,
    /// What they are here as.
    pub role: Role,
    /// The part of the data that they see.
    pub lock: Lock,
}
