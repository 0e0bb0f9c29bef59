//! Files of columns: a column that can be read survives being written, and takes no more memory than the file has bytes.

use super::corpus::Corpus;
use super::target::{Outcome, fuzz};
use contract::{Columns, ColumnsWriter};
use proptest::prelude::*;

const WORDS: [&str; 10] =
    ["GRNC", "float", "small", "byte", "text", "\0\0\0\0", "\u{1}\0\0\0", "\u{7f}\u{7f}", "\u{8}", "\u{4}"];

/// Values that the column of bytes may have, from zero.
const BYTES: usize = 256;

#[test]
fn columns_survive_being_written() {
    let corpus = [0, 1, 5].into_iter().fold(Corpus::new(&WORDS), |corpus, rows| {
        let texts = ["", "café", "B é", "x", "0042"].map(str::to_owned);
        let mut writer = ColumnsWriter::new(rows);
        writer.text("text", &texts[..rows]);
        writer.f32("float", &[1.5, f32::NAN, -0.0, f32::INFINITY, 7.0][..rows]);
        writer.u16("small", &[0, 300, 7, 65_535, 1][..rows]);
        writer.u8("byte", &[0, 1, 255, 2, 3][..rows]);
        corpus.with(format!("{rows} rows"), writer.finish().expect("a file"))
    });
    fuzz("columns", 20_000, &corpus, |input| {
        let Ok(columns) = Columns::open("a file", &input.bytes) else { return Ok(Outcome::Refused) };
        let mut writer = ColumnsWriter::new(columns.rows());
        let (texts, floats) = (columns.text("text"), columns.f32("float"));
        let (smalls, bytes) = (columns.u16("small", usize::from(u16::MAX) + 1), columns.u8("byte", BYTES));
        let lengths =
            [texts.as_ref().map(Vec::len), floats.as_ref().map(Vec::len), smalls.as_ref().map(Vec::len)];
        for length in lengths.into_iter().chain([bytes.as_ref().map(Vec::len)]).flatten() {
            prop_assert_eq!(length, columns.rows());
            prop_assert!(length <= input.bytes.len(), "{length} rows");
        }
        if let Ok(texts) = &texts {
            prop_assert!(texts.iter().map(String::len).sum::<usize>() <= input.bytes.len());
            writer.text("text", texts);
        }
        floats.iter().for_each(|floats| writer.f32("float", floats));
        smalls.iter().for_each(|smalls| writer.u16("small", smalls));
        bytes.iter().for_each(|bytes| writer.u8("byte", bytes));
        let written = writer.finish().map_err(|error| TestCaseError::fail(error.to_string()))?;
        let read =
            Columns::open("a file", &written).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(read.rows(), columns.rows());
        prop_assert_eq!(read.text("text").ok(), texts.ok());
        let bits = |floats: Vec<f32>| floats.into_iter().map(f32::to_bits).collect::<Vec<_>>();
        prop_assert_eq!(read.f32("float").ok().map(bits), floats.ok().map(bits));
        prop_assert_eq!(read.u16("small", usize::from(u16::MAX) + 1).ok(), smalls.ok());
        prop_assert_eq!(read.u8("byte", BYTES).ok(), bytes.ok());
        Ok(Outcome::Taken)
    });
}
