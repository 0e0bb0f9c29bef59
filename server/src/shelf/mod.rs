//! The publications of the served tenant: the current one in memory, and the file lists of it and earlier ones.

/// The derived files of a publication, as browsers ask for them.
mod list;

/// Series files, read when a page or an answer needs one.
mod series;

/// Parts of publications, for who may not see all.
mod part;

/// The files that the browser loads beside pages.
mod site;

/// What browsers are told of a site that people install.
mod installed;

/// What keeps a publication in browsers.
mod worker;

/// The publications that a tenant has, newest first.
pub mod history;

/// Publishing in a process of its own.
pub mod publisher;

use crate::lock::lock;
use crate::metrics;
use crate::refusal::Refusal;
use crate::wire::{Encoded, Encoding};
use app::SeriesFiles;
use contract::{Derived, DerivedFile, Publication, Published, SqlSchema};
use data::error::Error;
use data::store::{Tenant, sha256_hex};
use series::StoredSeries;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

pub use installed::{ICON, installed};
pub use list::List;
pub use site::{BASE, FRAMES, Site};
pub use worker::{WORKER, forgetting, worker, worker_of_server};

/// The served publications. A request reads one publication from start to end, so every answer is wholly old or
/// wholly new.
pub struct Shelf {
    tenant: Tenant,
    current: RwLock<Option<Arc<Served>>>,
    lists: Mutex<VecDeque<Arc<List>>>,
    lists_most: usize,
    /// Held while the store is looked at, so that nobody takes an earlier look for the latest.
    looking: Mutex<()>,
    refused: Mutex<Option<String>>,
    looked: Mutex<Option<Looked>>,
    /// Whether it has no more than a part of one publication.
    is_part: bool,
}

/// A publication in service.
pub struct Served {
    /// Its derived files, decoded.
    pub published: Published,
    /// Its derived files.
    pub list: Arc<List>,
    /// The decisions that are in it, as files of the store: another list of names is another log.
    log: Vec<String>,
    /// Its series files.
    pub series: Box<dyn SeriesFiles>,
    /// What queries over its snapshot can name, once somebody has asked.
    names: OnceLock<Arc<SqlSchema>>,
}

impl Served {
    /// What its figures are computed from.
    pub fn derived(&self) -> &Derived {
        &self.published.derived
    }

    /// The id of what is served: the publication's, or where decisions hold, that of both together.
    pub fn id(&self) -> &str {
        &self.list.id
    }

    /// Its record, under the id and with the files that are served.
    pub fn record(&self) -> Publication {
        let List { id, files, .. } = &*self.list;
        Publication { id: id.clone(), files: files.clone(), ..self.published.publication.clone() }
    }
}

/// The last check that a publication's files exist.
struct Looked {
    publication: String,
    at: Instant,
    gone: Option<String>,
}

impl Shelf {
    /// An empty shelf that remembers the files of so many publications besides the current one.
    pub fn new(tenant: Tenant, earlier: usize) -> Self {
        Shelf {
            tenant,
            current: RwLock::default(),
            lists: Mutex::default(),
            lists_most: earlier + 1,
            looking: Mutex::default(),
            refused: Mutex::default(),
            looked: Mutex::default(),
            is_part: false,
        }
    }

    /// Name of the tenant.
    pub fn tenant(&self) -> &str {
        self.tenant.name()
    }

    /// The tenant's part of the store.
    pub fn store(&self) -> &Tenant {
        &self.tenant
    }

    /// What queries over a publication's snapshot can name. The first time this blocks.
    ///
    /// # Errors
    /// The snapshot's record cannot be read.
    pub fn names(&self, served: &Served) -> Result<Arc<SqlSchema>, Refusal> {
        if let Some(known) = served.names.get() {
            return Ok(known.clone());
        }
        let manifest = self.tenant.snapshot(&served.published.publication.snapshot);
        let names = manifest.and_then(|manifest| data::sql::names(&manifest)).map_err(|error| {
            tracing::error!(%error, "the names of a snapshot cannot be told");
            Refusal::Internal
        })?;
        Ok(served.names.get_or_init(|| Arc::new(names)).clone())
    }

    /// The current publication.
    ///
    /// # Errors
    /// Nothing is published yet.
    pub fn current(&self) -> Result<Arc<Served>, Refusal> {
        self.loaded().ok_or(Refusal::NotReady)
    }

