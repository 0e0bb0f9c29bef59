//! Series files, which a page reads one at a time: together they are the largest part of a publication.

use crate::PageError;
use contract::{Derived, ItemKey, ItemRecord, SeriesGroup};
use core::fmt::Debug;
use std::sync::Arc;

/// Where the series files of a publication are.
pub trait SeriesFiles: Debug + Send + Sync {
    /// A group by its number; may block.
    ///
    /// # Errors
    /// The file is missing or damaged. The reader has logged its name: it is of no use to who asked for the page.
    fn group(&self, group: usize) -> Result<Arc<SeriesGroup>, SeriesUnreadable>;
}

/// A series file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesUnreadable;

/// Everything known of an item-location.
///
/// # Errors
/// There is none of these names; its series file cannot be read.
pub fn item_record(
    derived: &Derived,
    series: &dyn SeriesFiles,
    key: &ItemKey,
) -> Result<ItemRecord, PageError> {
    let row = key.row(&derived.cube, &derived.plan)?;
    let group = series.group(SeriesGroup::of_row(row))?;
    ItemRecord::new(derived, row, &group).ok_or(PageError::Unreadable)
}
