//! What esbuild does for the site: it makes one script of several, and scripts and style sheets small.

use crate::{files, process, tools, workspace};
use anyhow::Result;
use std::path::Path;

/// Folder of esbuild, the editor's packages, and the scripts that use them.
const PACKAGES: &str = "xtask/editor";

/// A module with all that it imports: files beside it, packages of `xtask/editor`. What esbuild writes lies in a folder on the way,
/// which nobody else may use meanwhile.
pub(super) fn bundled(entry: &Path, on_the_way: &Path) -> Result<Vec<u8>> {
    run("bundle.js", entry, &on_the_way.join("bundled.js"), &["esm"])
}

/// The same of a script that runs where it stands, before the page is read.
pub(super) fn bundled_classic(entry: &Path) -> Result<Vec<u8>> {
    run("bundle.js", entry, &workspace::target_dir()?.join("bundled.js"), &["iife"])
}

/// A script or style sheet of the same meaning in fewer bytes: without comments, and with short names.
pub(super) fn minified(extension: &str, text: &[u8]) -> Result<Vec<u8>> {
    let whole = workspace::target_dir()?.join("whole").with_extension(extension);
    files::write(&whole, text)?;
    run("minify.js", &whole, &whole.with_file_name(format!("minified.{extension}")), &[])
}

/// Installs what these need; two that need it at once must not both install it.
pub(super) fn ensure() -> Result<()> {
    tools::ensure_npm_packages(PACKAGES)
}

/// Runs a script with the file that it reads, the one that it writes, and what else it is told.
fn run(script: &str, input: &Path, output: &Path, told: &[&str]) -> Result<Vec<u8>> {
    ensure()?;
    let mut node = process::command("node");
    node.arg(format!("{PACKAGES}/{script}")).arg(input).arg(output).args(told);
    process::run(&mut node, "Remedy: delete xtask/editor/node_modules and run this again.")?;
    files::read(output)
}
