//! The site directory: the browser's modules and scripts, the style, and `assets.json`, which maps each to its
//! content-hashed name.

pub(crate) mod compress;

mod editor;

use crate::{files, process, tools, workspace};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// Order of the cascade: a later sheet may rely on an earlier one.
const STYLE_SHEETS: [&str; 6] = ["tokens", "base", "layout", "parts", "charts", "print"];

/// How much work goes into small files. Published and measured sites are optimised and compressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For a first look: one module for all pages and languages.
    Quick,
    /// As `Quick`, unoptimised; open pages reload when they change.
    Watched,
    /// A module for each page and language, wasm-opt, and a brotli and a gzip copy beside each file.
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
const MODULES: [&str; 4] = ["overview", "items", "what-if", "item"];
/// The language of modules whose names in `assets.json` end with none.
const ENGLISH: &str = "en";
/// A module in place of those of each language.
const EVERY_LANGUAGE: &str = "every-language";
/// The script that loads a page's module.
const BOOT: &str = "boot";
/// The worker's module, also a feature, and the script that loads it.
const TRIAL: &str = "trial";

/// Builds the site into `directory`. Files of an earlier build are removed last, so a failed build leaves them whole.
pub(crate) fn build(directory: &Path, effort: Effort) -> Result<Vec<Asset>> {
    tools::ensure_wasm_target()?;
    let mut site = Site { directory, effort, assets: Vec::new() };
    let languages = languages()?;
    let style = style()?.into_bytes();
    let css = site.add(&hashed("granary", "css", &style), &style)?;
    let mut modules = serde_json::Map::new();
    let each = MODULES.into_iter().flat_map(|name| languages.iter().map(move |language| (name, language)));
    if effort == Effort::Small {
        for (name, language) in each {
            modules.insert(named(name, language), site.module(name, language, BOOT)?);
        }
    } else {
        let module = site.module("every-island", EVERY_LANGUAGE, BOOT)?;
        modules.extend(each.map(|(name, language)| (named(name, language), module.clone())));
    }
    modules.insert(TRIAL.to_owned(), site.module(TRIAL, ENGLISH, TRIAL)?);
    let find = site.with_reload(files::read_text(&workspace::root().join("client/find.js"))?)?;
    let find = site.add(&hashed("find", "js", find.as_bytes()), find.as_bytes())?;
    let editor = editor::bundle()?;
    let scripts = serde_json::json!({ "sql": site.add(&hashed("sql", "js", &editor), &editor)? });
    let names = serde_json::json!({ "css": css, "find": find, "modules": modules, "scripts": scripts });
    files::write(&directory.join(LIST), format!("{names:#}\n"))?;
    site.remove_others()?;
    Ok(site.assets)
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
    let style = style()?.into_bytes();
    let css = site.add(&hashed("granary", "css", &style), &style)?;
    let list = directory.join(LIST);
    let mut names: serde_json::Value = serde_json::from_str(&files::read_text(&list)?)?;
    names["css"] = css.into();
    files::write(&list, format!("{names:#}\n"))
}

/// A site being written.
struct Site<'a> {
    directory: &'a Path,
    effort: Effort,
    assets: Vec<Asset>,
}

