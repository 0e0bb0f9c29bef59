//! What keeps a site of files for hours without a network.

use crate::failure::Failure;
use crate::shelf::{self, Site, WORKER};
use app::{Assets, Language};
use serde_json::json;
use std::collections::BTreeMap;

/// What is told to browsers and to nobody else.
const NOT_KEPT: [&str; 4] = ["404.html", "_headers", "robots.txt", ".nojekyll"];

/// The service worker for a publication and the files of its site.
///
/// # Errors
/// The site's script has no place for them.
pub(super) fn worker<'f>(
    site: &Site,
    publication: &str,
    files: impl Iterator<Item = &'f str>,
) -> Result<(&'static str, String), Failure> {
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in files.filter(|file| !NOT_KEPT.contains(file)) {
        lists.entry(of_language(file, site.languages(), site.names())).or_default().push(file);
    }
    let worker = shelf::worker(site, publication, &json!(lists)).ok_or_else(misshapen)?;
    Ok((WORKER, worker))
}

/// The code of the language whose readers need a file; `shared` if all do.
fn of_language(file: &str, languages: &[Language], assets: &Assets) -> &'static str {
    let is_module_of = |language: &Language| {
        let of = assets.modules.iter().filter(|(name, _)| match name.split_once('.') {
            Some((_, code)) => code == language.code(),
            // The worker that tries methods speaks no language.
            None => *language == Language::default() && *name != "trial",
        });
        of.into_iter().any(|(_, module)| module.script == file || module.wasm == file)
    };
    let is_page_of = |language: &Language| {
        let others = languages.iter().filter(|other| **other != Language::default());
        let own = || others.clone().find(|other| file.starts_with(&other.prefix()));
        file.ends_with(".html") && own().copied().unwrap_or_default() == *language
    };
    let of: Vec<_> =
        languages.iter().filter(|language| is_module_of(language) || is_page_of(language)).collect();
    // A module for all languages belongs to each of them.
    if let [only] = of[..] { only.code() } else { "shared" }
}

fn misshapen() -> Failure {
    let cause = "the site's script for hours without a network has no place for a list of files";
    Failure::new(cause, "Take a release, or export with cargo xtask export")
}
