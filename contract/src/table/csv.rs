//! Writes CSV that spreadsheets and programs both read: RFC 4180, numbers as numbers, and no text that a spreadsheet
//! would evaluate as a formula. No library does it here, because a browser writes the same files as the server.

use super::{Cell, Column};
use core::fmt::{Display, Write as _};
use std::borrow::Cow;

/// Characters that spreadsheets treat as the beginning of a formula, or as blanks before one (OWASP, "CSV
/// Injection"): signs, their full-width forms, which some read as the narrow ones, and ends of cells or lines.
const BEGINNINGS: [char; 11] =
    ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\t', '\r', '\n'];

/// A text as a CSV cell: where a spreadsheet would evaluate it as a formula, it gets an apostrophe in front.
/// [`unguarded`] removes one, so a text that already has apostrophes before such a beginning also gets one more.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if needs_guard(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a CSV cell, without the apostrophe that [`guarded`] and other programs put in front.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| needs_guard(text)).unwrap_or(cell)
}

fn needs_guard(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(BEGINNINGS)
}

/// The line of names.
pub fn header<R>(columns: &[Column<R>]) -> String {
    let mut csv = String::new();
    line(&mut csv, columns, |csv, column| text(csv, column.name));
    csv
}

/// A line for each row. What is missing is an empty cell.
pub fn records<R>(columns: &[Column<R>], rows: &[R]) -> String {
    let mut csv = String::new();
    for row in rows {
        line(&mut csv, columns, |csv, column| write_cell(csv, &column.cell, row));
    }
    csv
}

fn line<R>(csv: &mut String, columns: &[Column<R>], write: impl Fn(&mut String, &Column<R>)) {
    let begin = csv.len();
    for (place, column) in columns.iter().enumerate() {
        if place > 0 {
            csv.push(',');
        }
        write(csv, column);
    }
    // A line of nothing would be no record.
    if csv.len() == begin {
        csv.push_str("\"\"");
    }
    csv.push_str("\r\n");
}

fn write_cell<R>(csv: &mut String, cell: &Cell<R>, row: &R) {
    match cell {
        Cell::Text(of) => text(csv, of(row).unwrap_or_default()),
        Cell::Number(of) => plain(csv, of(row).filter(|number| number.is_finite())),
        Cell::Single(of) => plain(csv, of(row).filter(|number| number.is_finite())),
        Cell::Count(of) => plain(csv, of(row)),
        Cell::Date(of) => plain(csv, of(row)),
        Cell::Flag(of) => plain(csv, of(row)),
    }
}

/// Numbers may begin with a sign: their columns hold nothing else.
fn plain(csv: &mut String, value: Option<impl Display>) {
    if let Some(value) = value {
        let written = write!(csv, "{value}");
        // Writing to a string cannot fail.
        debug_assert!(written.is_ok());
    }
}

/// A text that would be a formula gets an apostrophe, which spreadsheets show as nothing.
fn text(csv: &mut String, text: &str) {
    let text = guarded(text);
    let quoted = text.contains(['"', ',', '\n', '\r']);
    if quoted {
        csv.push('"');
    }
    for (place, piece) in text.split('"').enumerate() {
        if place > 0 {
            csv.push_str("\"\"");
        }
        csv.push_str(piece);
    }
    if quoted {
        csv.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::super::{count, date, flag, number, single};
    use super::*;
    use planning::day::Day;
    use proptest::prelude::*;

    type Texts = [Option<&'static str>; 3];
    type Numbers = (Option<f64>, Option<f32>, Option<u64>, Option<Day>, Option<bool>);

    const TEXTS: [Column<Texts>; 3] =
        [column("a", |row| row[0]), column("b", |row| row[1]), column("c", |row| row[2])];

    const NUMBERS: [Column<Numbers>; 5] = [
        number("number", "", |row| row.0),
        single("single", "", |row| row.1),
        count("count", "", |row| row.2),
        date("date", "", |row| row.3),
        flag("flag", "", |row| row.4),
    ];

    const fn column(name: &'static str, cell: for<'a> fn(&'a Texts) -> Option<&'a str>) -> Column<Texts> {
        super::super::text(name, "", cell)
    }

    #[test]
    fn what_would_be_a_formula_is_a_text_and_numbers_stay_numbers() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+44 20", "'+44 20"),
            ("-mug", "'-mug"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
            ("mug = cup", "mug = cup"),
        ] {
            assert_eq!(records(&TEXTS[..1], &[[Some(text), None, None]]), [cell, "\r\n"].concat());
        }
        let row = (Some(-12.5), Some(0.1), Some(7), Day::from_ymd(2011, 12, 9), Some(true));
        assert_eq!(records(&NUMBERS, &[row]), "-12.5,0.1,7,2011-12-09,true\r\n");
        assert_eq!(header(&NUMBERS), "number,single,count,date,flag\r\n");
    }

    #[test]
    fn a_guard_is_taken_away_and_nothing_else() {
        for (text, cell) in [
            ("=A1", "'=A1"),
            ("-5", "'-5"),
            ("'=A1", "''=A1"),
            ("'-5", "''-5"),
            ("\u{ff1d}A1", "'\u{ff1d}A1"),
            ("\u{ff0b}1", "'\u{ff0b}1"),
            ("\u{ff0d}1", "'\u{ff0d}1"),
            ("\u{ff20}A", "'\u{ff20}A"),
            ("\n=1", "'\n=1"),
            ("'90s mug", "'90s mug"),
            ("'", "'"),
            ("", ""),
            ("a=b", "a=b"),
        ] {
            assert_eq!((guarded(text).as_ref(), unguarded(cell)), (cell, text));
        }
        assert_eq!(unguarded("=A1"), "=A1", "files of others have no guards");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_begins_a_formula(text in "['=+@\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}a5-]{0,6}") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), &text);
            prop_assert!(!cell.starts_with(BEGINNINGS));
        }
    }

    #[test]
    fn quotes_commas_and_line_ends_are_kept() {
        let row = [Some("a, \"b\""), Some("c\nd"), Some("é")];
        assert_eq!(records(&TEXTS, &[row]), "\"a, \"\"b\"\"\",\"c\nd\",é\r\n");
    }

    #[test]
    fn what_is_missing_is_empty() {
        assert_eq!(records(&NUMBERS, &[(None, None, None, None, None)]), ",,,,\r\n");
        assert_eq!(records(&NUMBERS, &[(Some(f64::NAN), Some(f32::INFINITY), None, None, None)]), ",,,,\r\n");
        assert_eq!(records(&TEXTS[..1], &[[None; 3]]), "\"\"\r\n", "an empty line would be no record");
    }
}
