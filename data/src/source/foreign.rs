//! Files that are not sources, known by how they begin.

/// Beginnings of files that are not sources, with what they are.
const MAGIC: [(&[u8], &str); 15] = [
    (b"PARE", "is an encrypted Parquet file"),
    (b"ARROW1", "is an Arrow or Feather file"),
    (b"FEA1", "is a Feather file"),
    (b"Obj\x01", "is an Avro file"),
    (b"SQLite f", "is an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook, or one with a password"),
    (b"PK\x05\x06", "is an empty zip archive"),
    (b"BZh", "is compressed with bzip2"),
    (b"\xfd7zXZ", "is compressed with xz"),
    (b"7z\xbc\xaf", "is a 7-Zip archive"),
    (b"%PDF", "is a PDF document"),
    (b"{\\rtf", "is a text document (RTF)"),
    (b"\x89PNG", "is a picture"),
    (b"MIME-Ver", "is a web page in an archive (MHTML), whatever it is called"),
    (b"ID;PWXL", "is a spreadsheet in Excel's old exchange format (SYLK)"),
];

/// What a file with this beginning is, if no source begins so.
pub(super) fn known(head: &[u8]) -> Option<&'static str> {
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| *what)
}

/// Tags in the beginning of text that is not a table, in upper or lower case, with what it is; the first one that is
/// there decides.
const MARKUP: [(&str, &str); 6] = [
    ("<workbook", EXCEL_XML),
    ("<!doctype html", HTML),
    ("<html", HTML),
    ("<body", HTML),
    ("<meta", HTML),
    ("<table", HTML),
];
const HTML: &str = "is a web page (HTML), whatever it is called";
const EXCEL_XML: &str = "is XML, as Excel of 2003 and other programs save it";

/// What a text is that begins with a tag.
pub(super) fn markup(sample: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(sample).to_lowercase();
    let holds =
        |tag: &str| text.split(tag).skip(1).any(|rest| rest.starts_with([' ', '>', '\r', '\n', '\t']));
    MARKUP.iter().find(|(tag, _)| holds(tag)).map_or("is XML", |(_, what)| *what)
}
