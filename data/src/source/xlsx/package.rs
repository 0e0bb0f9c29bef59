//! A workbook is a zip archive of XML. It is unpacked once before it is parsed. That finds damage, by the archive's
//! checksums, and archives of a few kilobytes that unpack to more than memory holds.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use super::gauge::{Bounds, Gauge, Traits};
use crate::error::{Error, Place, Result};

/// Largest sheet, unpacked. A full one (1 048 576 rows) of twenty columns has some 800 MB.
const SHEET_BYTES: u64 = 2 << 30;
/// Largest other part, unpacked: the texts of all cells, the styles. These are held in memory, so the overhead of
/// each text counts as well. A full sheet's column of different texts fits.
const PART_BYTES: u64 = 160 << 20;
/// Memory of a tag in such a part besides its own bytes: `<si/>` is an empty text.
const TEXT_TAG_BYTES: u64 = 48;
/// The same for styles: `<xf/>` is a whole style, with copies of the names that it refers to, which Excel keeps below
/// 256 characters.
const STYLES: Bounds = Bounds { bytes: PART_BYTES, run_bytes: 4 << 10, tag_bytes: 2 << 10 };
/// Longest text or tag. Excel cuts cells at 32 767 characters.
const RUN_BYTES: u64 = 1 << 20;
/// Largest part that is not XML, such as a picture, which nothing here reads.
const OTHER_BYTES: u64 = 64 << 20;
/// Largest number of parts.
const PARTS: usize = 10_000;
/// Largest number of merged cells of a sheet, whose places are held in memory.
const MERGED: u64 = 1 << 20;

/// Parts of archives that are not workbooks, or not of a kind that is read here, with what they are.
const FOREIGN: [(&str, &str); 4] = [
    ("xl/workbook.bin", "is a binary workbook (.xlsb)"),
    ("content.xml", "is an OpenDocument spreadsheet (.ods)"),
    ("Index/Document.iwa", "is a Numbers spreadsheet"),
    ("word/document.xml", "is a text document (.docx)"),
];

/// Refuses a file that is not a workbook, is damaged, or would take too much memory.
pub(super) fn check(path: &Path) -> Result<Traits> {
    let file = File::open(path).map_err(Error::io("read", path))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(path, "", &error))?;
    let holds = |part: &str| archive.file_names().flatten().any(|name| name == part);
    if let Some((_, what)) = FOREIGN.iter().find(|(part, _)| holds(part)) {
        return Err(Error::bad(Place::file(path), *what, "Save it as an Excel workbook (.xlsx) or as CSV"));
    }
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
    let mut traits = Traits::default();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| damaged(path, "", &error))?;
        let name = part.name().map_err(|error| damaged(path, "", &error))?.into_owned();
        let mut gauge = gauge_of(&name);
        match io::copy(&mut part.by_ref(), &mut gauge) {
            Ok(bytes) if gauge.promised_texts().is_some_and(|texts| texts > bytes) => {
                return Err(too_large(
                    path,
                    &format!("its part {name} says that it holds more texts than it can"),
                ));
            }
            Ok(_) if name.starts_with(SHEETS) => traits = traits.and(gauge.traits()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                return Err(too_large(path, &format!("its part {name} {error}")));
            }
            Err(error) => return Err(damaged(path, &format!("part {name}: "), &error)),
        }
    }
    if traits.merged > MERGED {
        return Err(too_large(path, &format!("a sheet has {} merged cells", traits.merged)));
    }
    Ok(traits)
}

/// Where the sheets are.
const SHEETS: &str = "xl/worksheets/";

/// The limits for a part of this name.
fn gauge_of(name: &str) -> Gauge {
    let is_sheet = name.starts_with(SHEETS);
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
    Gauge::new(match (is_xml, is_sheet) {
        (false, _) => Bounds { bytes: OTHER_BYTES, run_bytes: u64::MAX, tag_bytes: 0 },
        (true, true) => Bounds { bytes: SHEET_BYTES, run_bytes: RUN_BYTES, tag_bytes: 0 },
        (true, false) if name.ends_with("styles.xml") => STYLES,
        (true, false) => Bounds { bytes: PART_BYTES, run_bytes: RUN_BYTES, tag_bytes: TEXT_TAG_BYTES },
    })
}

fn damaged(path: &Path, part: &str, error: &dyn std::fmt::Display) -> Error {
    Error::bad(
        Place::file(path),
        format!("is a damaged workbook: {part}{error}"),
        "Get the file again, or save it again in a spreadsheet program",
    )
}

fn too_large(path: &Path, what: &str) -> Error {
    Error::bad(Place::file(path), format!("is too large a workbook: {what}"), "Save the sheet as CSV")
}
