//! The manifest of a snapshot: its content and its sources.

use contract::SimulatedData;
use planning::day::Day;
use planning::periods::SalesPeriod;
use serde::{Deserialize, Serialize};

use super::content::content_id;
use crate::report::Report;

/// Version of the store format that this code reads and writes.
pub const FORMAT_VERSION: u32 = 1;

/// A snapshot's manifest (`snapshots/ID.json`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT_VERSION`] when written.
    pub format_version: u32,
    /// Hash of the rest of the manifest; see [`Manifest::sealed`].
    pub id: String,
    /// When the snapshot was made (RFC 3339), as given by its maker.
    pub created_at: String,
    /// Currency of all money, an ISO 4217 code; `XXX` if the source does not say.
    pub currency: String,
    /// Time zone of all dates, an IANA name.
    pub time_zone: String,
    /// The files that the snapshot was made from.
    pub sources: Vec<Source>,
    /// What is simulated in the snapshot, one sentence each; empty if all is real.
    #[serde(default)]
    pub simulated: Vec<String>,
    /// The same by table and column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub simulated_data: Vec<SimulatedData>,
    /// What the rows of sales and stock stand for; days in snapshots made before it was told.
    #[serde(default, skip_serializing_if = "RowPeriods::are_days")]
    pub row_periods: RowPeriods,
    /// The snapshot's files.
    pub files: Vec<FileEntry>,
    /// The import's findings in the sources, and what it did about them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Report>,
}

/// What the rows of sales and stock stand for. A row of a week or month is stored under its last day: what was sold until
/// then, and what was in stock at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowPeriods {
    /// What a row of sales adds up.
    pub sales: SalesPeriod,
    /// The last day of a week, in days since Monday.
    #[serde(default)]
    pub last_weekday: u8,
    /// Whether stock has a row for each such period, not for each day.
    #[serde(default)]
    pub is_stock_alike: bool,
}

impl RowPeriods {
    fn are_days(&self) -> bool {
        self.sales == SalesPeriod::Day
    }
}

/// One file that a snapshot was made from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What people call the source.
    pub name: String,
    /// Name of the file, without its directory.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Rows read from it.
    pub rows: u64,
    /// Licence under which it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Credit its licence or its makers ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What is simulated in this source; absent if it is real.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub simulated: Option<String>,
    /// Stable name of what of this source is used, where that is not all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<String>,
}

/// One Parquet file of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Table that the rows belong to.
    pub table: String,
    /// Path below the tenant's directory.
    pub path: String,
    /// Rows in the file.
    pub rows: u64,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Earliest date in the table's date column; absent if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_date: Option<Day>,
    /// Latest date in the table's date column; absent if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_date: Option<Day>,
}

/// One table of a snapshot, all its files together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableTotals {
    /// Name of the table.
    pub table: String,
    /// Number of files.
    pub files: u64,
    /// Rows in them.
    pub rows: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// Earliest date; absent if the table has none.
    pub first_date: Option<Day>,
    /// Latest date.
    pub last_date: Option<Day>,
}

impl Manifest {
    /// The same manifest with its id, the hash of everything else in it.
    #[must_use]
    pub fn sealed(mut self) -> Manifest {
        self.id = String::new();
        self.id = content_id(&self.to_json());
        self
    }

    /// True if nothing was changed since the manifest was sealed.
    pub fn is_sealed(&self) -> bool {
        self.clone().sealed().id == self.id
    }

    /// The files of one table.
    pub fn files_of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a FileEntry> {
        self.files.iter().filter(move |file| file.table == table)
    }

    /// The tables, in the order of their first files.
    pub fn tables(&self) -> Vec<TableTotals> {
        let mut tables: Vec<TableTotals> = Vec::new();
        for file in &self.files {
            if tables.iter().all(|totals| totals.table != file.table) {
                tables.push(TableTotals { table: file.table.clone(), ..TableTotals::default() });
            }
            let Some(totals) = tables.iter_mut().find(|totals| totals.table == file.table) else {
                continue;
            };
            totals.files += 1;
            totals.rows += file.rows;
            totals.bytes += file.bytes;
            totals.first_date = totals.first_date.into_iter().chain(file.first_date).min();
            totals.last_date = totals.last_date.max(file.last_date);
        }
        tables
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("a manifest has only string keys");
        json.push(b'\n');
        json
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::store) fn sample() -> Manifest {
        Manifest {
            format_version: FORMAT_VERSION,
            id: String::new(),
            created_at: "2011-12-10T00:00:00Z".into(),
            currency: "GBP".into(),
            time_zone: "Europe/London".into(),
            sources: vec![Source { name: "Orders".into(), file: "orders.csv".into(), ..Source::default() }],
            simulated: vec!["Stock on hand is simulated.".into()],
            simulated_data: Vec::new(),
            row_periods: RowPeriods::default(),
            files: vec![FileEntry {
                table: "sales".into(),
                path: "files/ab.parquet".into(),
                rows: 2,
                bytes: 3,
                sha256: "ab".into(),
                first_date: Day::from_ymd(2010, 12, 1),
                last_date: None,
            }],
            quality: None,
        }
    }

    #[test]
    fn the_id_depends_on_the_content_and_nothing_else() {
        let manifest = sample().sealed();
        assert_eq!(manifest.id, manifest.clone().sealed().id);
        assert!(manifest.is_sealed());
        let mut changed = manifest.clone();
        changed.currency = "EUR".into();
        assert!(!changed.is_sealed());
        assert_ne!(changed.sealed().id, manifest.id);
    }

    #[test]
    fn dates_are_written_for_people_and_read_back() {
        let json = serde_json::to_string(&sample()).unwrap();
        assert!(json.contains(r#""first_date":"2010-12-01""#), "{json}");
        assert!(!json.contains("last_date"), "{json}");
        assert_eq!(serde_json::from_str::<Manifest>(&json).unwrap(), sample());
        let wrong = json.replace("2010-12-01", "2010-13-01");
        assert!(serde_json::from_str::<Manifest>(&wrong).unwrap_err().to_string().contains("2010-13-01"));
    }
}
