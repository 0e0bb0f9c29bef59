//! The text of a source: unpacked, and decoded where its encoding is known.

mod gzip;
mod returns;
mod wide;

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;
use gzip::Members;
use returns::Returns;

use crate::error::{Error, Place, Result, shorten};

/// Longest record of a text file. A longer one nearly always comes from a quotation mark that is never closed, and
/// would pull the rest of the file into memory.
pub(super) const RECORD_BYTES: u64 = 1 << 20;
/// Longest text of a cell, in any format. Names and codes are shorter, and a few thousand rows of longer ones would not
/// fit in memory.
pub(crate) const TEXT_BYTES: usize = 4 << 10;
/// Amount of text used to identify a file.
const SAMPLE_BYTES: u64 = 1 << 16;

/// The text of a file: unpacked, with lines that end in a line feed, and decoded if it has a byte-order mark, a named
/// encoding, or zeros that only UTF-16 has. Otherwise bytes pass through and [`decode`] looks at each cell. `read`
/// counts the bytes of the file read so far.
pub(super) fn open(
    path: &Path,
    encoding: Option<&'static Encoding>,
    read: Rc<Cell<u64>>,
) -> Result<Box<dyn Read>> {
    let is_returned = returns::end_lines(&beginning(path, encoding)?);
    let text = decoded(path, encoding, read)?;
    Ok(if is_returned { Box::new(Returns(text)) } else { text })
}

/// The beginning of the text, to see what it is.
pub(crate) fn sample(path: &Path, encoding: Option<&'static Encoding>) -> Result<Vec<u8>> {
    let mut sample = beginning(path, encoding)?;
    if returns::end_lines(&sample) {
        returns::replace(&mut sample);
    }
    Ok(sample)
}

fn decoded(path: &Path, encoding: Option<&'static Encoding>, read: Rc<Cell<u64>>) -> Result<Box<dyn Read>> {
    let encoding = match encoding {
        None => unmarked(path)?,
        named => named,
    };
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.encoding(encoding.filter(|encoding| *encoding != UTF_8)).bom_override(true);
    builder.utf8_passthru(true).strip_bom(true);
    // An unfinished last line gets a line break.
    Ok(Box::new(builder.build(unpacked(path, read)?).chain(&b"\n"[..])))
}

/// The beginning of the text as it is written.
fn beginning(path: &Path, encoding: Option<&'static Encoding>) -> Result<Vec<u8>> {
    let mut sample = Vec::new();
    let text = decoded(path, encoding, Rc::default())?.take(SAMPLE_BYTES);
    match { text }.read_to_end(&mut sample) {
        // Damage beyond the first lines is reported when it is read, with its line.
        Err(error) if sample.is_empty() => Err(read_failure(path, 1, error)),
        _ => Ok(sample),
    }
}

/// The encoding of a file without a mark, if its zeros tell it.
fn unmarked(path: &Path) -> Result<Option<&'static Encoding>> {
    let mut bytes = Vec::new();
    // Damage is reported where the text is read.
    let _ = unpacked(path, Rc::default())?.take(SAMPLE_BYTES).read_to_end(&mut bytes);
    Ok(wide::encoding(&bytes))
}

/// The bytes of a file, unpacked if it is compressed.
fn unpacked(path: &Path, read: Rc<Cell<u64>>) -> Result<Box<dyn Read>> {
    let magic = first_bytes(path)?;
    let file = File::open(path).map_err(Error::io("read", path))?;
    let file = BufReader::with_capacity(1 << 16, Metered { inner: file, count: read, limit: u64::MAX });
    let unpacking = |decoder: Box<dyn Read>, name| Box::new(Unpacking { decoder, name });
    Ok(match magic {
        [0x1f, 0x8b, ..] => unpacking(Box::new(Members::new(file)), "gzip"),
        // A frame, or a skippable frame, with which parallel compressors begin.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
            let decoder = zstd::stream::read::Decoder::with_buffer(file).map_err(Error::io("read", path))?;
            unpacking(Box::new(decoder), "zstd")
        }
        _ => Box::new(file),
    })
}

/// The first eight bytes of a file, filled up with zeros.
pub(crate) fn first_bytes(path: &Path) -> Result<[u8; 8]> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(Error::io("read", path))?;
    file.take(8).read_to_end(&mut head).map_err(Error::io("read", path))?;
    head.resize(8, 0);
    Ok(head.try_into().unwrap_or_default())
}

/// A cell as text, and whether it had to be read as Windows-1252, the encoding of most files that are not
/// UTF-8.
pub(super) fn decode(cell: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(cell) {
        Ok(text) => (text.into(), false),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(cell).0, true),
    }
}

/// The text of a cell without invisible characters at its ends, or the reason why it cannot be a cell.
pub(super) fn checked(text: &str) -> Result<&str, String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || INVISIBLE.contains(&c));
    checked_length(text.len())?;
    match text.chars().find(|c| c.is_control() && !c.is_whitespace()) {
        None => Ok(text),
        Some(control) => Err(format!("holds the control character U+{:04X}", u32::from(control))),
    }
}

/// Zero-width characters that programs leave at the ends of texts: byte-order marks, spaces and joiners.
const INVISIBLE: [char; 3] = ['\u{feff}', '\u{200b}', '\u{2060}'];

/// Refuses the length of a text that is longer than a cell may be.
pub(super) fn checked_length(bytes: usize) -> Result<(), String> {
    match bytes {
        0..=TEXT_BYTES => Ok(()),
        _ => Err(format!("holds a text of {bytes} bytes, more than {TEXT_BYTES}")),
    }
}

/// Names of columns for a message: a file may have thousands.
pub(crate) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 40;
    let mut shown: Vec<_> = names.iter().take(SHOWN).map(|name| shorten(name, 60)).collect();
    if names.len() > SHOWN {
        shown.push(format!("and {} more", names.len() - SHOWN));
    }
    shown.join(", ")
}

/// The meaning of a failure to read text, with its line.
pub(super) fn read_failure(path: &Path, line: u64, error: io::Error) -> Error {
    let place = Place::file(path).line(line);
    match error.kind() {
        io::ErrorKind::FileTooLarge => Error::bad(
            place,
            format!("the record that begins here is longer than {} kB", RECORD_BYTES >> 10),
            "Look for a quotation mark that is never closed, or for the wrong delimiter",
        ),
        io::ErrorKind::InvalidData => {
            Error::bad(place, error.to_string(), "Get the file again, or unpack and pack it again")
        }
        _ => Error::io("read", path)(error),
    }
}

/// Distinguishes damage in compressed data from failures of the disk.
struct Unpacking {
    decoder: Box<dyn Read>,
    name: &'static str,
}

impl Read for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer).map_err(|error| {
            if error.raw_os_error().is_some() || error.kind() == io::ErrorKind::Interrupted {
                return error;
            }
            let problem = format!("the {} data is damaged here: {error}", self.name);
            io::Error::new(io::ErrorKind::InvalidData, problem)
        })
    }
}

/// Counts bytes that pass through, and refuses more than `limit` since the last reset.
pub(super) struct Metered<R> {
    pub(super) inner: R,
    pub(super) count: Rc<Cell<u64>>,
    pub(super) limit: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.count.get() > self.limit {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let count = self.inner.read(buffer)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}
