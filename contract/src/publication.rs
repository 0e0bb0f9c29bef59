//! `publication.json`: the record of a publication, with everything that a page must be able to say about its
//! numbers.

use crate::{Entry, Settings};
use planning::day::Day;
use planning::kpi::Known;
use planning::periods::SalesPeriod;
use serde::{Deserialize, Serialize};

/// A publication: derived files of one snapshot under one set of settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    /// [`crate::CONTRACT_VERSION`] of the program that made it.
    pub contract_version: u32,
    /// Hash of everything else in this record, which follows from snapshot, settings and contract version.
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
    /// What a row of sales adds up.
    #[serde(default)]
    pub period: SalesPeriod,
    /// First day of the first sales.
    pub first_day: Day,
    /// "Today" on every page: the last day with stock if it is at most 31 days before or 7 days after the last sale (where
    /// sales are of a week or month, within the next one), else the last day of that sale. [`Publication::unused`] has the rows beyond.
    pub as_of: Day,
    /// Days after `as_of` that are forecast.
    pub horizon_days: u32,
    /// Which facts the snapshot holds.
    pub known: Known,
    /// The sources of the data.
    pub sources: Vec<Source>,
    /// What is simulated, a sentence each in the words of who made the data; empty where everything is recorded. Pages say
    /// it in their language by [`Publication::simulated_data`], and by these where that is not known.
    pub simulated: Vec<String>,
    /// What is simulated, by table and column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub simulated_data: Vec<SimulatedData>,
    /// Origin of the categories, if they are not recorded: "assigned by keyword".
    pub category_note: Option<String>,
    /// Rows and dates of each table.
    pub tables: Vec<TableSummary>,
    /// Item-locations in the plan.
    pub item_locations: u32,
    /// Forecasts, lead times and service targets that somebody decided, with what they would be without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<OverriddenNumber>,
    /// The SQL that computes each key figure from the tables.
    pub kpi_sql: Vec<KpiSql>,
    /// The other derived files.
    pub files: Vec<DerivedFile>,
}

/// A number of an item-location that somebody decided: a forecast in units per day over the horizon, a lead time in days, or a
/// service target as a fraction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverriddenNumber {
    /// The decision.
    pub entry: Entry,
    /// What it is with the decision.
    pub value: f64,
    /// What it would be without.
    pub without: f64,
}

/// Dated rows that no figure of a publication uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unused {
    /// Sales after today, up to that day: stock is not known for them.
    SalesUntil(Day),
    /// Stock after today, up to that day: sales are not known for it.
    StockUntil(Day),
    /// Stock ended on that day, too long ago to be today's.
    StockEnded(Day),
}

impl Publication {
    /// Its path in a publication.
    pub const PATH: &str = "publication.json";

    /// Sales and stock beyond today, or stock too old to be today's.
    pub fn unused(&self) -> Vec<Unused> {
        let last = |table: &str| self.tables.iter().find(|summary| summary.table == table)?.last;
        let (sales, stock) = (last("sales"), last("stock"));
        let after = |last: Option<Day>| last.filter(|day| *day > self.as_of);
        let sales = after(sales).map(Unused::SalesUntil);
        let late = after(stock).map(Unused::StockUntil);
        let ended = stock.filter(|day| *day < self.as_of).map(Unused::StockEnded);
        [sales, late, ended].into_iter().flatten().collect()
    }
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

/// Data that no one recorded: a table, or a column of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimulatedData {
    /// Name of the table.
    pub table: String,
    /// The column; absent where it is the whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Stable name of how it was made, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
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
