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

/// How a file of CSV is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// For programs: RFC 4180.
    #[default]
    Plain,
    /// For a double click in a spreadsheet program: with the separator and the decimal mark of its language, a byte-order mark, by
    /// which it knows UTF-8, and codes that stay texts.
    Spreadsheet {
        /// The decimal mark of the language.
        decimal: char,
    },
}

/// Digits that Excel shows of a whole number.
const SHOWN_DIGITS: usize = 11;

impl Dialect {
    /// What stands before the header.
    pub fn mark(self) -> &'static str {
        if self == Dialect::Plain { "" } else { "\u{feff}" }
    }

    /// What stands between two cells: where the comma is the decimal mark, spreadsheets expect a semicolon.
    pub fn separator(self) -> char {
        if matches!(self, Dialect::Spreadsheet { decimal: ',' }) { ';' } else { ',' }
    }

    /// A number with the decimal mark.
    pub fn number(self, text: &str) -> Cow<'_, str> {
        match self {
            Dialect::Spreadsheet { decimal } if decimal != '.' => {
                Cow::Owned(text.replace('.', decimal.encode_utf8(&mut [0; 4])))
            }
            _ => Cow::Borrowed(text),
        }
    }

    /// A text that is neither a formula nor, for spreadsheets, a number: `0012` and `4006381333931` are codes, and stand there as
    /// the formula of a text, which holds nothing but these digits.
    pub fn text(self, text: &str) -> Cow<'_, str> {
        let is_code = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_changed = text.len() > SHOWN_DIGITS || (text.len() > 1 && text.starts_with('0'));
        match self {
            Dialect::Spreadsheet { .. } if is_code && is_changed => Cow::Owned(format!("=\"{text}\"")),
            _ => guarded(text),
        }
    }

    /// The line of names, behind the mark.
    pub fn header<R>(self, columns: &[Column<R>]) -> String {
        let mut csv = self.mark().to_owned();
        self.line(&mut csv, columns, |csv, column| self.write_text(csv, column.name));
        csv
    }

    /// A line for each row. What is missing is an empty cell.
    pub fn records<R>(self, columns: &[Column<R>], rows: &[R]) -> String {
        let mut csv = String::new();
        for row in rows {
            self.line(&mut csv, columns, |csv, column| self.write_cell(csv, &column.cell, row));
        }
        csv
    }

    fn line<R>(self, csv: &mut String, columns: &[Column<R>], write: impl Fn(&mut String, &Column<R>)) {
        let begin = csv.len();
        for (place, column) in columns.iter().enumerate() {
            if place > 0 {
                csv.push(self.separator());
            }
            write(csv, column);
        }
        // A line of nothing would be no record.
        if csv.len() == begin {
            csv.push_str("\"\"");
        }
        csv.push_str("\r\n");
    }

    fn write_cell<R>(self, csv: &mut String, cell: &Cell<R>, row: &R) {
        match cell {
            Cell::Text(of) => self.write_text(csv, of(row).unwrap_or_default()),
            Cell::Number(of) => self.write_number(csv, of(row).filter(|number| number.is_finite())),
            Cell::Single(of) => self.write_number(csv, of(row).filter(|number| number.is_finite())),
            Cell::Count(of) => plain(csv, of(row)),
            Cell::Date(of) => plain(csv, of(row)),
            Cell::Flag(of) => plain(csv, of(row)),
        }
    }

    fn write_number(self, csv: &mut String, value: Option<impl Display>) {
        match self {
            Dialect::Plain => plain(csv, value),
            Dialect::Spreadsheet { .. } => {
                let mut number = String::new();
                plain(&mut number, value);
                csv.push_str(&self.number(&number));
            }
        }
    }

    fn write_text(self, csv: &mut String, text: &str) {
        let text = self.text(text);
        let quoted = text.contains(['"', '\n', '\r', self.separator()]);
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
}

/// The line of names, for programs.
pub fn header<R>(columns: &[Column<R>]) -> String {
    Dialect::Plain.header(columns)
}

/// A line for each row, for programs.
pub fn records<R>(columns: &[Column<R>], rows: &[R]) -> String {
    Dialect::Plain.records(columns, rows)
}

/// Numbers may begin with a sign: their columns hold nothing else.
fn plain(csv: &mut String, value: Option<impl Display>) {
    if let Some(value) = value {
        let written = write!(csv, "{value}");
        // Writing to a string cannot fail.
        debug_assert!(written.is_ok());
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
    fn spreadsheets_get_their_marks_and_codes_stay_codes() {
        let german = Dialect::Spreadsheet { decimal: ',' };
        let row = (Some(-12.5), Some(0.1), Some(7), Day::from_ymd(2011, 12, 9), Some(true));
        assert_eq!(german.header(&NUMBERS), "\u{feff}number;single;count;date;flag\r\n");
        assert_eq!(german.records(&NUMBERS, &[row]), "-12,5;0,1;7;2011-12-09;true\r\n");
        for (text, cell) in [
            ("0012", "\"=\"\"0012\"\"\""),
            ("4006381333931", "\"=\"\"4006381333931\"\"\""),
            ("0", "0"),
            ("12", "12"),
            ("1,5", "1,5"),
            ("a;b", "\"a;b\""),
            ("=1+1", "'=1+1"),
            ("0012\"&A1", "\"0012\"\"&A1\""),
        ] {
            assert_eq!(german.records(&TEXTS[..1], &[[Some(text), None, None]]), [cell, "\r\n"].concat());
        }
        let english = Dialect::Spreadsheet { decimal: '.' };
        assert_eq!(english.records(&NUMBERS, &[row]), "-12.5,0.1,7,2011-12-09,true\r\n");
        assert_eq!(Dialect::Plain.text("0012"), "0012");
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
