//! A shelf with a part of a publication: what a lock leaves, held in memory. Whoever reads from it cannot reach the rest.

use super::{List, Served, Shelf};
use crate::refusal::Refusal;
use app::{SeriesFiles, SeriesUnreadable};
use contract::{Cube, DecodeError, Lock, Plan, Restricted, SERIES_GROUP_ITEMS, SeriesGroup};
use data::store::sha256_hex;
use std::fmt;
use std::sync::{Arc, OnceLock, PoisonError};

impl Shelf {
    /// A shelf with the part of a publication that a lock leaves. Takes as long as copying that part.
    ///
    /// # Errors
    /// The part cannot be written, which the log explains.
    pub fn part(&self, whole: Arc<Served>, lock: &Lock) -> Result<Shelf, Refusal> {
        let id = sha256_hex(format!("{}\n{lock}", whole.id()).as_bytes());
        let Restricted { mut published, rows } = whole.published.restrict(lock, id.clone());
        let files = files(&published.derived.cube, &published.derived.plan).map_err(|error| {
            tracing::error!(%error, "a part of the publication cannot be written");
            Refusal::Internal
        })?;
        let list = Arc::new(List::made_of(id, files));
        published.publication.files.clone_from(&list.files);
        let series = Box::new(PartOfSeries { whole, rows });
        let served = Arc::new(Served {
            published,
            list: list.clone(),
            log: Vec::new(),
            series,
            names: OnceLock::new(),
        });
        let shelf = Shelf { is_part: true, ..Shelf::new(self.tenant.clone(), 0) };
        shelf.remember(0, list);
        *shelf.current.write().unwrap_or_else(PoisonError::into_inner) = Some(served);
        Ok(shelf)
    }
}

/// The files that browsers compute from, by their paths below the publication.
fn files(cube: &Cube, plan: &Plan) -> Result<Vec<(String, Vec<u8>)>, DecodeError> {
    let mut files = vec![(Cube::PATH.to_owned(), cube.encode()?)];
    for (shard, range) in Plan::shard_rows(plan.policy.len()) {
        files.push((Plan::policy_path(shard), plan.policy.encode(range.clone())?));
        files.push((Plan::items_path(shard), plan.items.encode(range)?));
    }
    Ok(files)
}

/// The series of some rows of a publication, in groups of their own.
struct PartOfSeries {
    whole: Arc<Served>,
    /// The rows of the whole plan, in order.
    rows: Vec<u32>,
}

impl SeriesFiles for PartOfSeries {
    fn group(&self, group: usize) -> Result<Arc<SeriesGroup>, SeriesUnreadable> {
        let rows = self.rows.chunks(SERIES_GROUP_ITEMS).nth(group).ok_or(SeriesUnreadable)?;
        let mut part: Option<SeriesGroup> = None;
        for of_one in rows.chunk_by(|a, b| place(*a).0 == place(*b).0) {
            let from = self.whole.series.group(place(of_one[0]).0)?;
            let part = part.get_or_insert_with(|| from.without_items());
            for row in of_one {
                part.items.push(from.items.get(place(*row).1).ok_or(SeriesUnreadable)?.clone());
            }
            let suppliers = &self.whole.derived().plan.items.supplier;
            let is_theirs = |name: &str| of_one.iter().any(|row| suppliers[*row as usize] == name);
            for supplier in from.suppliers.iter().filter(|supplier| is_theirs(&supplier.supplier)) {
                if part.suppliers.iter().all(|known| known.supplier != supplier.supplier) {
                    part.suppliers.push(supplier.clone());
                }
            }
        }
        part.map(Arc::new).ok_or(SeriesUnreadable)
    }
}

/// The group of a row of the plan, and the row's place in it.
fn place(row: u32) -> (usize, usize) {
    let row = row as usize;
    (SeriesGroup::of_row(row), row % SERIES_GROUP_ITEMS)
}

impl fmt::Debug for PartOfSeries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartOfSeries").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}
