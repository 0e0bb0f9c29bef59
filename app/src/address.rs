//! Addresses of the site. Where it lives and who answers is decided once, around rendering, as the language is; the
//! browser reads it from the document.

use crate::language::Language;
use contract::{ItemKey, QueryString};
use core::cell::RefCell;

/// What answers when somebody asks for a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Host {
    /// This program: a page is at its path, and the API is there.
    #[default]
    Granary,
    /// A host of files: a page is the index of a folder, and nothing computes.
    Files,
    /// One file that somebody opens from a disk: a page stands behind the address's `#`.
    OneFile,
    /// This program, for a view within a page of somebody else's: it gives a page only to who shows a token.
    Frame,
}

impl Host {
    /// Where a site in one file begins.
    pub const IN_ONE_FILE: &str = "#/";

    /// What the document says of it; nothing of this program.
    #[cfg(feature = "ssr")]
    pub(crate) fn attribute(self) -> Option<&'static str> {
        match self {
            Host::Granary => None,
            Host::Files => Some("files"),
            Host::OneFile => Some("one-file"),
            Host::Frame => Some("frame"),
        }
    }
}

/// Where a site lives.
#[derive(Clone, Debug, Default)]
struct Place {
    /// Path under which the site lives; begins and ends with a slash.
    base: String,
    host: Host,
}

std::thread_local! {
    static HERE: RefCell<Place> = RefCell::new(at_first());
}

/// Where a server's thread is before its first page: nowhere.
#[cfg(not(target_arch = "wasm32"))]
fn at_first() -> Place {
    Place::default()
}

/// Where the page is that this module runs in.
#[cfg(target_arch = "wasm32")]
fn at_first() -> Place {
    let page = leptos::prelude::document().document_element();
    let said = |name: &str| page.as_ref()?.get_attribute(name);
    let host = match said("data-host").as_deref() {
        None => Host::Granary,
        Some("one-file") => Host::OneFile,
        Some("frame") => Host::Frame,
        Some(_) => Host::Files,
    };
    Place { base: said("data-base").unwrap_or_default(), host }
}

/// Parameter of an item's page: the query of the list that it is opened from.
pub(crate) const LIST: &str = "list";

/// Where the site begins.
#[cfg(feature = "ssr")]
pub(crate) fn base() -> String {
    HERE.with_borrow(|here| here.base.clone())
}

/// What answers on it.
pub(crate) fn host() -> Host {
    HERE.with_borrow(|here| here.host)
}

/// Whether the site is one file. The module of one page never runs in one: there this is known when it is compiled, and what only
/// one file needs is left out.
pub(crate) fn is_one_file() -> bool {
    cfg!(any(feature = "ssr", feature = "every-island")) && host() == Host::OneFile
}

/// The address of a page by its path below the site, in the language that is drawn. `query` has no question mark.
pub(crate) fn page(path: &str, query: &str) -> String {
    page_in(crate::language::current(), path, query)
}

/// The address of a page in a language.
pub(crate) fn page_in(language: Language, path: &str, query: &str) -> String {
    HERE.with_borrow(|Place { base, host }| {
        // A host of files may lose the query on its way from `/items` to the folder.
        let end = if *host == Host::Files && !path.is_empty() { "/" } else { "" };
        let mark = if query.is_empty() { "" } else { "?" };
        [base, &*language.prefix(), path, end, mark, query].concat()
    })
}

/// The address of an item at a location.
pub(crate) fn item(key: &ItemKey) -> String {
    item_of(key, None)
}

/// The same, as it stands in a list with that query. One file has no page of each item, so there it is the list of that item
/// alone.
pub(crate) fn item_of(key: &ItemKey, list: Option<&str>) -> String {
    let mut query = QueryString::default();
    if !is_one_file() {
        key.to_query(&mut query);
        if let Some(list) = list {
            query.push(LIST, list);
        }
        return page("item", &query.to_string());
    }
    query.push("q", &key.sku);
    query.push("location", &key.location);
    page("items", &query.to_string())
}

/// The address of an item over all its locations.
#[cfg(feature = "ssr")]
pub(crate) fn whole_item(sku: &str) -> String {
    let mut query = QueryString::default();
    query.push("sku", sku);
    page("item", &query.to_string())
}

/// The address of something else below the site; in one file its name.
pub(crate) fn at(path: &str) -> String {
    if is_one_file() { path.to_owned() } else { HERE.with_borrow(|here| [&*here.base, path].concat()) }
}

/// Where the files of a publication are, below the site; ends with a slash.
pub fn derived_folder(tenant: &str, publication: &str) -> String {
    ["data/", tenant, "/", publication, "/"].concat()
}

/// The language and the path of a page, from its path below the site.
#[cfg(feature = "ssr")]
pub(crate) fn read(path: &str) -> (Language, &str) {
    let path = path.trim_end_matches('/');
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    match Language::of(first) {
        Some(language) if language != Language::default() => (language, rest),
        _ => (Language::default(), path),
    }
}

/// A path below the site without the code of a language that it may begin with.
#[cfg(feature = "ssr")]
pub fn below_language(path: &str) -> &str {
    match path.split_once('/') {
        Some((first, rest)) if Language::of(first).is_some() => rest,
        _ => path,
    }
}

/// Renders at a place.
#[cfg(feature = "ssr")]
pub(crate) fn within<T>(base: &str, host: Host, draw: impl FnOnce() -> T) -> T {
    /// Restores the previous place, even if rendering panics.
    struct Before(Place);
    impl Drop for Before {
        fn drop(&mut self) {
            HERE.set(core::mem::take(&mut self.0));
        }
    }
    let _before = Before(HERE.replace(Place { base: base.to_owned(), host }));
    draw()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_folder_where_files_are_served() {
        let pages =
            || [page("", ""), page("items", ""), page("items", "q=a"), page_in(Language::De, "q/a", "x=1")];
        assert_eq!(within("/x/", Host::Granary, pages), ["/x/", "/x/items", "/x/items?q=a", "/x/de/q/a?x=1"]);
        assert_eq!(
            within("/x/", Host::Files, pages),
            ["/x/", "/x/items/", "/x/items/?q=a", "/x/de/q/a/?x=1"]
        );
        assert_eq!(within("#/", Host::OneFile, pages), ["#/", "#/items", "#/items?q=a", "#/de/q/a?x=1"]);
    }

    #[test]
    fn a_path_says_its_language() {
        let paths = ["", "items", "de/", "de", "de/items", "zh-CN/what-if/", "en/items", "dew/items"];
        let read = paths.map(|path| {
            let (language, page) = read(path);
            (language.code(), page)
        });
        assert_eq!(
            read,
            [
                ("en", ""),
                ("en", "items"),
                ("de", ""),
                ("de", ""),
                ("de", "items"),
                ("zh-CN", "what-if"),
                ("en", "en/items"),
                ("en", "dew/items")
            ]
        );
    }

    #[test]
    fn one_file_shows_an_item_in_the_list() {
        let key = ItemKey { sku: "A 1".to_owned(), location: "UK".to_owned() };
        assert_eq!(within("/x/", Host::Granary, || item(&key)), "/x/item?sku=A+1&location=UK");
        assert_eq!(within("#/", Host::OneFile, || item(&key)), "#/items?q=A+1&location=UK");
    }
}
