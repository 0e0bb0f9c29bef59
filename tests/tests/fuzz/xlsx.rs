//! Workbooks: damage of the archive and of the XML in it is refused, and the rows of a sheet survive being written.

use super::corpus::{Corpus, listed};
use super::table::Reader;
use super::target::fuzz;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const WORDS: [&str; 24] = [
    "<",
    ">",
    "/>",
    "\"",
    "&",
    "&#0;",
    "&#x1F;",
    "]]>",
    "<!--",
    "<row r=\"2\">",
    "</row>",
    "<c r=\"XFD1048576\">",
    "<c r=\"A0\">",
    "</c>",
    "<v>",
    "</v>",
    " t=\"s\"",
    " t=\"e\"",
    " t=\"b\"",
    " s=\"999\"",
    "99999999999",
    "-1",
    "1e308",
    "2958466",
];

/// The parts of a workbook, by name.
type Parts = BTreeMap<String, Vec<u8>>;

#[test]
fn rows_of_workbooks_survive_being_written() {
    let workbooks = listed("tests/fixtures/formats", &[".xlsx"]).into_iter();
    let workbooks: BTreeMap<String, Vec<u8>> =
        workbooks.map(|(name, path)| (name, fs::read(path).expect("a file"))).collect();
    let parts: BTreeMap<&String, Parts> =
        workbooks.iter().map(|(name, bytes)| (name, unpacked(bytes))).collect();
    // Nearly every change of an archive only breaks a checksum, so its parts are changed as well.
    let mut corpus = Corpus::new(&WORDS);
    for (name, bytes) in &workbooks {
        corpus = corpus.with(name, &bytes[..]);
        for (part, content) in parts[name].iter().filter(|(part, _)| part.starts_with("xl/")) {
            corpus = corpus.with(format!("{name}!{part}"), &content[..]);
        }
    }
    let reader = Reader::new();
    fuzz("xlsx", 1_500, &corpus, |input| {
        let bytes = match input.origin.split_once('!') {
            None => Cow::from(&input.bytes),
            Some((workbook, part)) => packed(&parts[&workbook.to_owned()], part, &input.bytes).into(),
        };
        reader.tries("orders.xlsx", &bytes)
    });
}

fn unpacked(workbook: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).expect("an archive");
    let mut parts = Parts::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("unpacked");
        parts.insert(name, content);
    }
    parts
}

/// The workbook with another content of one part.
fn packed(parts: &Parts, changed: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, original) in parts {
        archive.start_file(&name[..], options).expect("a part");
        archive.write_all(if name == changed { content } else { original }).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}
