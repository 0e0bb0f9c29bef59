//! Writes CSV that spreadsheets and programs both read: RFC 4180, numbers as numbers, and no text that a spreadsheet
//! would evaluate as a formula.

use crate::items::Cell;
use core::fmt::Write as _;
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

/// A file being written.
pub(crate) struct Csv(String);

impl Csv {
    /// A file that begins with column names.
    pub(crate) fn with_header(names: &[&str]) -> Self {
        let mut csv = Csv(String::new());
        let names: Vec<Cell<'_>> = names.iter().map(|name| Cell::Text(Some(name))).collect();
        csv.row(&names);
        csv
    }

    /// Appends a row. Absent values become empty cells.
    pub(crate) fn row(&mut self, cells: &[Cell<'_>]) {
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.0.push(',');
            }
            self.cell(cell);
        }
        self.0.push_str("\r\n");
    }

    /// The file.
    pub(crate) fn finish(self) -> String {
        self.0
    }

    fn cell(&mut self, cell: &Cell<'_>) {
        let written = match cell {
            Cell::Text(text) => {
                self.text(text.unwrap_or_default());
                Ok(())
            }
            Cell::Number(Some(number)) => write!(self.0, "{number}"),
            Cell::Exact(number) => write!(self.0, "{number}"),
            Cell::Count(Some(count)) => write!(self.0, "{count}"),
            Cell::Flag(Some(flag)) => write!(self.0, "{flag}"),
            Cell::Date(Some(day)) => write!(self.0, "{day}"),
            Cell::Number(None) | Cell::Count(None) | Cell::Flag(None) | Cell::Date(None) => Ok(()),
        };
        // Writing to a string cannot fail.
        debug_assert!(written.is_ok());
    }

    /// A text that would be a formula gets an apostrophe, which spreadsheets show as nothing.
    fn text(&mut self, text: &str) {
        let text = guarded(text);
        let quoted = text.contains(['"', ',', '\n', '\r', '\t']);
        if quoted {
            self.0.push('"');
        }
        for (place, piece) in text.split('"').enumerate() {
            if place > 0 {
                self.0.push_str("\"\"");
            }
            self.0.push_str(piece);
        }
        if quoted {
            self.0.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planning::day::Day;
    use proptest::prelude::*;

    fn check(cells: &[Cell<'_>], expected: &str) {
        let mut csv = Csv(String::new());
        csv.row(cells);
        assert_eq!(csv.finish(), [expected, "\r\n"].concat());
    }

    #[test]
    fn what_would_be_a_formula_is_a_text_and_numbers_stay_numbers() {
        let text = |text| [Cell::Text(Some(text))];
        check(&text("=1+1"), "'=1+1");
        check(&text("+44 20"), "'+44 20");
        check(&text("-mug"), "'-mug");
        check(&text("@SUM(A1)"), "'@SUM(A1)");
        check(&text("\t=1"), "\"'\t=1\"");
        check(&text("\r=1"), "\"'\r=1\"");
        check(&text("=HYPERLINK(\"http://x\",\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
        check(&text("mug = cup"), "mug = cup");
        check(
            &[Cell::Number(Some(-12.5)), Cell::Number(Some(0.1)), Cell::Number(Some(1e7))],
            "-12.5,0.1,10000000",
        );
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
        check(
            &[Cell::Text(Some("a, \"b\"")), Cell::Text(Some("c\nd")), Cell::Text(Some("é"))],
            "\"a, \"\"b\"\"\",\"c\nd\",é",
        );
    }

    #[test]
    fn what_is_absent_is_empty() {
        let day = Day::from_ymd(2011, 12, 9);
        let absent = [Cell::Text(None), Cell::Number(None), Cell::Flag(None), Cell::Date(None)];
        check(&absent, ",,,");
        check(&[Cell::Date(day), Cell::Flag(Some(true))], "2011-12-09,true");
    }
}
