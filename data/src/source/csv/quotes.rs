//! A quotation mark that is never closed swallows the lines behind it into its cell, and no CSV reader reports it.

use csv::ByteRecord;

/// Largest number of lines in a cell. Addresses and descriptions have a few.
const CELL_LINES_MAX: usize = 100;

/// The first cell of a record that seems to have swallowed rows with so many cells: its column, the line of the
/// record on which it begins, and its number of lines.
pub(super) fn swallowing(record: &ByteRecord, columns: usize, delimiter: u8) -> Option<(usize, u64, usize)> {
    let mut before = 0_u64;
    for (column, cell) in record.iter().enumerate() {
        if cell.contains(&b'\n') {
            let lines: Vec<_> = cell.trim_ascii_end().split(|byte| *byte == b'\n').collect();
            if is_swallowed(&lines, column, columns, delimiter) {
                return Some((column, before, lines.len()));
            }
        }
        before += cell.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
    None
}

fn is_swallowed(lines: &[&[u8]], column: usize, columns: usize, delimiter: u8) -> bool {
    let [_, inner @ .., last] = lines else {
        return false;
    };
    let cells = |line: &[u8]| line.iter().filter(|byte| **byte == delimiter).count() + 1;
    let whole: Vec<_> = inner.iter().filter(|line| !line.trim_ascii().is_empty()).collect();
    // Whole lines in it are rows. With few columns, prose may have as many commas, so more such lines are needed.
    let are_rows = whole.iter().all(|line| cells(line) == columns)
        && match columns {
            0 | 1 => false,
            2 => whole.len() >= 2,
            3 => !whole.is_empty(),
            _ => !whole.is_empty() || cells(last) == columns,
        };
    lines.len() > CELL_LINES_MAX
        || are_rows
        // It ends in the same column of a later line, where an opening quotation mark was taken for the closing one.
        || (column > 0 && last.ends_with(b"\"") && cells(last) == column + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Column, line and lines of the cell that swallows others in the one record of a text.
    fn check(text: &str, expected: Option<(usize, u64, usize)>) {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut record = ByteRecord::new();
        assert!(reader.read_byte_record(&mut record).unwrap());
        assert_eq!(swallowing(&record, 3, b','), expected, "{text:?}");
    }

    #[test]
    fn rows_within_a_cell_are_noticed_and_addresses_are_not() {
        check("a,\"1 High Street,\nYork,\nEngland\",c", None);
        check("a,\"one\ntwo\",c", None);
        check("a,b,\"a set\n\n of six\"", None);
        check("a,b,\"promo\n2,b,promo\n3,b,\"promo\"", Some((2, 0, 3)));
        check("a,b,\"promo\n2,b,\"promo\"", Some((2, 0, 2)));
        check("\"x\ny\",\"b,3\n2,b,3\n3,b,3\n", Some((1, 1, 3)));
        check("a,\"b,3\n2,b,3\n3,b,3\n\n", Some((1, 0, 3)));
        check(&format!("a,\"{}\",c", "line\n".repeat(CELL_LINES_MAX + 1)), Some((1, 0, CELL_LINES_MAX + 1)));
    }
}
