//! A workbook is a zip archive of XML. It is unpacked once before it is parsed: against damage, which the archive's
//! checksums show, and against archives of a few kilobytes that unpack to more than memory holds.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use zip::ZipArchive;

use crate::error::{Error, Place, Result};

/// Largest sheet, unpacked. A full one (1 048 576 rows) of twenty columns has some 800 MB.
const SHEET_BYTES: u64 = 2 << 30;
/// Largest other part, unpacked: the texts of all cells, the styles. These are held in memory.
const PART_BYTES: u64 = 128 << 20;
/// Most parts.
const PARTS: usize = 10_000;
/// Longest text or tag. Excel cuts cells at 32 767 characters.
const RUN_BYTES: u64 = 1 << 20;

/// Refuses what is no workbook, is damaged, or would take too much memory.
pub(super) fn check(path: &Path) -> Result<()> {
    let file = File::open(path).map_err(Error::io("read", path))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(path, "", &error))?;
    let is_workbook = |name: &str| name.starts_with("xl/") && name.ends_with(".xml");
    if !archive.file_names().flatten().any(|name| is_workbook(&name)) {
        return Err(Error::bad(
            Place::file(path),
            "is a zip archive, but not of an Excel workbook (.xlsx)",
            "Unpack it and give the files in it, or save the workbook as .xlsx or CSV",
        ));
    }
    if archive.len() > PARTS {
        return Err(too_large(path, &format!("it has {} parts", archive.len())));
    }
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| damaged(path, "", &error))?;
        let name = part.name().map_err(|error| damaged(path, "", &error))?.into_owned();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let limit = if name.starts_with("xl/worksheets/") { SHEET_BYTES } else { PART_BYTES };
        let mut gauge = Gauge { limit, ..Gauge::default() };
        match io::copy(&mut part.by_ref(), &mut gauge) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                return Err(too_large(path, &format!("its part {name} {error}")));
            }
            Err(error) => return Err(damaged(path, &format!("part {name}: "), &error)),
        }
    }
    Ok(())
}

fn damaged(path: &Path, part: &str, error: &dyn std::fmt::Display) -> Error {
    Error::bad(
        Place::file(path),
        format!("is a damaged workbook: {part}{error}"),
        "Get the file again, or save it anew in a spreadsheet program",
    )
}

fn too_large(path: &Path, what: &str) -> Error {
    Error::bad(Place::file(path), format!("is too large a workbook: {what}"), "Save the sheet as CSV")
}

/// Measures what is written to it.
#[derive(Default)]
struct Gauge {
    limit: u64,
    bytes: u64,
    /// Bytes since the last tag began.
    run: u64,
}

impl Write for Gauge {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let refused = |problem: String| Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
        self.bytes += buffer.len() as u64;
        if self.bytes > self.limit {
            return refused(format!("unpacks to more than {} MB", self.limit >> 20));
        }
        for piece in buffer.split_inclusive(|byte| *byte == b'<') {
            self.run += piece.len() as u64;
            if self.run > RUN_BYTES {
                return refused(format!("holds a text or a tag longer than {} kB", RUN_BYTES >> 10));
            }
            if piece.last() == Some(&b'<') {
                self.run = 0;
            }
        }
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(limit: u64, content: &[u8]) -> io::Result<u64> {
        io::copy(&mut { content }, &mut Gauge { limit, ..Gauge::default() })
    }

    #[test]
    fn parts_and_their_texts_have_limits() {
        let text = |bytes: u64| format!("<t>{}</t>", "x".repeat(usize::try_from(bytes).unwrap()));
        assert!(measured(u64::MAX, text(RUN_BYTES / 2).repeat(4).as_bytes()).is_ok());
        assert!(measured(u64::MAX, text(RUN_BYTES + 1).as_bytes()).is_err());
        assert_eq!(measured(8, b"<a/><b/>").unwrap(), 8);
        let error = measured(7, b"<a/><b/>").unwrap_err();
        assert!(error.kind() == io::ErrorKind::FileTooLarge, "{error}");
    }
}
