//! What people write beside a tenant's data: saved queries and query pages. Read each time somebody asks, because they change
//! it whenever they like.

use crate::refusal::Refusal;
use crate::service::Shared;
use app::{BadPage, QueryPage};
use contract::SavedQuery;
use data::error::Error;
use data::store::{Written, sha256_hex};

/// Saved queries and query pages of a tenant.
#[derive(Debug, Default)]
pub struct Wrote {
    /// The saved queries, and below them those of pages.
    pub saved: Vec<SavedQuery>,
    /// The query pages; of a file that is none, why.
    pub pages: Vec<Result<QueryPage, BadPage>>,
    /// Their texts in other languages, by the code of the language.
    pub translated: Vec<(String, Result<QueryPage, BadPage>)>,
}

impl Wrote {
    /// Reads both. The log says which files are none.
    ///
    /// # Errors
    /// Their folder cannot be read.
    pub async fn read(server: &Shared) -> Result<Self, Refusal> {
        let site = server.clone();
        let read = tokio::task::spawn_blocking(move || {
            let store = site.shelf.store();
            Ok::<_, Error>((store.saved_queries()?, store.query_pages()?))
        });
        let (queries, pages) = read.await.map_err(|_| Refusal::Internal)?.map_err(|error| {
            tracing::error!(%error, "the saved queries cannot be read");
            Refusal::Internal
        })?;
        let warned = queries
            .into_iter()
            .map(|query| query.inspect_err(|error| tracing::warn!(%error, "a saved query is left out")));
        let mut wrote = Wrote::of_files(pages);
        wrote.broken().for_each(|error| tracing::warn!(%error, "a query page is broken"));
        wrote.saved = warned.flatten().collect();
        wrote.saved.extend(wrote.pages.iter().flatten().flat_map(QueryPage::saved));
        Ok(wrote)
    }

    /// The query pages in files.
    pub fn of_files(files: Vec<(String, Result<Written, Error>)>) -> Self {
        let (texts, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| name.contains('.'));
        let pages: Vec<_> =
            files.into_iter().map(|(name, file)| QueryPage::read(&name, &text(&name, file)?)).collect();
        let translated = texts.into_iter().filter_map(|(name, file)| {
            let (of, language) = name.split_once('.')?;
            let is_it = |page: &&Result<QueryPage, BadPage>| named(page) == of;
            let read = match pages.iter().find(is_it) {
                // What is wrong with the page is said of the page.
                Some(Err(_)) => return None,
                Some(Ok(page)) => text(&name, file).and_then(|text| page.translated(language, &text)),
                None => Err(BadPage {
                    problem: format!("there is no page {of} that this could be in another language"),
                    remedy: format!("Write queries/{of}.md"),
                    name: name.clone(),
                    line: None,
                }),
            };
            Some((language.to_owned(), read))
        });
        Wrote { translated: translated.collect(), pages, saved: Vec::new() }
    }

    /// A page, in a language if it has a text in it.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn page(&self, name: Option<&str>, language: &str) -> Result<&Result<QueryPage, BadPage>, Refusal> {
        let is_it = |page: &Result<QueryPage, BadPage>| Some(named(page)) == name;
        let translated = self.translated.iter().find(|(code, page)| code == language && is_it(page));
        let own = || self.pages.iter().find(|page| is_it(page));
        translated.map(|(_, page)| page).or_else(own).ok_or(Refusal::UnknownAddress)
    }

    /// Names of the query pages.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(named)
    }

    /// What is wrong with query pages.
    pub fn broken(&self) -> impl Iterator<Item = &BadPage> {
        let texts = self.translated.iter().map(|(_, page)| page);
        self.pages.iter().chain(texts).filter_map(|page| page.as_ref().err())
    }

    /// A hash of all of it.
    pub fn sha256(&self) -> String {
        sha256_hex(format!("{self:?}").as_bytes())
    }
}

/// The name of a page. A text in another language has its code behind that of its page.
fn named(page: &Result<QueryPage, BadPage>) -> &str {
    match page {
        Ok(page) => &page.about.name,
        Err(bad) => bad.name.split('.').next().unwrap_or_default(),
    }
}

/// The text of a page's file.
fn text(name: &str, file: Result<Written, Error>) -> Result<String, BadPage> {
    file.map(|file| file.text).map_err(|error| BadPage {
        name: name.to_owned(),
        line: None,
        problem: error.cause(),
        remedy: error.remedy().unwrap_or("Look at the file").to_owned(),
    })
}
