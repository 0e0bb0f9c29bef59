//! Zip archives of files. They are unpacked before they are read; the names in them are only shown, never used as paths.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use zip::ZipArchive;

use super::{SourceFile, is_data, is_hidden};
use crate::error::{Error, Place, Result, shorten};
use crate::source::text::first_bytes;

/// Most files of an archive.
const ENTRIES: usize = 10_000;
/// Bytes that any archive may unpack to. Beyond these, a larger one may have so many times its own size.
const FREE_BYTES: u64 = 1 << 30;
const TIMES: u64 = 100;
/// Characters of a name that are shown.
const NAME_CHARS: usize = 200;

/// Parts of archives that are documents, which other readers know or refuse.
const DOCUMENTS: [&str; 4] = ["[Content_Types].xml", "mimetype", "content.xml", "Index/Document.iwa"];

type Archive = ZipArchive<BufReader<File>>;

/// The files of a zip archive; `None` if the file is none. Names of files that are not taken go to `left`.
pub(super) fn unpacked(file: &SourceFile, left: &mut Vec<String>) -> Result<Option<Vec<SourceFile>>> {
    let is_zip = file.path.is_file() && matches!(first_bytes(&file.path)?, [b'P', b'K', 3, 4, ..]);
    if !is_zip {
        return Ok(None);
    }
    let opened = File::open(&file.path).map_err(Error::io("read", &file.path))?;
    let mut archive = match ZipArchive::new(BufReader::new(opened)) {
        Ok(archive) => archive,
        Err(error) if file.name.to_lowercase().ends_with(".zip") => return Err(damaged(&file.name, &error)),
        // It may be a workbook, whose reader says what is wrong.
        Err(_) => return Ok(None),
    };
    if archive.file_names().flatten().any(|name| DOCUMENTS.contains(&&*name) || name.starts_with("xl/")) {
        return Ok(None);
    }
    if archive.len() > ENTRIES {
        let problem = format!("is a zip archive of {} files, more than {ENTRIES}", archive.len());
        return Err(Error::bad(Place::new(file.name()), problem, "Unpack it and import it in parts"));
    }
    let folder = tempfile::tempdir().map_err(Error::io("create a directory in", &std::env::temp_dir()))?;
    let size = std::fs::metadata(&file.path).map_err(Error::io("read", &file.path))?.len();
    let room = FREE_BYTES.max(size.saturating_mul(TIMES));
    let files = unpack(file, &mut archive, folder.path(), room, left)?;
    if files.is_empty() {
        return Err(Error::bad(
            Place::new(file.name()),
            "is a zip archive without files that are known as data by how their names end",
            "Unpack it and give the files in it",
        ));
    }
    let unpacked = Some((Arc::new(folder), file.path.clone()));
    Ok(Some(files.into_iter().map(|file| SourceFile { unpacked: unpacked.clone(), ..file }).collect()))
}

/// Unpacks the files of data into a folder, under their numbers, as long as there is room for their bytes.
fn unpack(
    file: &SourceFile,
    archive: &mut Archive,
    folder: &Path,
    mut room: u64,
    left: &mut Vec<String>,
) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| damaged(&file.name, &error))?;
        let inner = part.name().map_err(|error| damaged(&file.name, &error))?.replace('\\', "/");
        if part.is_dir() || inner.split('/').any(|part| is_hidden(part) && part != "..") {
            continue;
        }
        let name = format!("{}/{}", file.name, shorten(&inner, NAME_CHARS));
        // Names that lead out of a folder are not those of an export.
        if !is_data(&inner) || inner.split('/').any(|part| part == "..") {
            left.push(name);
            continue;
        }
        let path = folder.join(index.to_string());
        let mut to = File::create_new(&path).map_err(Error::io("create", &path))?;
        let mut bytes = Metered { inner: part.by_ref().take(room + 1), failed: None };
        let copied = io::copy(&mut bytes, &mut to);
        if let Some(error) = bytes.failed {
            return Err(damaged(&name, &error));
        }
        let copied = copied.map_err(Error::io("write", &path))?;
        room = room.checked_sub(copied).ok_or_else(|| too_large(file))?;
        let keys = super::keys(Path::new(&inner)).into_iter().chain(file.keys.clone()).collect();
        files.push(SourceFile { path, name, keys, unpacked: None });
    }
    Ok(files)
}

/// Tells damage in an archive from failures of the disk that it is unpacked to.
struct Metered<R> {
    inner: R,
    failed: Option<String>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).inspect_err(|error| self.failed = Some(error.to_string()))
    }
}

fn damaged(name: &str, error: &dyn std::fmt::Display) -> Error {
    Error::bad(
        Place::new(name),
        format!("cannot be unpacked from its zip archive: {error}"),
        "Get the archive again, or unpack it and give the files in it",
    )
}

fn too_large(file: &SourceFile) -> Error {
    Error::bad(
        Place::new(file.name()),
        format!(
            "is a zip archive that unpacks to more than {} GB and {TIMES} times its size",
            FREE_BYTES >> 30
        ),
        "Unpack it and give the files in it",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// What is packed says how large it is, and need not say the truth: bytes are counted.
    #[test]
    fn a_bomb_is_refused_before_it_fills_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bomb.zip");
        let mut writer = ZipWriter::new(File::create(&path).unwrap());
        for name in ["a.csv", "b.csv"] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&[b'0'; 5_000]).unwrap();
        }
        writer.finish().unwrap();
        let mut archive = ZipArchive::new(BufReader::new(File::open(&path).unwrap())).unwrap();
        for (room, fits) in [(10_000, true), (9_999, false), (10, false)] {
            let to = tempfile::tempdir().unwrap();
            let found = unpack(&SourceFile::from(&path), &mut archive, to.path(), room, &mut Vec::new());
            assert_eq!(found.is_ok(), fits, "{room}");
            let bytes = |entry: io::Result<std::fs::DirEntry>| entry.unwrap().metadata().unwrap().len();
            let written: u64 = std::fs::read_dir(to.path()).unwrap().map(bytes).sum();
            assert!(written <= room + 1, "{written} bytes for {room}");
            let problem = found.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(
                fits || problem.starts_with("bomb.zip: is a zip archive that unpacks to more than 1 GB"),
                "{problem}"
            );
        }
    }
}
