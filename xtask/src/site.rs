//! The site directory: the browser's modules and scripts, the style, and `assets.json`, which maps each to its
//! content-hashed name.

pub(crate) mod compress;

mod esbuild;

mod lanes;

mod module;

use crate::{files, tools, workspace};
use anyhow::{Result, bail};
use compress::Gzip;
use lanes::{Built, Wanted};
use std::path::Path;

/// The sheets of every page in the order of the cascade: a later one may rely on an earlier one.
const STYLE_SHEETS: [&str; 6] = ["tokens", "base", "layout", "parts", "charts", "print"];

/// How much work goes into small files. Published and measured sites are optimised and compressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For a first look: one module for all pages and languages.
    Quick,
    /// As `Quick`, unoptimised; open pages reload when they change.
    Watched,
    /// A module for each page and language, wasm-opt, esbuild, and a brotli and a gzip copy beside each file.
    Small,
}

/// One file of the site, sizes in bytes.
pub(crate) struct Asset {
    /// Path below the site directory.
    pub(crate) path: String,
    pub(crate) raw: usize,
    pub(crate) compressed: Option<compress::Sizes>,
}

/// The file that maps each asset to its hashed name.
const LIST: &str = "assets.json";

/// The browser's modules, one for each page with an island; they are features of crate `client`.
const MODULES: [&str; 5] = ["overview", "items", "orders", "what-if", "item"];
/// The language of modules whose names in `assets.json` end with none.
const ENGLISH: &str = "en";
/// A module in place of those of each page.
const EVERY_ISLAND: &str = "every-island";
/// A module in place of those of each language.
const EVERY_LANGUAGE: &str = "every-language";
/// The script that loads a page's module.
const BOOT: &str = "boot";
/// The worker's module, also a feature, and the script that loads it.
const TRIAL: &str = "trial";
/// The worker that makes workbooks on a host of files, also a feature, and the script that loads it.
const WORKBOOK: &str = "workbook";
/// The module that draws pages on a host of files, also a feature, and the script that loads it.
const PAGES: &str = "pages";
/// The module's name in those scripts; its hashed name takes the place.
const PLAIN: &str = "./granary.wasm";

/// Builds the site into `directory`, with what exports need if it is `for_files`. Files of an earlier build are removed last,
/// so a failed build leaves them whole.
pub(crate) fn build(directory: &Path, effort: Effort, for_files: bool) -> Result<Vec<Asset>> {
    tools::ensure_wasm_target()?;
    let mut site = Site { directory, effort, assets: Vec::new() };
    let languages = languages()?;
    let (css, sheets) = site.styles()?;
    let wanted = wanted(&languages, effort, for_files);
    let every_page = site.every_page()?;
    let built =
        lanes::build(&wanted.iter().map(|(_, module)| module).collect::<Vec<_>>(), effort, &every_page)?;
    let mut modules = serde_json::Map::new();
    for ((name, _), module) in wanted.iter().zip(built) {
        let entry = site.module(&module)?;
        modules.insert(name.clone(), entry);
    }
    // Modules that are of no page.
    let mut other = |name: &str| modules.remove(name).unwrap_or_default();
    let (islands, pages, workbook) = (other(EVERY_ISLAND), other(PAGES), other(WORKBOOK));
    if effort != Effort::Small {
        let each =
            MODULES.into_iter().flat_map(|name| languages.iter().map(move |language| named(name, language)));
        modules.extend(each.map(|name| (name, islands.clone())));
    }
    let find = files::read_text(&workspace::root().join("client/find.js"))? + &every_page;
    let find = site.text("find", "js", find)?;
    let editor = esbuild::bundled(Path::new("client/sql/editor.js"), &workspace::target_dir()?)?;
    let scripts = serde_json::json!({ "sql": site.add(&hashed("sql", "js", &editor), &editor)? });
    let mut names = serde_json::json!({
        "css": css, "sheets": sheets, "find": find, "frame": site.client("frame")?, "modules": modules, "scripts": scripts,
        "pocket": {
            "script": site.client("pocket")?, "worker": site.client("offline")?, "forget": site.client("forget")?,
        },
    });
    if for_files {
        let opening = |site: &mut Site<'_>, stem: &str| {
            let script = esbuild::bundled_classic(&Path::new("client").join(stem).with_extension("js"))?;
            site.add(&hashed(stem, "js", &script), &script)
        };
        let open = opening(&mut site, "open")?;
        names["files"] = serde_json::json!({ "open": open, "pages": pages, "workbook": workbook });
        let open = opening(&mut site, "one-file")?;
        names["one_file"] = serde_json::json!({ "open": open, "islands": islands });
    }
    files::write(&directory.join(LIST), format!("{names:#}\n"))?;
    site.remove_others()?;
    Ok(site.assets)
}

