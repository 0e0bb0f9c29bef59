//! What people write and change by hand beside the tenant's data, in the folder `queries`: saved queries `NAME.sql` and query
//! pages `NAME.md`.

use std::path::{Path, PathBuf};

use contract::SavedQuery;

use super::tenant::Tenant;
use crate::error::{Error, Place, Result};

/// Folder below the tenant's directory.
const FOLDER: &str = "queries";
/// Bytes of a file: what an address could hold, and room for comments.
const BYTES_MAX: u64 = 64 * 1_024;

/// A file that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its name, without the ending.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

impl Tenant {
    /// Every saved query, sorted by name; for a file that is none, why.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn saved_queries(&self) -> Result<Vec<Result<SavedQuery>>> {
        let files = self.written(".sql")?.into_iter();
        Ok(files.map(|(_, file)| saved_query(&file?)).collect())
    }

    /// The files of query pages with their names, sorted by them; for one that cannot be read, why.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn query_pages(&self) -> Result<Vec<(String, Result<Written>)>> {
        self.written(".md")
    }

    /// The files with an ending.
    fn written(&self, ending: &str) -> Result<Vec<(String, Result<Written>)>> {
        let files = self.blobs.list(Path::new(FOLDER))?;
        let names = files.iter().filter_map(|file| Some((file, file.strip_suffix(ending)?)));
        Ok(names.map(|(file, name)| (name.to_owned(), self.read_written(file, name))).collect())
    }

    fn read_written(&self, file: &str, name: &str) -> Result<Written> {
        let below = Path::new(FOLDER).join(file);
        let path = self.address(&below);
        let place = || Place::new(path.display().to_string());
        if self.blobs.bytes(&below)? > BYTES_MAX {
            return Err(Error::bad(place(), "is too long for a query", "Shorten it to 64 kB"));
        }
        let text = String::from_utf8(self.blobs.get(&below)?)
            .map_err(|_| Error::bad(place(), "is not UTF-8 text", "Save it as UTF-8"))?;
        Ok(Written { name: name.to_owned(), path, text })
    }
}

fn saved_query(file: &Written) -> Result<SavedQuery> {
    SavedQuery::read(&file.name, &file.text).map_err(|bad| {
        let remedy = "Write -- parameter NAME: text, date or number, and = VALUE behind it for a default";
        let place = Place::new(file.path.display().to_string());
        Error::bad(place.line(bad.line as u64), bad.problem, remedy)
    })
}
