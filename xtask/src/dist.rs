//! `cargo xtask dist`: builds a release and prints its sizes.

/// The archive and checksums.
mod archive;
/// The list of parts.
mod bom;

use crate::site::{self, Asset, Effort};
use crate::{files, process, serve, workspace};
use anyhow::{Context, Result};

/// Builds the release into `target/dist`: the binary `granary`, the folder `site`, an archive of both, the list of parts,
/// and checksums.
pub(crate) fn run() -> Result<()> {
    let dist = workspace::target_dir()?.join("dist");
    println!("Building the browser's part.");
    let assets = site::build(&dist.join("site"), Effort::Small, true)?;
    println!("Building the server.");
    let built = serve::build_released_server()?;
    let name = built.file_name().context("the server's path has no file name")?;
    let size = files::copy(&built, &dist.join(name))?;
    println!("\n{}\n{:<34}{size:>12}", table(&assets), name.to_string_lossy());

    let host = host()?;
    let release = format!("granary-{}-{host}", env!("CARGO_PKG_VERSION"));
    let archive = archive::pack(&dist, &name.to_string_lossy(), &release)?;
    let made_of = bom::write(&dist, &release, &host)?;
    archive::sum(&dist, &[archive.clone(), made_of])?;
    println!("\nThe release is {}; its list of parts and SHA256SUMS lie beside it.", archive.display());
    Ok(())
}

/// Returns the target triple of the compiler's host.
fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = process::output(process::command(rustc).arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc -vV names no host")
}

/// Bytes of each file: as it is, as brotli, as gzip.
pub(crate) fn table(assets: &[Asset]) -> String {
    let line = |name: &str, cells: [&dyn std::fmt::Display; 3]| {
        format!("{name:<34}{:>12}{:>10}{:>10}", cells[0], cells[1], cells[2])
    };
    let mut lines = vec![line("file", [&"bytes", &"brotli", &"gzip"])];
    let mut total = [0; 3];
    for Asset { path, raw, compressed } in assets {
        let (brotli, gzip) = compressed.map_or((*raw, *raw), |sizes| (sizes.brotli, sizes.gzip));
        lines.push(line(path, [raw, &brotli, &gzip]));
        total = [total[0] + raw, total[1] + brotli, total[2] + gzip];
    }
    lines.push(line("site in all", [&total[0], &total[1], &total[2]]));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::compress::Sizes;

    #[test]
    fn the_table_adds_up() {
        let asset = |path: &str, raw, brotli, gzip| Asset {
            path: path.to_owned(),
            raw,
            compressed: Some(Sizes { brotli, gzip }),
        };
        let text = table(&[asset("a.css", 100, 20, 30), asset("b.js", 1000, 200, 300)]);
        let last: Vec<&str> = text.lines().last().unwrap().split_whitespace().collect();
        assert_eq!(last, ["site", "in", "all", "1100", "220", "330"]);
    }
}
