//! Who somebody is here.

use clap::ValueEnum;
use contract::Lock;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

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
    /// Decides as well: what is ordered, what is forecast.
    Planner,
    /// Sees how the server does as well.
    Admin,
}

/// The groups of each role, where somebody else says who is in which group.
pub(super) type Groups = HashMap<Role, Vec<String>>;

impl Role {
    /// The highest role that one of these groups has. Who is in no such group may only look.
    pub(super) fn of_groups(groups: &Groups, theirs: &[&str]) -> Role {
        let has = |role: &&Role| {
            let of_role = groups.get(role).into_iter().flatten();
            of_role.into_iter().any(|group| theirs.contains(&group.as_str()))
        };
        Role::value_variants().iter().rev().find(has).copied().unwrap_or(Role::Viewer)
    }
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their name: the subject of what is written down.
    pub name: String,
    /// What they are here as.
    pub role: Role,
    /// The part of the data that they see.
    pub lock: Lock,
}
