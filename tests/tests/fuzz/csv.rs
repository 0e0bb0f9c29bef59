//! Delimited text: any bytes are rows or are refused with their line, and rows survive being written.

use super::corpus::Corpus;
use super::table::Reader;
use super::target::fuzz;

const WORDS: [&str; 16] =
    ["\"", "\"\"", ",", ";", "\t", "|", "\r", "\n", "\r\n", "'", "=", "'=", "sep=;\n", "\u{feff}", "\0", " "];

#[test]
fn rows_of_csv_survive_being_written() {
    let corpus = Corpus::new(&WORDS)
        .files("tests/fixtures/fuzz/csv", &[".csv"])
        .files("tests/fixtures/formats", &[".csv", ".csv.gz", ".csv.zst"])
        .files("tests/sql/fixture", &[".csv"]);
    let reader = Reader::new();
    fuzz("csv", 4_000, &corpus, |input| reader.tries("orders.csv", &input.bytes));
}
