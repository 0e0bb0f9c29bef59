//! `cargo xtask dist`: builds a release and prints its sizes.

use crate::site::{self, Asset, Effort};
use crate::{files, serve, workspace};
use anyhow::{Context, Result};

/// Builds the release into `target/dist`: the binary `granary` and the folder `site` beside it.
pub(crate) fn run() -> Result<()> {
    let dist = workspace::target_dir()?.join("dist");
    println!("Building the browser's part.");
    let assets = site::build(&dist.join("site"), Effort::Small)?;
    println!("Building the server.");
    let built = serve::build_released_server()?;
    let name = built.file_name().context("the server's path has no file name")?;
    let size = files::copy(&built, &dist.join(name))?;
    println!("\n{}\n{:<34}{size:>12}", table(&assets), name.to_string_lossy());
    println!("\nThe release is in {}", dist.display());
    Ok(())
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
