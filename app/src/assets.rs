//! The files that pages load beside their HTML.

use crate::language::Language;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Paths of the site's assets below its root, as `assets.json` lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Assets {
    /// Style sheet.
    pub css: String,
    /// The script of pages without a module: it finds the search field.
    pub find: String,
    /// The browser's modules by the page that they make live; see [`crate::Page::module`]. Those of other languages than
    /// English have `.CODE` behind it.
    pub modules: BTreeMap<String, Module>,
    /// Scripts of pages that have no module but a script of their own, by the page.
    pub scripts: BTreeMap<String, String>,
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
    /// The script that loads the module and makes islands live.
    pub script: String,
    /// The module.
    pub wasm: String,
}
