//! One of the browser's modules: compiled, given the functions of the browser, made small.

use super::{Effort, esbuild};
use crate::{files, process, tools};
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::Bindgen;

/// A module in its folder, with the script `granary.js` that gives it the functions of the browser.
pub(super) struct Module {
    folder: PathBuf,
    effort: Effort,
}

impl Module {
    /// Compiles crate `client` with features, into a target directory.
    ///
    /// Under `--watch` it uses the profile of the server's build: both share macros and build scripts, and a change
    /// recompiles little.
    pub(super) fn compile(features: &str, effort: Effort, into: &Path) -> Result<Module> {
        let (profile, folder) = match effort {
            Effort::Watched => ("dev", "debug"),
            Effort::Quick | Effort::Small => ("wasm-release", "wasm-release"),
        };
        let target = tools::WASM_TARGET;
        let build =
            format!("build --package client --features {features} --target {target} --profile {profile}");
        let mut cargo = process::cargo(&build)?;
        process::run(cargo.env("CARGO_TARGET_DIR", into), process::READ_ABOVE)?;
        let module = Module { folder: into.join("wasm-bindgen"), effort };
        module.bind(&into.join(target).join(folder).join("client.wasm"))?;
        Ok(module)
    }

    /// Runs wasm-bindgen.
    fn bind(&self, compiled: &Path) -> Result<()> {
        files::remove(&self.folder)?;
        Bindgen::new()
            .input_path(compiled)
            .out_name("granary")
            .web(true)?
            .typescript(false)
            .omit_default_module_path(true)
            .generate(&self.folder)
            .with_context(|| format!("wasm-bindgen cannot process {}", compiled.display()))?;
        if self.folder.join("snippets").exists() {
            bail!(
                "a crate of the browser's module carries JavaScript of its own (see {}/snippets)\n\
                 Remedy: use web-sys instead; all script is in client/ and wasm-bindgen's.",
                self.folder.display()
            );
        }
        // The functions without the classes, which come with crates and which no page uses.
        let script = files::read_text(&self.folder.join("granary.js"))?;
        let functions =
            script.lines().filter_map(|line| line.strip_prefix("export function ")?.split('(').next());
        let list = functions.collect::<Vec<_>>().join(", ");
        files::write(
            &self.folder.join("functions.js"),
            format!("export {{ {list} }} from \"./granary.js\";\n"),
        )
    }

    /// One script of a loader and what it imports.
    pub(super) fn script(&self, loader: &str) -> Result<Vec<u8>> {
        let entry = self.folder.join("load.js");
        files::write(&entry, loader)?;
        esbuild::bundled(&entry, &self.folder)
    }

    /// The module's bytes.
    pub(super) fn wasm(&self, level: &str, loader: &str) -> Result<Vec<u8>> {
        let bound = self.folder.join("granary_bg.wasm");
        files::read(&match self.effort {
            Effort::Quick | Effort::Watched => bound,
            Effort::Small => self.optimised(&bound, level, loader)?,
        })
    }

    /// The module without what its script never names, and with fewer bytes once compressed.
    fn optimised(&self, bound: &Path, level: &str, loader: &str) -> Result<PathBuf> {
        const REMEDY: &str = "Remedy: delete xtask/tools/node_modules and run this again.";
        let [graph, named, small] =
            ["named.json", "named.wasm", "small.wasm"].map(|name| self.folder.join(name));
        files::write(&graph, self.named(loader)?)?;
        let mut dce = binaryen("wasm-metadce")?;
        // With the names of functions, by which they are sorted.
        dce.arg(bound).args(["--detect-features", "-g", "--graph-file"]).arg(&graph).arg("-o").arg(&named);
        process::run(dce.stdout(Stdio::null()), REMEDY)?;
        let mut wasm_opt = binaryen("wasm-opt")?;
        wasm_opt.arg(level).args(WASM_OPT).arg(&named).arg("-o").arg(&small);
        process::run(&mut wasm_opt, REMEDY)?;
        Ok(small)
    }

    /// What wasm-metadce keeps: exports that the script names. The others belong to classes that no page uses.
    fn named(&self, loader: &str) -> Result<String> {
        let whole = files::read_text(&self.folder.join("granary.js"))?;
        let used = String::from_utf8(self.script(loader)?).context("esbuild wrote what is no text")?;
        let used = words_behind(&used, ".");
        let names: Vec<_> = words_behind(&whole, "wasm.").intersection(&used).copied().collect();
        let root = serde_json::json!({ "name": "script", "reaches": names, "root": true });
        let exports = names.iter().map(|name| serde_json::json!({ "name": name, "export": name }));
        Ok(serde_json::Value::from_iter([root].into_iter().chain(exports)).to_string())
    }
}

/// The words that stand directly behind a mark.
fn words_behind<'t>(text: &'t str, mark: &str) -> BTreeSet<&'t str> {
    let is_outside = |letter: char| !letter.is_ascii_alphanumeric() && letter != '_';
    text.split(mark).skip(1).filter_map(|rest| rest.split(is_outside).next()).collect()
}

/// Passes behind the level's that make a compressed module small. Functions that differ in constants only become one.
/// Sorted by name, instances of one generic function are adjacent. The second `-O1` uses what is known of calls by then.
const WASM_OPT: [&str; 10] = [
    "--converge",
    "--generate-global-effects",
    "-O1",
    "--merge-similar-functions",
    "--dae-optimizing",
    "--duplicate-function-elimination",
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// A program of Binaryen, in the version pinned by the lock file of `xtask/tools`.
fn binaryen(program: &str) -> Result<Command> {
    tools::ensure_npm_packages("xtask/tools")?;
    let mut node = process::command("node");
    node.arg(format!("xtask/tools/node_modules/binaryen/bin/{program}"));
    Ok(node)
}
