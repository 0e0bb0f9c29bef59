//! JSON: the facts, and a list of objects.

use super::{Cell, Column, TableFacts};
use contract::table::as_written;
use serde_json::{Map, Value, json};

/// A table as JSON: `{"facts": {…}, "rows": [{…}]}`; a missing value is null.
///
/// # Errors
/// None in practice: JSON can represent every value.
pub fn to_json<R>(
    columns: &[Column<R>],
    rows: &[R],
    facts: TableFacts,
) -> Result<Vec<u8>, serde_json::Error> {
    let facts: Map<String, Value> =
        facts.into_iter().map(|(name, fact)| (name.to_owned(), fact.into())).collect();
    serde_json::to_vec(&json!({ "facts": facts, "rows": json_rows(columns, rows) }))
}

/// Rows as objects; a missing value is null.
pub fn json_rows<R>(columns: &[Column<R>], rows: &[R]) -> Vec<Value> {
    let row = |row| {
        let cells = columns.iter().map(|column| (column.name.to_owned(), value(&column.cell, row)));
        Value::Object(cells.collect())
    };
    rows.iter().map(row).collect()
}

fn value<R>(cell: &Cell<R>, row: &R) -> Value {
    match cell {
        Cell::Text(of) => of(row).into(),
        Cell::Number(of) => of(row).into(),
        // With the fewest digits that single precision needs, as in other answers.
        Cell::Single(of) => of(row).map(as_written).into(),
        Cell::Count(of) => of(row).into(),
        Cell::Date(of) => of(row).map(|day| day.to_string()).into(),
        Cell::Flag(of) => of(row).into(),
    }
}
