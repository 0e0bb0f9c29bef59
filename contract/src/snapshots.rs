//! The content of a store: snapshots and their publications.

use crate::{Source, TableSummary};
use serde::Serialize;

/// `GET /api/v1/snapshots`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SnapshotsAnswer {
    /// The tenant.
    pub tenant: String,
    /// The publication that this server serves.
    pub publication: String,
    /// The store's current publication. It differs from the served one only until the server has loaded it, or if it
    /// is refused because one of its files is damaged.
    pub current: Option<String>,
    /// Every snapshot, newest first.
    pub snapshots: Vec<SnapshotAnswer>,
}

/// A snapshot.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SnapshotAnswer {
    /// Id: the hash of its content.
    pub id: String,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// Whether the current publication is of it.
    pub current: bool,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// Time zone of all dates.
    pub time_zone: String,
    /// The sources of its data.
    pub sources: Vec<Source>,
    /// What is simulated in it, one sentence each.
    pub simulated: Vec<String>,
    /// Rows and dates of its tables.
    pub tables: Vec<TableSummary>,
    /// Its publications, newest first.
    pub publications: Vec<PublicationAnswer>,
}

/// A publication of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublicationAnswer {
    /// Id: the hash of its record.
    pub id: String,
    /// Whether it is the current one.
    pub current: bool,
    /// Version of the derived files; a publication of another version must be made again.
    pub contract_version: u32,
}
