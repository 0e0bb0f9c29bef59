//! Pages that a browser draws, where a host has files and nothing computes: the same [`crate::render()`], from the same files.

use crate::assets::Assets;
use crate::query_page::QueryPage;
use contract::{SavedQuery, SqlSchema};
use serde::{Deserialize, Serialize};

/// What a site on a host of files says of itself: its file [`FileSite::PATH`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSite {
    /// The tenant shown.
    pub tenant: String,
    /// Id of the publication shown.
    pub publication: String,
    /// Codes of the languages it can be read in.
    pub languages: Vec<String>,
    /// Names of the assets.
    pub assets: Assets,
}

impl FileSite {
    /// Its path below the site.
    pub const PATH: &str = "site.json";
}

/// What the page `/sql` is drawn from besides the publication: a file beside the publication's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Queries {
    /// What can be asked.
    pub schema: SqlSchema,
    /// Queries that somebody saved, by name.
    pub saved: Vec<SavedQuery>,
    /// Pages of queries that somebody wrote.
    pub pages: Vec<QueryPage>,
}

impl Queries {
    /// Its path below the publication's folder.
    pub const PATH: &str = "queries.json";
}

#[cfg(all(target_arch = "wasm32", feature = "pages"))]
mod browser {
    use super::{FileSite, Queries};
    use crate::fetch::{self, Fetch};
    use crate::{
        Host, Language, Page, PageError, PageRequest, Place, SeriesFiles, SeriesUnreadable, Sql, address,
        error_page, render,
    };
    use contract::{
        Decisions, Facts, Plan, Proof, Publication, Published, Quality, Segments, SeriesGroup, Suppliers,
    };
    use serde::de::DeserializeOwned;
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex, PoisonError};
    use wasm_bindgen::prelude::{JsError, wasm_bindgen};

    /// The document of a page, by its path below the site, under a query string; of a refusal, if it cannot be drawn for what
    /// it is asked.
    ///
    /// # Errors
    /// A file cannot be fetched or read.
    #[wasm_bindgen]
    pub async fn draw(base: String, path: String, query: String) -> Result<String, JsError> {
        drawn(&base, &path, &query).await.map_err(|why| JsError::new(&why))
    }

    async fn drawn(base: &str, path: &str, query: &str) -> Result<String, String> {
        let (language, path) = address::read(path);
        let page = Page::at(path).ok_or_else(|| ["no page is at ", path].concat())?;
        let site: FileSite = json(FileSite::PATH).await?;
        let folder = address::derived_folder(&site.tenant, &site.publication);
        let published = published(&folder).await?;
        let queries: Option<Queries> = match page.asks() {
            true => Some(json(&[&*folder, Queries::PATH].concat()).await?),
            false => None,
        };
        let pages: Vec<_> =
            queries.iter().flat_map(|queries| queries.pages.iter().cloned().map(Ok)).collect();
        let sql = queries.as_ref().map(|Queries { schema, saved, .. }| Sql {
            schema,
            saved,
            outcome: None,
            pages: &pages,
            opened: None,
        });
        let series = FetchedSeries::default();
        let languages: Vec<_> = site.languages.iter().filter_map(|code| Language::of(code)).collect();
        let place = Place {
            base,
            host: address::host(),
            language,
            languages: &languages,
            assets: &site.assets,
            has_sign_out: false,
            takes_decisions: false,
        };
        let request = PageRequest { place, page, query, published: &published, series: &series, sql };
        loop {
            match render(&request) {
                Ok(document) => return Ok(document),
                Err(error) => match series.wanted() {
                    Some(group) if error == PageError::Unreadable => series.fetch(&folder, group).await?,
                    _ => return Ok(error_page(&error.refusal(), place, None)),
                },
            }
        }
    }

    async fn published(folder: &str) -> Result<Published, String> {
        let at = |name: &str| [folder, name].concat();
        let publication: Publication = json(&at(Publication::PATH)).await?;
        let facts = Facts::from(&publication);
        let is_whole = address::host() != Host::OneFile;
        let shards = Plan::shards(publication.item_locations as usize);
        let accuracies: Vec<_> = (0..if is_whole { shards } else { 0 })
            .map(|shard| Fetch::start(&at(&Plan::accuracy_path(shard))))
            .collect();
        let mut derived = fetch::derived(&facts).await?;
        for file in accuracies {
            let appended = derived.plan.accuracy.append(&file.bytes().await?);
            appended.map_err(|error| error.to_string())?;
        }
        if publication.files.iter().any(|file| file.path == Decisions::PATH) {
            derived.decisions = json(&at(Decisions::PATH)).await?;
        }
        let quality: Quality = json(&at(Quality::PATH)).await?;
        let segments: Segments = json(&at(Segments::PATH)).await?;
        let proof: Proof = json(&at(Proof::PATH)).await?;
        let suppliers: Suppliers = json(&at(Suppliers::PATH)).await?;
        Ok(Published { publication, derived, quality, segments, proof, suppliers })
    }

    async fn json<T: DeserializeOwned>(path: &str) -> Result<T, String> {
        serde_json::from_slice(&Fetch::start(path).bytes().await?)
            .map_err(|error| [path, ": ", &error.to_string()].concat())
    }

    /// Series files that have been fetched, and the one that a page asked for and did not find.
    #[derive(Debug, Default)]
    struct FetchedSeries {
        known: Mutex<BTreeMap<usize, Arc<SeriesGroup>>>,
        wanted: Mutex<Option<usize>>,
    }

    impl FetchedSeries {
        fn wanted(&self) -> Option<usize> {
            self.wanted.lock().unwrap_or_else(PoisonError::into_inner).take()
        }

        async fn fetch(&self, folder: &str, group: usize) -> Result<(), String> {
            let file = Fetch::start(&[folder, &SeriesGroup::path(group)].concat());
            let group_read = SeriesGroup::decode(&file.bytes().await?).map_err(|error| error.to_string())?;
            self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(group, Arc::new(group_read));
            Ok(())
        }
    }

    impl SeriesFiles for FetchedSeries {
        fn group(&self, group: usize) -> Result<Arc<SeriesGroup>, SeriesUnreadable> {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&group).cloned();
            known.ok_or_else(|| {
                *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = Some(group);
                SeriesUnreadable
            })
        }
    }
}
