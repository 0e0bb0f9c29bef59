use std::io::Write;

use encoding_rs::Encoding;
use flate2::{Compression, write::GzEncoder};

use super::*;
use crate::source::tests::listed;

/// All rows of a file with this content, the cells of a row joined by `|`, faults in brackets.
fn check(content: &[u8], options: &CsvOptions, expected: &[&str]) {
    assert_eq!(rows(content, options).unwrap(), expected);
}

fn rows(content: &[u8], options: &CsvOptions) -> Result<Vec<String>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("orders.csv");
    std::fs::write(&path, content).unwrap();
    listed(&mut CsvRows::open(&path, options, Header::default())?, |_, cells| cells)
}

fn auto() -> CsvOptions {
    CsvOptions::default()
}

#[test]
fn the_delimiter_is_found() {
    check(b"a,b\n1,2\n", &auto(), &["a|b", "1|2"]);
    check(b"a;b\n1,5;2\n", &auto(), &["a|b", "1,5|2"]);
    check(b"a\tb\r\n1\t2\r\n", &auto(), &["a|b", "1|2"]);
    check(b"a|b\n1|2\n", &CsvOptions { delimiter: None, ..auto() }, &["a|b", "1|2"]);
    check(b"only\n1\n", &auto(), &["only", "1"]);
    check(
        b"a;b;c\n1,5;2;3\nshort;4\n",
        &auto(),
        &["a|b|c", "1,5|2|3", "[3 has 2 cells where the header has 3]"],
    );
}

#[test]
fn lines_may_end_with_a_carriage_return_alone_and_begin_with_what_excel_is_told() {
    check(b"a;b\r1;2\r\r3;4", &auto(), &["a|b", "1|2", "3|4"]);
    check(b"a;b\r1;\"2\n3\"\r3;4\r", &auto(), &["a|b", "1|2\n3", "3|4"]);
    check(
        b"sep=;\r\na;b\r\n1,5;2\r\nx\r\n",
        &auto(),
        &["a|b", "1,5|2", "[4 has 1 cells where the header has 2]"],
    );
}

#[test]
fn quotes_hold_delimiters_quotes_and_line_ends() {
    let content = b"name,units\n\"Mug, \"\"red\"\"\n large\", 2 \n,3\n";
    check(content, &auto(), &["name|units", "Mug, \"red\"\n large|2", "·|3"]);
}

#[test]
fn the_apostrophe_that_guards_a_spreadsheet_goes() {
    check(b"n,m\n'=A1,'-3\n'tis,\"'@x\"\n\"'\t=1\",''\n", &auto(), &["n|m", "=A1|-3", "'tis|@x", "=1|''"]);
}

#[test]
fn the_formula_that_keeps_a_code_a_text_is_that_text() {
    check(
        b"sku,units\n=\"0012\",1\n\"=\"\"0013\"\"\",2\n=\"A\"&\"B\",3\n",
        &auto(),
        &["sku|units", "0012|1", "0013|2", "=\"A\"&\"B\"|3"],
    );
}

#[test]
fn cells_without_a_column_are_a_fault_only_if_something_stands_in_them() {
    check(
        b"a,b\n1,2,\n3,4, ,\n5,6,7\n8\n",
        &auto(),
        &[
            "a|b",
            "1|2",
            "3|4",
            "[4 has 3 cells where the header has 2]",
            "[5 has 1 cells where the header has 2]",
        ],
    );
}

#[test]
fn text_is_utf_8_or_else_windows_1252() {
    check("n\ncafé £\n".as_bytes(), &auto(), &["n", "café £"]);
    check(b"n\ncaf\xe9 \xa3 \x80\n", &auto(), &["n", "café £ €"]);
    check(b"\xef\xbb\xbfn\nx\n", &auto(), &["n", "x"]);
    let utf_16: Vec<u8> = "\u{feff}n;m\né;1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&utf_16, &auto(), &["n|m", "é|1"]);
    check(&utf_16[2..], &auto(), &["n|m", "é|1"]);
    let packed = pack(&utf_16[2..]);
    check(&packed, &auto(), &["n|m", "é|1"]);
}

#[test]
fn a_named_encoding_is_used_for_every_cell() {
    let named = |label: &str| CsvOptions { encoding: Encoding::for_label(label.as_bytes()), ..auto() };
    check(b"n\n\xc3\xa9\n", &named("windows-1252"), &["n", "Ã©"]);
    check(b"n\n\xe9\nok\n", &named("utf-8"), &["n", "[2 column n is not valid text]", "ok"]);
}

#[test]
fn lines_are_numbered_as_editors_number_them() {
    let lines = |content: &[u8]| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("orders.csv");
        std::fs::write(&path, content).unwrap();
        let mut rows = CsvRows::open(&path, &auto(), Header::default()).unwrap();
        rows.select(&[Some(0)]).unwrap();
        let mut row = Row::default();
        let mut found = Vec::new();
        while rows.next(&mut row).unwrap() != Step::End {
            found.push(row.line);
        }
        found
    };
    assert_eq!(lines(b"a,b\n1,2\n\"3\n3\",4\n5,6"), [2, 3, 5]);
    assert_eq!(lines(b"a,b\n1,2\n\"3,4\n5,6,7\n"), [2, 3]);
    assert_eq!(lines(b"a,b\n1,2\n\"3,4\n5,6,7"), [2, 3]);
    assert_eq!(lines(b"a,b\n1,2\n3,\"4\n\"\n"), [2, 3]);
    assert_eq!(lines(b"a,b\r\n1,2\r\n3,4\r\n"), [2, 3]);
    assert_eq!(lines(b"a,b\n\n1,2\n\n\n3,4\n"), [3, 6]);
    assert_eq!(lines(b"a,b\r\n\r\n1,2\r\n\r\n3,4\r\n"), [3, 5]);
}

#[test]
fn a_quotation_mark_that_swallows_rows_is_named_by_the_line_where_it_opens() {
    for content in [
        "a,b\n1,2\n3,\"4\n5,6\n7,8\n9,10\n",
        "a,b,c,d\n1,2,3,4\n3,\"4,5,6\n5,6,7,8",
        "a,b,c,d\n\"1\n1\",\"4,5\n5,6,7,8\n",
    ] {
        let error = rows(content.as_bytes(), &auto()).unwrap_err().to_string();
        assert!(
            error.starts_with("orders.csv, line 3, column b: a quotation mark is opened here"),
            "{error}"
        );
    }
}

fn pack(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn gzip_is_unpacked_also_in_several_members() {
    let packed = [pack(b"a,b\n1,2\n"), pack(b"3,4\n")].concat();
    check(&packed, &auto(), &["a|b", "1|2", "3|4"]);
    check(&[&packed[..], &[0; 5_000]].concat(), &auto(), &["a|b", "1|2", "3|4"]);
    let behind = [&packed[..], &[0, 0, 7, 8]].concat();
    assert!(rows(&behind, &auto()).unwrap_err().to_string().contains("gzip data is damaged"));
    let error = rows(&packed[..packed.len() - 12], &auto()).unwrap_err();
    assert!(error.is_bad_input() || error.to_string().contains("orders.csv"), "{error}");
}

#[test]
fn a_quotation_mark_that_never_closes_is_an_error_and_not_the_end_of_memory() {
    let mut content = b"a,b\n1,2\n\"3,4\n".to_vec();
    content.resize(3 << 20, b'x');
    let error = rows(&content, &auto()).unwrap_err().to_string();
    assert!(error.contains("line 3") && error.contains("never closed"), "{error}");
}
