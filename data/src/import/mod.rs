//! Import: sources in, one immutable snapshot out. Nothing is dropped silently: every line is counted.

// What is imported.
mod files;

// The mapping file and what its sections mean.
mod category;
mod field;
mod mapping;
mod places;

// Cells as values: codes, times, typed rows of a table.
mod code;
mod currency;
mod moment;
mod dating;
mod period;
mod rows;
mod way_out;

// Order lines become daily sales.
mod carried;
mod clean;
mod collect;
mod findings;
mod line;
mod money;
mod orders;
mod overlap;
mod report;
mod staging;

// Sources that are tables already.
mod tables;

// Files that nobody has described.
mod propose;

// Imports on top of a snapshot.
mod update;

use std::path::{Path, PathBuf};

use futures::StreamExt;
use planning::periods::SalesPeriod;

pub use clean::Verdict;
pub use dating::{Dated, SalesRows};
pub use files::{Found as FoundFiles, SourceFile, find as find_files};
pub use jiff::Timestamp;
pub use mapping::{Columns, Field, Mapping, SourceNotes};
pub use moment::Moments;
pub use propose::{Preview as FilePreview, Proposal, propose};
pub use update::{Change, Counted, Preview, Replace, TableChange, preview, update};

use crate::error::{Error, Place, Result};
use crate::report::Report;
use crate::schema::{SALES, Table};
use crate::sorting::Sorter;
use crate::source::file_bytes;
use crate::source::text::listed;
use crate::store::{
    FORMAT_VERSION, Manifest, RowPeriods, SealedFile, Source, TableWriter, Tenant, hash_file,
};
use dating::Stored;

/// The request of an import.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// The files: order lines if the mapping names columns, otherwise tables of a snapshot.
    pub sources: Vec<SourceFile>,
    /// The mapping. Without one, sources must have the columns of a snapshot's tables.
    pub mapping: Option<Mapping>,
    /// What a row of sales adds up, whatever mapping and dates say of it.
    pub period: Option<SalesPeriod>,
    /// The time at which the snapshot is made. It is an input, so that the same sources make the same snapshot.
    pub created_at: Timestamp,
    /// Memory for sorting; what does not fit goes to disk.
    pub memory_bytes: usize,
    /// The rows of the previous snapshot that this import replaces.
    pub replace: Replace,
}

impl ImportRequest {
    /// Memory for sorting unless told otherwise.
    pub const MEMORY_BYTES: usize = Sorter::MEMORY_BYTES;
}

/// The result of an import.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The new snapshot, or the previous one if it already has all of this; its report is `manifest.quality`.
    pub manifest: Manifest,
    /// Changes against the previous snapshot; `None` if there was none, or if it was ignored.
    pub change: Option<Change>,
    /// The findings of this import in its sources.
    pub report: Report,
}

impl Imported {
    /// True if the previous snapshot already has all of this, so that no new one was made.
    pub fn is_nothing_new(&self) -> bool {
        self.change.as_ref().is_some_and(|change| change.base == self.manifest.id)
    }
}

/// The current step of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading the sources; counted in bytes.
    Reading,
    /// Sorting the lines and deciding about each; counted in lines.
    Cleaning,
    /// Writing the snapshot's tables; counted in tables.
    Writing,
}

/// Progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The step.
    pub phase: Phase,
    /// The amount done.
    pub done: u64,
    /// The total amount.
    pub total: u64,
}

/// Called as an import proceeds, some times a second.
pub type OnProgress<'a> = &'a mut (dyn FnMut(Progress) + Send);

/// Imports sources into a tenant, as a snapshot of them alone. Publishing is a separate step.
///
/// Runs in the calling task without yielding for long stretches, so give it its own thread.
pub async fn run(tenant: &Tenant, request: &ImportRequest, progress: OnProgress<'_>) -> Result<Imported> {
    let _lock = tenant.lock("import")?;
    make(tenant, request, progress).await
}

async fn make(tenant: &Tenant, request: &ImportRequest, progress: OnProgress<'_>) -> Result<Imported> {
    let scratch = tenant.scratch()?;
    let prepared = prepare(request, None, scratch.path(), progress).await?;
    if prepared.tables.iter().all(|prepared| prepared.table.name != SALES.name) {
        return Err(refuse_nothing(request, &prepared, "sales"));
    }
    let sorter = Sorter::new(scratch.path(), request.memory_bytes)?;
    let total = prepared.tables.len() as u64;
    let mut sealed = Vec::new();
    for (done, prepared) in prepared.tables.iter().enumerate() {
        progress(Progress { phase: Phase::Writing, done: done as u64, total });
        sealed.push(store(tenant, &sorter, prepared).await?);
    }
    let files = sealed.into_iter().map(SealedFile::commit).collect::<Result<_>>()?;
    progress(Progress { phase: Phase::Writing, done: total, total });
    let manifest = tenant.write_snapshot(Manifest {
        format_version: FORMAT_VERSION,
        id: String::new(),
        created_at: request.created_at.to_string(),
        currency: prepared.mapping.currency,
        time_zone: prepared.mapping.time_zone,
        sources: prepared.sources,
        simulated: Vec::new(),
        simulated_data: Vec::new(),
        row_periods: prepared.row_periods,
        files,
        quality: Some(prepared.report.clone()),
    })?;
    Ok(Imported { manifest, change: None, report: prepared.report })
}

