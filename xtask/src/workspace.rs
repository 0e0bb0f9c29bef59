//! Paths of the repository.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable at run time; the compile-time value serves a binary started by hand.
    let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest_dir.parent().map_or(manifest_dir.clone(), Path::to_path_buf)
}

/// Cargo's target directory, absolute: the one this program was built into, whatever setting chose it.
pub(crate) fn target_dir() -> Result<PathBuf> {
    let program = std::env::current_exe().context("cannot tell where xtask itself was built")?;
    // TARGET/debug/xtask
    program.ancestors().nth(2).map(Path::to_path_buf).with_context(|| {
        format!("{} is not inside a target directory; start it by `cargo xtask`", program.display())
    })
}

/// `path` as people would write it: relative to the root when it is below it.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
