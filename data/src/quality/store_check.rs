//! Checks a snapshot in a store: its files, its columns and its rows.

mod probes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::relations::today;
use crate::error::{Error, Result};
use crate::report::{Check, Dimension::Validity, NO_FILE, Question, Report, Tally};
use crate::schema::{TABLES, Table};
use crate::sorting::Sorter;
use crate::store::{FileEntry, Manifest, Tenant};
use probes::{Probe, probes};

const DOING: &str = "checking a snapshot";

/// Checks one snapshot: its files against the manifest, its columns against the schema, and its rows.
pub async fn check_store(tenant: &Tenant, manifest: &Manifest) -> Result<Report> {
    let scratch = tempfile::tempdir().map_err(Error::io("create a directory in", &std::env::temp_dir()))?;
    let mut checks = Vec::new();
    let sound = sound_files(tenant, manifest, &mut checks)?;
    let tables = Tables::open(scratch.path(), manifest, &sound).await?;
    checks.push(wrong_columns(&tables));
    let period = manifest.row_periods.sales;
    let today = today(&tables.engine, period, |table, column| tables.has_column(table, column)).await?;
    for probe in probes(&tables, period, tables.sale_days().await?, today) {
        checks.push(tables.run(probe).await?);
    }
    checks.sort_by_key(|check| check.dimension);
    Ok(Report { rows: manifest.files.iter().map(|file| file.rows).sum(), verdicts: Vec::new(), checks })
}

/// Files that match the manifest; the others are counted.
fn sound_files<'m>(
    tenant: &Tenant,
    manifest: &'m Manifest,
    checks: &mut Vec<Check>,
) -> Result<Vec<(&'m FileEntry, PathBuf)>> {
    const QUESTION: Question = Question { id: "files", dimension: Validity, unit: "files" };
    let mut damaged = Tally::default();
    let mut sound = Vec::new();
    for (position, file) in (0..).zip(&manifest.files) {
        match tenant.verified_path(file) {
            Ok(path) => sound.push((file, path)),
            Err(error @ (Error::Damaged { .. } | Error::BadInput { .. })) => {
                damaged.add(NO_FILE, position, || error.to_string());
            }
            Err(error) => return Err(error),
        }
    }
    checks.push(damaged.answer(&QUESTION, manifest.files.len() as u64, &[]));
    Ok(sound)
}

/// The tables that can be queried.
struct Tables {
    engine: Sorter,
    open: BTreeMap<&'static str, Open>,
    unknown: Vec<String>,
}

struct Open {
    table: &'static Table,
    rows: u64,
    /// Name and Arrow type of each column.
    columns: Vec<(String, String)>,
}

impl Tables {
    async fn open(scratch: &Path, manifest: &Manifest, sound: &[(&FileEntry, PathBuf)]) -> Result<Tables> {
        let engine = Sorter::new(scratch, Sorter::MEMORY_BYTES)?;
        let mut open = BTreeMap::new();
        for table in TABLES {
            let files: Vec<_> = sound.iter().filter(|(file, _)| file.table == table.name).collect();
            if files.is_empty() {
                continue;
            }
            let paths: Vec<_> = files.iter().map(|(_, path)| path).collect();
            engine.register(table.name, &paths).await?;
            let columns = engine.columns(table.name).await?;
            let rows = files.iter().map(|(file, _)| file.rows).sum();
            open.insert(table.name, Open { table, rows, columns });
        }
        let known = |file: &&FileEntry| TABLES.iter().any(|table| table.name == file.table);
        let unknown = manifest.files.iter().filter(|file| !known(file)).map(|file| file.table.clone());
        Ok(Tables { engine, open, unknown: unknown.collect() })
    }

    fn has_column(&self, table: &str, column: &str) -> bool {
        self.open.get(table).is_some_and(|open| open.columns.iter().any(|(name, _)| name == column))
    }

    fn rows(&self, table: &str) -> u64 {
        self.open.get(table).map_or(0, |open| open.rows)
    }

    /// Days with sales.
    async fn sale_days(&self) -> Result<u64> {
        if !self.open.contains_key("sales") {
            return Ok(0);
        }
        self.engine.count(DOING, "SELECT count(DISTINCT date) AS content FROM sales").await
    }

    async fn run(&self, probe: Probe) -> Result<Check> {
        let tally = self.engine.facts(DOING, probe.question.id, probe.names, &probe.sql).await?;
        let mut check = tally.answer(&probe.question, probe.seen, &[]);
        if let Some(table) = probe.table {
            check.id = format!("{table}_{}", check.id);
        }
        Ok(check)
    }
}

/// Columns that a file lacks, or has with another type.
fn wrong_columns(tables: &Tables) -> Check {
    const QUESTION: Question = Question { id: "columns", dimension: Validity, unit: "columns" };
    let (mut wrong, mut seen) = (Tally::default(), 0);
    let mut note = |content: String| {
        let position = wrong.affected;
        wrong.add(NO_FILE, position, || content);
    };
    tables.unknown.iter().for_each(|name| note(format!("table {name} is unknown")));
    for open in tables.open.values() {
        let table = open.table;
        for column in table.columns.iter().filter(|column| column.required) {
            if !open.columns.iter().any(|(name, _)| name == column.name) {
                note(format!("{}.{} is missing", table.name, column.name));
            }
        }
        for (name, found) in &open.columns {
            seen += 1;
            match table.column(name) {
                None => note(format!("{}.{name} is unknown", table.name)),
                Some(column) if column.kind.arrow().to_string() != *found => {
                    note(format!(
                        "{}.{name} has type {found} where {} is needed",
                        table.name,
                        column.kind.arrow()
                    ));
                }
                Some(_) => {}
            }
        }
    }
    wrong.answer(&QUESTION, seen, &[])
}

#[cfg(test)]
mod tests;
