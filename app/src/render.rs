//! From a request to a document: pure, synchronous, and the same when served and when exported.

use crate::language::{self, Language};
use crate::pages::Page;
use crate::{SeriesFiles, SeriesUnreadable, shell};
use contract::{BadParameter, Derived, Published, QueryString, UnknownItem};
use leptos::prelude::*;
use leptos::reactive::owner::Owner;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Paths of the site's assets below its root, as `assets.json` lists them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Assets {
    /// Style sheet.
    pub css: String,
    /// The script of pages without a module: it finds the search field.
    pub find: String,
    /// The browser's modules by the page that they make live; see [`Page::module`]. Those of other languages than English
    /// have `.CODE` behind it.
    pub modules: BTreeMap<String, Module>,
}

impl Assets {
    /// The module that makes a page live in a language.
    pub(crate) fn module(&self, name: &str, language: Language) -> Option<&Module> {
        if language == Language::default() {
            self.modules.get(name)
        } else {
            self.modules.get(&[name, ".", language.code()].concat())
        }
    }
}

/// Paths of one of the browser's modules.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Module {
    /// The script that makes islands live.
    pub boot: String,
    /// The module's JavaScript half.
    pub js: String,
    /// The module's WASM half.
    pub wasm: String,
}

/// What a page is made from.
#[derive(Clone, Copy, Debug)]
pub struct PageRequest<'a> {
    /// Which page.
    pub page: Page,
    /// The URL's query string, with or without a leading `?`.
    pub query: &'a str,
    /// Path under which the site lives; begins and ends with a slash.
    pub base: &'a str,
    /// The language it is in.
    pub language: Language,
    /// The publication shown.
    pub published: &'a Published,
    /// Its series files. An island gets of them what it needs with its page.
    pub series: &'a dyn SeriesFiles,
    /// Names of the assets.
    pub assets: &'a Assets,
}

/// Why there is no such page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    /// A parameter of the query string cannot be used.
    BadParameter(BadParameter),
    /// The page would be about an item that there is not.
    UnknownItem(UnknownItem),
    /// A derived file cannot be read.
    Unreadable,
}

impl From<BadParameter> for PageError {
    fn from(error: BadParameter) -> Self {
        PageError::BadParameter(error)
    }
}

impl From<UnknownItem> for PageError {
    fn from(error: UnknownItem) -> Self {
        PageError::UnknownItem(error)
    }
}

impl From<SeriesUnreadable> for PageError {
    fn from(_: SeriesUnreadable) -> Self {
        PageError::Unreadable
    }
}

/// Renders a page as a whole HTML document.
///
/// # Errors
/// A parameter of the query string that cannot be used, an item that there is not, a file that cannot be read.
pub fn render(request: &PageRequest<'_>) -> Result<String, PageError> {
    let query = QueryString::parse(request.query);
    in_owner(request.language, || {
        let page = request.page.entry();
        let content = (page.content)(request, &query)?;
        Ok(shell::page(request, &query, content).to_html())
    })
}

/// What went wrong, and what to do.
#[derive(Clone, Copy, Debug)]
pub struct Refusal<'a> {
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: &'a str,
    /// One sentence of cause.
    pub cause: &'a str,
    /// One sentence of remedy.
    pub remedy: &'a str,
    /// The item that was asked for in vain, to link to where it is.
    pub item: Option<&'a UnknownItem>,
}

/// Renders a refusal as a whole HTML document.
pub fn error_page(refusal: &Refusal<'_>, base: &str, language: Language, assets: &Assets) -> String {
    in_owner(language, || shell::refusal(refusal, base, assets).to_html())
}

impl<'a> PageRequest<'a> {
    /// What the page's figures are computed from.
    pub(crate) fn derived(&self) -> &'a Derived {
        &self.published.derived
    }

    /// Where the pages of its language begin.
    pub(crate) fn pages(&self) -> String {
        [self.base, &self.language.prefix()].concat()
    }
}

/// Runs a rendering in a language and under a reactive owner of its own, so that nothing is shared between requests and all its
/// memory is freed at the end.
fn in_owner<T>(language: Language, draw: impl FnOnce() -> T) -> T {
    // No shared context: it carries resources between server and browser, and no page has any.
    let owner = Owner::new_root(None);
    let drawn = owner.with(|| language::within(language, draw));
    owner.unset_with_forced_cleanup();
    drawn
}
