//! The dialect of a delimited text, detected from its first lines.

use std::path::Path;

use csv::ByteRecord;

use super::{csv_builder, next_record};
use crate::error::Result;
use crate::source::text;
use crate::source::{CsvOptions, HEADER_ROWS, Header};

/// Delimiters tried, the most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The facts needed to split a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// First lines like `sep=;`, which tell Excel the delimiter.
    pub(super) sep_lines: usize,
}

impl Dialect {
    pub(super) fn find(path: &Path, options: &CsvOptions, header: Header) -> Result<Dialect> {
        let sample = text::sample(path, options.encoding)?;
        Ok(Dialect::of(path, &sample, options.delimiter, header))
    }

    /// The dialect of a text with this beginning; a given delimiter is used unchanged. Titles above the header have none.
    fn of(path: &Path, sample: &[u8], told: Option<u8>, header: Header) -> Dialect {
        // No table has this delimiter, so that a record is one cell.
        let (mut reader, mut record) = (csv_builder(0).from_reader(sample), ByteRecord::new());
        let seps: Vec<u8> = std::iter::from_fn(|| {
            next_record(path, &mut reader, &mut record).ok()??;
            told_delimiter(&record)
        })
        .collect();
        let delimiter =
            told.or(seps.last().copied()).unwrap_or_else(|| find_delimiter(from_line(sample, header)));
        Dialect { delimiter, sep_lines: seps.len() }
    }
}

/// The delimiter that a record of one cell like `sep=;` tells Excel. Programs that write tables put it in quotation
/// marks, or fill the line up with delimiters to the width of the table.
fn told_delimiter(record: &ByteRecord) -> Option<u8> {
    let text = text::decode(record.get(0).filter(|_| record.len() == 1)?).0;
    let text = text.trim();
    let told = text.get(4..).filter(|_| text[..4].eq_ignore_ascii_case("sep="))?;
    // The delimiter may be a tab, which is a blank.
    let delimiter = told.chars().next().unwrap_or('\t');
    let may_delimit = delimiter.is_ascii() && delimiter != '"' && !delimiter.is_ascii_alphanumeric();
    let is_filled = told.chars().all(|c| c == delimiter || c == ' ');
    u8::try_from(delimiter).ok().filter(|_| may_delimit && is_filled)
}

/// A text from the line of the header on.
fn from_line(sample: &[u8], header: Header) -> &[u8] {
    let above = header.line.map_or(0, |line| usize::try_from(line.get() - 1).unwrap_or(usize::MAX));
    let ends = sample.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let start = std::iter::once(0).chain(ends).nth(above).unwrap_or(sample.len());
    &sample[start..]
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

/// The first line below the first one that is a header under any delimiter.
pub(super) fn header_line(path: &Path, sample: &[u8], is_header: &dyn Fn(&[String]) -> bool) -> Option<u64> {
    DELIMITERS.iter().find_map(|delimiter| {
        let (mut reader, mut record) = (csv_builder(*delimiter).from_reader(sample), ByteRecord::new());
        (0..HEADER_ROWS).find_map(|row| {
            let line = next_record(path, &mut reader, &mut record).ok()??;
            let cells: Vec<_> = record.iter().map(|cell| text::decode(cell).0.trim().to_owned()).collect();
            (row > 0 && is_header(&cells)).then_some(line)
        })
    })
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU64;

    use super::*;

    #[test]
    fn the_first_lines_tell_how_a_text_is_written() {
        for (text, told, delimiter, sep_lines) in [
            ("a,b\r\n1,2\r\n", None, b',', 0),
            ("sep=;\r\na,b;c\n1,5;2\n", None, b';', 1),
            ("SEP=;\na;b\n", None, b';', 1),
            ("\"sep=;\"\r\na,b;c\n", None, b';', 1),
            ("sep=,,,\na,b,c,d\n", None, b',', 1),
            ("\"sep=\t\"\na\tb\n", None, b'\t', 1),
            ("sep=\t\na\tb\n", None, b'\t', 1),
            ("sep=\r\na\tb\n", None, b'\t', 1),
            ("sep=|\na;b\n", Some(b';'), b';', 1),
            ("sep=to,b\n1,2\n", None, b',', 0),
            ("sep,b\n1,2\n", None, b',', 0),
            ("\n sep=:\r\n\nsep=;\na;b\n", None, b';', 2),
            ("\"sep=;\na;b\n\"\n", None, b',', 0),
            ("\" sep=; \"\na;b\n", None, b';', 1),
            ("\"\"sep=;\na;b\n", None, b';', 1),
            ("\"s\"\"ep=\",\"b\"\n", None, b',', 0),
        ] {
            let expected = Dialect { delimiter, sep_lines };
            assert_eq!(
                Dialect::of(Path::new("sales.csv"), text.as_bytes(), told, Header::default()),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn titles_above_the_header_have_no_delimiter() {
        let text = "Sales, by branch, of March\nprinted, today\nsku;units\nA;1\n";
        let header = Header { line: NonZeroU64::new(3), ..Header::default() };
        assert_eq!(Dialect::of(Path::new("sales.csv"), text.as_bytes(), None, header).delimiter, b';');
    }

    #[test]
    fn a_header_below_a_title_is_found_by_its_names() {
        let names =
            |cells: &[String]| cells.contains(&"sku".to_owned()) && cells.contains(&"units".to_owned());
        let of = |text: &str| header_line(Path::new("sales.csv"), text.as_bytes(), &names);
        assert_eq!(of("Sales of March\n\nsku;units\nA;1\n"), Some(3));
        assert_eq!(of("Sales\n\"two\nlines\",x\nsku,units\n"), Some(4));
        assert_eq!(of("item,units\nA,1\n"), None);
    }
}
