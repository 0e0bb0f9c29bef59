//! Merges two sorted streams of rows to find the parts that are new, changed, or the same.

use std::collections::BTreeSet;

use arrow::array::{Array, ArrayRef, BooleanArray, RecordBatch, StringArray, new_null_array};
use arrow::compute::filter_record_batch;
use arrow::row::{RowConverter, Rows, SortField};
use datafusion::execution::SendableRecordBatchStream;
use futures::StreamExt;

use super::scope::{Scope, channels, is_same_channel};
use super::{Replace, TableChange};
use crate::error::{Error, Result};
use crate::schema::Column;
use crate::sorting::Sorter;

const DOING: &str = "comparing an import with the snapshot";

/// The parts to be written, and the counts of all parts.
pub(super) struct Compared {
    /// Parts that differ from the snapshot or are not in it.
    pub(super) written: BTreeSet<String>,
    /// Those of them with stored rows that are removed.
    pub(super) replaced: BTreeSet<String>,
    pub(super) change: TableChange,
}

/// Compares the rows registered as `fresh` with the rows in their scope registered as `stored`, if any. Memory holds
/// the parts that differ, never their rows.
pub(super) async fn compare(
    sorter: &Sorter,
    fresh: &str,
    stored: Option<&str>,
    scope: &Scope,
) -> Result<Compared> {
    let forms = Forms::of(scope)?;
    let mut new = Side::open(sorter, &forms, scope, fresh, false).await?;
    let mut old = match stored {
        Some(stored) => Some(Side::open(sorter, &forms, scope, stored, true).await?),
        None => None,
    };
    let mut compared = Compared {
        written: BTreeSet::new(),
        replaced: BTreeSet::new(),
        change: TableChange::none(scope.table.name, scope.part),
    };
    while let Some(part) = new.part().await? {
        let mut found = Part { is_same: true, ..Part::default() };
        if let Some(old) = &mut old {
            old.skip_to(&part).await?;
        }
        loop {
            let stored = match &mut old {
                Some(old) => old.thing(&part).await?,
                None => None,
            };
            // Both are in the same order, so a part that only one of them has comes first on that side.
            let next = match (new.thing(&part).await?, stored) {
                (Some(fresh), Some(stored)) => fresh.min(stored),
                (fresh, stored) => match fresh.or(stored) {
                    Some(next) => next,
                    None => break,
                },
            };
            let stored = match &mut old {
                Some(old) => old.rows_of(&part, &next).await?,
                None => Vec::new(),
            };
            found.add(&new.rows_of(&part, &next).await?, &stored);
        }
        found.count(scope.replace, &mut compared, part);
    }
    Ok(compared)
}

/// The comparison of one part.
#[derive(Default)]
struct Part {
    /// Rows of the import.
    rows: u64,
    /// Stored rows of things that the import names.
    named: u64,
    /// Stored rows in its scope of things that it does not name.
    others: u64,
    /// True if the named rows are already stored unchanged.
    is_same: bool,
}

impl Part {
    fn add(&mut self, fresh: &[Entry], stored: &[Entry]) {
        let is_named = |stored: &&Entry| {
            let same = |fresh: &Entry| is_same_channel(stored.channel.as_deref(), fresh.channel.as_deref());
            fresh.iter().any(same)
        };
        let named: Vec<_> = stored.iter().filter(is_named).collect();
        self.rows += fresh.len() as u64;
        self.named += named.len() as u64;
        self.others += (stored.len() - named.len()) as u64;
        self.is_same &= fresh.iter().map(|entry| &entry.row).eq(named.iter().map(|entry| &entry.row));
    }

    fn count(self, replace: Replace, compared: &mut Compared, part: String) {
        let change = &mut compared.change;
        let (before, same) = match replace {
            Replace::Items => (self.named, self.is_same),
            Replace::Days => (self.named + self.others, self.is_same && self.others == 0),
        };
        match (before, same) {
            (0, _) => change.appended.add(0, self.rows),
            (_, true) => change.unchanged.add(before, self.rows),
            (_, false) => change.replaced.add(before, self.rows),
        }
        if self.others > 0 && !same {
            let others = match replace {
                Replace::Items => &mut change.beside,
                Replace::Days => &mut change.vanished,
            };
            others.add(self.others, 0);
        }
        if before > 0 && !same {
            compared.replaced.insert(part.clone());
        }
        if !same {
            compared.written.insert(part);
        }
    }
}

/// Forms in which rows can be compared.
struct Forms {
    /// The part, and the thing within it.
    thing: RowConverter,
    /// All columns.
    row: RowConverter,
}

