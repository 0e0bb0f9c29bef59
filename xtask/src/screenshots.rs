//! `cargo xtask screenshots`: every page, wide and narrow, light and dark.

use crate::site::{self, Effort};
use crate::{browser, files, process, serve, workspace};
use anyhow::Result;

/// The pictures that are committed: first screens, as small files. README shows two of them.
const KEPT: [&str; 3] = ["overview.png", "items.png", "item.png"];

/// Photographs the running server into `target/screenshots`, and keeps those that are committed.
pub(crate) fn run() -> Result<()> {
    let site = workspace::target_dir()?.join("site");
    site::build(&site, Effort::Quick, false)?;
    let granary = serve::build_server()?;
    let pictures = workspace::target_dir()?.join("screenshots");
    let mut shoot = browser::playwright(&granary, &site)?;
    shoot.args(["--project", "screenshots"]).env("GRANARY_SCREENSHOTS", &pictures);
    process::run(&mut shoot, process::READ_ABOVE)?;
    let kept = workspace::root().join("docs/screenshots");
    for name in KEPT {
        files::copy(&pictures.join(name), &kept.join(name))?;
    }
    println!(
        "All pictures are in {}; those that are committed in {}.",
        pictures.display(),
        workspace::shown(&kept)
    );
    Ok(())
}
