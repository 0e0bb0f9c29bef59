//! Saved queries: files `queries/NAME.sql` beside the tenant's data, which people write and change by hand.

use std::path::Path;

use contract::SavedQuery;

use super::tenant::Tenant;
use crate::error::{Error, Place, Result};

/// Folder below the tenant's directory.
const FOLDER: &str = "queries";
/// Bytes of a file: what an address could hold, and room for comments.
const BYTES_MAX: u64 = 64 * 1_024;

impl Tenant {
    /// Every saved query, sorted by name; for a file that is none, why.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn saved_queries(&self) -> Result<Vec<Result<SavedQuery>>> {
        let files = self.blobs.list(Path::new(FOLDER))?;
        let names = files.iter().filter_map(|file| Some((file, file.strip_suffix(".sql")?)));
        Ok(names.map(|(file, name)| self.saved_query(file, name)).collect())
    }

    fn saved_query(&self, file: &str, name: &str) -> Result<SavedQuery> {
        let path = Path::new(FOLDER).join(file);
        let place = || Place::new(self.address(&path).display().to_string());
        if self.blobs.bytes(&path)? > BYTES_MAX {
            return Err(Error::bad(place(), "is too long for a query", "Shorten it to 64 kB"));
        }
        let text = String::from_utf8(self.blobs.get(&path)?)
            .map_err(|_| Error::bad(place(), "is not UTF-8 text", "Save it as UTF-8"))?;
        SavedQuery::read(name, &text).map_err(|bad| {
            let remedy = "Write -- parameter NAME: text, date or number, and = VALUE behind it for a default";
            Error::bad(place().line(bad.line as u64), bad.problem, remedy)
        })
    }
}
