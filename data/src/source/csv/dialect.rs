//! The dialect of a delimited text, detected from its first lines.

use std::io::{self, Read};
use std::path::Path;

use super::csv_builder;
use crate::error::Result;
use crate::source::CsvOptions;
use crate::source::text;

/// Delimiters tried, the most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The facts needed to split a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// True if the first line is `sep=;`, which tells Excel the delimiter.
    pub(super) has_sep_line: bool,
    /// True if lines end with a carriage return alone, as Excel on a Mac writes them.
    pub(super) ends_in_returns: bool,
}

impl Dialect {
    pub(super) fn find(path: &Path, options: &CsvOptions) -> Result<Dialect> {
        Ok(Dialect::of(text::sample(path, options.encoding)?, options.delimiter))
    }

    /// The dialect of a text with this beginning; a given delimiter is used unchanged.
    fn of(mut sample: Vec<u8>, told: Option<u8>) -> Dialect {
        // A line break was added to an unfinished last line.
        let inner = sample.strip_suffix(b"\n").unwrap_or(&sample);
        let ends_in_returns = inner.contains(&b'\r') && !inner.contains(&b'\n');
        if ends_in_returns {
            sample.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        }
        let first = sample.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii();
        let sep = match first.strip_prefix(b"sep=").or_else(|| first.strip_prefix(b"SEP=")) {
            Some([delimiter]) => Some(*delimiter),
            // The delimiter is a tab, which is a blank.
            Some([]) => Some(b'\t'),
            _ => None,
        };
        let delimiter = told.or(sep).unwrap_or_else(|| find_delimiter(&sample));
        Dialect { delimiter, has_sep_line: sep.is_some(), ends_in_returns }
    }
}

/// The delimiter that splits the first lines into the most cells, the same number in each.
fn find_delimiter(sample: &[u8]) -> u8 {
    // The last line may be incomplete.
    let whole_lines = sample.iter().rposition(|byte| *byte == b'\n').map_or(sample.len(), |end| end + 1);
    let mut best = (0, DELIMITERS[0]);
    for delimiter in DELIMITERS {
        let mut records = csv_builder(delimiter).from_reader(&sample[..whole_lines]).into_byte_records();
        let Some(Ok(header)) = records.next() else {
            continue;
        };
        let even =
            records.take(50).filter_map(|record| record.ok()).all(|record| record.len() == header.len());
        // An uneven split is better than none: one bad line must not hide the delimiter.
        let score = header.len() * 2 - usize::from(!even);
        if header.len() > 1 && score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// Converts lines that end with a carriage return alone to the line breaks that other code expects.
pub(super) struct Returns<R>(pub(super) R);

impl<R: Read> Read for Returns<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        buffer[..count].iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_tell_how_a_text_is_written() {
        for (text, told, expected) in [
            ("a,b\r\n1,2\r\n", None, (b',', false, false)),
            ("a;b\r1;2\r\n", None, (b';', false, true)),
            ("a;b\r1;2", None, (b';', false, true)),
            ("sep=;\r\na,b;c\n1,5;2\n", None, (b';', true, false)),
            ("sep=\t\na\tb\n", None, (b'\t', true, false)),
            ("sep=|\na;b\n", Some(b';'), (b';', true, false)),
            ("sep=to,b\n1,2\n", None, (b',', false, false)),
        ] {
            let (delimiter, has_sep_line, ends_in_returns) = expected;
            let expected = Dialect { delimiter, has_sep_line, ends_in_returns };
            assert_eq!(Dialect::of(text.as_bytes().to_vec(), told), expected, "{text:?}");
        }
    }
}