impl Site<'_> {
    /// Builds and adds the module of a feature in a language, and the script that loads it. Returns its entry in
    /// `assets.json`.
    fn module(&mut self, feature: &str, language: &str, loader: &str) -> Result<serde_json::Value> {
        let features = match language {
            ENGLISH => feature.to_owned(),
            other => format!("{feature},app/{other}"),
        };
        let compiled = compile_client(&features, self.effort)?;
        let Bound { script, wasm } = bind(&compiled, self.effort, level(feature))?;
        let (wasm_name, script_name) = (hashed(feature, "wasm", &wasm), hashed(feature, "js", &script));
        let mut boot = loading_script(loader, &script_name, &wasm_name)?;
        if loader == BOOT {
            boot = self.with_reload(boot)?;
        }
        let boot = boot.into_bytes();
        Ok(serde_json::json!({
            "boot": self.add(&hashed(&format!("boot-{feature}"), "js", &boot), &boot)?,
            "js": self.add(&script_name, &script)?,
            "wasm": self.add(&wasm_name, &wasm)?,
        }))
    }

    /// Writes a file of `pkg/`, with compressed copies where asked for. Returns its path below the site.
    fn add(&mut self, name: &str, content: &[u8]) -> Result<String> {
        let path = format!("pkg/{name}");
        let file = self.directory.join(&path);
        files::write(&file, content)?;
        let compressed = match self.effort {
            Effort::Quick | Effort::Watched => None,
            Effort::Small => Some(compress::write_beside(&file, content)?),
        };
        self.assets.push(Asset { path: path.clone(), raw: content.len(), compressed });
        Ok(path)
    }

    /// Appends the reload script to a page's script under `--watch`.
    fn with_reload(&self, script: String) -> Result<String> {
        if self.effort != Effort::Watched {
            return Ok(script);
        }
        Ok([script, files::read_text(&workspace::root().join("client/reload.js"))?].concat())
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

/// Compiles crate `client` with features and returns the raw module.
///
/// Under `--watch` it uses the profile of the server's build: both share macros and build scripts, and a change recompiles
/// little.
fn compile_client(features: &str, effort: Effort) -> Result<PathBuf> {
    let (profile, folder) = match effort {
        Effort::Watched => ("dev", "debug"),
        Effort::Quick | Effort::Small => ("wasm-release", "wasm-release"),
    };
    let target = tools::WASM_TARGET;
    let build = format!("build --package client --features {features} --target {target} --profile {profile}");
    process::run(&mut process::cargo(&build)?, process::READ_ABOVE)?;
    Ok(workspace::target_dir()?.join(target).join(folder).join("client.wasm"))
}

struct Bound {
    script: Vec<u8>,
    wasm: Vec<u8>,
}

/// Runs wasm-bindgen: a module the browser can load and the script that loads it.
fn bind(module: &Path, effort: Effort, level: &str) -> Result<Bound> {
    let directory = workspace::target_dir()?.join("wasm-bindgen");
    files::remove(&directory)?;
    Bindgen::new()
        .input_path(module)
        .out_name("granary")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .generate(&directory)
        .with_context(|| format!("wasm-bindgen cannot process {}", module.display()))?;
    if directory.join("snippets").exists() {
        bail!(
            "a crate of the browser's module carries JavaScript of its own (see {}/snippets)\n\
             Remedy: use web-sys instead; all script is in client/ and wasm-bindgen's.",
            directory.display()
        );
    }
    let bound = directory.join("granary_bg.wasm");
    let wasm = match effort {
        Effort::Quick | Effort::Watched => bound,
        Effort::Small => optimise(&bound, level)?,
    };
    Ok(Bound { script: files::read(&directory.join("granary.js"))?, wasm: files::read(&wasm)? })
}

/// Passes that make a compressed module small. Sorted by name, instances of one generic function are adjacent.
const WASM_OPT: [&str; 5] = [
    "--dae-optimizing",
    "--duplicate-function-elimination",
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
];

/// How hard wasm-opt tries. For a page's module `-Oz` makes the module itself 7 % smaller but its brotli copy 7 %
/// larger: it removes the repetition that brotli exploits. The worker's module consists of loops built for speed;
/// there `-Os` makes both smaller.
fn level(feature: &str) -> &'static str {
    if feature == TRIAL { "-Os" } else { "-O1" }
}

/// Runs wasm-opt, in the version pinned by the lock file of `xtask/tools`, and returns the smaller module.
fn optimise(module: &Path, level: &str) -> Result<PathBuf> {
    tools::ensure_npm_packages("xtask/tools")?;
    let smaller = module.with_file_name("granary_opt.wasm");
    let mut wasm_opt = process::command("node");
    wasm_opt.arg("xtask/tools/node_modules/binaryen/bin/wasm-opt").arg(level).args(WASM_OPT);
    wasm_opt.arg(module).arg("-o").arg(&smaller);
    process::run(&mut wasm_opt, "Remedy: delete xtask/tools/node_modules and run this again.")?;
    Ok(smaller)
}

/// A loader of `client/` with the hashed names of the module and its script.
fn loading_script(loader: &str, script_name: &str, wasm_name: &str) -> Result<String> {
    let mut text = files::read_text(&workspace::root().join("client").join(loader).with_extension("js"))?;
    for (plain, hashed) in [("./granary.js", script_name), ("./granary.wasm", wasm_name)] {
        if text.matches(plain).count() != 1 {
            bail!("client/{loader}.js must name {plain} exactly once: the hashed name takes its place");
        }
        text = text.replace(plain, &format!("./{hashed}"));
    }
    Ok(text)
}

/// The sheets of `style/` as one.
fn style() -> Result<String> {
    let directory = workspace::root().join("style");
    let sheets =
        STYLE_SHEETS.iter().map(|sheet| files::read_text(&directory.join(sheet).with_extension("css")));
    sheets.collect()
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
    fn the_loaders_ask_for_the_hashed_names() {
        for loader in [BOOT, TRIAL] {
            let text = loading_script(loader, "granary.1.js", "granary.2.wasm").unwrap();
            assert!(text.contains("from \"./granary.1.js\"") && text.contains("\"./granary.2.wasm\""));
        }
    }
}
