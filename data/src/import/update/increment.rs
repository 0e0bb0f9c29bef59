//! The files of one table after an import: files that stay and files that are written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use arrow::array::{BooleanArray, BooleanBufferBuilder, RecordBatch};
use arrow::buffer::BooleanBuffer;
use arrow::compute::filter_record_batch;
use futures::StreamExt;
use planning::day::Day;

use super::Replace;
use super::change::TableChange;
use super::named::named_rows;
use super::scope::Scope;
use super::walk::{Compared, compare};
use crate::error::{Error, Result};
use crate::import::{PreparedTable, sort_order};
use crate::schema::Table;
use crate::scratch::{ScratchFile, read_scratch};
use crate::sorting::Sorter;
use crate::store::{FileEntry, Manifest, SealedFile, TableWriter, Tenant};

/// Number of files of a table beyond which the smaller ones are merged.
const FILES_MAX: usize = 32;

/// One table of the new snapshot. Its files enter the store with [`commit`](Increment::commit).
pub(super) struct Increment {
    kept: Vec<FileEntry>,
    written: Vec<SealedFile>,
    pub(super) change: TableChange,
}

impl Increment {
    /// Compares a prepared table with that of the snapshot, and writes what differs.
    pub(super) async fn of(
        tenant: &Tenant,
        sorter: &Sorter,
        scratch: &Path,
        base: &Manifest,
        prepared: &PreparedTable,
        replace: Replace,
    ) -> Result<Increment> {
        let table = prepared.table;
        let files: Vec<_> = base.files_of(table.name).cloned().collect();
        let names = Names::of(table);
        let fresh = prepare(sorter, scratch, &names, prepared).await?;
        let columns = complete(tenant, sorter, scratch, &names, &files).await?;
        let scope = Scope::read(sorter, table, replace, &names.fresh, &columns).await?;
        let met: Vec<_> = files.iter().filter(|file| overlaps(file, &scope)).collect();
        let stored = register(tenant, sorter, &names.stored, &met).await?;
        let compared = compare(sorter, &names.fresh, stored, &scope).await?;
        let mut increment =
            Increment { kept: Vec::new(), written: Vec::new(), change: compared.change.clone() };
        if increment.change.is_nothing() {
            increment.kept = files;
            return Ok(increment);
        }
        for file in &files {
            if met.contains(&file) && !compared.replaced.is_empty() {
                increment.rewrite(tenant, file, &scope, &fresh, &compared.replaced)?;
            } else {
                increment.kept.push(file.clone());
            }
        }
        let added = write(tenant, sorter, table, &names.fresh, &scope, &compared).await?;
        increment.written.push(added);
        increment.put_together(tenant, sorter, table).await?;
        Ok(increment)
    }

    /// Puts the files in the store and returns the table's manifest entries.
    pub(super) fn commit(self) -> Result<Vec<FileEntry>> {
        let mut files = self.kept;
        for file in self.written {
            files.push(file.commit()?);
        }
        Ok(files)
    }

    /// A stored file without the replaced parts; unchanged if it has none of them.
    fn rewrite(
        &mut self,
        tenant: &Tenant,
        file: &FileEntry,
        scope: &Scope,
        fresh: &Path,
        replaced: &BTreeSet<String>,
    ) -> Result<()> {
        let path = tenant.verified_path(file)?;
        let gone = match scope.is_by_item() {
            true => named_rows(scope, &path, fresh, replaced)?,
            false => covered_rows(scope, &path, replaced)?,
        };
        match gone.count_set_bits() {
            0 => {
                self.kept.push(file.clone());
                return Ok(());
            }
            count if count == gone.len() => return Ok(()),
            _ => {}
        }
        let kept = BooleanArray::new(!&gone, None);
        let (mut writer, mut row) = (TableWriter::create(tenant, scope.table)?, 0);
        for batch in read_scratch(&path)? {
            let batch = batch.map_err(Error::engine(DOING))?;
            let kept = kept.slice(row, batch.num_rows());
            row += batch.num_rows();
            writer.write(&filter_record_batch(&batch, &kept).map_err(Error::engine(DOING))?)?;
        }
        self.written.push(writer.seal()?);
        Ok(())
    }

    /// Bounds the number of files over many imports: the largest stays, the others are merged.
    async fn put_together(&mut self, tenant: &Tenant, sorter: &Sorter, table: &'static Table) -> Result<()> {
        if self.kept.len() + self.written.len() <= FILES_MAX {
            return Ok(());
        }
        self.kept.sort_by_key(|file| file.rows);
        let largest = self.kept.pop();
        let small: Vec<_> = self.kept.iter().collect();
        let mut paths = verified(tenant, &small)?;
        paths.extend(self.written.iter().map(|file| file.path().to_path_buf()));
        let name = format!("{}_small", table.name);
        sorter.register(&name, &paths).await?;
        let columns = sorter.columns(&name).await?;
        let order = sort_order(table, |name| columns.iter().any(|(column, _)| column == name));
        let mut batches = sorter.query(DOING, &format!("SELECT * FROM {name} ORDER BY {order}")).await?;
        let mut writer = TableWriter::create(tenant, table)?;
        while let Some(batch) = batches.next().await {
            writer.write(&batch.map_err(Error::engine(DOING))?)?;
        }
        drop(batches);
        self.written = vec![writer.seal()?];
        self.kept = largest.into_iter().collect();
        Ok(())
    }
}

const DOING: &str = "adding an import to the snapshot";

