//! Reads the headers of Parquet pages before they are unpacked. A page of a few kilobytes may unpack to gigabytes,
//! whatever the file's own summary says.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{ChunkReader, Length};

/// Largest number of rows in a batch.
const BATCH_ROWS: u64 = 8_192;
/// Bytes of an average batch, unpacked.
const BATCH_BYTES: u64 = 16 << 20;
/// Largest unpacked size of the pages begun in one batch, in bytes. Writers make pages of about a megabyte.
const PAGES_BYTES: u64 = 96 << 20;
/// Largest size of a delta-encoded page in bytes: each value may be as long as the page, however few bytes encode it.
const DELTA_PAGE_BYTES: u64 = 8 << 20;
/// Largest size of a batch of such values, in bytes.
const DELTA_BATCH_BYTES: u64 = 64 << 20;

/// How the chosen columns are read.
pub(super) struct Plan {
    pub(super) batch_rows: usize,
    /// Largest size of a delta-encoded page in bytes; zero if no chosen column declares this encoding.
    delta_page_bytes: u64,
}

impl Plan {
    /// From the file's metadata about its chosen columns.
    pub(super) fn new(metadata: &ParquetMetaData, is_chosen: impl Fn(usize) -> bool) -> Plan {
        let (mut rows, mut delta) = (BATCH_ROWS, 0);
        for group in metadata.row_groups() {
            let chosen = group.columns().iter().enumerate().filter(|(leaf, _)| is_chosen(*leaf));
            let mut bytes = 0_u64;
            for (_, column) in chosen {
                let size = u64::try_from(column.uncompressed_size()).unwrap_or(0);
                bytes = bytes.saturating_add(size);
                if column.encodings().any(|encoding| encoding == Encoding::DELTA_BYTE_ARRAY) {
                    delta = delta.max(size.clamp(1, DELTA_PAGE_BYTES));
                }
            }
            let in_group = u64::try_from(group.num_rows()).unwrap_or(0).max(1);
            rows = rows.min(BATCH_BYTES / (bytes / in_group).max(1));
        }
        rows = rows.min(DELTA_BATCH_BYTES.checked_div(delta).unwrap_or(u64::MAX));
        Plan { batch_rows: usize::try_from(rows.max(1)).unwrap_or(usize::MAX), delta_page_bytes: delta }
    }
}

/// A file whose pages are measured before they are read.
pub(super) struct Measured {
    file: File,
    delta_page_bytes: u64,
    /// Unpacked size of the pages begun in this batch.
    spent: Spent,
}

/// What the pages read so far are like.
#[derive(Clone, Default)]
pub(super) struct Spent {
    /// Unpacked bytes of a batch, set to zero when the next one begins.
    bytes: Arc<AtomicU64>,
    lacks_checksum: Arc<AtomicBool>,
}

impl Spent {
    pub(super) fn begin(&self) {
        self.bytes.store(0, Ordering::Relaxed);
    }

    /// True once a page had no checksum, so that damage in it may go unnoticed.
    pub(super) fn met_page_without_checksum(&self) -> bool {
        self.lacks_checksum.load(Ordering::Relaxed)
    }
}

impl Measured {
    pub(super) fn new(file: File, plan: &Plan, spent: Spent) -> Measured {
        Measured { file, delta_page_bytes: plan.delta_page_bytes, spent }
    }

    fn at(&self, start: u64) -> Result<BufReader<File>> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(BufReader::new(file))
    }

    fn admit(&self, promise: &Promise) -> Result<()> {
        let refused = |problem: String| Err(ParquetError::General(problem));
        let spent = self.spent.bytes.fetch_add(promise.bytes, Ordering::Relaxed);
        self.spent.lacks_checksum.fetch_or(!promise.has_checksum, Ordering::Relaxed);
        if spent.saturating_add(promise.bytes) > PAGES_BYTES {
            return refused(format!("pages of some rows unpack to more than {} MB", PAGES_BYTES >> 20));
        }
        if promise.is_delta && promise.bytes > self.delta_page_bytes {
            return refused(format!(
                "a page with the encoding DELTA_BYTE_ARRAY unpacks to {} kB, more than the {} kB that can be read",
                promise.bytes >> 10,
                self.delta_page_bytes >> 10
            ));
        }
        Ok(())
    }
}

impl Length for Measured {
    fn len(&self) -> u64 {
        self.file.len()
    }
}

impl ChunkReader for Measured {
    type T = BufReader<File>;

