//! `publication.json`: what a publication is made of, and everything a page must be able to say about its numbers.

use crate::Settings;
use planning::day::Day;
use planning::kpi::Known;
use serde::{Deserialize, Serialize};

/// A publication: derived files of one snapshot under one record of settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    /// [`crate::CONTRACT_VERSION`] of the program that made it.
    pub contract_version: u32,
    /// Hash of snapshot, settings and contract version.
    pub id: String,
    /// The tenant it belongs to.
    pub tenant: String,
    /// The snapshot it was derived from.
    pub snapshot: String,
    /// The settings it was derived with.
    pub settings: Settings,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// Time zone in which dates were computed at import.
    pub time_zone: String,
    /// First date with sales.
    pub first_day: Day,
    /// The last complete date: "today" on every page.
    pub as_of: Day,
    /// Days after `as_of` that are forecast.
    pub horizon_days: u32,
    /// Which facts the snapshot holds.
    pub known: Known,
    /// Where the data came from.
    pub sources: Vec<Source>,
    /// What is simulated, a sentence each; empty where everything is recorded.
    pub simulated: Vec<String>,
    /// How categories came about, if not recorded: "assigned by keyword".
    pub category_note: Option<String>,
    /// Rows and dates of each table.
    pub tables: Vec<TableSummary>,
    /// Item-locations in the plan.
    pub item_locations: u32,
    /// The SQL that gives each key figure from the tables.
    pub kpi_sql: Vec<KpiSql>,
    /// Derived files beside this one.
    pub files: Vec<DerivedFile>,
}

/// A source of the data, with the attribution its licence asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// Name.
    pub name: String,
    /// Licence, if stated.
    pub licence: Option<String>,
    /// Attribution, if stated.
    pub attribution: Option<String>,
    /// Where it is from, if stated.
    pub url: Option<String>,
}

/// A table of the snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TableSummary {
    /// Name of the table.
    pub table: String,
    /// Rows in all its files.
    pub rows: u64,
    /// First date, if it has dates.
    pub first: Option<Day>,
    /// Last date.
    pub last: Option<Day>,
    /// Whether it is simulated.
    pub simulated: bool,
}

/// The SQL of a key figure, with `{from}`, `{to}` and `{filter}` for the window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KpiSql {
    /// Id of the key figure.
    pub id: String,
    /// The query.
    pub sql: String,
}

/// A derived file of the publication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DerivedFile {
    /// Path below the publication's directory.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}
