//! Documents rendered for tests, and what stands in them.

use crate::publication::Site;
use app::{Assets, Language, Module, Page, PageRequest, render};

/// Names of assets.
pub fn assets() -> Assets {
    let module = Module {
        boot: "pkg/boot.2.js".into(),
        js: "pkg/granary.3.js".into(),
        wasm: "pkg/granary.4.wasm".into(),
    };
    let modules =
        Page::all().iter().filter_map(|page| Some((page.module()?.to_owned(), module.clone()))).collect();
    Assets { css: "pkg/granary.1.css".into(), find: "pkg/find.1.js".into(), modules }
}

/// A page under a base.
pub fn page_at(site: &Site, page: &str, query: &str, base: &str) -> String {
    let page = Page::named(page).expect(page);
    let (published, series) = (&site.published, &*site.series);
    render(&PageRequest { page, query, base, language: Language::En, published, series, assets: &assets() })
        .expect(query)
}

/// A page.
pub fn page(site: &Site, page: &str, query: &str) -> String {
    page_at(site, page, query, "/")
}

/// The text between a marker and the next quote.
pub fn attribute<'a>(html: &'a str, marker: &str, name: &str) -> &'a str {
    let from = html.find(marker).unwrap_or_else(|| panic!("no {marker}"));
    let start = format!("{name}=\"");
    let value = html[from..].split_once(&start).expect(name).1;
    value.split_once('"').expect("a closing quote").0
}
