//! An import into a store that has a snapshot: new rows are added, repeated ones are replaced, the rest stays.
//!
//! The rule is docs/decisions/0008-later-imports.md. The fields `named`, `part` and `within` of
//! [`Table`](crate::schema::Table) say which rows belong together.

mod base;
mod change;
mod increment;
mod named;
mod scope;
mod walk;

use std::path::Path;

use super::dating::Stored;
use super::{ImportRequest, Imported, OnProgress, Phase, Prepared, Progress, make, prepare, refuse_nothing};
use crate::error::{Error, Place, Result};
use crate::report::{self, Report};
use crate::schema::STOCK;
use crate::sorting::Sorter;
use crate::store::{FORMAT_VERSION, Manifest, Source, Tenant};
pub use change::{Change, Counted, TableChange};
use increment::Increment;

/// The stored rows that a later import replaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Replace {
    /// Rows about the things that it names: the same item at the same location on the same day, the same purchase
    /// order.
    #[default]
    Items,
    /// All rows of its days and locations: items that it does not name vanish.
    Days,
}

/// The changes that an import would make.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Changes against the existing snapshot; `None` if there is none.
    pub change: Option<Change>,
    /// Findings in the sources.
    pub report: Report,
}

/// Does the work of [`update`] without changing the store.
pub async fn preview(tenant: &Tenant, request: &ImportRequest, progress: OnProgress<'_>) -> Result<Preview> {
    let _lock = tenant.lock("import")?;
    let scratch = tenant.scratch()?;
    let Some(base) = base::find(tenant)? else {
        let prepared = prepare(request, None, scratch.path(), progress).await?;
        return Ok(Preview { change: None, report: prepared.report });
    };
    let merged = Merged::of(tenant, request, base, scratch.path(), progress).await?;
    Ok(Preview { change: Some(merged.change()), report: merged.prepared.report })
}

/// Imports sources on top of the existing snapshot; without one it is the same as [`run`](super::run).
///
/// The same rows again make no snapshot. Nothing is visible before everything is written. Runs without yielding for
/// long stretches, as [`run`](super::run) does.
pub async fn update(tenant: &Tenant, request: &ImportRequest, progress: OnProgress<'_>) -> Result<Imported> {
    let _lock = tenant.lock("import")?;
    let Some(base) = base::find(tenant)? else {
        return make(tenant, request, progress).await;
    };
    let scratch = tenant.scratch()?;
    finish(tenant, request, Merged::of(tenant, request, base, scratch.path(), progress).await?)
}

/// An import merged with the snapshot that it builds on, in files that are not yet in the store.
struct Merged {
    base: Manifest,
    prepared: Prepared,
    increments: Vec<Increment>,
}

impl Merged {
    async fn of(
        tenant: &Tenant,
        request: &ImportRequest,
        base: Manifest,
        scratch: &Path,
        progress: OnProgress<'_>,
    ) -> Result<Merged> {
        let says_nothing = request.mapping.is_none();
        let request = ImportRequest { mapping: Some(base::mapping(request, &base)?), ..request.clone() };
        let stored = Stored { rows: base.row_periods, has_stock: base.files_of(STOCK.name).next().is_some() };
        let mut prepared = prepare(&request, Some(stored), scratch, progress).await?;
        if says_nothing {
            prepared.sources.iter_mut().for_each(|source| recall(&base.sources, source));
        }
        if prepared.tables.is_empty() {
            return Err(refuse_nothing(&request, &prepared, "rows"));
        }
        let sorter = Sorter::new(scratch, request.memory_bytes)?;
        let mut increments = Vec::new();
        let total = prepared.tables.len() as u64;
        for (done, table) in prepared.tables.iter().enumerate() {
            progress(Progress { phase: Phase::Writing, done: done as u64, total });
            increments.push(Increment::of(tenant, &sorter, scratch, &base, table, request.replace).await?);
        }
        progress(Progress { phase: Phase::Writing, done: total, total });
        Ok(Merged { base, prepared, increments })
    }

    fn change(&self) -> Change {
        Change {
            base: self.base.id.clone(),
            tables: self.increments.iter().map(|increment| increment.change.clone()).collect(),
        }
    }
}

fn finish(tenant: &Tenant, request: &ImportRequest, merged: Merged) -> Result<Imported> {
    let change = merged.change();
    let Merged { base, prepared, increments } = merged;
    let same_words = base.currency == prepared.mapping.currency
        && base.time_zone == prepared.mapping.time_zone
        && prepared.sources.iter().all(|source| !said_otherwise(&base.sources, source));
    if same_words && change.tables.iter().all(TableChange::is_nothing) {
        return Ok(Imported { manifest: base, change: Some(change), report: prepared.report });
    }
    let report = prepared.report.clone();
    let whole = speaks_for_all(&base, &increments);
    let mut files: Vec<_> = base
        .files
        .iter()
        .filter(|file| increments.iter().all(|increment| increment.change.table != file.table))
        .cloned()
        .collect();
    for increment in increments {
        files.extend(increment.commit()?);
    }
    let manifest = tenant.write_snapshot(Manifest {
        format_version: FORMAT_VERSION,
        id: String::new(),
        created_at: request.created_at.to_string(),
        currency: prepared.mapping.currency,
        time_zone: prepared.mapping.time_zone,
        sources: if whole { prepared.sources } else { joined(&base.sources, prepared.sources) },
        simulated: if whole { Vec::new() } else { base.simulated },
        simulated_data: if whole { Vec::new() } else { base.simulated_data },
        row_periods: prepared.row_periods,
        files,
        quality: match base.quality.filter(|_| !whole) {
            None => Some(prepared.report),
            Some(earlier) if change.tables.iter().all(TableChange::is_nothing) => Some(earlier),
            Some(earlier) => Some(report::joined(earlier, prepared.report)),
        },
    })?;
    Ok(Imported { manifest, change: Some(change), report })
}

/// True if the import has every part of every table of the previous snapshot. Then nothing is left of it, and its
/// sources and its report do not describe the new one.
fn speaks_for_all(base: &Manifest, increments: &[Increment]) -> bool {
    let covered = |table: &str| -> u64 {
        let of_table = increments.iter().filter(|increment| increment.change.table == table);
        of_table.map(|i| i.change.replaced.rows_before + i.change.unchanged.rows_before).sum()
    };
    base.files
        .iter()
        .all(|file| covered(&file.table) == base.files_of(&file.table).map(|file| file.rows).sum::<u64>())
}

/// True if the same file was a source before, with a different description.
fn said_otherwise(before: &[Source], source: &Source) -> bool {
    let same = |old: &&Source| old.sha256 == source.sha256 && old.file == source.file;
    before.iter().filter(same).any(|old| old != source)
}

/// Without a mapping a source has no description, so the previous description of the same file is kept.
fn recall(before: &[Source], source: &mut Source) {
    let same = |old: &&Source| old.sha256 == source.sha256 && old.file == source.file;
    if let Some(known) = before.iter().find(same) {
        source.clone_from(known);
    }
}

/// Sources in the order in which they were imported; a repeated file is listed once.
fn joined(before: &[Source], new: Vec<Source>) -> Vec<Source> {
    let again = |old: &Source| new.iter().any(|new| new.sha256 == old.sha256 && new.file == old.file);
    let kept: Vec<_> = before.iter().filter(|old| !again(old)).cloned().collect();
    kept.into_iter().chain(new).collect()
}
