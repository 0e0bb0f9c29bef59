//! An import into a store that has a snapshot: what is new is added, what is corrected is replaced, the rest stays.
//!
//! The rule is docs/decisions/0008-later-imports.md; which rows belong together is said by
//! [`Table::part`](crate::schema::Table) and `within`.

mod base;
mod change;
mod increment;
mod scope;
mod walk;

use super::sorting::Sorter;
use super::{ImportRequest, Imported, OnProgress, Phase, Prepared, Progress, make, prepare, refuse_nothing};
use crate::error::{Error, Place, Result};
use crate::quality;
use crate::store::{FORMAT_VERSION, Manifest, Source, Tenant, scratch_dir};
pub use change::{Change, Counted, TableChange};
use increment::Increment;

/// Imports sources on top of the snapshot that is there; without one it is the same as [`run`](super::run).
///
/// The same rows again make no snapshot. Nothing is visible before all is written. Works without yielding for long
/// stretches, as [`run`](super::run) does.
pub async fn update(tenant: &Tenant, request: &ImportRequest, progress: OnProgress<'_>) -> Result<Imported> {
    let _lock = tenant.lock("import")?;
    let Some(base) = base::find(tenant)? else {
        return make(tenant, request, progress).await;
    };
    let scratch = scratch_dir(tenant.root())?;
    let says_nothing = request.mapping.is_none();
    let request = ImportRequest { mapping: Some(base::mapping(request, &base)?), ..request.clone() };
    let mut prepared = prepare(&request, scratch.path(), progress).await?;
    if says_nothing {
        prepared.sources.iter_mut().for_each(|source| recall(&base.sources, source));
    }
    if prepared.tables.is_empty() {
        return Err(refuse_nothing(&request, &prepared, "rows"));
    }
    let sorter = Sorter::new(scratch.path(), request.memory_bytes)?;
    let mut increments = Vec::new();
    let total = prepared.tables.len() as u64;
    for (done, table) in prepared.tables.iter().enumerate() {
        progress(Progress { phase: Phase::Writing, done: done as u64, total });
        increments.push(Increment::of(tenant, &sorter, scratch.path(), &base, table).await?);
    }
    progress(Progress { phase: Phase::Writing, done: total, total });
    finish(tenant, &request, base, prepared, increments)
}

fn finish(
    tenant: &Tenant,
    request: &ImportRequest,
    base: Manifest,
    prepared: Prepared,
    increments: Vec<Increment>,
) -> Result<Imported> {
    let change = Change {
        base: base.id.clone(),
        tables: increments.iter().map(|increment| increment.change.clone()).collect(),
    };
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
        files,
        quality: match base.quality.filter(|_| !whole) {
            None => Some(prepared.report),
            Some(earlier) if change.tables.iter().all(TableChange::is_nothing) => Some(earlier),
            Some(earlier) => Some(quality::joined(earlier, prepared.report)),
        },
    })?;
    Ok(Imported { manifest, change: Some(change), report })
}

/// True if the import has every part of every table of the snapshot before: then nothing is left of that, and its
/// sources and its report say nothing about the new one.
fn speaks_for_all(base: &Manifest, increments: &[Increment]) -> bool {
    let covered = |table: &str| -> u64 {
        let of_table = increments.iter().filter(|increment| increment.change.table == table);
        of_table.map(|i| i.change.replaced.rows_before + i.change.unchanged.rows_before).sum()
    };
    base.files
        .iter()
        .all(|file| covered(&file.table) == base.files_of(&file.table).map(|file| file.rows).sum::<u64>())
}

/// True if the same file was a source before, and something else is said about it now.
fn said_otherwise(before: &[Source], source: &Source) -> bool {
    let same = |old: &&Source| old.sha256 == source.sha256 && old.file == source.file;
    before.iter().filter(same).any(|old| old != source)
}

/// Without a mapping nothing is said about a source: what was said of the same file before still holds.
fn recall(before: &[Source], source: &mut Source) {
    let same = |old: &&Source| old.sha256 == source.sha256 && old.file == source.file;
    if let Some(known) = before.iter().find(same) {
        source.clone_from(known);
    }
}

/// Sources in the order in which they came; the same file twice is there once.
fn joined(before: &[Source], new: Vec<Source>) -> Vec<Source> {
    let again = |old: &Source| new.iter().any(|new| new.sha256 == old.sha256 && new.file == old.file);
    let kept: Vec<_> = before.iter().filter(|old| !again(old)).cloned().collect();
    kept.into_iter().chain(new).collect()
}
