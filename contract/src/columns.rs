//! A file of aligned columns: magic, header length, postcard header, then little-endian columns at multiples of
//! eight bytes, so that a reader decodes only the columns it needs.

use crate::CONTRACT_VERSION;
use crate::error::DecodeError;
use planning::convert::count_u32;
use serde::{Deserialize, Serialize};

const MAGIC: [u8; 4] = *b"GRNC";
const ALIGN: usize = 8;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum ColumnType {
    F32,
    U16,
    U8,
    /// UTF-8 texts: one little-endian u32 end offset per row, then the bytes.
    Text,
}

/// A column's position in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct StoredColumn {
    name: String,
    kind: ColumnType,
    offset: u64,
    bytes: u64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Header {
    version: u32,
    rows: u32,
    columns: Vec<StoredColumn>,
}

/// Builds a file of columns.
#[derive(Debug)]
pub struct ColumnsWriter {
    header: Header,
    body: Vec<u8>,
}

impl ColumnsWriter {
    /// An empty file for columns with this many rows.
    pub fn new(rows: usize) -> Self {
        let header = Header { version: CONTRACT_VERSION, rows: count_u32(rows), columns: Vec::new() };
        ColumnsWriter { header, body: Vec::new() }
    }

    /// Adds a column of 32-bit floats; NaN is "no data".
    pub fn f32(&mut self, name: &str, values: &[f32]) {
        self.push(name, ColumnType::F32, values.iter().flat_map(|v| v.to_le_bytes()));
    }

    /// Adds a column of 16-bit indices.
    pub fn u16(&mut self, name: &str, values: &[u16]) {
        self.push(name, ColumnType::U16, values.iter().flat_map(|v| v.to_le_bytes()));
    }

    /// Adds a column of 8-bit indices.
    pub fn u8(&mut self, name: &str, values: &[u8]) {
        self.push(name, ColumnType::U8, values.iter().copied());
    }

    /// Adds a column of texts.
    pub fn text(&mut self, name: &str, values: &[String]) {
        let mut end = 0;
        let ends = values.iter().flat_map(|text| {
            end += text.len();
            count_u32(end).to_le_bytes()
        });
        let ends: Vec<u8> = ends.collect();
        self.push(
            name,
            ColumnType::Text,
            ends.into_iter().chain(values.iter().flat_map(|text| text.bytes())),
        );
    }

    fn push(&mut self, name: &str, kind: ColumnType, bytes: impl Iterator<Item = u8>) {
        let offset = self.body.len().next_multiple_of(ALIGN);
        self.body.resize(offset, 0);
        self.body.extend(bytes);
        let bytes = (self.body.len() - offset) as u64;
        self.header.columns.push(StoredColumn { name: name.to_owned(), kind, offset: offset as u64, bytes });
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// More than 4 GiB: rows and the ends of texts are counted in 32 bits.
    pub fn finish(self) -> Result<Vec<u8>, DecodeError> {
        if u32::try_from(self.body.len()).is_err() {
            return Err(DecodeError::TooLong { what: "a file of columns" });
        }
        let header = postcard::to_allocvec(&self.header)
            .map_err(|e| DecodeError::malformed("columns", e.to_string()))?;
        let mut file = Vec::with_capacity(16 + header.len() + self.body.len());
        file.extend(MAGIC);
        file.extend(count_u32(header.len()).to_le_bytes());
        file.extend(header);
        file.resize(file.len().next_multiple_of(ALIGN), 0);
        file.extend(self.body);
        Ok(file)
    }
}

/// A file of columns, opened: columns are decoded when asked for.
#[derive(Debug)]
pub struct Columns<'a> {
    what: &'static str,
    header: Header,
    body: &'a [u8],
}

impl<'a> Columns<'a> {
    /// Reads the header; `what` names the file in errors.
    ///
    /// # Errors
    /// Another version, or not such a file.
    pub fn open(what: &'static str, file: &'a [u8]) -> Result<Self, DecodeError> {
        let bad = |why: &str| DecodeError::malformed(what, why);
        let rest = file.strip_prefix(&MAGIC).ok_or_else(|| bad("it does not begin as such a file"))?;
        let (len, rest) = rest.split_first_chunk::<4>().ok_or_else(|| bad("it is cut short"))?;
        let len = u32::from_le_bytes(*len) as usize;
        let header = rest.get(..len).ok_or_else(|| bad("its header is cut short"))?;
        let (version, _) = postcard::take_from_bytes::<u32>(header)
            .map_err(|e| DecodeError::malformed(what, e.to_string()))?;
        DecodeError::check_version(what, version)?;
        let header: Header =
            postcard::from_bytes(header).map_err(|e| DecodeError::malformed(what, e.to_string()))?;
        let body = file.get((8 + len).next_multiple_of(ALIGN)..).ok_or_else(|| bad("it has no columns"))?;
        Ok(Columns { what, header, body })
    }