    /// The reader asks only for positions in the file where a page header begins.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let promise = Header { bytes: self.at(start)? }.promise().ok_or_else(|| {
            ParquetError::General(format!("the page at byte {start} has no readable header"))
        })?;
        self.admit(&promise)?;
        self.at(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.file.get_bytes(start, length)
    }
}

/// Facts from a page's header.
#[derive(Debug, Default, PartialEq, Eq)]
struct Promise {
    /// Bytes unpacked.
    bytes: u64,
    is_delta: bool,
    has_checksum: bool,
}

/// The header of a page, in Thrift's compact protocol (apache/thrift: doc/specs/thrift-compact-protocol.md).
struct Header<R> {
    bytes: R,
}

/// The number of that encoding in a header (apache/parquet-format: Encodings.md).
const DELTA_BYTE_ARRAY: i64 = 7;

/// Largest nesting of structs in a header; Parquet's own have three levels.
const DEPTH_MAX: u32 = 8;

impl<R: Read> Header<R> {
    /// `None` if it is not such a header.
    fn promise(mut self) -> Option<Promise> {
        let mut promise = Promise::default();
        self.fields(&mut Vec::new(), &mut promise)?;
        Some(promise)
    }

    /// Reads a struct; `path` has the numbers of the fields that lead to it.
    fn fields(&mut self, path: &mut Vec<i64>, promise: &mut Promise) -> Option<()> {
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = if head >> 4 == 0 { self.integer()? } else { id + i64::from(head >> 4) };
            path.push(id);
            self.value(head & 0x0f, path, promise)?;
            path.pop();
        }
    }

    fn value(&mut self, kind: u8, path: &mut Vec<i64>, promise: &mut Promise) -> Option<()> {
        match kind {
            // Boolean values are stored in their field's header.
            1 | 2 => Some(()),
            3 => self.byte().map(drop),
            4..=6 => {
                let value = self.integer()?;
                match path[..] {
                    // Of several, which no writer produces, the largest.
                    [2] => promise.bytes = promise.bytes.max(u64::try_from(value).ok()?),
                    [4] => promise.has_checksum = true,
                    [5, 2] | [8, 4] => promise.is_delta |= value == DELTA_BYTE_ARRAY,
                    _ => {}
                }
                Some(())
            }
            7 => self.skip(8),
            8 => {
                let length = self.varint()?;
                self.skip(length)
            }
            12 if path.len() < DEPTH_MAX as usize => self.fields(path, promise),
            // Page headers have no lists or maps.
            _ => None,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        self.bytes.read_exact(&mut byte).ok()?;
        Some(byte[0])
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// Zigzag encoding: the lowest bit is the sign, so that small numbers of either sign take few bytes.
    fn integer(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    fn skip(&mut self, length: u64) -> Option<()> {
        let skipped = std::io::copy(&mut self.bytes.by_ref().take(length), &mut std::io::sink()).ok()?;
        (skipped == length).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promise(bytes: &[u8]) -> Option<Promise> {
        Header { bytes }.promise()
    }

    #[test]
    fn a_header_says_how_much_its_page_unpacks_to() {
        // Type 0, 300 bytes unpacked, 20 packed, a data page of 3 values in PLAIN, then DELTA_BYTE_ARRAY.
        let page = |encoding: u8| {
            [0x15, 0, 0x15, 0xd8, 0x04, 0x15, 0x28, 0x2c, 0x15, 6, 0x15, encoding, 0x15, 6, 0x15, 6, 0, 0]
        };
        assert_eq!(promise(&page(0)), Some(Promise { bytes: 300, ..Promise::default() }));
        assert_eq!(promise(&page(14)), Some(Promise { bytes: 300, is_delta: true, ..Promise::default() }));
        // With a checksum behind the packed size.
        let checked = [0x15, 0, 0x15, 0xd8, 0x04, 0x15, 0x28, 0x15, 0x0a, 0];
        assert_eq!(promise(&checked), Some(Promise { bytes: 300, has_checksum: true, ..Promise::default() }));
        for end in 0..page(0).len() {
            assert_eq!(promise(&page(0)[..end]), None, "cut at {end}");
        }
        // A size below zero, a list, and endless structs.
        for wrong in [&[0x25, 3, 0][..], &[0x19, 0, 0], &[0x1c; 100]] {
            assert_eq!(promise(wrong), None, "{wrong:?}");
        }
    }
}
