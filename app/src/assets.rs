//! The files that pages load beside their HTML.

use crate::language::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Paths of the site's assets below its root, as `assets.json` lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assets {
    /// Style sheet of every page.
    pub css: String,
    /// Style sheets of pages that have one of their own, by the page; `pages` is that of every page but the overview, where
    /// most people begin.
    #[serde(default)]
    pub sheets: BTreeMap<String, String>,
    /// The script of pages without a module: it finds the search field.
    pub find: String,
    /// The browser's modules by the page that they make live; see [`crate::Page::module`]. Those of other languages than
    /// English have `.CODE` behind it.
    pub modules: BTreeMap<String, Module>,
    /// Scripts of pages that have no module but a script of their own, by the page.
    pub scripts: BTreeMap<String, String>,
    /// The script of views within pages of somebody else's; only a site that was built with it has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<String>,
    /// What hours without a network need; none where nothing is to be kept in browsers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pocket: Option<Pocket>,
    /// What pages on a host of files need besides; only a site that was built for it has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<ForFiles>,
    /// What a site in one file needs besides; only a site that was built for it has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_file: Option<InOneFile>,
}

/// Assets of pages on a host of files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForFiles {
    /// The script that every page begins with.
    pub open: String,
    /// The module that draws pages in the browser.
    pub pages: Module,
    /// The worker that makes workbooks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workbook: Option<Module>,
}

/// Assets of a site in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InOneFile {
    /// The script that it begins with.
    pub open: String,
    /// The module that makes each of its pages live, in every language.
    pub islands: Module,
}

/// Scripts for hours without a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pocket {
    /// Loaded by pages that have been there for a while: it says how old the numbers are and brings the worker in.
    pub script: String,
    /// The service worker that keeps a publication, before somebody fills in which.
    pub worker: String,
    /// The service worker that forgets what the other kept.
    pub forget: String,
}

impl Assets {
    /// What a site in one file is made of, of these; none if this was not built for it.
    pub fn in_one_file(&self) -> Option<Assets> {
        let (files, one_file) = (self.files.as_ref()?, self.one_file.clone()?);
        let live = self.modules.keys().map(|name| (name.clone(), one_file.islands.clone()));
        Some(Assets {
            modules: live.collect(),
            scripts: BTreeMap::new(),
            pocket: None,
            // Nothing in the file makes workbooks.
            files: Some(ForFiles { workbook: None, ..files.clone() }),
            one_file: Some(one_file),
            ..self.clone()
        })
    }

    /// The path of every file; one that several pages share may come more than once.
    pub fn paths(&self) -> impl Iterator<Item = &String> {
        let for_files = self.files.iter();
        let one_file = self.one_file.iter();
        let of_files = for_files.clone().flat_map(|files| [&files.pages].into_iter().chain(&files.workbook));
        let modules = self.modules.values().chain(of_files);
        let modules = modules.chain(one_file.clone().map(|one_file| &one_file.islands));
        let of_modules = modules.flat_map(|module| [&module.script, &module.wasm]);
        let of_pages = self.scripts.values().chain(self.sheets.values());
        let pocket = self.pocket.iter();
        let of_pocket = pocket.flat_map(|pocket| [&pocket.script, &pocket.worker, &pocket.forget]);
        let opening = for_files.map(|files| &files.open).chain(one_file.map(|one_file| &one_file.open));
        let of_all = [&self.css, &self.find].into_iter().chain(&self.frame);
        of_modules.chain(of_pages).chain(of_all).chain(of_pocket).chain(opening)
    }

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// The script that loads the module and makes islands live.
    pub script: String,
    /// The module.
    pub wasm: String,
}