    /// Rows of every column.
    pub fn rows(&self) -> usize {
        self.header.rows as usize
    }

    /// A column of 32-bit floats.
    ///
    /// # Errors
    /// No column has this name and type, or it is cut short.
    pub fn f32(&self, name: &str) -> Result<Vec<f32>, DecodeError> {
        let bytes = self.fixed(name, ColumnType::F32, 4)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// A column of 16-bit indices, each below `limit`.
    ///
    /// # Errors
    /// As [`Columns::f32`]; an index outside its list.
    pub fn u16(&self, name: &str, limit: usize) -> Result<Vec<u16>, DecodeError> {
        let bytes = self.fixed(name, ColumnType::U16, 2)?;
        let values: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|b| u16::from_le_bytes(*b)).collect();
        if values.iter().any(|v| usize::from(*v) >= limit) {
            return Err(self.bad(name, "has an index outside its list"));
        }
        Ok(values)
    }

    /// A column of 8-bit indices, each below `limit`.
    ///
    /// # Errors
    /// As [`Columns::u16`].
    pub fn u8(&self, name: &str, limit: usize) -> Result<Vec<u8>, DecodeError> {
        let values = self.fixed(name, ColumnType::U8, 1)?.to_vec();
        if values.iter().any(|v| usize::from(*v) >= limit) {
            return Err(self.bad(name, "has an index outside its list"));
        }
        Ok(values)
    }

    /// A column of texts.
    ///
    /// # Errors
    /// As [`Columns::f32`]; text that is not UTF-8.
    pub fn text(&self, name: &str) -> Result<Vec<String>, DecodeError> {
        let bytes = self.column(name, ColumnType::Text)?;
        let (ends, text) = self
            .rows()
            .checked_mul(4)
            .and_then(|ends| bytes.split_at_checked(ends))
            .ok_or_else(|| self.bad(name, "is cut short"))?;
        let mut start = 0;
        let row = |end: &[u8; 4]| {
            let end = u32::from_le_bytes(*end) as usize;
            let piece = text.get(start..end).and_then(|piece| core::str::from_utf8(piece).ok());
            start = end;
            piece.map(str::to_owned).ok_or_else(|| self.bad(name, "is not text"))
        };
        ends.as_chunks::<4>().0.iter().map(row).collect()
    }

    fn fixed(&self, name: &str, kind: ColumnType, width: usize) -> Result<&'a [u8], DecodeError> {
        let bytes = self.column(name, kind)?;
        if self.rows().checked_mul(width) == Some(bytes.len()) {
            Ok(bytes)
        } else {
            Err(self.bad(name, "has another length"))
        }
    }

    fn column(&self, name: &str, kind: ColumnType) -> Result<&'a [u8], DecodeError> {
        let column = self.header.columns.iter().find(|c| c.name == name && c.kind == kind);
        let column = column.ok_or_else(|| self.bad(name, "is missing"))?;
        let range = usize::try_from(column.offset).ok().zip(usize::try_from(column.bytes).ok());
        range
            .and_then(|(offset, bytes)| self.body.get(offset..offset.checked_add(bytes)?))
            .ok_or_else(|| self.bad(name, "is cut short"))
    }

    fn bad(&self, column: &str, why: &str) -> DecodeError {
        DecodeError::malformed(self.what, format!("column {column} {why}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut writer = ColumnsWriter::new(3);
        writer.u8("class", &[0, 2, 1]);
        writer.f32("cost", &[1.5, f32::NAN, -2.0]);
        writer.text("name", &["".into(), "café".into(), "x".into()]);
        writer.u16("category", &[7, 0, 300]);
        writer.finish().expect("a file")
    }

    #[test]
    fn columns_round_trip() {
        let file = sample();
        let columns = Columns::open("test", &file).expect("opens");
        assert_eq!(columns.u8("class", 3), Ok(vec![0, 2, 1]));
        assert_eq!(columns.text("name"), Ok(vec!["".into(), "café".into(), "x".into()]));
        assert_eq!(columns.u16("category", 301), Ok(vec![7, 0, 300]));
        let cost = columns.f32("cost").expect("a column");
        assert!(cost[1].is_nan() && cost[0] == 1.5 && cost[2] == -2.0);
        assert!(columns.u16("category", 300).is_err() && columns.f32("price").is_err());
    }

    #[test]
    fn another_version_is_refused_by_number() {
        let mut file = sample();
        file[8] = 99;
        let expected = DecodeError::Version { what: "test", found: 99, expected: CONTRACT_VERSION };
        assert_eq!(Columns::open("test", &file).expect_err("refused"), expected);
    }
}
