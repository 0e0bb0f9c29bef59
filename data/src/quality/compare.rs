//! Compares two snapshots: what a later one adds, lacks and changes.

use std::collections::BTreeMap;

use planning::day::Day;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::schema::{Kind, STOCK, TABLES, Table};
use crate::sorting::Sorter;
use crate::store::{FileEntry, Manifest, Tenant};

const DOING: &str = "comparing snapshots";

/// Two snapshots of a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Id of the first.
    pub before: String,
    /// Id of the second.
    pub after: String,
    /// The tables that at least one of them has.
    pub tables: Vec<TableComparison>,
}

/// One table in both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableComparison {
    /// Name of the table.
    pub table: String,
    /// True if both have the same files and therefore the same rows.
    pub same: bool,
    /// In the first snapshot; absent if that does not have the table.
    pub before: Option<Totals>,
    /// In the second snapshot; absent if that does not have the table.
    pub after: Option<Totals>,
    /// Days with rows in the second only; absent for tables without dates.
    pub days_added: Option<u64>,
    /// Days with rows in the first only.
    pub days_removed: Option<u64>,
    /// Days in both with another number of rows or other sums.
    pub days_changed: Option<u64>,
    /// Items with rows in the second only; absent for tables without items.
    pub items_added: Option<u64>,
    /// Items with rows in the first only.
    pub items_removed: Option<u64>,
}

/// A table in one snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Rows.
    pub rows: u64,
    /// First date, where the table has dates.
    pub first_date: Option<Day>,
    /// Last date.
    pub last_date: Option<Day>,
    /// Days with rows.
    pub days: Option<u64>,
    /// Items with rows.
    pub items: Option<u64>,
    /// Exact sums by column, as decimal texts: `units`, `revenue`. Balances and prices have no sums.
    #[serde(flatten)]
    pub sums: BTreeMap<String, String>,
}

/// Compares two snapshots of a tenant, from the first to the second.
///
/// # Errors
/// A file of either that is missing or damaged, by name.
pub async fn compare(tenant: &Tenant, before: &Manifest, after: &Manifest) -> Result<Comparison> {
    let scratch = tempfile::tempdir().map_err(Error::io("create a directory in", &std::env::temp_dir()))?;
    let engine = Sorter::new(scratch.path(), Sorter::MEMORY_BYTES)?;
    let mut tables = Vec::new();
    for table in TABLES {
        let old = Side::open(tenant, &engine, table, before, "before").await?;
        let new = Side::open(tenant, &engine, table, after, "after").await?;
        if old.is_some() || new.is_some() {
            tables.push(compare_table(&engine, table, old, new).await?);
        }
    }
    Ok(Comparison { before: before.id.clone(), after: after.id.clone(), tables })
}

/// One table of one snapshot, registered with the engine.
struct Side<'a> {
    table: &'static Table,
    name: String,
    files: Vec<&'a FileEntry>,
    columns: Vec<String>,
}

impl<'a> Side<'a> {
    async fn open(
        tenant: &Tenant,
        engine: &Sorter,
        table: &'static Table,
        manifest: &'a Manifest,
        side: &str,
    ) -> Result<Option<Side<'a>>> {
        let files: Vec<_> = manifest.files_of(table.name).collect();
        if files.is_empty() {
            return Ok(None);
        }
        let paths = files.iter().map(|file| tenant.verified_path(file)).collect::<Result<Vec<_>>>()?;
        let name = format!("{}_{side}", table.name);
        engine.register(&name, &paths).await?;
        let columns = engine.columns(&name).await?.into_iter().map(|(column, _)| column).collect();
        Ok(Some(Side { table, name, files, columns }))
    }

    fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    /// Columns with a meaningful sum over all rows.
    fn summed(&self) -> impl Iterator<Item = &'static str> {
        let additive = self.table.name != STOCK.name && !self.table.is_master_data();
        let columns =
            self.table.columns.iter().filter(move |column| additive && column.kind == Kind::Decimal);
        columns.map(|column| column.name).filter(|name| self.has(name))
    }

    async fn totals(&self, engine: &Sorter) -> Result<Totals> {
        let distinct = async |column: &str| {
            let sql = format!("SELECT count(DISTINCT \"{column}\") AS content FROM {}", self.name);
            engine.count(DOING, &sql).await
        };
        let mut totals = Totals {
            rows: self.files.iter().map(|file| file.rows).sum(),
            first_date: self.files.iter().filter_map(|file| file.first_date).min(),
            last_date: self.files.iter().filter_map(|file| file.last_date).max(),
            ..Totals::default()
        };
        if let Some(date) = self.table.date {
            totals.days = Some(distinct(date).await?);
        }
        if self.has("sku") {
            totals.items = Some(distinct("sku").await?);
        }
        for column in self.summed() {
            let sum = format!("sum(CAST(\"{column}\" AS DECIMAL(38, 4)))");
            let sql = format!("SELECT CAST({sum} AS VARCHAR) AS content FROM {}", self.name);
            let found = engine.tally(DOING, &sql).await?;
            if let Some((.., sum)) = found.first().filter(|(.., sum)| !sum.is_empty()) {
                totals.sums.insert(column.to_owned(), sum.to_owned());
            }
        }
        Ok(totals)
    }
}

