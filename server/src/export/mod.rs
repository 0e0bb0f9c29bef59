//! A site of files: the pages that the server would answer, and the files that they load, for hosts that compute nothing.

/// The folder that it is written to.
mod folder;

/// Files for hosts.
mod hosts;

/// The body of a mail.
pub mod email;

/// The overview on paper.
pub mod pdf;

/// What makes the site one that people install.
mod installed;

/// The site in one file.
pub mod one_file;

use crate::failure::Failure;
use crate::pages::{Address, Drawn};
use crate::refusal::Refusal;
use crate::service::Shared;
use crate::shelf::{self, Served};
use crate::wire::{Client, Encoding};
use crate::wrote::Wrote;
use app::{Assets, FileSite, Language, Page, Queries, derived_folder, error_page};
use contract::Publication;
use data::store::write_file;
use flate2::{Compression, GzBuilder};
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

pub(crate) use folder::Folder;
pub use folder::Outcome;

/// Largest file that every host takes, in bytes.
const FILE_BYTES_MAX: usize = 25 << 20;

/// What lists of files say of the program.
pub(crate) const MADE_BY: &str = concat!("granary ", env!("CARGO_PKG_VERSION"));

/// How far an export is: the step, its parts done and in all.
pub type Progress<'a> = &'a dyn Fn(&str, u64, u64);

/// Writes a publication as a site of files. The server's site must be one for files.
///
/// # Errors
/// A page cannot be drawn, a file cannot be read or written; a file is too large for hosts.
pub async fn export(
    server: &Shared,
    served: &Served,
    output: &Path,
    progress: Progress<'_>,
) -> Result<Outcome, Failure> {
    let Publication { id, tenant, .. } = &served.record();
    let mut site = Writer { folder: Folder::open(output, "--output")?, server, served };
    let assets = Assets { one_file: None, ..server.site.names().clone() };
    site.assets(&assets)?;
    site.derived(progress)?;
    let wrote = Wrote::read(server).await.map_err(|refusal| failed(&refusal, "the query pages"))?;
    site.pages(&wrote, progress).await?;
    site.queries(wrote)?;
    let base = server.site.base();
    for (name, content) in hosts::files(base) {
        site.put(name, content.as_bytes())?;
    }
    let languages = server.site.languages().iter().map(|language| language.code().to_owned()).collect();
    let about = FileSite { tenant: tenant.clone(), publication: id.clone(), languages, assets };
    site.put(FileSite::PATH, &json(&about)?)?;
    for (name, content) in shelf::installed(base) {
        site.put(name, content.as_bytes())?;
    }
    site.worker()?;
    site.folder.finish(MADE_BY.to_owned(), (tenant, id), base)
}

/// A site being written.
struct Writer<'a> {
    folder: Folder,
    server: &'a Shared,
    served: &'a Served,
}

