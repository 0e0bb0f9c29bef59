//! The editor of the page `/sql`: one script, bundled from `client/sql/` and the packages of `xtask/editor`.

use crate::{files, process, tools, workspace};
use anyhow::Result;

/// Folder of its packages and of the program that bundles them.
const PACKAGES: &str = "xtask/editor";

/// Bundles it.
pub(super) fn bundle() -> Result<Vec<u8>> {
    tools::ensure_npm_packages(PACKAGES)?;
    let bundled = workspace::target_dir()?.join("sql-editor.js");
    let mut node = process::command("node");
    node.arg(format!("{PACKAGES}/bundle.js")).arg("client/sql/editor.js").arg(&bundled);
    process::run(&mut node, "Remedy: delete xtask/editor/node_modules and run this again.")?;
    files::read(&bundled)
}
