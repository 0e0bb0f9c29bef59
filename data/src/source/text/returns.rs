//! Lines that end with a carriage return alone, as spreadsheet programs on a Mac write them.

use std::io::{self, Read};

/// True if the lines of a text with this beginning end so. A cell in quotation marks may hold line feeds all the same.
pub(super) fn end_lines(beginning: &[u8]) -> bool {
    // A line feed was added to an unfinished last line.
    let text = beginning.strip_suffix(b"\n").unwrap_or(beginning);
    let (mut returned, mut in_quotes, mut before) = (false, false, b'\n');
    for byte in text {
        match byte {
            // A mark within a cell that none begins, such as that of inches, is part of the text.
            b'"' => in_quotes = !in_quotes && may_precede_a_cell(before),
            b'\n' if !in_quotes => return false,
            b'\r' => returned |= !in_quotes,
            _ => {}
        }
        before = *byte;
    }
    returned
}

/// True for the end of a line, a delimiter, and a quotation mark, which another follows within a cell.
fn may_precede_a_cell(byte: u8) -> bool {
    byte.is_ascii_punctuation() || matches!(byte, b'\t' | b'\r' | b'\n')
}

/// Converts the line ends of a text.
pub(super) fn replace(text: &mut [u8]) {
    text.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
}

/// Converts such line ends to the line feeds that other code expects.
pub(super) struct Returns<R>(pub(super) R);

impl<R: Read> Read for Returns<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        replace(&mut buffer[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_return_that_no_line_feed_follows_ends_a_line() {
        for (text, expected) in [
            ("a;b\r1;2\r", true),
            ("a;b\r1;2\n", true),
            ("a;b\r\n1;2\r\n", false),
            ("a;b\n1;2\n", false),
            ("a;b\n1;\"2\r\"\n", false),
            ("a;b\r1;\"two\nlines\"\r", true),
            // Inches.
            ("a;b\r1;5\"\r", true),
            ("a;b\n1;5\"\n", false),
            // The sample ends within a cell.
            ("a;b\r1;\"two\nlin", true),
            ("a;b\r1;\"5\"\" and\n6", true),
            ("a;b", false),
        ] {
            assert_eq!(end_lines(text.as_bytes()), expected, "{text:?}");
        }
    }
}