/// The modules to build, each with its name in `assets.json`.
fn wanted(languages: &[String], effort: Effort, for_files: bool) -> Vec<(String, Wanted)> {
    let module = |feature, language: &str, loader| Wanted { feature, language: language.to_owned(), loader };
    let mut wanted = Vec::new();
    if effort == Effort::Small {
        let each =
            MODULES.into_iter().flat_map(|name| languages.iter().map(move |language| (name, language)));
        wanted.extend(each.map(|(name, language)| (named(name, language), module(name, language, BOOT))));
    }
    if effort != Effort::Small || for_files {
        wanted.push((EVERY_ISLAND.to_owned(), module(EVERY_ISLAND, EVERY_LANGUAGE, BOOT)));
    }
    let for_files = [PAGES, WORKBOOK].into_iter().filter(|_| for_files);
    let alone = [TRIAL].into_iter().chain(for_files);
    wanted.extend(alone.map(|name| (name.to_owned(), module(name, ENGLISH, name))));
    wanted
}

/// The languages there are: the catalogues of `app/text` by their code.
fn languages() -> Result<Vec<String>> {
    let mut codes: Vec<_> = files::names(&workspace::root().join("app/text"))?
        .iter()
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .collect();
    codes.sort();
    Ok(codes)
}

/// A module's name in `assets.json`: of other languages than English with the code behind it.
fn named(module: &str, language: &str) -> String {
    if language == ENGLISH { module.to_owned() } else { format!("{module}.{language}") }
}

/// Rewrites the style of a site and leaves the rest.
pub(crate) fn restyle(directory: &Path) -> Result<()> {
    let mut site = Site { directory, effort: Effort::Watched, assets: Vec::new() };
    let (css, sheets) = site.styles()?;
    let list = directory.join(LIST);
    let mut names: serde_json::Value = serde_json::from_str(&files::read_text(&list)?)?;
    names["css"] = css.into();
    names["sheets"] = sheets;
    files::write(&list, format!("{names:#}\n"))
}

/// A site being written.
struct Site<'a> {
    directory: &'a Path,
    effort: Effort,
    assets: Vec<Asset>,
}

