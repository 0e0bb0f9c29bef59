//! `cargo xtask export`: the dashboard of a store as files, or as one. A release has a smaller browser's part.

use crate::site::{self, Effort};
use crate::{process, serve, workspace};
use anyhow::Result;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder to write to.
    #[arg(long, value_name = "DIR", required_unless_present = "single_file")]
    output: Option<PathBuf>,
    /// File to write that opens by itself.
    #[arg(long, value_name = "FILE.html")]
    single_file: Option<PathBuf>,
    /// Path under which the host will serve the folder; begins and ends with a slash.
    #[arg(long, value_name = "/PATH/", default_value = "/")]
    base_path: String,
    /// Store to export instead of the bundled sample.
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
}

/// Builds the server and the site, then exports.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let store = arguments.store.clone().unwrap_or_else(serve::sample_store);
    let mut export = process::command(serve::build_server()?);
    let site = workspace::target_dir()?.join("site-for-files");
    println!("Building the browser's part.");
    site::build(&site, Effort::Quick, true)?;
    export.arg("export").arg("--store").arg(store).arg("--site").arg(site);
    export.arg("--base-path").arg(&arguments.base_path);
    for (name, path) in [("--output", &arguments.output), ("--single-file", &arguments.single_file)] {
        export.args(path.iter().flat_map(|path| [name.as_ref(), path.as_os_str()]));
    }
    process::run(&mut export, process::READ_ABOVE)
}
