//! Compressed copies, made once so that no server compresses a request.

use crate::files;
use anyhow::Result;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Sizes of the compressed copies, in bytes.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) brotli: usize,
    pub(crate) gzip: usize,
}

/// How much time a gzip copy is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gzip {
    /// The usual: most browsers take brotli.
    Usual,
    /// Half a minute for some per cent less: such copies are what a site in one file consists of.
    Least,
}

/// Writes `path.br` and `path.gz`.
pub(crate) fn write_beside(path: &Path, content: &[u8], effort: Gzip) -> Result<Sizes> {
    let (brotli, gzip) = (brotli(content)?, gzip(content, effort)?);
    for (suffix, bytes) in [("br", &brotli), ("gz", &gzip)] {
        let copy = PathBuf::from(format!("{}.{suffix}", path.display()));
        files::write(&copy, bytes)?;
    }
    Ok(Sizes { brotli: brotli.len(), gzip: gzip.len() })
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    const QUALITY: u32 = 11;
    const WINDOW_BITS: u32 = 22;
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, QUALITY, WINDOW_BITS);
    writer.write_all(content)?;
    Ok(writer.into_inner())
}

/// The header carries neither a name nor a time, so the same content gives the same bytes.
fn gzip(content: &[u8], effort: Gzip) -> Result<Vec<u8>> {
    if effort == Gzip::Least {
        let mut written = Vec::new();
        zopfli::compress(zopfli::Options::default(), zopfli::Format::Gzip, content, &mut written)?;
        return Ok(written);
    }
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(content)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_copies_give_the_content_back() {
        let content = b"reorder point, safety stock, lead time; ".repeat(500);
        let mut text = Vec::new();
        brotli::Decompressor::new(&brotli(&content).unwrap()[..], 4096).read_to_end(&mut text).unwrap();
        assert_eq!(text, content);
        for effort in [Gzip::Usual, Gzip::Least] {
            text.clear();
            flate2::read::GzDecoder::new(&gzip(&content, effort).unwrap()[..])
                .read_to_end(&mut text)
                .unwrap();
            assert_eq!(text, content);
        }
    }
}