    /// Checks which publication is current in the store. A new, intact one goes into service and is returned. Blocks,
    /// because it reads and verifies every file.
    ///
    /// # Errors
    /// A file that is missing or damaged, by name; the previous publication is still served. The same publication is
    /// not tried again unless another was current in between, or [`Shelf::forgive`] was called.
    pub fn refresh(&self) -> Result<Option<Arc<Served>>, Error> {
        let _looking = lock(&self.looking);
        let Some(id) = self.tenant.current()? else {
            return Ok(None);
        };
        // Listed before it is read: what is added meanwhile is found the next time.
        let log = self.tenant.decision_files()?;
        let before = self.loaded();
        if before.as_ref().is_some_and(|served| served.published.publication.id == id && served.log == log) {
            self.forgive();
            return Ok(None);
        }
        let wanted = [&id, "\n", &log.join("\n")].concat();
        if lock(&self.refused).as_ref() == Some(&wanted) {
            return Ok(None);
        }
        let published = data::publish::load(&self.tenant, &id).inspect_err(|_| {
            metrics::publication_refused();
            *lock(&self.refused) = Some(wanted);
        })?;
        self.forgive();
        let publication = &published.publication;
        let list = Arc::new(List::of(&published)?);
        self.remember(0, list.clone());
        let series = Box::new(StoredSeries::new(self.tenant.clone(), publication.clone()));
        metrics::publication_loaded(publication, before.as_ref().map(|before| &before.published.publication));
        let served = Arc::new(Served { published, list, log, series, names: OnceLock::new() });
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(served.clone());
        Ok(Some(served))
    }

    /// Lets [`Shelf::refresh`] try a refused publication again.
    pub fn forgive(&self) {
        lock(&self.refused).take();
    }

    /// The first file of the current publication that is missing or has another size; checked at most once per
    /// interval. Blocks, because it asks the file system for every file, but reads none.
    pub fn gone(&self, every: Duration) -> Option<String> {
        let served = self.loaded()?;
        let publication = &served.published.publication;
        let mut looked = lock(&self.looked);
        let known =
            looked.as_ref().filter(|look| look.publication == publication.id && look.at.elapsed() < every);
        if let Some(look) = known {
            return look.gone.clone();
        }
        let is_there = |file: &DerivedFile| {
            let bytes = self.tenant.publication_file_bytes(&publication.id, &file.path);
            bytes.is_ok_and(|bytes| bytes == file.bytes)
        };
        let gone = publication.files.iter().find(|file| !is_there(file)).map(|file| file.path.clone());
        if let Some(file) = &gone {
            tracing::error!(publication = publication.id, file, "a file of the current publication is gone");
        }
        *looked =
            Some(Looked { publication: publication.id.clone(), at: Instant::now(), gone: gone.clone() });
        gone
    }

    /// The files of the current publication, or of an earlier one for pages that are still open.
    ///
    /// # Errors
    /// There is no publication of that id.
    pub async fn list(&self, id: &str) -> Result<Arc<List>, Refusal> {
        let known = lock(&self.lists).iter().find(|list| list.id == id).cloned();
        if let Some(list) = known {
            return Ok(list);
        }
        if self.is_part {
            return Err(Refusal::UnknownPublication);
        }
        let (tenant, wanted) = (self.tenant.clone(), id.to_owned());
        let read = tokio::task::spawn_blocking(move || tenant.sealed_record(&wanted)).await;
        let json = read.map_err(|_| Refusal::Internal)?.map_err(|_| Refusal::UnknownPublication)?;
        let list = Arc::new(List::of_record(&json).ok_or(Refusal::UnknownPublication)?);
        self.remember(1, list.clone());
        Ok(list)
    }

    /// A listed file in an encoding, verified. Blocks.
    ///
    /// # Errors
    /// The file is missing or differs from the list; the log has its name.
    pub fn read(&self, list: &List, file: &DerivedFile, wanted: Encoding) -> Result<Encoded, Refusal> {
        if let Some(content) = list.made(file) {
            return Ok(Encoded::of(content.to_vec(), wanted));
        }
        let publication = list.stored();
        if let Some(prepared) = self.prepared(publication, file, wanted) {
            return Ok(prepared);
        }
        let content = self.tenant.publication_file(publication, &file.path).map_err(|error| {
            tracing::error!(publication, %error, "a listed file cannot be read");
            Refusal::Internal
        })?;
        let body = Encoded::of(content, wanted);
        if *body.sha256 == *file.sha256 {
            return Ok(body);
        }
        tracing::error!(
            publication,
            file = file.path,
            "a listed file is damaged; publish again with granary publish"
        );
        Err(Refusal::Internal)
    }

    /// The compressed form of a listed file, if it contains the listed content.
    fn prepared(&self, publication: &str, file: &DerivedFile, wanted: Encoding) -> Option<Encoded> {
        let name = format!("{}.{}", file.path, wanted.extension()?);
        let bytes = self.tenant.publication_file(publication, &name).ok()?;
        let content = wanted.decode(&bytes, file.bytes).ok()?;
        if sha256_hex(&content) == file.sha256 {
            return Some(Encoded::prepared(file.sha256.as_str().into(), wanted, bytes));
        }
        tracing::warn!(
            publication,
            file = name,
            "a compressed file is damaged; it is compressed again at each start"
        );
        None
    }

    fn loaded(&self) -> Option<Arc<Served>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Inserts a list at a position; the current publication's list is first, and is forgotten last.
    fn remember(&self, place: usize, list: Arc<List>) {
        let mut lists = lock(&self.lists);
        lists.retain(|known| known.id != list.id);
        let place = place.min(lists.len());
        lists.insert(place, list);
        lists.truncate(self.lists_most);
    }
}