async fn compare_table(
    engine: &Sorter,
    table: &'static Table,
    old: Option<Side<'_>>,
    new: Option<Side<'_>>,
) -> Result<TableComparison> {
    let mut found = TableComparison { table: table.name.to_owned(), ..TableComparison::default() };
    for (side, totals) in [(&old, &mut found.before), (&new, &mut found.after)] {
        if let Some(side) = side {
            *totals = Some(side.totals(engine).await?);
        }
    }
    let hashes = |side: &Option<Side<'_>>| -> Vec<String> {
        let mut all: Vec<_> =
            side.iter().flat_map(|side| &side.files).map(|file| file.sha256.clone()).collect();
        all.sort();
        all
    };
    found.same = hashes(&old) == hashes(&new);
    let all =
        |of: fn(&Totals) -> Option<u64>, totals: &Option<Totals>| totals.as_ref().and_then(of).unwrap_or(0);
    if let Some(date) = table.date {
        found.days_added = Some(only_in(engine, date, &new, &old, all(|t| t.days, &found.after)).await?);
        found.days_removed = Some(only_in(engine, date, &old, &new, all(|t| t.days, &found.before)).await?);
        found.days_changed = Some(changed_days(engine, date, &old, &new).await?);
    }
    if table.column("sku").is_some() {
        found.items_added = Some(only_in(engine, "sku", &new, &old, all(|t| t.items, &found.after)).await?);
        found.items_removed =
            Some(only_in(engine, "sku", &old, &new, all(|t| t.items, &found.before)).await?);
    }
    Ok(found)
}

/// Values of a column in `one` that are not in `other`; `all` is the number of values in `one`.
async fn only_in(
    engine: &Sorter,
    column: &str,
    one: &Option<Side<'_>>,
    other: &Option<Side<'_>>,
    all: u64,
) -> Result<u64> {
    let (Some(one), Some(other)) = (one, other) else {
        return Ok(all);
    };
    let sql = format!(
        "SELECT count(*) AS content FROM (SELECT DISTINCT \"{column}\" FROM {} EXCEPT SELECT \"{column}\" FROM {})",
        one.name, other.name
    );
    engine.count(DOING, &sql).await
}

async fn changed_days(
    engine: &Sorter,
    date: &str,
    old: &Option<Side<'_>>,
    new: &Option<Side<'_>>,
) -> Result<u64> {
    let (Some(old), Some(new)) = (old, new) else {
        return Ok(0);
    };
    let by_day = |side: &Side<'_>| {
        let sum = |column: &str| match side.has(column) {
            true => format!("sum(CAST(\"{column}\" AS DECIMAL(38, 4)))"),
            false => "CAST(NULL AS DECIMAL(38, 4))".into(),
        };
        // Sums of balances over days mean nothing, but the sum of one day shows whether that day changed.
        let decimals = side.table.columns.iter().filter(|column| column.kind == Kind::Decimal);
        let sums: Vec<_> =
            decimals.map(|column| format!(", {} AS \"{}\"", sum(column.name), column.name)).collect();
        format!(
            "SELECT \"{date}\" AS day, count(*) AS n{} FROM {} GROUP BY \"{date}\"",
            sums.concat(),
            side.name
        )
    };
    let sql = format!(
        "SELECT count(DISTINCT day) AS content FROM (SELECT day FROM ({} EXCEPT {}) INTERSECT SELECT \"{date}\" FROM {})",
        by_day(old),
        by_day(new),
        new.name,
    );
    engine.count(DOING, &sql).await
}

#[cfg(test)]
mod tests;
