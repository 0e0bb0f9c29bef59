//! Fuzzing: inputs of a corpus, changed at random from a seed, against properties that hold for any input. One target a file.
//!
//! A test run tries the same inputs each time. `cargo xtask fuzz` goes on with new ones for as long as it is told.

#[path = "fuzz/corpus.rs"]
mod corpus;
#[path = "fuzz/target.rs"]
mod target;

#[path = "fuzz/table.rs"]
mod table;

#[path = "fuzz/csv.rs"]
mod csv;
#[path = "fuzz/json_lines.rs"]
mod json_lines;
#[path = "fuzz/xlsx.rs"]
mod xlsx;

#[path = "fuzz/dates.rs"]
mod dates;
#[path = "fuzz/numbers.rs"]
mod numbers;

#[path = "fuzz/columns.rs"]
mod columns;
#[path = "fuzz/query_strings.rs"]
mod query_strings;
#[path = "fuzz/sql_gate.rs"]
mod sql_gate;