impl Site<'_> {
    /// Adds a module, and the one script that loads it. Returns its entry in `assets.json`.
    fn module(&mut self, module: &Built) -> Result<serde_json::Value> {
        Ok(serde_json::json!({
            "script": self.add(&module.script_name, &module.script)?,
            "wasm": self.add_packed(&module.wasm_name, &module.wasm, gzip_of(&module.wasm_name))?,
        }))
    }

    /// Writes the style sheets: that of every page, that of every page but the overview, and those of pages that have one of
    /// their own, by the page.
    fn styles(&mut self) -> Result<(String, serde_json::Value)> {
        let css = self.text("granary", "css", style(&STYLE_SHEETS)?)?;
        let pages = self.text("pages", "css", style(&["plots", "pages"])?)?;
        let mut own = |name: &str| self.text(name, "css", style(&[name])?);
        let (queries, orders) = (own("queries")?, own("orders")?);
        let (items, item) = (own("items")?, own("item")?);
        let sheets = serde_json::json!({
            "pages": pages, "sql": queries, "q": queries, "orders": orders, "items": items, "item": item,
        });
        Ok((css, sheets))
    }

    /// Writes a script of `client/` that stands for itself. Returns its path below the site.
    fn client(&mut self, name: &str) -> Result<String> {
        let script = workspace::root().join("client").join(name).with_extension("js");
        self.text(name, "js", files::read_text(&script)?)
    }

    /// Writes a script or style sheet to `pkg/`. Returns its path below the site.
    fn text(&mut self, stem: &str, extension: &str, text: String) -> Result<String> {
        let content = self.small(extension, text.into_bytes())?;
        self.add(&hashed(stem, extension, &content), &content)
    }

    /// A script or style sheet as it is written.
    fn small(&self, extension: &str, text: Vec<u8>) -> Result<Vec<u8>> {
        match self.effort {
            Effort::Quick | Effort::Watched => Ok(text),
            Effort::Small => esbuild::minified(extension, &text),
        }
    }

    /// Writes a file of `pkg/`, with compressed copies where asked for. Returns its path below the site.
    fn add(&mut self, name: &str, content: &[u8]) -> Result<String> {
        self.add_packed(name, content, Gzip::Usual)
    }

    /// The same, with so much time for its gzip copy.
    fn add_packed(&mut self, name: &str, content: &[u8], gzip: Gzip) -> Result<String> {
        let path = format!("pkg/{name}");
        let file = self.directory.join(&path);
        files::write(&file, content)?;
        let compressed = match self.effort {
            Effort::Quick | Effort::Watched => None,
            Effort::Small => Some(compress::write_beside(&file, content, gzip)?),
        };
        self.assets.push(Asset { path: path.clone(), raw: content.len(), compressed });
        Ok(path)
    }

    /// What every page's script ends with: what closes menus and, under `--watch`, what reloads the page when it changes.
    fn every_page(&self) -> Result<String> {
        let names: &[&str] = match self.effort {
            Effort::Watched => &["menus", "reload"],
            Effort::Quick | Effort::Small => &["menus"],
        };
        let client = workspace::root().join("client");
        names.iter().map(|name| files::read_text(&client.join(name).with_extension("js"))).collect()
    }

    /// Removes files of earlier builds.
    fn remove_others(&self) -> Result<()> {
        for file in files::below(&self.directory.join("pkg"))? {
            let below = files::slashed(file.strip_prefix(self.directory)?);
            let plain = below.trim_end_matches(".br").trim_end_matches(".gz");
            let is_copy = plain.len() < below.len();
            let keeps = |asset: &Asset| asset.path == plain && (!is_copy || asset.compressed.is_some());
            if !self.assets.iter().any(keeps) {
                files::remove(&file)?;
            }
        }
        Ok(())
    }
}

/// How hard wasm-opt tries. For a page's module `-Oz` makes the module itself 7 % smaller but its brotli copy 7 %
/// larger: it removes the repetition that brotli exploits. The worker's module consists of loops built for speed;
/// there `-Os` makes both smaller.
fn level(feature: &str) -> &'static str {
    if feature == TRIAL { "-Os" } else { "-O1" }
}

/// A loader of `client/`.
fn loading_script(loader: &str) -> Result<String> {
    let text = files::read_text(&workspace::root().join("client").join(loader).with_extension("js"))?;
    if text.matches(PLAIN).count() != 1 {
        bail!("client/{loader}.js must name {PLAIN} exactly once: the hashed name takes its place");
    }
    Ok(text)
}

/// Sheets of `style/` as one.
fn style(sheets: &[&str]) -> Result<String> {
    let directory = workspace::root().join("style");
    sheets.iter().map(|sheet| files::read_text(&directory.join(sheet).with_extension("css"))).collect()
}

/// The modules of a site in one file are packed as small as can be.
fn gzip_of(module: &str) -> Gzip {
    let is_in_one_file = [PAGES, EVERY_ISLAND].iter().any(|name| module.split('.').next() == Some(name));
    if is_in_one_file { Gzip::Least } else { Gzip::Usual }
}

/// `stem.HASH.extension`: the name changes with the content, so that the file can be cached for ever.
fn hashed(stem: &str, extension: &str, content: &[u8]) -> String {
    format!("{stem}.{}.{extension}", &files::sha256(content)[..12])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content_only() {
        assert_eq!(hashed("granary", "css", b"a"), "granary.ca978112ca1b.css");
        assert_ne!(hashed("granary", "css", b"a"), hashed("granary", "css", b"b"));
    }

    #[test]
    fn the_loaders_name_the_module_once() {
        for loader in [BOOT, TRIAL, PAGES, WORKBOOK] {
            assert!(loading_script(loader).is_ok(), "{loader}");
        }
    }
}
