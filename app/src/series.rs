//! Series files, which a page reads one at a time, because together they are the largest part of a publication.

use contract::SeriesGroup;
use core::fmt::Debug;
use std::sync::Arc;

/// Where the series files of a publication are.
pub trait SeriesFiles: Debug + Send + Sync {
    /// A group by its number; may block.
    ///
    /// # Errors
    /// The file is missing or damaged. The reader has logged its name, which is of no use to the page's reader.
    fn group(&self, group: usize) -> Result<Arc<SeriesGroup>, SeriesUnreadable>;
}

/// A series file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesUnreadable;