impl Writer<'_> {
    fn put(&mut self, path: &str, content: &[u8]) -> Result<(), Failure> {
        if content.len() > FILE_BYTES_MAX {
            let cause = format!("{path} would have {} bytes, more than hosts take", content.len());
            return Err(Failure::new(
                cause,
                "Serve this store with granary serve, or publish fewer item-locations",
            ));
        }
        self.folder.put(path, content)
    }

    /// Style, scripts and modules.
    fn assets(&mut self, names: &Assets) -> Result<(), Failure> {
        let site = &self.server.site;
        for path in names.paths() {
            // A site holds what it names.
            if let Some(asset) = site.asset(path) {
                self.put(path, &asset.encoded(Encoding::Identity).bytes)?;
            }
        }
        Ok(())
    }

    /// The derived files.
    fn derived(&mut self, progress: Progress<'_>) -> Result<(), Failure> {
        let record = self.served.record();
        let folder = derived_folder(&record.tenant, &record.id);
        let (store, stored) = (self.server.shelf.store(), self.served.list.stored());
        for (done, file) in record.files.iter().enumerate() {
            progress("Writing data", done as u64, record.files.len() as u64);
            let content = match self.served.list.made(file) {
                Some(content) => content.to_vec(),
                None => store.publication_file(stored, &file.path)?,
            };
            let content = if file.path.ends_with(".bin") { gzip(&content) } else { content };
            self.put(&format!("{folder}{}", file.path), &content)?;
        }
        let written = match record.id == stored {
            true => store.publication_record(stored)?,
            false => json(&record)?,
        };
        self.put(&format!("{folder}{}", Publication::PATH), &written)
    }

    /// Every page in every language, and what stands where no page is.
    async fn pages(&mut self, wrote: &Wrote, progress: Progress<'_>) -> Result<(), Failure> {
        let mut addresses = Vec::new();
        for language in self.server.site.languages().iter().copied() {
            for page in Page::all() {
                match page.is_by_name() {
                    false => addresses.push((language, *page, None)),
                    true => {
                        addresses.extend(wrote.names().map(|name| (language, *page, Some(name.to_owned()))))
                    }
                }
            }
        }
        let total = addresses.len() as u64;
        for (done, address) in addresses.into_iter().enumerate() {
            progress("Drawing pages", done as u64, total);
            let path = path(&address);
            let document = self.document(address, &path).await?;
            self.put(&path, document.as_bytes())?;
        }
        let place = self.server.site.place(Language::default());
        let not_found = error_page(&Refusal::UnknownAddress.facts(), place, None);
        self.put("404.html", not_found.as_bytes())
    }

    async fn document(&self, address: Address, path: &str) -> Result<String, Failure> {
        let (language, page, _) = address;
        // A query takes turns with nobody here.
        let client = Client::from(IpAddr::from(Ipv4Addr::LOCALHOST));
        let drawn = Drawn::of(self.server, self.served, client, address, String::new()).await;
        // The same publication must give the same page, however busy the machine is.
        if let Some(lacking) = drawn.as_ref().ok().and_then(Drawn::lacks) {
            let cause = format!("a query of {path} has no answer: {}", lacking.message);
            return Err(Failure::new(cause, lacking.remedy.clone()));
        }
        match drawn.and_then(|drawn| drawn.document(self.server, self.served)) {
            Ok(document) => Ok(document),
            // The page of an item asks which.
            Err(refusal @ Refusal::BadParameter(_)) => {
                Ok(error_page(&refusal.facts(), self.server.site.place(language), Some(page)))
            }
            Err(refusal) => Err(failed(&refusal, path)),
        }
    }

    /// The service worker, which knows every file before it.
    fn worker(&mut self) -> Result<(), Failure> {
        let files = self.folder.paths();
        let (path, worker) = installed::worker(&self.server.site, self.served.id(), files)?;
        self.put(path, worker.as_bytes())
    }

    /// What the page for SQL is drawn from.
    fn queries(&mut self, wrote: Wrote) -> Result<(), Failure> {
        let schema =
            self.server.shelf.names(self.served).map_err(|refusal| failed(&refusal, "the schema"))?;
        let pages = wrote.pages.into_iter().flatten().collect();
        let queries = Queries { schema: (*schema).clone(), saved: wrote.saved, pages };
        let Publication { id, tenant, .. } = &self.served.record();
        self.put(&format!("{}{}", derived_folder(tenant, id), Queries::PATH), &json(&queries)?)
    }
}

/// The file of a page: the index of a folder of its path.
fn path((language, page, name): &Address) -> String {
    let mut folder = language.prefix() + page.path();
    for part in name.as_deref().into_iter().chain(["index.html"]) {
        if !folder.is_empty() && !folder.ends_with('/') {
            folder.push('/');
        }
        folder.push_str(part);
    }
    folder
}

/// Writes a file of its own, whole or not at all.
fn whole(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let failed = |why: &str| {
        let cause = format!("cannot write {}: {why}", path.display());
        Failure::of_text(cause, "Name a new file, or one that it may take the place of")
    };
    // A file is put in the place of another; a device or a folder must not be replaced.
    if path.exists() && !path.is_file() {
        return Err(failed("it is no file"));
    }
    let path = std::path::absolute(path).map_err(|error| failed(&error.to_string()))?;
    Ok(write_file(&path, content)?)
}

fn failed(refusal: &Refusal, what: &str) -> Failure {
    let account = refusal.account();
    let cause = account.cause.trim_end_matches('.');
    Failure::new(format!("{what} cannot be exported: {cause}"), account.remedy.trim_end_matches('.'))
}

fn json(of: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(of)
        .map_err(|error| Failure::of_text(error.to_string(), "Report it with the command that was given"))
}

/// Compressed, with nothing in it of when or where.
fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    // Memory takes whatever is written.
    let written = writer.write_all(content).and_then(|()| writer.finish());
    written.unwrap_or_else(|_| content.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_the_index_of_its_folder() {
        let page = |name: &str| Page::named(name).expect(name);
        let of =
            |language, name: &str, own: Option<&str>| path(&(language, page(name), own.map(str::to_owned)));
        assert_eq!(of(Language::En, "overview", None), "index.html");
        assert_eq!(of(Language::De, "overview", None), "de/index.html");
        assert_eq!(of(Language::En, "items", None), "items/index.html");
        assert_eq!(of(Language::De, "q", Some("weeks")), "de/q/weeks/index.html");
    }
}
