//! The archive of a release. The same files give the same bytes.

use crate::{files, workspace};
use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use std::path::{Path, PathBuf};
use tar::{Builder, EntryType, Header};

/// Documents in the archive.
const DOCUMENTS: [&str; 3] = ["CHANGELOG.md", "LICENSE", "README.md"];

/// Packs `dist/granary` and `dist/site`, with the documents of the repository, into `dist/NAME.tar.gz`.
pub(super) fn pack(dist: &Path, program: &str, name: &str) -> Result<PathBuf> {
    let mut entries: Vec<(String, PathBuf)> =
        DOCUMENTS.map(|document| (document.to_owned(), workspace::root().join(document))).to_vec();
    entries.push((program.to_owned(), dist.join(program)));
    for path in files::below(&dist.join("site"))? {
        let inner = path.strip_prefix(dist).context("a file of the site lies in the release")?;
        entries.push((files::slashed(inner), path));
    }
    entries.sort();
    let mut archive = Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    for (inner, path) in &entries {
        let content = files::read(path)?;
        let mode = if inner == program { 0o755 } else { 0o644 };
        archive
            .append_data(&mut header(content.len() as u64, mode), format!("{name}/{inner}"), &content[..])
            .with_context(|| format!("cannot pack {}", path.display()))?;
    }
    let packed = dist.join(format!("{name}.tar.gz"));
    files::write(&packed, archive.into_inner()?.finish()?)?;
    Ok(packed)
}

/// Describes a file without time and owner, so that the archive depends on its content only.
fn header(size: u64, mode: u32) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Regular);
    header.set_size(size);
    header.set_mode(mode);
    header
}

/// Writes `SHA256SUMS` beside files, as `sha256sum --check` reads it.
pub(super) fn sum(dist: &Path, paths: &[PathBuf]) -> Result<()> {
    let mut lines = String::new();
    for path in paths {
        let digest = files::sha256(&files::read(path)?);
        let name = path.file_name().context("a file of the release has a name")?.to_string_lossy();
        lines.push_str(&format!("{digest}  {name}\n"));
    }
    files::write(&dist.join("SHA256SUMS"), lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_release_is_packed_the_same_twice_and_summed() {
        let dist = std::env::temp_dir().join(format!("granary-dist-{}", std::process::id()));
        files::write(&dist.join("granary"), "program").unwrap();
        files::write(&dist.join("site/pkg/a.css"), "style").unwrap();
        let packed = pack(&dist, "granary", "granary-1").unwrap();
        let first = files::read(&packed).unwrap();
        assert_eq!(files::read(&pack(&dist, "granary", "granary-1").unwrap()).unwrap(), first);

        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&first[..]));
        let mut names = Vec::new();
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let name = entry.path().unwrap().display().to_string();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            if name.ends_with("/granary") {
                assert_eq!((text.as_str(), entry.header().mode().unwrap()), ("program", 0o755));
            }
            names.push(name);
        }
        let expected = ["CHANGELOG.md", "LICENSE", "README.md", "granary", "site/pkg/a.css"];
        assert_eq!(names, expected.map(|name| format!("granary-1/{name}")));

        sum(&dist, &[dist.join("granary")]).unwrap();
        let sums = files::read_text(&dist.join("SHA256SUMS")).unwrap();
        assert_eq!(sums, "1310ca2c8932dbd118668bd97442558a3e1f546b5e15c69699dfbd6024f548d8  granary\n");
        files::remove(&dist).unwrap();
    }
}