impl Forms {
    fn of(scope: &Scope) -> Result<Forms> {
        let converter = |columns: Vec<_>| RowConverter::new(columns).map_err(Error::engine(DOING));
        let field = |column: &Column| SortField::new(column.kind.arrow());
        let things = scope.beyond().filter_map(|name| scope.table.column(name)).map(field);
        Ok(Forms {
            thing: converter(things.collect())?,
            row: converter(scope.table.columns.iter().map(field).collect())?,
        })
    }
}

/// One row.
struct Entry {
    channel: Option<String>,
    row: Vec<u8>,
}

/// One of the two streams.
struct Side<'a> {
    forms: &'a Forms,
    scope: &'a Scope,
    is_stored: bool,
    batches: SendableRecordBatchStream,
    parts: StringArray,
    channels: Option<StringArray>,
    things: Option<Rows>,
    rows: Option<Rows>,
    next: usize,
}

impl<'a> Side<'a> {
    async fn open(
        sorter: &Sorter,
        forms: &'a Forms,
        scope: &'a Scope,
        name: &str,
        is_stored: bool,
    ) -> Result<Side<'a>> {
        let columns = sorter.columns(name).await?;
        let has = |column: &&str| columns.iter().any(|(name, _)| name == column);
        let keys = scope.beyond().chain(scope.table.key.iter().copied().filter(has));
        let order = std::iter::once(scope.part_sql()).chain(keys.map(|key| format!("\"{key}\"")));
        let order: Vec<_> = order.map(|key| format!("{key} ASC NULLS FIRST")).collect();
        let condition = if is_stored { format!("WHERE {}", scope.between_sql()) } else { String::new() };
        let sql = format!("SELECT * FROM {name} {condition} ORDER BY {}", order.join(", "));
        Ok(Side {
            forms,
            scope,
            is_stored,
            batches: sorter.query(DOING, &sql).await?,
            parts: StringArray::new_null(0),
            channels: None,
            things: None,
            rows: None,
            next: 0,
        })
    }

    /// True if there is a current row.
    async fn fill(&mut self) -> Result<bool> {
        while self.next == self.parts.len() {
            let Some(batch) = self.batches.next().await else {
                return Ok(false);
            };
            let mut batch = batch.map_err(Error::engine(DOING))?;
            if self.is_stored {
                let covered = BooleanArray::from(self.scope.covers(&batch)?);
                batch = filter_record_batch(&batch, &covered).map_err(Error::engine(DOING))?;
            }
            let table = self.scope.table;
            let things = self.scope.beyond().filter_map(|name| table.column(name));
            self.parts = self.scope.part_texts(&batch)?;
            self.channels = channels(&batch)?;
            self.things = Some(converted(&self.forms.thing, things, &batch)?);
            self.rows = Some(converted(&self.forms.row, table.columns.iter(), &batch)?);
            self.next = 0;
        }
        Ok(true)
    }

    /// The part of the next row.
    async fn part(&mut self) -> Result<Option<String>> {
        Ok(self.fill().await?.then(|| self.parts.value(self.next).to_owned()))
    }

    /// Skips the rows of parts before this one.
    async fn skip_to(&mut self, part: &str) -> Result<()> {
        while self.fill().await? && self.parts.value(self.next) < part {
            self.next += 1;
        }
        Ok(())
    }

    /// The thing of the next row, in a comparable form, if the row belongs to this part.
    async fn thing(&mut self, part: &str) -> Result<Option<Vec<u8>>> {
        if !self.fill().await? || self.parts.value(self.next) != part {
            return Ok(None);
        }
        // Without columns that distinguish things, a part is one thing.
        Ok(Some(at(self.things.as_ref(), self.next)))
    }

    /// The rows about one thing.
    async fn rows_of(&mut self, part: &str, thing: &[u8]) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        while self.thing(part).await?.is_some_and(|next| next == thing) {
            let channel = self.channels.as_ref().filter(|channels| channels.is_valid(self.next));
            entries.push(Entry {
                channel: channel.map(|channels| channels.value(self.next).to_owned()),
                row: at(self.rows.as_ref(), self.next),
            });
            self.next += 1;
        }
        Ok(entries)
    }
}

fn at(rows: Option<&Rows>, index: usize) -> Vec<u8> {
    rows.filter(|rows| index < rows.num_rows()).map_or(Vec::new(), |rows| rows.row(index).as_ref().to_vec())
}

fn converted<'c>(
    form: &RowConverter,
    columns: impl Iterator<Item = &'c Column>,
    batch: &RecordBatch,
) -> Result<Rows> {
    let columns: Vec<_> = columns.map(|column| full(column, batch)).collect();
    form.convert_columns(&columns).map_err(Error::engine(DOING))
}

/// The column, or one of nulls, because a missing column equals an empty one.
fn full(column: &Column, batch: &RecordBatch) -> ArrayRef {
    let found = batch.column_by_name(column.name).cloned();
    found.unwrap_or_else(|| new_null_array(&column.kind.arrow(), batch.num_rows()))
}
