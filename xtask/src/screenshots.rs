//! `cargo xtask screenshots`: every page, wide and narrow, light and dark.

use crate::site::{self, Effort};
use crate::{browser, files, process, serve, workspace};
use anyhow::Result;

/// The one picture that is committed, because README shows it: the first screen, as a small file.
const IN_README: &str = "overview.png";

/// Photographs the running server into `target/screenshots`, and keeps README's picture.
pub(crate) fn run() -> Result<()> {
    let site = workspace::target_dir()?.join("site");
    site::build(&site, Effort::Quick, false)?;
    let granary = serve::build_server()?;
    let pictures = workspace::target_dir()?.join("screenshots");
    let mut shoot = browser::playwright(&granary, &site)?;
    shoot.args(["--project", "screenshots"]).env("GRANARY_SCREENSHOTS", &pictures);
    process::run(&mut shoot, process::READ_ABOVE)?;
    let kept = workspace::root().join("docs/screenshots").join(IN_README);
    files::copy(&pictures.join(IN_README), &kept)?;
    println!("All pictures are in {}; README's is {}.", pictures.display(), workspace::shown(&kept));
    Ok(())
}
