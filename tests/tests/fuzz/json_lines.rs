//! JSON Lines: any bytes are rows or are refused with their line, and rows survive being written.

use super::corpus::Corpus;
use super::table::Reader;
use super::target::fuzz;

const WORDS: [&str; 16] = [
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\n",
    "null",
    "true",
    "-0.0e-0",
    "1e400",
    "{\"\":\"\"}\n",
];

#[test]
fn rows_of_json_lines_survive_being_written() {
    let corpus = Corpus::new(&WORDS)
        .files("tests/fixtures/fuzz/json_lines", &[".jsonl"])
        .files("tests/fixtures/formats", &[".json", ".jsonl", ".ndjson", ".json.zst", ".ndjson.gz"]);
    let reader = Reader::new();
    fuzz("json_lines", 4_000, &corpus, |input| reader.tries("orders.jsonl", &input.bytes));
}
