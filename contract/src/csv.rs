//! CSV as spreadsheets and programs both read it: RFC 4180, numbers as numbers, and no text that a spreadsheet would
//! run as a formula.

use crate::items::Cell;
use core::fmt::Write as _;

/// Whether a spreadsheet takes a text for a formula (OWASP, "CSV Injection"); an apostrophe before it makes it text.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A file being written.
pub(crate) struct Csv(String);

impl Csv {
    /// A file that begins with names of columns.
    pub(crate) fn with_header(names: &[&str]) -> Self {
        let mut csv = Csv(String::new());
        let names: Vec<Cell<'_>> = names.iter().map(|name| Cell::Text(Some(name))).collect();
        csv.row(&names);
        csv
    }

    /// Appends a row. What is absent is an empty cell.
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
        let guard = if is_formula(text) { "'" } else { "" };
        let quoted = text.contains(['"', ',', '\n', '\r', '\t']);
        if quoted {
            self.0.push('"');
        }
        self.0.push_str(guard);
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
