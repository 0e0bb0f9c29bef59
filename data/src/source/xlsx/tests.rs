use std::io::{Cursor, Write};
use std::num::{NonZeroU8, NonZeroU64};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::sheet::{BATCH_CELLS, COLUMNS_MAX};
use super::*;
use crate::source::tests::listed;

const PLAIN: &str = "<cellXfs><xf numFmtId=\"0\"/></cellXfs>";

/// A workbook with one sheet of these rows, as XML.
fn workbook(sheet: &str) -> Vec<u8> {
    styled(sheet, PLAIN)
}

/// The same with these styles.
fn styled(sheet: &str, styles: &str) -> Vec<u8> {
    package(&format!("<sheetData>{sheet}</sheetData>"), styles)
}

/// A workbook with one sheet of this content, and these styles.
fn package(sheet: &str, styles: &str) -> Vec<u8> {
    const NAMESPACE: &str = "http://schemas.openxmlformats.org";
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    let main = format!("xmlns=\"{NAMESPACE}/spreadsheetml/2006/main\"");
    let office = format!("{NAMESPACE}/officeDocument/2006/relationships");
    let root = "xl/workbook.xml";
    let parts = [
        (
            "_rels/.rels",
            format!(
                "{head}<Relationships xmlns=\"{NAMESPACE}/package/2006/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{office}/officeDocument\" Target=\"{root}\"/></Relationships>"
            ),
        ),
        (
            root,
            format!(
                "{head}<workbook {main} xmlns:r=\"{office}\"><sheets>\
                 <sheet name=\"Sales\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{head}<Relationships xmlns=\"{NAMESPACE}/package/2006/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/styles.xml", format!("{head}<styleSheet {main}>{styles}</styleSheet>")),
        ("xl/worksheets/sheet1.xml", format!("{head}<worksheet {main}>{sheet}</worksheet>")),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn open(content: &[u8]) -> Result<XlsxRows> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.xlsx");
    std::fs::write(&path, content).unwrap();
    XlsxRows::open(&path, None, Header::default())
}

fn rows(content: &[u8]) -> Result<Vec<String>> {
    listed(&mut open(content)?, |row, cells| format!("{} {cells}", row.line))
}

fn text(address: &str, text: &str) -> String {
    format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn cells_are_placed_by_their_address() {
    let sheet = format!(
        "<row r=\"3\">{}{}</row><row r=\"5\"><c r=\"D5\"><v>7</v></c><c r=\"B5\"><v>2.5499999999999998</v></c></row>\
         <row r=\"6\"><c r=\"B6\"/></row><row r=\"9\"><c r=\"D9\" t=\"b\"><v>1</v></c>{}</row>",
        text("B3", " units "),
        text("D3", "sku"),
        text("F9", "a note"),
    );
    assert_eq!(rows(&workbook(&sheet)).unwrap(), ["|units||sku", "5 ·|2.55|·|7", "9 ·|·|·|true"]);
}

/// People see 0000123 where the file holds 123.
#[test]
fn codes_have_the_zeros_that_their_format_gives_them() {
    let styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"0000000\"/></numFmts>\
                  <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs>";
    let sheet = format!(
        "<row>{}{}</row><row><c s=\"1\"><v>123</v></c><c s=\"0\"><v>123</v></c></row>\
         <row><c s=\"1\"><v>12345678</v></c><c s=\"1\"><v>1.5</v></c></row>",
        text("A1", "sku"),
        text("B1", "units"),
    );
    assert_eq!(rows(&styled(&sheet, styles)).unwrap(), ["sku|units", "2 0000123|123", "3 12345678|1.5"]);
}

#[test]
fn a_row_and_its_cells_are_bounded() {
    let cell = "<c r=\"A2\"><v>1</v></c>";
    for (cells, fits) in [(cell.repeat(COLUMNS_MAX), true), (cell.repeat(COLUMNS_MAX + 1), false)] {
        let found = rows(&workbook(&format!("<row>{}</row><row>{cells}</row>", text("A1", "n"))));
        assert_eq!(found.is_ok(), fits);
    }
    let wide = "x".repeat(4_000);
    let wide: String = (0..300).map(|_| format!("<c t=\"inlineStr\"><is><t>{wide}</t></is></c>")).collect();
    let error = rows(&workbook(&format!("<row>{}</row><row>{wide}</row>", text("A1", "n")))).unwrap_err();
    assert!(error.to_string().starts_with("book.xlsx, line 2: the row is longer than"), "{error}");
    let style = "<xf/>".repeat(100_000);
    let error = rows(&styled("", &format!("<cellXfs>{style}</cellXfs>"))).unwrap_err().to_string();
    assert!(error.contains("its part xl/styles.xml takes more than 160 MB of memory"), "{error}");
}

#[test]
fn many_rows_stream_through_and_an_abandoned_sheet_ends_its_thread() {
    let mut sheet = format!("<row>{}</row>", text("A1", "n"));
    let count = 3 * BATCH_CELLS;
    for n in 0..count {
        sheet.push_str(&format!("<row><c><v>{n}</v></c></row>"));
    }
    let content = workbook(&sheet);
    let found = rows(&content).unwrap();
    assert_eq!(
        (found.len(), found[count].as_str()),
        (count + 1, format!("{} {}", count + 1, count - 1).as_str())
    );
    let mut abandoned = open(&content).unwrap();
    abandoned.select(&[Some(0)]).unwrap();
    assert_eq!(abandoned.next(&mut Row::default()).unwrap(), Step::Row);
}

#[test]
fn a_formula_that_failed_is_named_by_its_cell() {
    let sheet = format!("<row>{}</row><row><c r=\"A2\" t=\"e\"><v>#REF!</v></c></row>", text("A1", "units"));
    let expected = "[2 sheet Sales, row 2, column units (cell A2): the formula gives #REF!]";
    assert_eq!(rows(&workbook(&sheet)).unwrap(), ["units", expected]);
    let error = rows(&workbook("<row><c r=\"C1\" t=\"e\"><v>#N/A</v></c></row>")).unwrap_err().to_string();
    assert!(error.contains("book.xlsx, line 1: the header in cell C1 of sheet Sales"), "{error}");
    assert!(rows(&workbook("")).unwrap_err().to_string().contains("sheet Sales is empty"));
}

/// A script writes formulas and computes none; people who open the workbook see their values.
#[test]
fn a_formula_that_was_never_computed_is_no_empty_cell() {
    let fault = |cell: &str, column: &str| {
        format!(
            "[2 sheet Sales, row 2, column {column} (cell {cell}): the formula has no value yet: open the workbook in \
             a spreadsheet program, and save it]"
        )
    };
    let head = format!("<row>{}{}</row>", text("A1", "units"), text("B1", "promotion"));
    for (cells, expected) in [
        ("<c r=\"A2\"><f>1+1</f></c><c r=\"B2\"><v>7</v></c>", fault("A2", "units")),
        ("<c r=\"A2\"><f>1+1</f><v/></c>", fault("A2", "units")),
        (
            "<c r=\"A2\"><v>1</v></c><c r=\"B2\"><f t=\"shared\" si=\"0\"/><v></v></c>",
            fault("B2", "promotion"),
        ),
        // Computed: a number, and a text without letters.
        (
            "<c r=\"A2\"><f>1+1</f><v>2</v></c><c r=\"B2\" t=\"str\"><f>\"\"</f><v></v></c>",
            "2 2|·".to_owned(),
        ),
    ] {
        let found = rows(&workbook(&format!("{head}<row>{cells}</row>"))).unwrap();
        assert_eq!(found, ["units|promotion".to_owned(), expected], "{cells}");
    }
}

#[test]
fn merged_cells_hold_for_every_row_they_cover_and_amounts_for_none_but_the_first() {
    let sheet = format!(
        "<sheetData><row>{}{}{}</row><row>{}{}<c r=\"C2\"><v>5</v></c></row><row>{}</row><row>{}</row>\
         <row>{}{}</row></sheetData><mergeCells><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"C3:C4\"/>\
         <mergeCell ref=\"B1:B2\"/><mergeCell ref=\"A5:B5\"/></mergeCells>",
        text("A1", "day"),
        text("B1", "sku"),
        text("C1", "units"),
        text("A2", "Monday"),
        text("B2", "A"),
        [text("B3", "B"), "<c r=\"C3\"><v>7</v></c>".into()].concat(),
        text("B4", "C"),
        text("A5", "Tuesday"),
        text("C5", "2"),
    );
    let expected = [
        "day|sku|units",
        "2 Monday|A|5",
        "3 Monday|B|7",
        "[4 sheet Sales, row 4, column units (cell C4): is merged with cell C3, whose number counts once: undo the \
         merging and write each row's own]",
        "5 Tuesday|·|2",
    ];
    assert_eq!(rows(&package(&sheet, PLAIN)).unwrap(), expected);
}

#[test]
fn a_header_below_a_title_is_found_by_its_names() {
    let sheet = format!(
        "<row>{}</row><row r=\"3\">{}{}</row><row><c><v>1</v></c></row>",
        text("A1", "Sales of March"),
        text("A3", "sku"),
        text("B3", "units "),
    );
    let rows = open(&workbook(&sheet)).unwrap();
    assert_eq!(rows.elsewhere(&|cells| cells.contains(&"units".to_owned())), Some(Elsewhere::Below(3)));
    assert_eq!(rows.elsewhere(&|cells| cells.contains(&"date".to_owned())), None);
}

/// Cells that are merged over columns, below a title, with a second row of headings.
#[test]
fn headings_may_begin_below_a_title_and_have_two_rows() {
    let sheet = format!(
        "<row>{}</row><row r=\"3\">{}{}</row><row r=\"4\">{}{}{}</row>\
         <row r=\"5\">{}<c r=\"B5\"><v>3</v></c><c r=\"C5\"><v>4</v></c></row>",
        text("A1", "Sales"),
        text("A3", "sku"),
        text("B3", "2011-01"),
        text("A4", "sku"),
        text("B4", "units"),
        text("C4", "revenue"),
        text("A5", "A"),
    );
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.xlsx");
    std::fs::write(&path, workbook(&sheet)).unwrap();
    let header = |line, rows| Header { line: NonZeroU64::new(line), rows: NonZeroU8::new(rows).unwrap() };
    let mut rows = XlsxRows::open(&path, None, header(2, 2)).unwrap();
    let read = listed(&mut rows, |row, cells| format!("{} {cells}", row.line)).unwrap();
    assert_eq!(read, ["sku|2011-01 units|2011-01 revenue", "5 A|3|4"]);
    let error = XlsxRows::open(&path, None, header(5, 2)).err().unwrap().to_string();
    assert!(error.contains("not 2 rows of headings from line 5"), "{error}");
}

#[test]
fn an_archive_of_another_program_is_named() {
    for (part, expected) in
        [("content.xml", "OpenDocument"), ("xl/workbook.bin", ".xlsb"), ("sales.csv", "but not of an Excel")]
    {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file(part, SimpleFileOptions::default()).unwrap();
        archive.write_all(b"date,sku").unwrap();
        let error = open(&archive.finish().unwrap().into_inner()).err().unwrap().to_string();
        assert!(error.starts_with("book.xlsx: is") && error.contains(expected), "{error}");
    }
}

#[test]
fn a_workbook_that_unpacks_to_more_than_cells_hold_is_refused() {
    let bomb = workbook(&format!("<row>{}</row>", text("A1", &"x".repeat(2 << 20))));
    assert!(bomb.len() < 8 << 10, "{} bytes", bomb.len());
    let error = rows(&bomb).unwrap_err().to_string();
    let expected =
        "book.xlsx: is too large a workbook: its part xl/worksheets/sheet1.xml holds a text or a tag longer";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn no_bytes_make_it_panic() {
    let sheet = format!("<row>{}</row><row><c r=\"A2\"><v>1</v></c></row>", text("A1", "units"));
    let whole = workbook(&sheet);
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        if let Err(error) = rows(&damaged) {
            assert!(
                error.is_bad_input() && !error.to_string().contains("failed on it"),
                "byte {at}: {error}"
            );
        }
        assert!(rows(&whole[..at]).is_err(), "cut at {at}");
    }
    // Damage in the XML itself, with correct checksums.
    for at in 0..sheet.len() {
        for byte in [b'<', b'"', b'9', b'&', b'/'] {
            let mut damaged = sheet.clone().into_bytes();
            damaged[at] = byte;
            if let Err(error) = rows(&workbook(std::str::from_utf8(&damaged).unwrap())) {
                assert!(
                    error.is_bad_input() && !error.to_string().contains("failed on it"),
                    "byte {at}: {error}"
                );
            }
        }
    }
}

#[test]
fn columns_have_letters() {
    let letters = [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")];
    for (column, expected) in letters {
        assert_eq!(address(column, 1), format!("{expected}1"));
    }
}