/// The report of importing these sources, made without a store.
///
/// # Errors
/// As [`run`], but for the store.
pub async fn check_sources(request: &ImportRequest, progress: OnProgress<'_>) -> Result<Report> {
    let scratch = tempfile::tempdir().map_err(Error::io("create a directory in", &std::env::temp_dir()))?;
    Ok(prepare(request, None, scratch.path(), progress).await?.report)
}

/// Tables in scratch files, ready to be sorted into the store.
struct Prepared {
    mapping: Mapping,
    tables: Vec<PreparedTable>,
    sources: Vec<Source>,
    /// What the rows of sales and stock stand for.
    row_periods: RowPeriods,
    report: Report,
}

/// One prepared table: once it is registered under the table's name, `sql` returns its rows in order.
struct PreparedTable {
    table: &'static Table,
    path: PathBuf,
    sql: String,
}

impl PreparedTable {
    /// A table made from order lines, whose rows only need sorting; `has` says which optional columns it has.
    fn sorted(table: &'static Table, path: PathBuf, has: impl Fn(&str) -> bool) -> PreparedTable {
        let is_there = |name: &str| has(name) || table.column(name).is_some_and(|column| column.required);
        let sql = format!("SELECT * FROM {0} ORDER BY {1}", table.name, sort_order(table, is_there));
        PreparedTable { table, path, sql }
    }
}

/// The table's sort order in SQL, over the columns for which `has` is true.
fn sort_order(table: &Table, has: impl Fn(&str) -> bool) -> String {
    let columns = table.sort.iter().filter(|name| has(name));
    columns.map(|name| format!("\"{name}\" ASC NULLS FIRST")).collect::<Vec<_>>().join(", ")
}

async fn prepare(
    request: &ImportRequest,
    stored: Option<Stored>,
    scratch: &Path,
    progress: OnProgress<'_>,
) -> Result<Prepared> {
    if request.sources.is_empty() {
        return Err(Error::bad(Place::new("import"), "there is nothing to import", "Name at least one file"));
    }
    let mapping = match &request.mapping {
        Some(mapping) => mapping.clone(),
        None => Mapping::of_tables()?,
    };
    let last_day = request.created_at.to_zoned(mapping.zone.clone()).date();
    let job = Job { request, last_day, mapping, stored, scratch };
    match job.mapping.columns {
        Some(_) => orders::prepare_order_lines(&job, progress).await,
        None => tables::prepare_tables(&job, progress).await,
    }
}

/// Refuses an import that leaves no `what`.
fn refuse_nothing(request: &ImportRequest, prepared: &Prepared, what: &str) -> Error {
    let names: Vec<_> = request.sources.iter().map(|file| file.name().to_owned()).collect();
    Error::bad(
        Place::new(listed(&names)),
        format!("no {what} are left of {} rows", prepared.report.rows),
        "Look at granary check for what became of them, and at the mapping's rules",
    )
}

/// State of one import that its steps share.
struct Job<'a> {
    request: &'a ImportRequest,
    mapping: Mapping,
    /// What the snapshot has that this builds upon.
    stored: Option<Stored>,
    scratch: &'a Path,
    /// Latest possible date of a sale.
    last_day: jiff::civil::Date,
}

impl Job<'_> {
    /// Names of the sources.
    fn file_names(&self) -> Vec<String> {
        self.request.sources.iter().map(|file| file.name().to_owned()).collect()
    }

    /// Bytes of the sources.
    fn total_bytes(&self) -> Result<u64> {
        self.request.sources.iter().map(|file| file_bytes(file.path())).sum()
    }

    /// Manifest entries of the sources in order, from the number of rows read from each.
    fn describe_sources(&self, rows: &[u64]) -> Result<Vec<Source>> {
        let describe = |(source, rows): (&SourceFile, &u64)| {
            let file = source.name().to_owned();
            let notes = self.mapping.source_notes(&file);
            Ok(Source {
                name: notes.map_or_else(|| file.clone(), |notes| notes.name.clone()),
                sha256: hash_file(source.path())?,
                rows: *rows,
                licence: notes.and_then(|notes| notes.licence.clone()),
                attribution: notes.and_then(|notes| notes.attribution.clone()),
                url: notes.and_then(|notes| notes.url.clone()),
                simulated: None,
                used: None,
                file,
            })
        };
        self.request.sources.iter().zip(rows).map(describe).collect()
    }
}

async fn store(tenant: &Tenant, sorter: &Sorter, prepared: &PreparedTable) -> Result<SealedFile> {
    let doing = format!("sorting {}", prepared.table.name);
    sorter.register(prepared.table.name, &[&prepared.path]).await?;
    let mut batches = sorter.query(&doing, &prepared.sql).await?;
    let mut writer = TableWriter::create(tenant, prepared.table)?;
    while let Some(batch) = batches.next().await {
        writer.write(&batch.map_err(Error::engine(&doing))?)?;
    }
    writer.seal()
}

#[cfg(test)]
mod tests;
