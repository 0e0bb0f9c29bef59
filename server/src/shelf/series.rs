//! Series files of a served publication: read and verified when a page or an answer needs one.

use crate::lock::lock;
use app::{SeriesFiles, SeriesUnreadable};
use contract::{Publication, SeriesGroup};
use data::store::{Reading, Tenant};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

/// Number of groups kept in memory, most recently used first: together a few megabytes.
const GROUPS_KEPT: usize = 8;

/// The series files of one publication.
pub struct StoredSeries {
    tenant: Tenant,
    publication: Publication,
    recent: Mutex<VecDeque<(usize, Arc<SeriesGroup>)>>,
    /// Keeps the series from being pruned while somebody may ask for them.
    _reading: Option<Reading>,
}

impl StoredSeries {
    /// None read yet.
    pub fn new(tenant: Tenant, publication: Publication) -> Self {
        let _reading = tenant.reading(&publication.id);
        StoredSeries { tenant, publication, recent: Mutex::default(), _reading }
    }

    fn recent(&self, group: usize) -> Option<Arc<SeriesGroup>> {
        let mut recent = lock(&self.recent);
        let place = recent.iter().position(|(known, _)| *known == group)?;
        let found = recent.remove(place)?;
        recent.push_front(found.clone());
        Some(found.1)
    }
}

impl SeriesFiles for StoredSeries {
    fn group(&self, group: usize) -> Result<Arc<SeriesGroup>, SeriesUnreadable> {
        if let Some(known) = self.recent(group) {
            return Ok(known);
        }
        // Two concurrent readers may both read a file, so that neither waits for the other.
        let read = data::publish::series(&self.tenant, &self.publication, group).map_err(|error| {
            tracing::error!(publication = self.publication.id, %error, "a series file cannot be read");
            SeriesUnreadable
        })?;
        let read = Arc::new(read);
        let mut recent = lock(&self.recent);
        recent.push_front((group, read.clone()));
        recent.truncate(GROUPS_KEPT);
        Ok(read)
    }
}

impl fmt::Debug for StoredSeries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredSeries").field("publication", &self.publication.id).finish_non_exhaustive()
    }
}
