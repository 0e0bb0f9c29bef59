//! Documents rendered for tests, and what stands in them.

#[path = "../../../tests/src/html.rs"]
#[allow(dead_code, reason = "each test asks for some of it")]
mod html;

use crate::publication::Site;
use app::{Assets, Language, Module, Page, PageRequest, render};
#[allow(unused_imports, reason = "each test asks for some of it")]
pub use html::{Document, Element};

/// Names of assets.
pub fn assets() -> Assets {
    let module = Module { script: "pkg/overview.2.js".into(), wasm: "pkg/overview.3.wasm".into() };
    let modules =
        Page::all().iter().filter_map(|page| Some((page.module()?.to_owned(), module.clone()))).collect();
    let scripts = [("sql".to_owned(), "pkg/sql.1.js".to_owned())].into();
    Assets { css: "pkg/granary.1.css".into(), find: "pkg/find.1.js".into(), modules, scripts }
}

/// A page under a base, as the server sends it.
pub fn sent_at(site: &Site, page: &str, query: &str, base: &str) -> String {
    let page = Page::named(page).expect(page);
    let (published, series, language) = (&site.published, &*site.series, Language::En);
    render(&PageRequest { page, query, base, language, published, series, sql: None, assets: &assets() })
        .expect(query)
}

/// A page under a base, as a browser understands it.
pub fn page_at(site: &Site, page: &str, query: &str, base: &str) -> Document {
    Document::parse(&sent_at(site, page, query, base))
}

/// A page.
pub fn page(site: &Site, page: &str, query: &str) -> Document {
    page_at(site, page, query, "/")
}
