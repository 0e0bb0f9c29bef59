//! Documents rendered for tests, and what stands in them.

#[path = "../../../tests/src/html.rs"]
#[allow(dead_code, reason = "each test asks for some of it")]
mod html;

use crate::publication::Site;
use app::{Assets, Host, Language, Module, Page, PageRequest, Place, render};
#[allow(unused_imports, reason = "each test asks for some of it")]
pub use html::{Document, Element};

/// Names of assets.
pub fn assets() -> Assets {
    let module = Module { script: "pkg/overview.2.js".into(), wasm: "pkg/overview.3.wasm".into() };
    let modules =
        Page::all().iter().filter_map(|page| Some((page.module()?.to_owned(), module.clone()))).collect();
    let scripts = [("sql".to_owned(), "pkg/sql.1.js".to_owned())].into();
    let sheets = [("sql".to_owned(), "pkg/queries.1.css".to_owned())].into();
    let css = "pkg/granary.1.css".into();
    let find = "pkg/find.1.js".into();
    Assets { css, sheets, find, modules, scripts, frame: None, pocket: None, files: None, one_file: None }
}

/// Where a server's document is.
pub fn place<'a>(base: &'a str, language: Language, assets: &'a Assets) -> Place<'a> {
    Place {
        base,
        host: Host::Granary,
        language,
        languages: Language::ALL,
        assets,
        has_sign_out: false,
        takes_decisions: false,
    }
}

/// A page under a base, as the server sends it.
pub fn sent_at(site: &Site, page: &str, query: &str, base: &str) -> String {
    let page = Page::named(page).expect(page);
    let (published, series, language) = (&site.published, &*site.series, Language::En);
    let assets = assets();
    let place = place(base, language, &assets);
    render(&PageRequest { place, page, query, published, series, sql: None }).expect(query)
}

/// A page under a base, as a browser understands it.
pub fn page_at(site: &Site, page: &str, query: &str, base: &str) -> Document {
    Document::parse(&sent_at(site, page, query, base))
}

/// A page.
pub fn page(site: &Site, page: &str, query: &str) -> Document {
    page_at(site, page, query, "/")
}
