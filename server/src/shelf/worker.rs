//! The service worker: the script that keeps a publication in a browser, for hours without a network.

use super::Served;
use super::site::Site;
use app::derived_folder;
use contract::{Cube, Plan};
use serde_json::json;

/// The service worker's path: it keeps what is below the folder that it is in.
pub const WORKER: &str = "offline.js";

/// What stands in the script for the publication's id.
const PUBLICATION: &str = "\"granary-publication\"";

/// What stands in it for the lists of files: a text of JSON.
const FILES: &str = "\"granary-files\"";

/// Derived files that a server's pages compute from are kept from the first visit on if they have no more bytes than this;
/// larger ones, when a page has asked for them.
const KEPT_BYTES_MAX: u64 = 16 << 20;

/// The worker for a publication and lists of files by the language whose readers need them; none if the site has no script for it,
/// or one without a place for them.
pub fn worker(site: &Site, publication: &str, lists: &serde_json::Value) -> Option<String> {
    let script = site.text(&site.names().pocket.as_ref()?.worker)?;
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let has_places = script.contains(PUBLICATION) && script.contains(FILES);
    let filled =
        || script.replace(PUBLICATION, &quoted(publication)).replace(FILES, &quoted(&lists.to_string()));
    has_places.then(filled)
}

/// The worker of a server that answers pages: it keeps what they compute from, and those that somebody has seen.
pub fn worker_of_server(site: &Site, served: &Served) -> Option<String> {
    let (id, files) = (served.id(), &served.list.files);
    let tenant = &served.published.publication.tenant;
    let shards = Plan::shards(served.derived().facts.item_locations as usize);
    let paths = (0..shards).flat_map(|shard| [Plan::policy_path(shard), Plan::items_path(shard)]);
    let computed_from: Vec<String> = paths.chain([Cube::PATH.to_owned()]).collect();
    let is_kept = |path: &str| computed_from.iter().any(|kept| kept == path);
    let bytes: u64 = files.iter().filter(|file| is_kept(&file.path)).map(|file| file.bytes).sum();
    let shared: Vec<String> = match bytes <= KEPT_BYTES_MAX {
        true => computed_from.iter().map(|path| [&*derived_folder(tenant, id), path].concat()).collect(),
        false => Vec::new(),
    };
    worker(site, id, &json!({ "answered": [], "shared": shared }))
}

/// The worker that forgets what another kept.
pub fn forgetting(site: &Site) -> Option<String> {
    site.text(site.forget()?)
}
