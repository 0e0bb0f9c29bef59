//! What a store holds: snapshots and their publications.

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
    /// The publication that the store says is current: another one only until the server has loaded it, or where it is
    /// refused because a file of it is damaged.
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
    /// Where its data came from.
    pub sources: Vec<Source>,
    /// What in it is simulated, a sentence each.
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
    /// Id: the hash of snapshot, settings and contract version.
    pub id: String,
    /// Whether it is the current one.
    pub current: bool,
    /// Version of the derived files; one that is not this program's must be published again.
    pub contract_version: u32,
}