/// The engine's names for the rows of the import and of the snapshot.
struct Names {
    table: &'static Table,
    fresh: String,
    stored: String,
}

impl Names {
    fn of(table: &'static Table) -> Names {
        Names { table, fresh: format!("{}_fresh", table.name), stored: format!("{}_stored", table.name) }
    }
}

/// For each row of a stored file, whether it belongs to one of `parts` and is in the import's scope.
fn covered_rows(scope: &Scope, path: &Path, parts: &BTreeSet<String>) -> Result<BooleanBuffer> {
    let mut covered = BooleanBufferBuilder::new(0);
    for batch in read_scratch(path)? {
        let batch: RecordBatch = batch.map_err(Error::engine(DOING))?;
        covered.append_slice(&scope.is_in(&batch, parts)?);
    }
    Ok(covered.finish())
}

/// Writes the prepared rows, summed and in the table's order, to a scratch file, and registers it as the table
/// `fresh`.
async fn prepare(
    sorter: &Sorter,
    scratch: &Path,
    names: &Names,
    prepared: &PreparedTable,
) -> Result<PathBuf> {
    sorter.register(prepared.table.name, &[&prepared.path]).await?;
    let path = stage(sorter, scratch, &names.fresh, &prepared.sql).await?;
    sorter.register(&names.fresh, &[&path]).await?;
    Ok(path)
}

/// Master data keeps its values in columns that the import does not have. Returns the columns of `fresh`.
async fn complete(
    tenant: &Tenant,
    sorter: &Sorter,
    scratch: &Path,
    names: &Names,
    files: &[FileEntry],
) -> Result<Vec<String>> {
    let of = async |name: &str| -> Result<Vec<String>> {
        Ok(sorter.columns(name).await?.into_iter().map(|(column, _)| column).collect())
    };
    let columns = of(&names.fresh).await?;
    let files: Vec<_> = files.iter().collect();
    if !names.table.is_master_data() || register(tenant, sorter, &names.stored, &files).await?.is_none() {
        return Ok(columns);
    }
    let stored = of(&names.stored).await?;
    let known = names.table.columns.iter().map(|column| column.name.to_owned());
    let all: Vec<_> = known.filter(|name| columns.contains(name) || stored.contains(name)).collect();
    if all == columns {
        return Ok(columns);
    }
    let (table, key) = (names.table, names.table.part);
    let from = |name: &String| if columns.contains(name) { &names.fresh } else { &names.stored };
    let selected: Vec<_> = all.iter().map(|name| format!("{}.\"{name}\"", from(name))).collect();
    let sql = format!(
        "SELECT {} FROM {fresh} LEFT JOIN {stored} ON {fresh}.\"{key}\" = {stored}.\"{key}\" ORDER BY {fresh}.\"{key}\"",
        selected.join(", "),
        fresh = names.fresh,
        stored = names.stored,
    );
    let completed = stage(sorter, scratch, &format!("{}_completed", table.name), &sql).await?;
    sorter.register(&names.fresh, &[completed]).await?;
    Ok(all)
}

async fn stage(sorter: &Sorter, scratch: &Path, name: &str, sql: &str) -> Result<PathBuf> {
    let mut file = ScratchFile::new(scratch, name);
    let mut batches = sorter.query(DOING, sql).await?;
    while let Some(batch) = batches.next().await {
        file.write(&batch.map_err(Error::engine(DOING))?)?;
    }
    let nothing = || {
        let problem = format!("table {name} of the import has no rows");
        Error::engine(DOING)(datafusion::error::DataFusionError::Internal(problem))
    };
    file.finish()?.ok_or_else(nothing)
}

/// Verifies stored files and registers them as a table; `None` if there are none.
async fn register<'n>(
    tenant: &Tenant,
    sorter: &Sorter,
    name: &'n str,
    files: &[&FileEntry],
) -> Result<Option<&'n str>> {
    if files.is_empty() {
        return Ok(None);
    }
    sorter.register(name, &verified(tenant, files)?).await?;
    Ok(Some(name))
}

fn verified(tenant: &Tenant, files: &[&FileEntry]) -> Result<Vec<PathBuf>> {
    files.iter().map(|file| tenant.verified_path(file)).collect()
}

/// False if no part of the import can be in the file, which then need not be read.
fn overlaps(file: &FileEntry, scope: &Scope) -> bool {
    let day = |text: &str| text.parse::<Day>().ok();
    match (
        scope.table.date == Some(scope.part),
        file.first_date,
        file.last_date,
        day(&scope.first),
        day(&scope.last),
    ) {
        (true, Some(first), Some(last), Some(from), Some(to)) => first <= to && from <= last,
        _ => true,
    }
}

/// Writes the import's parts that are new or differ.
async fn write(
    tenant: &Tenant,
    sorter: &Sorter,
    table: &'static Table,
    fresh: &str,
    scope: &Scope,
    compared: &Compared,
) -> Result<SealedFile> {
    let columns = sorter.columns(fresh).await?;
    let order = sort_order(table, |name| columns.iter().any(|(column, _)| column == name));
    let mut batches = sorter.query(DOING, &format!("SELECT * FROM {fresh} ORDER BY {order}")).await?;
    let mut writer = TableWriter::create(tenant, table)?;
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(Error::engine(DOING))?;
        let written = BooleanArray::from(scope.is_in(&batch, &compared.written)?);
        writer.write(&filter_record_batch(&batch, &written).map_err(Error::engine(DOING))?)?;
    }
    writer.seal()
}
