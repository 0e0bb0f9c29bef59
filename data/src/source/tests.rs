use super::*;

/// The headers of a file, then its rows as `show` writes them: the cells are joined by `|`. Faults stand in brackets.
pub(super) fn listed(rows: &mut dyn Rows, show: impl Fn(&Row, String) -> String) -> Result<Vec<String>> {
    let all: Vec<_> = (0..rows.headers().len()).map(Some).collect();
    rows.select(&all)?;
    let mut found = vec![rows.headers().join("|")];
    let mut row = Row::default();
    loop {
        match rows.next(&mut row)? {
            Step::End => return Ok(found),
            Step::Fault(reason) => found.push(format!("[{} {reason}]", row.line)),
            Step::Row => {
                let cells: Vec<_> = (0..all.len()).map(|index| row.text(index).unwrap_or("·")).collect();
                found.push(show(&row, cells.join("|")));
            }
        }
    }
}

#[test]
fn files_are_known_by_their_content() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("orders.csv");
    let options = ReadOptions::default();
    for (content, expected) in [
        (&b"PK\x03\x04more"[..], "damaged workbook"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n\n", "is empty"),
        (b"\xd0\xcf\x11\xe0", "old Excel"),
        (b"\xfd7zXZ\0", "xz"),
        (b"[\n {\"sku\": 1}]", "one JSON array"),
        (b"a\0,b\n\0\0\0\0", "zero bytes"),
        (b"\x1f\x8bmore", "gzip data is damaged"),
        (b"\n <HTML><body>", "is a web page (HTML)"),
        (b"<!-- report -->\n<TABLE border=1>", "is a web page (HTML)"),
        (b"<?xml version=\"1.0\"?><!DOCTYPE html><html>", "is a web page (HTML)"),
        (b"<\0t\0a\0b\0l\0e\0>\0", "is a web page (HTML)"),
        (b"<?xml version=\"1.0\"?><Workbook><Table >", "is XML, as Excel of 2003"),
        (b"<?xml version=\"1.0\"?><table_data>", "is XML. Open"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"MIME-Version: 1.0\n", "MHTML"),
        (b"\x28\xb5\x2f\xfdmore", "zstd data is damaged"),
    ] {
        std::fs::write(&path, content).unwrap();
        let error = open(&path, &options).err().unwrap().to_string();
        assert!(error.contains("orders.csv") && error.contains(expected), "{error}");
    }
    std::fs::write(&path, zstd::encode_all(&b"PAR1"[..], 1).unwrap()).unwrap();
    assert!(open(&path, &options).err().unwrap().to_string().contains("compressed once more"));
    assert!(open(&dir.path().join("none"), &options).err().unwrap().is_not_found());
}

#[test]
fn columns_are_found_by_any_accepted_name_but_only_one() {
    let names = |list: &[&str]| list.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let path = Path::new("a.csv");
    let headers = names(&["Invoice ", "StockCode", "stockcode"]);
    assert_eq!(find_column(path, &headers, &names(&["InvoiceNo", "invoice"])).unwrap(), Some(0));
    assert_eq!(find_column(path, &headers, &names(&["Price"])).unwrap(), None);
    let error = find_column(path, &headers, &names(&["StockCode"])).unwrap_err();
    assert!(error.to_string().contains("2 columns match"), "{error}");
}

#[test]
fn a_column_may_fill_several_cells() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/formats");
    for name in ["polars.csv", "polars.ndjson", "polars.xlsx", "polars-snappy.parquet"] {
        let mut rows = open(&fixtures.join(name), &ReadOptions::default()).unwrap();
        let column = find_column(Path::new(name), rows.headers(), &["sku".into()]).unwrap();
        rows.select(&[column, None, column]).unwrap();
        let mut row = Row::default();
        assert_eq!(rows.next(&mut row).unwrap(), Step::Row, "{name}");
        assert!(row.text(0).is_some(), "{name}");
        assert_eq!((row.text(1), row.text(2)), (None, row.text(0)), "{name}");
    }
}
